"""true_false: a statement is true or false."""

from dataclasses import dataclass
from random import Random

from kzlearn.grading import normal
from kzlearn.kinds._options import judged
from kzlearn.kinds.choice import Choice
from kzlearn.model.questions import Content, Screen, Verdict, key

SAID = {True: ("true", "t", "a", "right", "yes", "y"), False: ("false", "f", "b", "wrong", "no", "n")}


@dataclass(frozen=True, kw_only=True)
class TrueFalse(Content):
    """A statement is true or false."""

    kind = "true_false"
    prompt: str = key("The statement.", "In 2010, Internet penetration in Kazakhstan exceeded 50 percent.")
    answer: bool = key("true or false.", "false")

    def screen(self, part: str, rng: Random) -> Screen:
        return Screen(f"True or false? {self.prompt}", part, ("True", "False"), how="type t or f")

    def grade(self, screen: Screen, reply: str) -> Verdict:
        return judged(normal(reply) in SAID[self.answer], str(self.answer))

    def accepted(self, part: str) -> tuple[str, ...]:
        return (str(self.answer),)

    def wrong(self) -> tuple[str, ...]:
        return (str(not self.answer),)

    def simpler(self, part: str) -> Choice:
        return Choice(prompt=f"True or false? {self.prompt}", answer=str(self.answer), distractors=self.wrong())
