"""Options do not tell which of them is right.

Guidelines of Haladyna, Downing and Rodriguez (Applied Measurement in Education, 2002) that a rule can see: three wrong
options or more, the right one not much longer than the rest, no option that only sums up the others.
"""

import re
from collections.abc import Iterator
from random import Random

from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank

FEWEST = 3
LONGER, WORDS = 1.25, 4
"""A right option of so many words or more is too long when it is so many times as long as the longest wrong one."""
SUM = re.compile(r"(?:all|both|some) of (?:the (?:above|options|answers)|these)\W*", re.IGNORECASE)


def check(bank: Bank) -> Iterator[Problem]:
    for question in bank.questions:
        wrong = question.content.wrong()
        screen = question.content.screen(question.content.parts()[0], Random(0)) if wrong else None
        if screen is None or screen.lefts:
            continue
        if "distractors" in question.spots and len(wrong) < FEWEST:
            message = f"there {'is' if len(wrong) == 1 else 'are'} only {len(wrong)} wrong to choose from"
            yield question.problem("distractors", message, "three or more make guessing hard", severity="warning")
        rights = [option for option in screen.options if option not in wrong]
        if any(len(right) > LONGER * max(map(len, wrong)) and len(right.split()) >= WORDS for right in rights):
            message = "what is right is much longer than what is wrong"
            yield question.problem("distractors", message, "make them alike", severity="warning")
        if summing := next((option for option in (*rights, *wrong) if SUM.fullmatch(option)), None):
            hint = "name what it stands for, or ask for several (kind: choices)"
            yield question.problem("distractors", f"{summing!r} only sums up the others", hint, severity="warning")
