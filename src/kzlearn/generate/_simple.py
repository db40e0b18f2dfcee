"""Sentences without a parser: cut by stops, and only those without a word that could point back."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kzlearn.bank.quotes import SENTENCE_END
from kzlearn.generate._sentences import BACK, BROKEN, NO_YEAR, RELATIVE, TALK, Sentence, balanced, prose_of
from kzlearn.readers import Read

WORDS = range(6, 40)


class Plain(NamedTuple):
    """A sentence as extractors by pattern see it: a text, with no word known for what it is."""

    text: str

    def char_span(self, start: int, end: int) -> Any:
        return None


def sentences(read: Read) -> Iterator[Sentence]:
    """The sentences of a document that stand alone as far as words tell."""
    for block, prose in prose_of(read):
        at = 0
        for end in [*(found.end() for found in SENTENCE_END.finditer(prose.text)), len(prose.text)]:
            text = prose.text[at:end].strip()
            start = prose.text.index(text, at) if text else at
            at = end
            if text and _stands(text):
                first, last = prose.origin(start, start + len(text))
                yield Sentence(Plain(text), None, (read.text[first:last],), block.heading)


def _stands(text: str) -> bool:
    words = re.findall(r"[\w'’-]+", text.lower())
    leaning = (BACK | TALK) & set(words) or RELATIVE.search(text) or NO_YEAR.search(text) or BROKEN.search(text)
    return len(words) in WORDS and text[:1].isupper() and text[-1:] == "." and not leaning and balanced(text)
