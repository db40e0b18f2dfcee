"""Dates: a year, a month and year, a day, where a preposition or a month says that it is one."""

import re
from collections.abc import Iterator

from kzlearn.extract import Answer, Span

PARSED = False

MONTH = (
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
)
YEAR = r"(?:1\d|20)\d\d"
AFTER = "|".join(rf"(?<=\b{word} ){YEAR}" for word in ("in", "In", "since", "Since", "by", "By", "until", "from", "to"))
DATE = re.compile(
    rf"\b(?:\d{{1,2}} (?:{MONTH}),? {YEAR}|(?:{MONTH}) \d{{1,2}}, {YEAR}|(?:{MONTH}),? {YEAR}|{AFTER})(?![\w–-])"
)


def find(sentence: Span) -> Iterator[Answer]:
    for found in DATE.finditer(sentence.text):
        yield Answer(found.start(), found.end(), "date", 0.85)
