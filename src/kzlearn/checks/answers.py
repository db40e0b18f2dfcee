"""What a question asks to remember stands in the quote of its facts.

A typed answer that the quoted words do not hold is one the document cannot prove; where it has to be worked out, the
question's level is not "remember". Words count as one when their first letters agree: intercept, intercepted.
"""

import re
from collections.abc import Iterator
from random import Random

from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank

WORD = re.compile(r"\d+(?:[.,\s]\d+)*|[^\W\d_]+")
FIRST = 6
"""So many letters of a word are compared."""


def check(bank: Bank) -> Iterator[Problem]:
    quoted = {fact.id: _words(" ".join(evidence.text for evidence in fact.quote)) for fact in bank.facts}
    for question in bank.questions:
        held = {word for name in question.facts for word in quoted.get(name, ())}
        if question.level != "remember" or not held:
            continue
        for part in question.content.parts():
            screen = question.content.screen(part, Random(0))
            typed = not screen.options and not screen.lefts
            if typed and not any(_words(answer) <= held for answer in question.content.accepted(part)):
                message = f"the quote does not hold {question.content.accepted(part)[0]!r}, which is to be remembered"
                hint = "quote the words that do, or give the question another level"
                yield question.problem("answer", message, hint, severity="warning")
                break


def _words(text: str) -> frozenset[str]:
    """The words of a text by their first letters, and its numbers by their digits: 1,000 is 1000."""
    return frozenset(
        re.sub(r"(?<=\d)[,\s](?=\d{3})", "", word)[: None if word[0].isdigit() else FIRST]
        for word in WORD.findall(text.casefold())
    )
