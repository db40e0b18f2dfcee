"""Where a quote stands in its document: the place, the line, the sentence around it."""

import re
from pathlib import Path
from typing import NamedTuple

from kzlearn.model.questions import Bank, Document, Evidence

SENTENCE_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?:\[[^\]\s]{1,20}\])*+(?=\s++[\"'“‘«(]*+[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])|\n"
)
"""Where a sentence ends: a stop, closing quotes and footnote marks, then a capital or a figure; or the line's end."""


class Span(NamedTuple):
    """A part of a document's text, by offsets in characters."""

    start: int
    end: int


class Proof(NamedTuple):
    """The sentence of a document that holds a quote: `before`, `quote` and `after` together are the sentence. `file` is
    where the document lies, from the folder the program was started in."""

    before: str
    quote: str
    after: str
    line: int
    title: str
    file: str


def document_of(bank: Bank, evidence: Evidence) -> Document | None:
    """The document a quote is taken from: the one it names, or the only one there is."""
    if evidence.source:
        return bank.sources.get(evidence.source)
    return next(iter(bank.sources.values())) if len(bank.sources) == 1 else None


def find(text: str, evidence: Evidence) -> list[Span]:
    """Every place where the quote's words stand; runs of spaces and line ends count as one space. With `near`, only
    the place closest to it."""
    spans = _exact(text, evidence.text)
    if evidence.near and len(spans) > 1:
        marks = _exact(text, evidence.near)
        spans = [min(spans, key=lambda span: min(abs(span.start - mark.start) for mark in marks))] if marks else []
    return spans


def _exact(text: str, words: str) -> list[Span]:
    start = text.find(words)
    if start >= 0 and text.find(words, start + 1) < 0:
        return [Span(start, start + len(words))]
    if start < 0 and " ".join(words.split()) not in " ".join(text.split()):  # the pattern would take its time
        return []
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [Span(*m.span()) for m in re.finditer(pattern, text)] if pattern else []


def line_of(text: str, offset: int) -> int:
    """The line, from 1, that an offset lies in."""
    return text.count("\n", 0, offset) + 1


def sentence(text: str, span: Span) -> Span:
    """The sentence, or sentences, that a part of a text lies in."""
    paragraph = text.rfind("\n", 0, span.start) + 1
    ends = (m.end() for m in SENTENCE_END.finditer(text, paragraph, span.start + 1))  # it looks one character ahead
    start = max((end for end in ends if end <= span.start), default=paragraph)
    end = SENTENCE_END.search(text, max(span.end - 1, span.start))
    stop = end.end() if end else len(text)
    while start < span.start and text[start].isspace():
        start += 1
    return Span(start, max(len(text[:stop].rstrip()), span.end))


def proof(bank: Bank, evidence: Evidence) -> Proof | None:
    """The sentence that holds a quote; None when the document or the quote is not to be found."""
    document = document_of(bank, evidence)
    if document is None or document.text is None:
        return None
    spans = find(document.text, evidence)
    if not spans:
        return None
    span = spans[0]
    whole = sentence(document.text, span)
    before, quote, after = (
        document.text[a:b] for a, b in ((whole.start, span.start), (span.start, span.end), (span.end, whole.end))
    )
    return Proof(before, quote, after, line_of(document.text, span.start), document.title or document.file,
                 str(Path(document.origin).parent / document.file))  # fmt: skip
