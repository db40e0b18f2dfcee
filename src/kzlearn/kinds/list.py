"""list: several things are named, in any order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from kzlearn.grading import parts_of, same
from kzlearn.kinds._options import repeated, shared
from kzlearn.kinds.text import Text
from kzlearn.model import Content, Flaw, Screen, Verdict, key


@dataclass(frozen=True, kw_only=True)
class List(Content):
    """Several things are named, all of them or any so many, in any order."""

    kind = "list"
    prompt: str = key("The question.", "Name three first-tier ISPs in Kazakhstan.")
    answers: tuple[str, ...] = key("What may be named.", "[KazakhTelecom, Nursat, Astel, TNS Plus]")
    need: int | None = key("How many suffice; all when left out.", "3", default=None)
    accept: Mapping[str, tuple[str, ...]] = key(
        "Other names of an answer.", "{KazakhTelecom: [KT]}", default_factory=dict
    )

    def screen(self, part: str, rng: Random) -> Screen:
        return Screen(self.prompt, part, how=f"type {self._needed()}, parted by commas")

    def grade(self, screen: Screen, reply: str) -> Verdict:
        given = parts_of(reply)
        found = {i for entry in given for i in [self._which(entry)] if i is not None}
        wrong = sum(self._which(entry) is None for entry in given)
        hits = min(len(found), self._needed())
        score = max(hits - wrong, 0) / self._needed()
        remark = f"{hits} of {self._needed()}" + (f", {wrong} wrong" if wrong else "")
        return shared(score, "; ".join(self.answers), remark)

    def accepted(self, part: str) -> tuple[str, ...]:
        return ("; ".join(self.answers), *self.answers)

    def simpler(self, part: str) -> Text:
        return Text(prompt=self.prompt, answer="; ".join(self.answers))

    def flaws(self) -> Iterator[Flaw]:
        if not self.answers:
            yield Flaw("answers", "a list needs answers", "add some")
        elif self.need is not None and not 1 <= self.need <= len(self.answers):
            yield Flaw(
                "need", f"{self.need} of {len(self.answers)} answers cannot be named", f"write 1 to {len(self.answers)}"
            )
        yield from repeated("answers", self.answers)
        for name in self.accept:
            if name not in self.answers:
                yield Flaw("accept", f"{name!r} is none of the answers", "write an answer exactly as it stands there")
        for i, answer in enumerate(self.answers):
            if parts_of(answer) != [answer.strip()] and ";" in answer:
                yield Flaw(f"answers[{i}]", f"{answer!r} holds a ';', which parts what is typed", "leave it out")

    def _needed(self) -> int:
        return self.need or len(self.answers)

    def _which(self, entry: str) -> int | None:
        for i, answer in enumerate(self.answers):
            if any(same(entry, name) for name in (answer, *self.accept.get(answer, ()))):
                return i
        return None
