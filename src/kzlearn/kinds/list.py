"""list: several things are named, in any order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from kzlearn.grading import normal, parts_of, same
from kzlearn.kinds._options import parted, repeated, shared
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Screen, Verdict, key


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
        marks = "semicolons" if any("," in answer for answer in self.answers) else "commas"
        return Screen(self.prompt, part, how=f"type {self._needed()}, parted by {marks}")

    def grade(self, screen: Screen, reply: str) -> Verdict:
        given = parts_of(reply) if self._which(reply) is None else [reply]
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
        yield from parted("answers", self.answers)
        meant = {normal(answer): answer for answer in self.answers}
        for answer, names in self.accept.items():
            if meant.get(normal(answer)) != answer:
                yield Flaw(
                    f"accept[{answer}]", f"{answer!r} is none of the answers", "write one exactly as it stands there"
                )
            for name in names:
                if meant.setdefault(normal(name), answer) != answer:
                    yield Flaw(
                        f"accept[{answer}]", f"{name!r} names both {answer!r} and {meant[normal(name)]!r}", "keep one"
                    )

    def _needed(self) -> int:
        return self.need or len(self.answers)

    def _which(self, entry: str) -> int | None:
        for i, answer in enumerate(self.answers):
            if any(same(entry, name) for name in self._names(answer)):
                return i
        return None

    def _names(self, answer: str) -> tuple[str, ...]:
        return (answer, *self.accept.get(answer, ()))
