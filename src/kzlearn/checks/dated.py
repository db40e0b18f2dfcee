"""A question on what was true at a time says at which.

A fact with `as_of: 2008` is asked with 2008 in the question, or as what is asked for. A question over several facts may
date them together, and is left alone.
"""

import re
from collections.abc import Iterator
from random import Random

from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank, Question

YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def check(bank: Bank) -> Iterator[Problem]:
    years = {fact.id: YEAR.search(fact.as_of) for fact in bank.facts}
    for question in bank.questions:
        year = years.get(question.facts[0]) if len(question.facts) == 1 else None
        if year and year[0] not in " ".join(_texts(question)):
            message = f"it asks about {year[0]} without saying so"
            yield question.problem("prompt", message, f"write 'in {year[0]}' or 'as of {year[0]}'", severity="warning")


def _texts(question: Question) -> Iterator[str]:
    """What is shown and what is right, of each card."""
    for part in question.content.parts():
        screen = question.content.screen(part, Random(0))
        yield from (screen.prompt, *screen.options, *screen.lefts, *question.content.accepted(part))
