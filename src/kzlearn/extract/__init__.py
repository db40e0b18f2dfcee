"""From sentences to what can be asked of them: one module a family of answers.

A module has `find(sentence) -> Iterator[Answer]`, where a sentence is a Span of spaCy's; those whose `PARSED` is false
look at nothing but its text. Precision on text nobody has seen counts, not yield (notes on generation).
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kzlearn import plugins

Span = Any
"""spaCy's Span; spaCy is an extra, and its types are not known without it."""


class Answer(NamedTuple):
    """What a sentence can be asked for: offsets in the sentence, what sort of thing it is, and how sure its rule is."""

    start: int
    end: int
    sort: str
    score: float


Extractor = Callable[[Span], Iterator[Answer]]


def extractors(parsed: bool) -> dict[str, Extractor]:
    """The extractors by name; without a parse those that need none."""
    return {name: module.find for name, module in plugins.every(__name__).items() if parsed or not module.PARSED}


def answers(sentence: Span, parsed: bool) -> list[tuple[str, Answer]]:
    """What a sentence can be asked for, with the name of the rule, best first; none that overlaps a better one."""
    found = [(name, answer) for name, find in extractors(parsed).items() for answer in find(sentence)]
    kept: list[tuple[str, Answer]] = []
    for name, answer in sorted(found, key=lambda pair: (-pair[1].score, pair[1].start - pair[1].end)):
        if all(answer.end <= other.start or answer.start >= other.end for _, other in kept):
            kept.append((name, answer))
    return kept
