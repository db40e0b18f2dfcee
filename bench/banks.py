"""Banks to measure with: as people write them, of all common kinds, as many questions as wanted."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

TOPICS = ("growth", "access", "law", "history", "providers", "economy", "media", "education", "regions", "security")
TEXT = (
    "the number of Internet users rose quickly after a new law on communications let private providers build their own "
    "lines between the larger cities while the state kept the backbone and most of the traffic abroad passed through "
    "one exchange point whose owner set prices that smaller firms found hard to bear until the tariff was cut by half"
)
WORDS = TEXT.split()
FACTS_A_FILE = 5_000


def write_bank(folder: Path, questions: int) -> Path:
    """A folder with a bank of that many questions, two a fact, and its document; the same for the same number."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(questions)
    quotes: list[str] = []
    for first in range(0, questions // 2, FACTS_A_FILE):
        lines = _head(questions) if first == 0 else [f"bank: bench-{questions}"]
        lines.append("facts:")
        for n in range(first, min(first + FACTS_A_FILE, questions // 2)):
            quotes.append(_phrase(rng, 9))
            lines += _fact(n, quotes[-1], rng)
        (folder / f"bank-{first:06}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "source.txt").write_text("\n".join(f"{quote}." for quote in quotes), encoding="utf-8")
    return folder


def _head(questions: int) -> list[str]:
    return [
        f"bank: bench-{questions}",
        f"title: A bank of {questions} questions",
        "language: en",
        "licence: CC-BY-SA-4.0",
        "sources:",
        "  article: {file: source.txt, title: An article}",
    ]


def _fact(n: int, quote: str, rng: Random) -> Iterator[str]:
    yield f"  - id: fact-{n}"
    yield f"    statement: In case {n} {_phrase(rng, 12)}."
    yield f"    quote: {quote}"
    yield f"    topic: {TOPICS[n * len(TOPICS) // 997 % len(TOPICS)]}"
    yield f"    as_of: {rng.randint(1991, 2026)}"
    yield "    questions:"
    for name in ("a", "b"):
        yield from _question(f"fact-{n}-{name}", rng)


def _question(name: str, rng: Random) -> Iterator[str]:
    """A question of a kind drawn by chance, in about the shares the shipped bank has."""
    kind = rng.choices(("text", "choice", "number", "true_false", "date", "cloze"), (35, 30, 15, 5, 5, 10))[0]
    yield f"      - id: {name}"
    yield f"        kind: {kind}"
    if kind == "cloze":
        year, what = rng.randint(1991, 2026), _phrase(rng, 2)
        yield f"        text: In {{{{year::{year}}}}} {_phrase(rng, 8)} {{{{what::{what}}}}}."
    else:
        yield f"        prompt: What is said of {_phrase(rng, 8)}?"
        yield from _answer(kind, rng)
    if rng.random() < 0.5:
        yield f"        explanation: It is so because {_phrase(rng, 8)}."
    yield "        level: remember"
    yield f"        difficulty: {rng.choice(('easy', 'medium', 'hard'))}"
    if rng.random() < 0.4:
        yield "        tags:"
        yield f"          - {rng.choice(('core', 'statistics', 'names'))}"


def _answer(kind: str, rng: Random) -> Iterator[str]:
    match kind:
        case "number":
            yield f"        answer: {rng.randint(1, 9999) / 10}"
            yield "        unit: percent"
        case "date":
            yield f"        answer: {rng.randint(1991, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        case "true_false":
            yield f"        answer: {rng.choice(('true', 'false'))}"
        case _:
            yield f"        answer: right {_phrase(rng, 2)}"
            if kind == "text":
                yield "        accept:"
                yield from (f"          - also {n} {_phrase(rng, 2)}" for n in range(rng.randint(1, 4)))
            yield "        distractors:"
            yield from (f"          - wrong {n} {_phrase(rng, 2)}" for n in range(3))


def _phrase(rng: Random, count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))
