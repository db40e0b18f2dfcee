"""Facts and questions that are named exist."""

from collections.abc import Iterator, Mapping

from rapidfuzz import process

from kzlearn.bank.files import beside
from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank, Question


def check(bank: Bank) -> Iterator[Problem]:
    facts = dict.fromkeys(str(fact.id) for fact in bank.facts)
    questions = dict.fromkeys(str(question.id) for question in bank.questions)
    for question in bank.questions:
        nested = len(question.facts) - sum(name.startswith("facts[") for name in question.spots)
        yield from _unknown(bank, question, "facts", question.facts[nested:], facts)
        yield from _unknown(bank, question, "enemies", question.enemies, questions)
        yield from _unknown(bank, question, "linked", question.linked, questions)
        for i, name in enumerate(question.media):
            if beside(question.origin, name) is None:
                yield question.problem(
                    f"media[{i}]", f"there is no file {name[:60]!r} beside the bank", "put it in the bank's folder"
                )


def _unknown(
    bank: Bank, question: Question, key: str, names: tuple[str, ...], known: Mapping[str, None]
) -> Iterator[Problem]:
    for i, name in enumerate(names):
        if name not in known and name not in bank.unread:
            noun = "fact" if key == "facts" else "question"
            nearest = process.extractOne(name, known.keys(), score_cutoff=60)
            hint = f"did you mean {nearest[0]}?" if nearest else f"write the id of a {noun} of this bank"
            yield question.problem(f"{key}[{i}]", f"there is no {noun} {name!r} in this bank", hint)
