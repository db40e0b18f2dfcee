"""Facts and questions that are named exist."""

from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import process

from kzlearn.model import Bank, Problem, Question


def check(bank: Bank) -> Iterator[Problem]:
    facts = {str(fact.id) for fact in bank.facts}
    questions = {str(question.id) for question in bank.questions}
    for question in bank.questions:
        nested = len(question.facts) - sum(name.startswith("facts[") for name in question.spots)
        yield from _unknown(question, "facts", question.facts[nested:], facts, "fact")
        yield from _unknown(question, "enemies", question.enemies, questions, "question")
        yield from _unknown(question, "linked", question.linked, questions, "question")
        for i, name in enumerate(question.media):
            if not (Path(question.origin).parent / name).is_file():
                yield question.problem(f"media[{i}]", f"there is no file {name!r} beside the bank")


def _unknown(question: Question, key: str, names: tuple[str, ...], known: set[str], noun: str) -> Iterator[Problem]:
    for i, name in enumerate(names):
        if name not in known:
            nearest = process.extractOne(name, sorted(known), score_cutoff=60)
            hint = f"did you mean {nearest[0]}?" if nearest else ""
            yield question.problem(f"{key}[{i}]", f"there is no {noun} {name!r} in this bank", hint)
