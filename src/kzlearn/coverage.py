"""Which sentences of a bank's documents its questions ask for."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kzlearn.bank.quotes import SENTENCE_END, Span, document_of, find, line_of
from kzlearn.model.questions import Bank

CARRYING = re.compile(r"\d|(?<=[a-zа-яё,;)] )[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]+")
"""A figure, or a capital within a sentence: something that could be asked for."""
FEWEST = 5


class Row(NamedTuple):
    """A sentence of a document, from 1 by its line, and whether a question asks for a fact that quotes it."""

    bank: str
    file: str
    line: int
    sentence: str
    asked: bool


def covered(bank: Bank) -> Iterator[Row]:
    """The sentences that carry something to ask for, in their order. What is rejected or retired asks for nothing."""
    alive = {fact for q in bank.questions if q.status in ("approved", "draft") for fact in q.facts}
    for document in bank.sources.values():
        text = document.text or ""
        spans = [
            span
            for fact in bank.facts
            if fact.id in alive
            for evidence in fact.quote
            if document_of(bank, evidence) is document
            for span in find(text, evidence)
        ]
        file = str(Path(document.origin).parent / document.file)
        for start, end in _sentences(text):
            sentence = " ".join(text[start:end].split())
            if len(sentence.split()) >= FEWEST and CARRYING.search(sentence):
                asked = any(span.start < end and span.end > start for span in spans)
                yield Row(str(bank.id), file, line_of(text, start), sentence, asked)


def _sentences(text: str) -> Iterator[Span]:
    at = 0
    for end in [*(found.end() for found in SENTENCE_END.finditer(text)), len(text)]:
        if text[at:end].strip():
            yield Span(at + len(text[at:end]) - len(text[at:end].lstrip()), end)
        at = end
