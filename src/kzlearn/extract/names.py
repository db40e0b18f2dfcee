"""Names of people, bodies and places, where the parser and the capitals agree that they are whole."""

from collections.abc import Iterator

from kzlearn.extract import Answer, Span

PARSED = True

SCORES = {"PERSON": 0.6, "ORG": 0.6, "GPE": 0.65, "LOC": 0.6, "FAC": 0.55, "LAW": 0.5, "EVENT": 0.5, "PRODUCT": 0.5}
ALONE = frozenset({"PERSON", "GPE", "LOC"})
"""Sorts of names that may be one word: one word for a body or a law is often a common noun with a capital."""
INSIDE = frozenset("of and for de von van the la le du al".split())


def find(sentence: Span) -> Iterator[Answer]:
    for entity in sentence.ents:
        tokens = [token for token in entity if token.lower_ not in ("the", "'s", "\u2019s", "a", "an")]
        if entity.label_ not in SCORES or not tokens or not _whole(tokens, sentence):
            continue
        acronym = len(tokens) == 1 and tokens[0].text.isupper() and len(tokens[0].text) > 2
        if len(tokens) == 1 and entity.label_ not in ALONE and not acronym:
            continue
        start = tokens[0].idx - sentence.start_char
        end = tokens[-1].idx + len(tokens[-1].text) - sentence.start_char
        if sentence.text[start - 1 : start] == "(" and sentence.text[end : end + 1] == ")":
            continue  # the name stands before it, in full or in short
        if sentence.text[end : end + 2] == " (":
            continue
        yield Answer(start, end, "name", SCORES[entity.label_] + (0.05 if len(tokens) > 1 else 0))


def _whole(tokens: list[Span], sentence: Span) -> bool:
    """Whether a name is all capitals and nothing of it was left outside."""
    if any(token.i != tokens[0].i + n for n, token in enumerate(tokens)):
        return False
    if not all(t.text[:1].isupper() or t.lower_ in INSIDE or t.text in ("-", ".", "&") for t in tokens):
        return False
    if not any(t.pos_ == "PROPN" for t in tokens) or tokens[-1].pos_ not in ("PROPN", "NUM") or tokens[0].pos_ == "ADJ":
        return False
    doc, first, last = tokens[0].doc, tokens[0].i, tokens[-1].i
    after = doc[last + 1] if last + 1 < len(doc) else None
    if after is not None and (after.pos_ == "PROPN" or after.text in ("-", "\u2013", "/")):
        return False
    before = doc[first - 1] if first > sentence.start else None
    cut = before is not None and (before.pos_ == "PROPN" or before.text in ("-", "\u2013", "/")
                                  or (before.i > sentence.start and before.text in ("The", "A", "An")))  # fmt: skip
    return not cut
