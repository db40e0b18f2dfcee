"""text: a short answer is typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from kzlearn.kinds._options import marked, repeated
from kzlearn.kinds._typed import typed
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Screen, Taken, Verdict, free, key


@dataclass(frozen=True, kw_only=True)
class Text(Content):
    """A short answer, typed."""

    kind = "text"
    prompt: str = key("The question.", "Which ministry regulates telecommunications in Kazakhstan?")
    answer: str = key("The answer.", "Ministry of Transport and Communications")
    accept: tuple[str, ...] = key("Other right answers.", "[MTC]", default=())
    distractors: tuple[str, ...] = key(
        "Wrong answers, for when it is asked as a choice.", "[Security Council]", default=()
    )

    exact: bool = key("Whether a slip of spelling makes it wrong.", "true", default=False)

    def screen(self, part: str, rng: Random) -> Screen:
        return Screen(self.prompt, part, how="type the answer")

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        return marked(typed(reply, self.accepted(""), self.prompt, self.distractors, self.exact, taken), self.answer)

    def accepted(self, part: str) -> tuple[str, ...]:
        return (self.answer, *self.accept)

    def wrong(self) -> tuple[str, ...]:
        return self.distractors

    def simpler(self, part: str) -> None:
        return None

    def flaws(self) -> Iterator[Flaw]:
        yield from repeated("distractors", self.distractors)
