"""The nouns: frozen values that know no file, no clock and no screen.

A **fact** is one statement with the exact words of a document that prove it. A **question** is one way of asking for a
fact. A **card** is what is asked and remembered: `bank/question`, or `bank/question#part` where a question has parts.
What a learner does is an **event**; what follows from a card's events is its **state**.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any, ClassVar, Literal, NamedTuple, Self

# --- places and problems ---------------------------------------------------------------------------------------------


CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Spot(NamedTuple):
    """A place in a file; both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in what a person wrote, with its place and what to do about it.

    `rule` names the check that found it, `about` the id of the fact or question it lies in.
    """

    file: str
    spot: Spot
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    rule: str = "format"
    about: str = ""

    def __str__(self) -> str:
        """The problem as one line; what a file holds cannot break it or speak to the terminal."""
        hint = f" ({self.hint})" if self.hint else ""
        warning = "warning: " if self.severity == "warning" else ""
        line = f"{self.file}:{self.spot.line}:{self.spot.column}: {warning}{self.message}{hint}"
        return CONTROL.sub(lambda control: f"\\x{ord(control[0]):02x}", line)


class Flaw(NamedTuple):
    """A mistake before its file is known: the key it lies in (`distractors[2]`), what is wrong, what to do."""

    key: str
    message: str
    hint: str = ""


class Unreadable(Exception):
    """The program cannot go on: one sentence for the user, with a hint where there is one."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} ({hint})" if hint else message)


def key(doc: str, example: str, **default: Any) -> Any:
    """A dataclass field that is a key of the YAML format; docs, schema and reader are made from it."""
    return field(metadata={"doc": doc, "example": example}, **default)


@dataclass(frozen=True, kw_only=True)
class Written:
    """Something a person wrote: the file it stands in, and where its keys begin (`""` is its own start)."""

    origin: str = field(default="", compare=False)
    spots: Mapping[str, Spot] = field(default_factory=dict, repr=False, compare=False)

    def spot(self, name: str = "") -> Spot:
        """Where a key stands; for a key that is not written, where the thing itself begins."""
        return self.spots.get(name) or self.spots.get(name.partition("[")[0]) or self.spots.get("") or Spot(1, 1)

    def problem(self, name: str, message: str, hint: str = "", **more: Any) -> Problem:
        """A problem in the key `name` of this thing."""
        return Problem(self.origin, self.spot(name), message, hint, about=getattr(self, "id", ""), **more)


# --- what a bank's text may hold -------------------------------------------------------------------------------------


class Id(str):
    """A name that never changes: letters, digits, `-`, `_` and `.`, beginning with a letter or digit."""

    __slots__ = ()
    pattern: ClassVar = r"[^\W_][\w.-]*"
    # The same for letters of all scripts, in words that the regular expressions of every language understand.
    schema: ClassVar[Mapping[str, Any]] = {
        "type": "string",
        "pattern": r"^[^\x00-/:-@\[-`{-\xa9][^\x00-,/:-@\[-^`{-\xa9]*$",
        "maxLength": 200,
    }

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError when the text is no id."""
        if not re.fullmatch(cls.pattern, text) or len(text) > 200:
            raise ValueError(f"{text[:60]!r} is no id", "use letters, digits, '-', '_' and '.', 200 at most")
        return cls(text)


class AsWritten(str):
    """Any single value, taken as its letters stand in the file: 2008, 2026-11-23, about 1990."""

    __slots__ = ()
    schema: ClassVar[Mapping[str, Any]] = {"type": ["string", "number"]}

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(text)


Level = Literal["remember", "understand", "apply", "analyze", "evaluate", "create"]
Difficulty = Literal["easy", "medium", "hard"]
Status = Literal["draft", "approved", "retired", "rejected"]
Use = Literal["practice", "exam"]


# --- asking and grading ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Screen:
    """A question as it is put before a person. `options` are lettered a, b, c; `lefts` are numbered 1, 2, 3."""

    prompt: str
    part: str = ""
    options: tuple[str, ...] = ()
    lefts: tuple[str, ...] = ()
    how: str = ""


class Outcome(StrEnum):
    """The word a verdict begins with."""

    RIGHT = "right"
    NEARLY = "nearly"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reply was worth: `expected` is the full right answer, `score` the share that was right, 0 to 1."""

    outcome: Outcome
    expected: str
    score: float
    remark: str = ""

    @property
    def correct(self) -> bool:
        return self.outcome is not Outcome.WRONG


