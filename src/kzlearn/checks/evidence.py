"""A fact's quotes stand in its document, word for word."""

from collections.abc import Iterator
from dataclasses import replace

from kzlearn.bank.quotes import document_of, find, line_of
from kzlearn.checks._nearest import nearest
from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank, Evidence


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
        yield evidence.problem("near", f"these words are not in {document.file}", nearest(document.text, evidence.near))
    elif not spans:
        yield evidence.problem("text", f"the quote is not in {document.file}", nearest(document.text, evidence.text))
    elif len(spans) > 1:
        lines = ", ".join(dict.fromkeys(str(line_of(document.text, span.start)) for span in spans[:10]))
        yield evidence.problem(
            "text",
            f"the quote stands {len(spans)} times in {document.file}, in line {lines}",
            "make it longer, or add near: with words close by",
            severity="warning",
        )
