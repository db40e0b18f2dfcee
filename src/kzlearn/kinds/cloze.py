"""cloze: a text with named blanks, a card each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import NamedTuple

from kzlearn.kinds._options import marked
from kzlearn.kinds._typed import typed
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Screen, Taken, Verdict, free, key

TOKEN = re.compile(
    r"""\\. | \{\{ (?P<name>[^:{}\\]++) :: (?P<answer>(?:\\. | (?!::|\}\}|\{\{)[^\\])++)
        (?: :: (?P<hint>(?:\\. | (?!\}\}|\{\{)[^\\])*+) )? \}\}""",
    re.DOTALL | re.VERBOSE,
)
"""What is more than plain text in a cloze: a character after a backslash, or a blank. Possessive, so that a text of
many open brackets is read in one pass."""

GAP = "_____"
MOST = 500
"""Blanks with names of their own: a card each, which shows the whole text."""


class Blank(NamedTuple):
    """A blank of a text: its name is its card's part."""

    name: str
    answer: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Cloze(Content):
    """A text with named blanks; each is a card, asked with the others filled in."""

    kind = "cloze"
    text: str = key(
        r"The text, with `{{name::answer}}` or `{{name::answer::hint}}`; a backslash keeps `\::` and `\}` as they are.",
        "Internet penetration reached {{value::12.4 percent}} in {{year::2008}}.",
    )
    accept: Mapping[str, tuple[str, ...]] = key(
        "Other right answers, by blank.", "{value: [12.4 %]}", default_factory=dict
    )

    exact: bool = key("Whether a slip of spelling makes it wrong.", "true", default=False)

    def blanks(self) -> tuple[Blank, ...]:
        """The blanks in the order they stand; one name may stand more than once and is then one card."""
        return _blanks(self.text)

    def parts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(blank.name for blank in self.blanks()))

    def screen(self, part: str, rng: Random) -> Screen:
        return Screen(self.with_gap(part), part, how="type what is missing")

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        accepted = self.accepted(screen.part)
        return marked(typed(reply, accepted, "", (), self.exact, taken, screen.prompt), accepted[0])

    def accepted(self, part: str) -> tuple[str, ...]:
        return (_answers(self.text)[part], *self.accept.get(part, ()))

    def simpler(self, part: str) -> Text:
        first, *more = self.accepted(part)
        return Text(prompt=self.with_gap(part), answer=first, accept=tuple(more))

    def with_gap(self, part: str) -> str:
        """The text with one part's blanks open and the others filled in."""

        def shown(piece: str | Blank) -> str:
            if isinstance(piece, str):
                return piece
            if piece.name != part:
                return piece.answer
            return f"{GAP} ({piece.hint})" if piece.hint else GAP

        return "".join(map(shown, self.pieces()))

    def pieces(self) -> Iterator[str | Blank]:
        """The text in the order it is read: plain words, as they are shown, and blanks."""
        at = 0
        for m in TOKEN.finditer(self.text):
            yield self.text[at : m.start()]
            yield _blank(m) if m["name"] else _plain(m[0])
            at = m.end()
        yield self.text[at:]

    def flaws(self) -> Iterator[Flaw]:
        if not self.blanks():
            yield Flaw("text", "a cloze needs a blank", "write {{name::answer}} around what is to be asked")
        if "{{" in TOKEN.sub(GAP, self.text):
            yield Flaw("text", "a blank is not finished or has no name", "write {{name::answer}}")
        if (count := len(self.parts())) > MOST:
            yield Flaw(
                "text", f"{count} blanks are more than anyone fills in", f"keep {MOST} or fewer, or make several"
            )
        answers: dict[str, str] = {}
        for blank in self.blanks():
            if not blank.name.isprintable() or set("/#") & set(blank.name) or not 0 < len(blank.name) <= 200:
                yield Flaw("text", f"a blank cannot be named {blank.name[:60]!r}", "use letters, digits and '-'")
            if not blank.answer.strip():
                yield Flaw("text", f"the blank {blank.name!r} holds no answer", "write {{name::answer}}")
            if answers.setdefault(blank.name, blank.answer) != blank.answer:
                yield Flaw(
                    "text", f"the blank {blank.name!r} stands here with different answers", "name each otherwise"
                )
        for name in self.accept:
            if name not in answers:
                known = ", ".join([*answers][:10])
                yield Flaw(f"accept[{name}]", f"there is no blank {name!r}", f"the blanks are: {known}")


@lru_cache(maxsize=16)
def _blanks(text: str) -> tuple[Blank, ...]:
    return tuple(_blank(m) for m in TOKEN.finditer(text) if m["name"])


def _blank(m: re.Match[str]) -> Blank:
    return Blank(m["name"].strip(), _plain(m["answer"]), _plain(m["hint"] or ""))


@lru_cache(maxsize=16)
def _answers(text: str) -> dict[str, str]:
    """The answer of each part; of a part that stands more than once, the first."""
    return {blank.name: blank.answer for blank in reversed(_blanks(text))}


def _plain(text: str) -> str:
    return re.sub(r"\\([:}{\\])", r"\1", text)
