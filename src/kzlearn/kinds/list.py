"""list: several things are named, in any order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from kzlearn.grading.entries import finer, parts_of
from kzlearn.grading.texts import bare, fits
from kzlearn.grading.words import key as key_of
from kzlearn.grading.words import normal, same
from kzlearn.kinds._options import LONGEST, parted, repeated, run_together, shared
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Outcome, Screen, Taken, Verdict, free, key

MOST = 100
"""Entries of a reply that are looked at."""


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

    exact: bool = key("Whether a slip of spelling makes it wrong.", "true", default=False)

    def screen(self, part: str, rng: Random) -> Screen:
        marks = "semicolons" if any("," in answer for answer in self.answers) else "commas"
        return Screen(self.prompt, part, how=f"type {self._needed()}, parted by {marks}")

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        found = self._found(reply, taken)
        named = {i for i, _ in found if i is not None}
        wrong = sum(i is None for i, _ in found)
        hits = min(len(named), self._needed())
        score = max(hits - wrong, 0) / self._needed()
        remark = f"{hits} of {self._needed()}" + (f", {wrong} wrong" if wrong else "")
        outcome = Outcome.NEARLY if any(each is Outcome.NEARLY for _, each in found) else Outcome.RIGHT
        expected = "; ".join(self.answers)
        if same(reply, expected):
            score, outcome = 1.0, Outcome.RIGHT
        return shared(score, expected, remark, outcome)

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

    def _found(self, reply: str, taken: Taken) -> list[tuple[int | None, Outcome]]:
        """What the entries of a reply name."""
        found = [each for entry in parts_of(bare(reply))[:MOST] for each in self._entry(entry, taken)]
        whole = self._which(reply, taken)
        return [whole] if whole[0] is not None and any(i is None for i, _ in found) else found

    def _entry(self, entry: str, taken: Taken) -> list[tuple[int | None, Outcome]]:
        """What an entry names: an answer, or several with `and`, or with nothing, between them."""
        one = self._which(entry, taken)
        if one[0] is not None:
            return [one]
        texts = {key_of(name): i for i, answer in enumerate(self.answers) for name in self._names(answer)}
        return [
            each for piece in finer(entry) for each in run_together(piece, lambda text: self._which(text, taken), texts)
        ]

    def _which(self, entry: str, taken: Taken) -> tuple[int | None, Outcome]:
        """The answer that an entry names, and how: none where it names two."""
        if len(entry) > LONGEST:
            return None, Outcome.WRONG
        typed = key_of(entry)
        for i, answer in enumerate(self.answers):
            if any(key_of(name) == typed for name in self._names(answer)):
                return i, Outcome.RIGHT
        worth = [fits(entry, self._names(a), self.prompt, self._others(a), self.exact, taken) for a in self.answers]
        for outcome in (Outcome.RIGHT, Outcome.NEARLY):
            if found := [i for i, each in enumerate(worth) if each is outcome]:
                return (found[0], outcome) if len(found) == 1 or outcome is Outcome.RIGHT else (None, Outcome.WRONG)
        return None, Outcome.WRONG

    def _others(self, answer: str) -> tuple[str, ...]:
        return tuple(name for other in self.answers if other != answer for name in self._names(other))

    def _names(self, answer: str) -> tuple[str, ...]:
        return (answer, *self.accept.get(answer, ()))