@dataclass(frozen=True, kw_only=True)
class Content(ABC):
    """What a question of one kind holds. One subclass a file in `kinds/`; its fields made by `key` are YAML keys."""

    kind: ClassVar[str]

    def parts(self) -> tuple[str, ...]:
        """The names of the cards a question makes; one without a name unless the kind says otherwise."""
        return ("",)

    @abstractmethod
    def screen(self, part: str, rng: Random) -> Screen:
        """The question as it is shown; options are shuffled with `rng`."""

    @abstractmethod
    def grade(self, screen: Screen, reply: str) -> Verdict:
        """What a reply to that screen is worth."""

    @abstractmethod
    def accepted(self, part: str) -> tuple[str, ...]:
        """Every text that proves knowledge of the answer: the answer itself first, then what is accepted for it."""

    def wrong(self) -> tuple[str, ...]:
        """The wrong answers offered beside the right one; none unless the kind has them."""
        return ()

    @abstractmethod
    def simpler(self, part: str) -> "Content | None":
        """A card's question in the nearest simpler kind, for a format that cannot hold this one; None at the end."""

    def flaws(self) -> Iterator[Flaw]:
        """What is wrong with this content by itself."""
        return iter(())


# --- banks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Document(Written):
    """A document that quotes are taken from. `text` is what `file` holds; None when it could not be read."""

    file: str = key("The document, a text file beside the bank.", "source.txt")
    title: str = key("Its title.", "Internet in Kazakhstan", default="")
    author: str = key("Who wrote it.", "Wikipedia contributors", default="")
    url: str = key("Where it was found.", "https://en.wikipedia.org/wiki/Internet_in_Kazakhstan", default="")
    retrieved: AsWritten = key("When it was found.", "2026-11-23", default=AsWritten(""))
    licence: str = key("Its licence, if not the bank's.", "CC-BY-SA-4.0", default="")
    sha256: AsWritten = key("The file's SHA-256; `kzlearn check --fix` writes it.", "9f86d0…", default=AsWritten(""))
    text: str | None = field(default=None, repr=False, compare=False)
    found_sha256: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Evidence(Written):
    """The exact words of a document that prove a fact. Written as a plain text where `source` is the only document."""

    shorthand: ClassVar[str] = "text"
    text: str = key("The words, exactly as they stand in the document.", "rising to 12.4 percent in 2008")
    source: str = key("Which document, if there are several.", "article", default="")
    near: str = key("Words close by, if the quote stands more than once.", "By 2007", default="")


@dataclass(frozen=True, kw_only=True)
class Question(Written):
    """One way of asking for one or more facts. What its kind adds is in `content`."""

    id: Id = key("Its name in the bank; never changes. `kzlearn check --fix` proposes one.", "penetration-2008-value",
                 default=Id(""))  # fmt: skip
    was: tuple[Id, ...] = key("Earlier ids, so that history follows.", "[penetration-08]", default=())
    hint: str = key("A help that does not give the answer away.", "About one in eight.", default="")
    explanation: str = key("Why the answer is right; shown afterwards.", "It was 8.5 percent in 2007.", default="")
    level: Level | None = key("Bloom's level.", "remember", default=None)
    difficulty: Difficulty | None = key("How hard it is meant to be.", "medium", default=None)
    points: float = key("Points in an exam.", "1", default=1.0)
    tags: tuple[str, ...] = key("Free labels, to select by.", "[statistics]", default=())
    status: Status = key("Drafts and rejected questions are never asked.", "approved", default="approved")
    use: tuple[Use, ...] = key("Where it may be used.", "[practice, exam]", default=("practice", "exam"))
    facts: tuple[Id, ...] = key("Facts it asks for, beside the one it stands under.", "[penetration-2007]", default=())
    enemies: tuple[Id, ...] = key("Questions that give its answer away.", "[penetration-2008-cloze]", default=())
    linked: tuple[Id, ...] = key("Questions that belong with it in an exam.", "[penetration-2007-value]", default=())
    media: tuple[str, ...] = key("Files shown with it, beside the bank.", "[map.png]", default=())
    note: str = key("A remark for authors; never shown to learners.", "The article gives two figures.", default="")
    score: float | None = key("How sure the generator was, 0 to 1.", "0.83", default=None)
    rule: str = key("The rule that generated it.", "quantity-year", default="")
    allow: tuple[str, ...] = key("Checks that do not apply to it.", "[leak]", default=())
    content: Content = field(kw_only=True)

    @property
    def asked(self) -> bool:
        """Whether it may be asked in a quiz."""
        return self.status == "approved" and "practice" in self.use


