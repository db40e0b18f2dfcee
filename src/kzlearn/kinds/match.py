"""match: each thing on the left has its partner on the right."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from kzlearn.grading import letters, normal, same
from kzlearn.kinds._options import picked, repeated, shared, shuffled, too_many
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Screen, Verdict, key

NUMBERED = re.compile(r"(?<!\d)(\d{1,2}) ?[-=:.)]? ?([a-z])(?![a-z])", re.ASCII)


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

    def grade(self, screen: Screen, reply: str) -> Verdict:
        given = self._given(screen, reply)
        hits = sum(given.get(left) == right for left, right in self.pairs.items())
        (expected,) = self.accepted(screen.part)
        if same(reply, expected):
            hits = len(self.pairs)
        return shared(hits / len(self.pairs), expected, f"{hits} of {len(self.pairs)} pairs")

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
    def _given(screen: Screen, reply: str) -> dict[str, str]:
        """What was matched: `1b 2a`, or the letters or texts of the right side in the order of the left."""
        named = letters(reply, len(screen.options)) or []
        chosen = named if len(named) == len(screen.lefts) else picked(reply, screen.options)
        pairs = [(n, option) for n, option in enumerate(chosen) if option is not None]
        if len(pairs) < len(chosen):
            line = " ".join(reply.casefold().split())
            pairs += [(int(n) - 1, ord(letter) - ord("a")) for n, letter in NUMBERED.findall(line)]
        return {
            screen.lefts[n]: screen.options[option]
            for n, option in pairs
            if 0 <= n < len(screen.lefts) and 0 <= option < len(screen.options)
        }
