"""match: each thing on the left has its partner on the right."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from kzlearn.grading.entries import AND, letters, parts_of
from kzlearn.grading.words import normal, same
from kzlearn.kinds._options import named, picked, repeated, shared, shuffled, too_many
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Outcome, Screen, Taken, Verdict, free, key

NUMBERED = re.compile(r"(?<!\d)(\d{1,2})\s*(?:[-=:.)–—→>]|->|=>|is|to)*\s*\(?([a-z])\)?(?![a-z])", re.ASCII)
SIDES = (r"\s*(?:=>?|->|→|:)\s*", r"\s+[-–—]\s+", r"\s+(?:is|are|goes with|with|to)\s+", r"[-–—]")
"""What people put between the two sides of a pair, the surest first."""


@dataclass(frozen=True, kw_only=True)
class Match(Content):
    """Each thing on the left has its partner on the right."""

    kind = "match"
    prompt: str = key("What belongs together.", "Match each term to the Internet space it names.")
    pairs: Mapping[str, str] = key("Left to right.", "{Uznet: Uzbek, Runet: Russian}")
    distractors: tuple[str, ...] = key("More on the right that belong to none.", "[Tajik]", default=())

    def screen(self, part: str, rng: Random) -> Screen:
        rights = shuffled(tuple(dict.fromkeys((*self.pairs.values(), *self.distractors))), rng)
        return Screen(self.prompt, part, rights, tuple(self.pairs), how="type a letter for each number, like 1b 2a")

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        given, outcome = self._given(screen, reply, taken)
        met = [left for left, right in self.pairs.items() if given.get(left) == right]
        hits = len(met)
        (expected,) = self.accepted(screen.part)
        if same(reply, expected):
            hits, outcome = len(self.pairs), Outcome.RIGHT
        return shared(hits / len(self.pairs), expected, f"{hits} of {len(self.pairs)} pairs: {', '.join(met)}", outcome)

    def unclear(self, screen: Screen, reply: str) -> str:
        if reply.strip() and not self._given(screen, reply, free)[0]:
            return f"that names no pair: {screen.how}"
        if (said := letters(reply, len(screen.options))) and len(said) < len(screen.lefts):
            return f"{len(screen.lefts)} pairs are asked for: {screen.how}"
        return ""

    def accepted(self, part: str) -> tuple[str, ...]:
        return ("; ".join(f"{left} – {right}" for left, right in self.pairs.items()),)

    def wrong(self) -> tuple[str, ...]:
        return self.distractors

    def simpler(self, part: str) -> Text:
        return Text(prompt=f"{self.prompt} ({'; '.join(self.pairs)})", answer="; ".join(self.pairs.values()))

    def flaws(self) -> Iterator[Flaw]:
        if len(self.pairs) < 2:
            yield Flaw("pairs", "a match needs two pairs or more", "add some")
        elif len({*self.pairs.values(), *self.distractors}) < 2:
            yield Flaw("pairs", "there is only one thing on the right", "add others, or distractors")
        yield from repeated("pairs", tuple(dict.fromkeys(self.pairs.values())))
        yield from repeated("distractors", self.distractors)
        rights = {normal(right) for right in self.pairs.values()}
        for i, wrong in enumerate(self.distractors):
            if normal(wrong) in rights:
                yield Flaw(f"distractors[{i}]", f"{wrong!r} belongs to something on the left", "replace it")
        yield from too_many("pairs", len({*self.pairs.values(), *self.distractors}))

    @staticmethod
    def _given(screen: Screen, reply: str, taken: Taken) -> tuple[dict[str, str], Outcome]:
        """What was matched, and whether without a slip: `1b 2a`, `Uznet = Uzbek; ...`, or the right side alone in the
        order of the left."""
        pairs = NUMBERED.findall(reply.casefold())
        found = [(int(n) - 1, ord(letter) - ord("a")) for n, letter in pairs]
        there = all(0 <= n < len(screen.lefts) and option < len(screen.options) for n, option in found)
        if found and there and not NUMBERED.sub(" ", reply.casefold()).strip(" ,;.()[]\n\t&|/"):
            return _texts(screen, found), Outcome.RIGHT
        entries = parts_of(reply)
        if len(entries) == 1 and "=" in reply:
            entries = [part for part in AND.split(reply) if part.strip()]
        slips = False
        found = []
        for entry in entries[: len(screen.lefts) + 1]:
            sides = next((s for mark in SIDES if len(s := re.split(mark, entry, maxsplit=1)) == 2), None)
            if sides is None:
                break
            left, first = _one(sides[0], screen.lefts, by_number=True)
            right, second = _one(sides[1], screen.options, taken=taken)
            if left is None and right is None:  # the other way round
                left, first = _one(sides[1], screen.lefts)
                right, second = _one(sides[0], screen.options, taken=taken)
            slips = slips or Outcome.NEARLY in (first, second)
            if left is not None and right is not None:
                found.append((left, right))
        else:
            if found:
                return _texts(screen, found), Outcome.NEARLY if slips else Outcome.RIGHT
        chosen, outcome = picked(reply, screen.options, "", taken)
        if len(chosen) > len(screen.lefts):
            return {}, outcome
        return _texts(screen, [(n, i) for n, i in enumerate(chosen) if i is not None]), outcome


def _one(side: str, texts: tuple[str, ...], by_number: bool = False, taken: Taken = free) -> tuple[int | None, Outcome]:
    """Which text of a side an entry names: by its number or letter, or by itself."""
    side = side.strip(" .)(")
    if by_number and side.isdecimal() and len(side) < 3:
        return int(side) - 1, Outcome.RIGHT
    if not by_number and (lettered := letters(side, len(texts))) and len(lettered) == 1:
        return lettered[0], Outcome.RIGHT
    return named(side, texts, "", taken)


def _texts(screen: Screen, pairs: list[tuple[int, int]]) -> dict[str, str]:
    return {
        screen.lefts[n]: screen.options[option]
        for n, option in pairs
        if 0 <= n < len(screen.lefts) and 0 <= option < len(screen.options)
    }
