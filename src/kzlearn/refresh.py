"""A document has changed: which quotes of a bank still stand in its new text."""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process

from kzlearn.bank.quotes import SENTENCE_END, document_of, find, line_of
from kzlearn.model.questions import Bank, Document, Evidence, Fact

ALIKE = 75.0
"""How alike, of 100, words must be to be taken for the same words in another form."""
MEANING = re.compile(
    r"\d+(?:[.,]\d+)*|(?<!^)(?<![.!?] )\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w-]+|\b(?:not|no|never|nor|neither|without)\b"
)
"""What a statement stands and falls with: figures, names, denials."""


class Sort(StrEnum):
    """What became of a quote."""

    STANDS = "standing"
    MOVED = "moved"
    REWORDED = "reworded"
    CHANGED = "changed in meaning"
    GONE = "gone"


class Row(NamedTuple):
    """A quote of a fact and what became of it: its line, from 1, before and now; the new words where they differ."""

    fact: str
    quote: str
    sort: Sort
    was: int | None
    line: int | None
    now: str = ""


def compared(bank: Bank, document: Document, text: str) -> Iterator[Row]:
    """Every quote of a document, and what became of it in a new text, in the bank's order."""
    sentences = [text[start:end].strip() for start, end in pairwise([0, *_ends(text)])]
    sentences = [sentence for sentence in sentences if sentence]
    for fact in bank.facts:
        for evidence in fact.quote:
            if document_of(bank, evidence) is document:
                yield _row(fact, evidence, document.text or "", text, sentences)


def _row(fact: Fact, evidence: Evidence, before: str, text: str, sentences: list[str]) -> Row:
    was = next((line_of(before, span.start) for span in find(before, evidence)), None)
    if found := find(text, evidence):
        line = line_of(text, found[0].start)
        return Row(str(fact.id), evidence.text, Sort.STANDS if line == was else Sort.MOVED, was, line)
    words = " ".join(evidence.text.split())
    nearest = process.extractOne(words, sentences, scorer=fuzz.partial_ratio, score_cutoff=ALIKE)
    if nearest is None:
        return Row(str(fact.id), evidence.text, Sort.GONE, was, None)
    now = _part(words, nearest[0])
    line = line_of(text, text.index(nearest[0]))
    same = sorted(MEANING.findall(words)) == sorted(MEANING.findall(now))
    return Row(str(fact.id), evidence.text, Sort.REWORDED if same else Sort.CHANGED, was, line, now)


def _part(words: str, sentence: str) -> str:
    """The part of a sentence that is most like some words, in whole words; all of it where they are as long."""
    if len(words) > 0.7 * len(sentence):
        return " ".join(sentence.split())
    at = fuzz.partial_ratio_alignment(words, sentence)
    if at is None:
        return sentence
    start = sentence.rfind(" ", 0, at.dest_start + 1) + 1
    end = sentence.find(" ", max(at.dest_end - 1, 0))
    return " ".join(sentence[start : end if end >= 0 else len(sentence)].split())


def _ends(text: str) -> list[int]:
    return [*(found.end() for found in SENTENCE_END.finditer(text)), len(text)]
