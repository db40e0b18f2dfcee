"""order: items are put in the right order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kzlearn.grading.entries import letters
from kzlearn.grading.words import same
from kzlearn.kinds._options import picked, repeated, shared, too_many, unclear
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Outcome, Screen, Taken, Verdict, free, key


@dataclass(frozen=True, kw_only=True)
class Order(Content):
    """Items are put in the right order."""

    kind = "order"
    prompt: str = key("What the order is by, and where it begins.", "Order these by year, earliest first.")
    items: tuple[str, ...] = key("The items, in the right order.", "[dial-up for schools, IP TV, Tumblr blocked]")

    def screen(self, part: str, rng: Random) -> Screen:
        options = list(self.items)
        rng.shuffle(options)
        return Screen(self.prompt, part, tuple(options), how="type the letters in the right order, like c a b")

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        numbered = re.fullmatch(r"(\W*\d\W*[a-z]\b)+\W*", reply)  # 1a 2b 3c
        exact = same(reply, self.accepted(screen.part)[0])
        reply = re.sub(r"\d", "", reply) if numbered else reply
        chosen, outcome = picked(reply, screen.options, self.prompt, taken)
        given = ["" if i is None else screen.options[i] for i in chosen]
        hits = sum(a == b for a, b in zip(given, self.items, strict=False))
        right = hits if len(given) == len(self.items) else min(hits, len(self.items) - 1)
        if exact:
            right, outcome = len(self.items), Outcome.RIGHT
        return shared(
            right / len(self.items), " → ".join(self.items), f"{right} of {len(self.items)} in place", outcome
        )

    def unclear(self, screen: Screen, reply: str) -> str:
        said = letters(reply, len(screen.options))
        if said and len(said) < len(self.items):
            return f"{len(self.items)} letters are asked for: {screen.how}"
        return unclear(reply, screen.options)

    def accepted(self, part: str) -> tuple[str, ...]:
        return ("; ".join(self.items),)

    def simpler(self, part: str) -> Text:
        return Text(prompt=f"{self.prompt} ({'; '.join(sorted(self.items))})", answer="; ".join(self.items))

    def flaws(self) -> Iterator[Flaw]:
        if len(self.items) < 2:
            yield Flaw("items", "an order needs two items or more", "add some")
        yield from repeated("items", self.items)
        yield from too_many("items", len(self.items))
