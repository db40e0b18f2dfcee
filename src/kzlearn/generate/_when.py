"""Questions with "when": the one kind of wh-question that held on unseen text (notes on generation: 6 of 6)."""

from collections.abc import Iterator
from typing import Any

from dateutil import parser as dates

from kzlearn.extract import Answer
from kzlearn.generate._sentences import SUBJECTS, Sentence

CLAUSES = frozenset({"conj", "advcl", "ccomp", "parataxis", "xcomp", "csubj"})
AT_MOST = 25
"""Tokens of a sentence: from a longer one no short question comes."""


def question(sentence: Sentence, found: list[tuple[str, Answer]]) -> tuple[str, str] | None:
    """A prompt and its answer, a date as EDTF writes it; None where the sentence is not simple enough."""
    asked = [answer for _, answer in found if answer.sort == "date"]
    span = sentence.span
    root = getattr(span, "root", None)
    if len(asked) != 1 or root is None or len(span) > AT_MOST or any(t.dep_ in CLAUSES for t in root.children):
        return None
    said = span.char_span(asked[0].start, asked[0].end)
    if said is None:
        return None
    preposition = said.root.head
    if preposition.head != root or preposition.lower_ not in ("in", "on") or preposition.dep_ != "prep":
        return None
    subject = next((t for t in root.children if t.dep_ in SUBJECTS - {"expl"}), None)
    if subject is None or subject.i > root.i:
        return None
    who = "".join(t.text_with_ws for t in _inside(subject.subtree, span)).strip()
    if sentence.swap:
        start, end, words = sentence.swap
        who = words + who[end - start :] if who.startswith(span.text[start:end]) else who
    elif subject.left_edge.i == span.start and subject.left_edge.pos_ != "PROPN":
        who = who[:1].lower() + who[1:]
    out = {t.i for t in preposition.subtree}
    rest = [t for t in span if t.i > root.i and t.i not in out and not (t.is_punct and t.i >= span.end - 1)]
    after = "".join(t.text_with_ws for t in rest).strip(" ,;.")
    passive = next((t for t in root.children if t.dep_ == "auxpass" and t.lower_ in ("was", "were")), None)
    helping = [t for t in root.children if t.dep_ in ("aux", "neg")]
    if passive is not None and not helping:
        prompt = f"When {passive.lower_} {who} {root.text} {after}".strip()
    elif root.tag_ == "VBD" and root.pos_ == "VERB" and passive is None and not helping:
        prompt = f"When did {who} {root.lemma_} {after}".strip()
    else:
        return None
    edtf = _edtf(said.text)
    return (f"{prompt}?", edtf) if edtf else None


def _inside(tokens: Iterator[Any], span: Any) -> Iterator[Any]:
    return (token for token in tokens if span.start <= token.i < span.end)


def _edtf(text: str) -> str:
    """1834, 1947-08 or 1949-05-11: as exact as the words are."""
    if text.isdigit():
        return text
    try:
        first, second = (dates.parse(text, default=dates.parse(f"2000-01-{day}")) for day in ("01", "02"))
    except (ValueError, OverflowError):
        return ""
    return f"{first:%Y-%m-%d}" if first == second else f"{first:%Y-%m}"
