"""What a thing is, has or does: the complement or object of a sentence's verb, where it is a phrase of its own."""

from collections.abc import Iterator

from kzlearn.extract import Answer, Span

PARSED = True

SCORES = {"attr": 0.5, "dobj": 0.45, "pobj": 0.45}
EMPTY = frozenset(
    "thing part kind type sort form way number amount lot group set series one member example result case use fact time"
    " level role basis term name piece variety range majority rest end".split()
)
"""Nouns that say little without what follows them."""


def find(sentence: Span) -> Iterator[Answer]:
    root = sentence.root
    for noun in _complements(root):
        words = [
            t for t in noun.lefts if t.dep_ in ("amod", "compound", "nmod") or (t.dep_ == "punct" and t.text == "-")
        ]
        phrase = [*words, noun]
        if noun.pos_ != "NOUN" or noun.lemma_.lower() in EMPTY or len(phrase) > 4 or len(noun.text) < 4:
            continue
        if phrase[-1].i - phrase[0].i != len(phrase) - 1 or any(t.dep_ == "conj" for t in noun.children):
            continue
        if any(t.pos_ in ("PRON", "NUM") or t.is_stop for t in phrase):
            continue
        start = phrase[0].idx - sentence.start_char
        yield Answer(start, noun.idx + len(noun.text) - sentence.start_char, "phrase", SCORES[noun.dep_])


def _complements(root: Span) -> Iterator[Span]:
    for child in root.children:
        if child.i > root.i and child.dep_ in ("attr", "dobj"):
            yield child
        elif child.i > root.i and child.dep_ in ("prep", "agent"):
            yield from (t for t in child.children if t.dep_ == "pobj")
