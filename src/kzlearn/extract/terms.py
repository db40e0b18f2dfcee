"""Terms that a sentence defines: what stands before "is a", "is called", "refers to", "is the process of"."""

from collections.abc import Iterator

from kzlearn.extract import Answer, Span

PARSED = True

CALLS = frozenset({"call", "term", "name", "know", "define"})


def find(sentence: Span) -> Iterator[Answer]:
    root = sentence.root
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass") and t.i < root.i), None)
    if subject is not None and root.lemma_ in ("be", "refer", "mean"):
        said = next((t for t in root.children if t.dep_ in ("attr", "prep") and t.i > root.i), None)
        noun = [t for t in subject.subtree if t.dep_ != "det"]
        defined = said is not None and (said.dep_ == "prep" or any(c.lower_ in ("a", "an") for c in said.children))
        if _nouns(noun) and defined and subject.pos_ == "NOUN" and len(sentence) >= 9 and _fresh(noun, sentence):
            yield _answer(sentence, noun[0], noun[-1], 0.7)
    for verb in sentence:
        if verb.lemma_ not in CALLS or verb.tag_ != "VBN":
            continue
        named = (t for t in verb.children if t.dep_ in ("oprd", "attr", "xcomp") and t.i > verb.i)
        for noun in named:
            words = [t for t in noun.subtree if t.dep_ != "det"]
            if _nouns(words) and noun.pos_ in ("NOUN", "PROPN") and _fresh(words, sentence):
                yield _answer(sentence, words[0], words[-1], 0.7)


def _nouns(words: list[Span]) -> bool:
    return 1 <= len(words) <= 4 and all(t.pos_ in ("NOUN", "PROPN", "ADJ") for t in words)


def _fresh(words: list[Span], sentence: Span) -> bool:
    """Whether the words stand nowhere else in the sentence, which would tell them."""
    inside = {word.i for word in words}
    lemmas = {word.lemma_.lower() for word in words}
    return not any(token.lemma_.lower() in lemmas for token in sentence if token.i not in inside)


def _answer(sentence: Span, first: Span, last: Span, score: float) -> Answer:
    return Answer(first.idx - sentence.start_char, last.idx + len(last.text) - sentence.start_char, "term", score)
