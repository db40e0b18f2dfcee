"""The figures of docs/decks.md: what of a deck's document is asked, how, and what reviewers found."""

import csv
from collections import Counter
from pathlib import Path
from typing import get_args

from markdown import table

from kzlearn import kinds
from kzlearn.bank.load import load
from kzlearn.bank.quotes import Span, document_of, find, line_of, sentence
from kzlearn.model.questions import Bank, Difficulty, Fact, Level

ROOT = Path(__file__).parent.parent
DECK = ROOT / "decks" / "internet-in-kazakhstan"
FACTS = ROOT / "docs" / "reviews" / "internet-in-kazakhstan-facts.tsv"
"""Facts as a reader who had not seen the bank wrote them down: the document's line, the fact, the question that was
found to ask it, and whether it did so when the list was held against the bank or was added later."""
REVIEW = ROOT / "docs" / "reviews" / "internet-in-kazakhstan.tsv"
"""What reviewers wrote of each card: their answer before they saw the key, and how kzlearn graded it; then whether the
card is answerable, has one answer and stands alone (y or n), and their doubt."""


def totals() -> str:
    """How much there is of everything."""
    bank = _bank()
    cards = sum(len(question.content.parts()) for question in bank.questions)
    several = sum(len(question.facts) > 1 for question in bank.questions)
    asked = Counter(name for question in bank.questions for name in question.facts)
    rows = [
        ["facts, each with its quote", str(len(bank.facts))],
        ["facts that are asked", str(sum(fact.id in asked for fact in bank.facts))],
        ["facts that two or more questions ask", str(sum(count > 1 for count in asked.values()))],
        ["questions", str(len(bank.questions))],
        ["questions over several facts", str(several)],
        ["cards", str(cards)],
    ]
    return table(["what", "count"], rows)


def topics() -> str:
    """The topics in the deck's order."""
    bank = _bank()
    topic = {fact.id: fact.topic for fact in bank.facts}
    facts = Counter(topic.values())
    questions = Counter(topic[question.facts[0]] for question in bank.questions)
    return table(["topic", "facts", "questions"], ([name, str(n), str(questions[name])] for name, n in facts.items()))


def forms() -> str:
    """Kinds, levels and difficulties of the questions."""
    questions = _bank().questions
    counts = [
        (kinds.names(), Counter(question.content.kind for question in questions)),
        (get_args(Level), Counter(question.level for question in questions)),
        (get_args(Difficulty), Counter(question.difficulty for question in questions)),
    ]
    heads = (["kind", "questions"], ["level", "questions"], ["difficulty", "questions"])
    return "\n\n".join(
        table(head, ([name, str(count[name])] for name in names if count[name]))
        for head, (names, count) in zip(heads, counts, strict=True)
    )


def paragraphs() -> str:
    """Of each paragraph of the document: its sentences, those that a quote touches, its facts, their questions."""
    bank = _bank()
    (document,) = bank.sources.values()
    text = document.text or ""
    quoted = {fact.id: _spans(bank, fact) for fact in bank.facts}
    rows, offset = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        sentences = _sentences(text, offset, offset + len(line))
        offset += len(line) + 1
        facts = {name for name, spans in quoted.items() if any(line_of(text, start) == number for start, _ in spans)}
        if not sentences:
            continue
        touched = sum(
            any(a < end and start < b for spans in quoted.values() for a, b in spans) for start, end in sentences
        )
        questions = sum(not facts.isdisjoint(question.facts) for question in bank.questions)
        words = " ".join(line.split()[:5])
        rows.append([str(number), words, str(len(sentences)), str(touched), str(len(facts)), str(questions)])
    total = [str(sum(int(row[i]) for row in rows)) for i in (2, 3)]
    rows.append(["", "together", *total, str(len(bank.facts)), str(len(bank.questions))])
    return table(["line", "begins", "sentences", "quoted", "facts", "questions"], rows)


def coverage() -> str:
    """How many of the facts that somebody else wrote down are asked."""
    facts, there = _rows(FACTS), {question.id for question in _bank().questions}
    then = sum(fact["asked"] == "yes" for fact in facts)
    now = sum(fact["question"] in there for fact in facts)
    rows = (
        [when, str(n), f"{100 * n / len(facts):.1f} %"] for when, n in (("when held against it", then), ("now", now))
    )
    return table([f"of {len(facts)} facts, asked", "count", "share"], rows)


def review() -> str:
    """What reviewers said of every card, before what they doubted was mended."""
    cards = _rows(REVIEW)
    columns = ("answerable", "single", "alone")
    counts = {
        "answered right before the key was seen": sum(card["outcome"] == "right" for card in cards),
        "answerable": sum(card["answerable"] == "y" for card in cards),
        "one answer": sum(card["single"] == "y" for card in cards),
        "stands alone": sum(card["alone"] == "y" for card in cards),
        "all three": sum(all(card[column] == "y" for column in columns) for card in cards),
    }
    rows = ([name, str(count), f"{100 * count / len(cards):.1f} %"] for name, count in counts.items())
    return table([f"of {len(cards)} cards", "count", "share"], rows)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, delimiter="\t"))


def _bank() -> Bank:
    (bank,) = load([DECK]).banks
    return bank


def _spans(bank: Bank, fact: Fact) -> list[Span]:
    found = [(evidence, document_of(bank, evidence)) for evidence in fact.quote]
    return [
        span for evidence, document in found if document and document.text for span in find(document.text, evidence)
    ]


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences between two offsets."""
    found: list[Span] = []
    while start < end:
        found.append(sentence(text, Span(start, start + 1)))
        start = max(found[-1].end, start + 1)
        while start < end and text[start].isspace():
            start += 1
    return found
