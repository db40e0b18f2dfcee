"""order: items are put in the right order."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kzlearn.grading import letters, same
from kzlearn.kinds._options import picked, repeated, shared, too_many
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Screen, Verdict, key


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

    def grade(self, screen: Screen, reply: str) -> Verdict:
        given = ["" if i is None else screen.options[i] for i in self._chosen(screen, reply)]
        hits = sum(a == b for a, b in zip(given, self.items, strict=False))
        right = hits if len(given) == len(self.items) else min(hits, len(self.items) - 1)
        if same(reply, self.accepted(screen.part)[0]):
            right = len(self.items)
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

    @staticmethod
    def _chosen(screen: Screen, reply: str) -> list[int | None]:
        found = letters(reply, len(screen.options)) or []
        return [*found] if sorted(found) == [*range(len(screen.options))] else picked(reply, screen.options)
