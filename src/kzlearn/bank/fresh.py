"""Banks read from their files, and what of them the cache keeps. Brought in only when the cache does not hold them."""

import marshal
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kzlearn.bank import load
from kzlearn.bank.cache import FACT, Brief
from kzlearn.bank.cards import cards_of
from kzlearn.bank.load import Loaded
from kzlearn.grading.words import key
from kzlearn.model.questions import Bank, Fact, Question

MOST_ANSWERS = 6
"""Accepted forms of a card by which it is found: a date has dozens that say the same."""


class Kept(NamedTuple):
    """What the cache is to keep of some files: what is known of the banks in them, and what is unpickled alone."""

    entry: bytes
    parts: Iterable[tuple[str, str, bytes]]
    answers: Iterable[tuple[str, str, str, str]]


def banks_in(files: Iterable[str]) -> dict[str, tuple[Bank, dict[str, Question | Fact]]]:
    """The banks in some files, each without its facts and questions, and these by their ids."""
    return {str(bank.id): (_bare(bank), dict(_things(bank))) for bank in load.load(map(Path, files)).banks}


def _bare(bank: Bank) -> Bank:
    return replace(bank, questions=(), facts=())


def _things(bank: Bank) -> Iterator[tuple[str, Question | Fact]]:
    """The questions of a bank by their ids, its facts by theirs after `FACT`, which no id begins with."""
    yield from ((str(question.id), question) for question in bank.questions)
    yield from ((f"{FACT}{fact.id}", fact) for fact in bank.facts)


def read(names: tuple[str, ...]) -> tuple[list[Brief], Kept | None]:
    """What is known of the banks in some files, and what to keep; None when it does not follow from the files alone."""
    found = load.load(map(Path, names))
    problems = len(found.problems)
    briefs = [Brief(str(b.id), str(b.title), names, problems, tuple(cards_of(b))) for b in found.banks]
    return briefs, Kept(_entry(found, briefs), _parts(found), _answers(found)) if _lasting(found) else None


def _lasting(found: Loaded) -> bool:
    """Whether what was read follows from the files and this program alone; the kinds of other packages come and go."""
    ours = all(type(q.content).__module__.startswith("kzlearn.") for bank in found.banks for q in bank.questions)
    return ours and not any(problem.rule == "kind" for problem in found.problems)


def _entry(found: Loaded, briefs: Sequence[Brief]) -> bytes:
    banks = [(brief.bank, brief.title, brief.problems, tuple(zip(*brief.cards, strict=True))) for brief in briefs]
    sources = [document for bank in found.banks for document in bank.sources.values()]
    return marshal.dumps((banks, [(str(Path(d.origin).absolute()), d.file, d.found_sha256) for d in sources]))


def answers(questions: Iterable[Question]) -> Iterator[tuple[str, str, str]]:
    """What the questions' answers are looked up by, with the question and the part each belongs to."""
    for question in questions:
        if question.asked:
            for part in question.content.parts():
                for text in dict.fromkeys(map(key, question.content.accepted(part)[:MOST_ANSWERS])):
                    yield text, str(question.id), part


def _answers(found: Loaded) -> Iterator[tuple[str, str, str, str]]:
    for bank in found.banks:
        for text, id_, part in answers(bank.questions):
            yield str(bank.id), text, id_, part


def _parts(found: Loaded) -> Iterator[tuple[str, str, bytes]]:
    """Of each bank all but its facts and questions, and each of these without the spots of its keys."""
    for bank in found.banks:
        yield str(bank.id), "", pickle.dumps(_bare(bank), pickle.HIGHEST_PROTOCOL)
        for name, thing in _things(bank):
            yield str(bank.id), name, pickle.dumps(replace(thing, spots={"": thing.spot()}), pickle.HIGHEST_PROTOCOL)
