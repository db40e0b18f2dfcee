"""choices: several of the options are right."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kzlearn.grading.words import same
from kzlearn.kinds._options import parted, picked, repeated, shared, shuffled, too_many, unclear
from kzlearn.kinds.list import List
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Outcome, Screen, Taken, Verdict, free, key


@dataclass(frozen=True, kw_only=True)
class Choices(Content):
    """Several of the options are right; all of them, and no other, are to be named."""

    kind = "choices"
    prompt: str = key("The question.", "Which of these are first-tier ISPs in Kazakhstan?")
    answers: tuple[str, ...] = key("The right options.", "[Nursat, Astel]")
    distractors: tuple[str, ...] = key("The wrong options.", "[Kcell, Beeline]")

    def screen(self, part: str, rng: Random) -> Screen:
        options = shuffled((*self.answers, *self.distractors), rng)
        return Screen(self.prompt, part, options, how="type the letters of all that are right, like a c")

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        found, outcome = picked(reply, screen.options, self.prompt, taken)
        chosen = {screen.options[i] if i is not None else "" for i in found}
        hits, misses = len(chosen & set(self.answers)), len(chosen - set(self.answers))
        score = (hits - misses) / len(self.answers) if hits > misses else 0.0
        expected = "; ".join(self.answers)
        if same(reply, expected):
            score, outcome = 1.0, Outcome.RIGHT
        return shared(score, expected, f"{hits} of {len(self.answers)} right, {misses} wrong", outcome)

    def unclear(self, screen: Screen, reply: str) -> str:
        return unclear(reply, screen.options)

    def accepted(self, part: str) -> tuple[str, ...]:
        return ("; ".join(self.answers), *self.answers)

    def wrong(self) -> tuple[str, ...]:
        return self.distractors

    def simpler(self, part: str) -> List:
        return List(prompt=self.prompt, answers=self.answers)

    def flaws(self) -> Iterator[Flaw]:
        if not self.answers:
            yield Flaw("answers", "choices needs at least one right option", "add some")
        if not self.distractors:
            yield Flaw("distractors", "choices needs wrong options", "add some, or use kind: list to have them typed")
        yield from repeated("answers", self.answers)
        yield from parted("answers", self.answers)
        yield from repeated("distractors", self.distractors)
        yield from too_many("distractors", len(self.answers) + len(self.distractors))
