"""choice: one of several options is right."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kzlearn.kinds._options import marked, picked, repeated, shuffled, too_many, unclear
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Outcome, Screen, Taken, Verdict, free, key


@dataclass(frozen=True, kw_only=True)
class Choice(Content):
    """One of several options is right."""

    kind = "choice"
    prompt: str = key("The question.", "Which body chaired by the president lists Web sites to be blocked?")
    answer: str = key("The right option.", "Security Council")
    distractors: tuple[str, ...] = key(
        "The wrong options.", "[National Security Committee, Office of the Prime Minister]"
    )

    def screen(self, part: str, rng: Random) -> Screen:
        return Screen(self.prompt, part, shuffled((self.answer, *self.distractors), rng), how="type a letter")

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        chosen, outcome = picked(reply, screen.options, self.prompt, taken)
        right = len(chosen) == 1 and chosen[0] is not None and screen.options[chosen[0]] == self.answer
        return marked(outcome if right else Outcome.WRONG, self.answer)

    def unclear(self, screen: Screen, reply: str) -> str:
        return unclear(reply, screen.options)

    def accepted(self, part: str) -> tuple[str, ...]:
        return (self.answer,)

    def wrong(self) -> tuple[str, ...]:
        return self.distractors

    def simpler(self, part: str) -> Text:
        return Text(prompt=self.prompt, answer=self.answer, distractors=self.distractors)

    def flaws(self) -> Iterator[Flaw]:
        if not self.distractors:
            yield Flaw("distractors", "a choice needs wrong options", "add some, or leave kind out to have it typed")
        yield from repeated("distractors", self.distractors)
        yield from too_many("distractors", len(self.distractors) + 1)
