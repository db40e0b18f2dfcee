"""order: items are put in the right order."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kzlearn.grading import letters, parts_of
from kzlearn.kinds._options import named, repeated, shared, too_many
from kzlearn.kinds.text import Text
from kzlearn.model import Content, Flaw, Screen, Verdict, key


@dataclass(frozen=True, kw_only=True)
class Order(Content):
    """Items are put in the right order."""

    kind = "order"
    prompt: str = key("What the order is by, and where it begins.", "Order these by year, earliest first.")
    items: tuple[str, ...] = key("The items, in the right order.", "[dial-up for schools, IP TV, Tumblr blocked]")

    def screen(self, part: str, rng: Random) -> Screen:
        options = list(self.items)
        while tuple(options) == self.items and len(set(options)) > 1:
            rng.shuffle(options)
        return Screen(self.prompt, part, tuple(options), how="type the letters in the right order, like c a b")

    def grade(self, screen: Screen, reply: str) -> Verdict:
        chosen: list[int | None] = list(letters(reply, len(screen.options)) or ())
        chosen = chosen or [named(entry, screen.options) for entry in parts_of(reply)]
        given = [screen.options[i] for i in chosen if i is not None]
        hits = sum(a == b for a, b in zip(given, self.items, strict=False)) if len(given) == len(chosen) else 0
        right = hits if len(given) == len(self.items) else min(hits, len(self.items) - 1)
        return shared(right / len(self.items), " → ".join(self.items), f"{right} of {len(self.items)} in place")

    def accepted(self, part: str) -> tuple[str, ...]:
        return ("; ".join(self.items),)

    def simpler(self, part: str) -> Text:
        return Text(prompt=f"{self.prompt} ({'; '.join(sorted(self.items))})", answer="; ".join(self.items))

    def flaws(self) -> Iterator[Flaw]:
        if len(self.items) < 2:
            yield Flaw("items", "an order needs two items or more", "add some")
        yield from repeated("items", self.items)
        yield from too_many("items", len(self.items))