@dataclass(frozen=True, kw_only=True)
class Fact(Written):
    """One statement with the words that prove it."""

    id: Id = key("Its name in the bank.", "penetration-2008", default=Id(""))
    statement: str = key("The fact as one sentence that stands alone.",
                         "Internet penetration in Kazakhstan was 12.4 percent in 2008.")  # fmt: skip
    quote: tuple[Evidence, ...] = key("The words that prove it: a text, `{source, text, near}`, or a list of these.",
                                      "rising to 12.4 percent in 2008", default=())  # fmt: skip
    topic: str = key("The heading it belongs under.", "growth", default="")
    as_of: AsWritten = key("When it was true, where it can age.", "2008", default=AsWritten(""))
    note: str = key("A remark for authors: contradictions, doubts.", "Another source says 11 percent.", default="")


@dataclass(frozen=True, kw_only=True)
class Bank(Written):
    """Facts of one or more documents and the questions that ask for them."""

    id: Id
    title: str = ""
    language: str = "en"
    licence: str = ""
    was: tuple[Id, ...] = ()
    sources: Mapping[str, Document] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    questions: tuple[Question, ...] = ()
    files: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
    """Names of facts, questions and documents that stand in its files but could not be read."""


class Card(NamedTuple):
    """What a queue needs to know of a card: nothing of its wording.

    `id` is what memory knows it by: `bank/question` or `bank/question#part`, with the first ids that bank and question
    ever had, so that a rename moves no history. `question` is the question's id now.
    """

    id: str
    bank: str
    question: str
    part: str
    facts: tuple[str, ...]
    topic: str
    tags: tuple[str, ...]

    @property
    def name(self) -> str:
        """What people call it now."""
        return f"{self.bank}/{self.question}{'#' if self.part else ''}{self.part}"


# --- what a learner does ---------------------------------------------------------------------------------------------


class Phase(StrEnum):
    """Where a card stands. A card never asked is new, a name of its own rather than a missing value."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


Kind = Literal[
    "review",
    "undo",
    "rerate",
    "retime",
    "suspend",
    "unsuspend",
    "bury",
    "unbury",
    "reset",
    "flag",
    "unflag",
    "settings",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something a learner did. `at` in ms since 1970 UTC, `day` in days since 1970, `zone` in minutes east of UTC.

    `of` is the uid of the event that an undo, rerate or retime speaks of. `data` holds what only one kind carries: the
    word of a flag, the values of settings, the right `at` and `day` of a retime. The rest belongs to reviews; a rerate
    uses `rating` and `due_day`.
    """

    uid: str
    device: str
    seq: int
    at: int
    day: int
    zone: int
    kind: str
    card: str | None = None
    of: str | None = None
    rating: int | None = None
    due_day: int | None = None
    correct: bool | None = None
    reply: str | None = None
    took_ms: int | None = None
    hints: int | None = None
    shown_as: str | None = None
    question_hash: str | None = None
    grader: str | None = None
    scheduler: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def order(self) -> tuple[int, str, int, str]:
        """The order events are folded in; the uid decides where a copied store gave two events one place."""
        return (self.at, self.device, self.seq, self.uid)


class CardState(NamedTuple):
    """What follows from a card's events. Stability in days; days since 1970; `due_at` in ms, only within steps."""

    card: str
    phase: Phase = Phase.NEW
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    first_day: int | None = None
    last_day: int | None = None
    last_at: int | None = None
    due_day: int | None = None
    due_at: int | None = None
    reps: int = 0
    lapses: int = 0
    suspended: bool = False
    buried_day: int | None = None
    flag: str | None = None
