"""Every fact and question has an id of its own."""

from collections.abc import Iterator, Sequence

from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank, Fact, Question


def check(bank: Bank) -> Iterator[Problem]:
    yield from _unlike("fact", bank.facts)
    yield from _unlike("question", bank.questions)
    ids = {question.id for question in bank.questions}
    heirs: dict[str, Question] = {}
    for question in bank.questions:
        for i, old in enumerate(question.was):
            if old in ids:
                yield question.problem(f"was[{i}]", f"{old!r} is still the id of a question", "remove it from was")
            elif heirs.setdefault(old, question) is not question:
                message = f"{old!r} was the id of {heirs[old].id!r}, which has its history"
                yield question.problem(f"was[{i}]", message, "remove it from one of them")


def _unlike(noun: str, things: Sequence[Fact] | Sequence[Question]) -> Iterator[Problem]:
    first: dict[str, Fact | Question] = {}
    for thing in things:
        if "id" not in thing.spots:
            yield thing.problem(
                "",
                f"the {noun} has no id; until it has one, rewording it loses its history",
                f"'kzlearn check --fix' writes id: {thing.id}",
                severity="warning",
            )
        earlier = first.setdefault(thing.id, thing)
        if earlier is not thing:
            where = f"{earlier.origin}, line {earlier.spot('id').line}"
            yield thing.problem("id", f"the {noun} id {thing.id!r} is taken in {where}", "give one of them another id")
