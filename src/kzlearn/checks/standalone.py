"""A question is understood without the text it comes from.

"The country", "this article", "mentioned above" and a "they" at the start ask about something that only the document
names. For banks in English.
"""

import re
from collections.abc import Iterator
from random import Random

from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank

NOUNS = "article|authors?|country(?![- ]code)|document|nation|page|paragraph|passage|report|section|source|text"
LEANING = re.compile(
    rf"""\b(?:the|this|that|these|those)\ (?:above\ |following\ )?(?:{NOUNS})\b(?!\ (?:of|by|from|on|that|which|in)\b)
    | \b(?:mentioned|described|stated|listed)\ above\b
    | ^(?:they|he|she|this)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def check(bank: Bank) -> Iterator[Problem]:
    if not bank.language.startswith("en"):
        return
    for question in bank.questions:
        prompts = (question.content.screen(part, Random(0)).prompt for part in question.content.parts())
        if found := next(filter(None, map(LEANING.search, prompts)), None):
            yield question.problem("prompt", f"{found[0]!r} does not stand alone", "name it", severity="warning")
