"""A fact's quotes stand in its document, word for word."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from kzlearn.bank.quotes import Span, document_of, find, line_of
from kzlearn.model import Bank, Evidence, Problem

LONGEST = 500
"""How much of a quote is looked for when it is not there: the search takes its length times the document's."""


def check(bank: Bank) -> Iterator[Problem]:
    for fact in bank.facts:
        if not fact.quote and bank.sources and not any(spot.startswith("quote[") for spot in fact.spots):
            yield fact.problem("", f"the fact {fact.id!r} has no quote", "add the words that prove it")
        for evidence in fact.quote:
            yield from _check_quote(bank, evidence)


def _check_quote(bank: Bank, evidence: Evidence) -> Iterator[Problem]:
    document = document_of(bank, evidence)
    if document is None:
        names = ", ".join(bank.sources) or "none"
        if evidence.source in bank.unread or (not evidence.source and "source" in evidence.spots):
            return
        if evidence.source:
            yield evidence.problem("source", f"there is no source {evidence.source!r}", f"the sources are: {names}")
        else:
            yield evidence.problem(
                "", "the quote names no document", f"write {{source: ..., text: ...}}; the sources are: {names}"
            )
        return
    if document.text is None:
        return
    spans = find(document.text, evidence)
    if not spans and find(document.text, replace(evidence, near="")):
        yield evidence.problem(
            "near", f"these words are not in {document.file}", _nearest(document.text, evidence.near)
        )
    elif not spans:
        yield evidence.problem("text", f"the quote is not in {document.file}", _nearest(document.text, evidence.text))
    elif len(spans) > 1:
        lines = ", ".join(dict.fromkeys(str(line_of(document.text, span.start)) for span in spans[:10]))
        yield evidence.problem(
            "text",
            f"the quote stands {len(spans)} times in {document.file}, in line {lines}",
            "make it longer, or add near: with words close by",
            severity="warning",
        )


def _nearest(text: str, quote: str) -> str:
    """The passage most like a quote, with what differs marked `[-in the quote-]{+in the document+}`."""
    if len(quote) > LONGEST:
        quote = quote[:LONGEST].rpartition(" ")[0] or quote[:LONGEST]
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=50)
    if found is None:
        return "nothing there is like it"
    span = _whole_words(text, Span(found.dest_start, found.dest_end))
    wrote, stands = quote.split(), text[span.start : span.end].split()
    shown = []
    for change, a, b, c, d in SequenceMatcher(None, wrote, stands, autojunk=False).get_opcodes():
        if change == "equal":
            shown += wrote[a:b] if b - a <= 8 else [*wrote[a : a + 4], "…", *wrote[b - 4 : b]]
        else:
            shown += [f"[-{' '.join(wrote[a:b])}-]"] * (b > a) + [f"{{+{' '.join(stands[c:d])}+}}"] * (d > c)
    return f"nearest, in line {line_of(text, span.start)}: {' '.join(shown)}"


def _whole_words(text: str, span: Span) -> Span:
    """The span with the words it begins and ends in, if they are words and no text of a script without spaces."""
    before, after = text[max(span.start - 40, 0) : span.start], text[span.end : span.end + 40]
    head, tail = re.search(r"\S*$", before), re.match(r"\S*", after)
    assert head
    assert tail
    return Span(span.start - len(head[0]), span.end + len(tail[0]))
