"""true_false: a statement is true or false."""

import re
from dataclasses import dataclass
from random import Random

from kzlearn.grading.texts import bare
from kzlearn.grading.words import normal
from kzlearn.kinds._options import judged
from kzlearn.kinds.choice import Choice
from kzlearn.model.questions import Content, Screen, Taken, Verdict, free, key

SAID = {
    True: frozenset(
        "true t a right yes y correct wahr richtig ja vrai oui verdadero sí si да верно правда иә рас".split()
    ),
    False: frozenset(
        "false f b wrong no n incorrect untrue falsch nein faux non falso нет неверно неправда ложь жоқ".split()
    ),
}
NOT = re.compile(r"^(?:not|nicht|не|pas)\s+(.+)$")


@dataclass(frozen=True, kw_only=True)
class TrueFalse(Content):
    """A statement is true or false."""

    kind = "true_false"
    prompt: str = key("The statement.", "In 2010, Internet penetration in Kazakhstan exceeded 50 percent.")
    answer: bool = key("true or false.", "false")

    def screen(self, part: str, rng: Random) -> Screen:
        return Screen(f"True or false? {self.prompt}", part, ("True", "False"), how="type t or f")

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        said = normal(bare(reply))
        negated = NOT.match(said)
        right = negated[1] in SAID[not self.answer] if negated else said in SAID[self.answer]
        return judged(right, str(self.answer))

    def accepted(self, part: str) -> tuple[str, ...]:
        return (str(self.answer),)

    def wrong(self) -> tuple[str, ...]:
        return (str(not self.answer),)

    def simpler(self, part: str) -> Choice:
        return Choice(prompt=f"True or false? {self.prompt}", answer=str(self.answer), distractors=self.wrong())
