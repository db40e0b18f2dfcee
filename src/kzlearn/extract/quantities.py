"""Quantities: a figure with its unit, percent, money, or the thing it counts."""

import re
from collections.abc import Iterator

from kzlearn.extract import Answer, Span

PARSED = False

FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
SCALE = r"hundred|thousand|million|billion|trillion"
UNIT = (
    r"percent|per ?cent|%|‰|°\s?[CF]|degrees?(?: Celsius| Fahrenheit)?|km(?:/h|2|²)?"
    r"|sq(?:uare)? (?:kilomet(?:er|re)s?|miles?)"
    r"|kilomet(?:er|re)s?|met(?:er|re)s?|cm|mm|nm|m(?![\w-])|mi(?:les?)?|feet|foot|ft|inch(?:es)?|acres?|hectares?|kg"
    r"|kilograms?|grams?|mg|g(?![\w-])|tons?|tonnes?|pounds?|lbs?|lit(?:er|re)s?|gallons?|years?|months?|weeks?|days?|hours?"
    r"|minutes?|seconds?|[KMGT]?Hz|[kmgt]?bit/s|[KMGT]bps|[KMGT]B|k?W|volts?|dollars?|euros?|tenge"
)
QUANTITY = re.compile(
    rf"(?<![\w.,/–-])(?:(?:US)?[$€£¥]\s?)?(?:{FIGURE})(?:\s(?:{SCALE}))?(?:[\s-]?(?:{UNIT})(?!\w))?(?![\w/]|[.,–-]\d)"
)
YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
BEFORE_LABEL = re.compile(
    r"\b(?:article|section|chapter|part|no\.|number|figure|table|phase|act|apollo|type|factor|soyuz|salyut|skylab|title|room"
    r"|highway|route|resolution|version|page|p\.|step|item|class|grade|stage|level|group|model|z\s?=|=)\s*$",
    re.IGNORECASE,
)


def find(sentence: Span) -> Iterator[Answer]:
    text = sentence.text
    for found in QUANTITY.finditer(text):
        figure = re.search(FIGURE, found[0])
        assert figure
        bare = found[0] == figure[0]
        if BEFORE_LABEL.search(text[: found.start()]) or (bare and not _counts(sentence, found)):
            continue
        yield Answer(found.start(), found.end(), "number", 0.9 if not bare else 0.8)
    yield from _spelled(sentence)


def _spelled(sentence: Span) -> Iterator[Answer]:
    """Counts in words, from three on: "four countries"."""
    for chunk in getattr(sentence, "noun_chunks", ()):
        words = [t for t in chunk if t.dep_ == "nummod" and t.lower_ in SMALL]
        if len(words) == 1 and chunk.root.pos_ == "NOUN":
            start = words[0].idx - sentence.start_char
            yield Answer(start, start + len(words[0].text), "number", 0.7)


SMALL = frozenset(
    "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)


def _counts(sentence: Span, found: "re.Match[str]") -> bool:
    """Whether a bare figure counts the noun after it, and is no day of a month or part of a name."""
    span = sentence.char_span(found.start(), found.end())
    if span is None or len(span) != 1:
        return False
    token = span[0]
    if YEAR.fullmatch(found[0]):
        return False
    return bool(
        token.dep_ == "nummod" and token.head.pos_ == "NOUN" and token.i < token.head.i and token.ent_type_ != "DATE"
    )
