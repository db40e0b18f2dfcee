"""Banks: documents, the facts they prove, and the questions that ask for them."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any, ClassVar, Literal, Self

from kzlearn.model.problems import Flaw, Problem, Spot


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


Taken = Callable[[str], bool]
"""Whether a text is the right answer to another question of the bank."""


def free(text: str) -> bool:
    """No text is taken."""
    return False


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
    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        """What a reply to that screen is worth. `taken` tells of a text whether it is right elsewhere in the bank, and
        so no slip of what is right here."""

    def unclear(self, screen: Screen, reply: str) -> str:
        """Why a reply cannot be meant as an answer, such as a letter that no option has; empty when it can."""
        return ""

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
    allow: tuple[str, ...] = key("Checks that do not apply to it.", "[leaks]", default=())
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
