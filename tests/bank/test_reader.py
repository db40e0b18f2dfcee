"""Nodes become values, by their types; problems/ shows what is refused."""

from typing import Any

import pytest

from kzlearn import kinds
from kzlearn.bank.format import BankFile, FactEntry
from kzlearn.bank.load import load, read_file
from kzlearn.bank.nodes import parse
from kzlearn.bank.reader import Notes, keys_of
from kzlearn.model.questions import Document, Evidence, Question

CLASSES = (BankFile, FactEntry, Document, Evidence, Question, *map(kinds.content_type, kinds.names()))
KEYS = [(cls.__name__, key) for cls in CLASSES if cls for key in keys_of(cls).values()]
EXAMPLES = [
    pytest.param(key, id=f"{name}-{key.name}") for name, key in KEYS if "..." not in key.field.metadata["example"]
]


@pytest.mark.parametrize("key", EXAMPLES)
def test_the_example_of_every_key_is_read(key: Any) -> None:
    root, problems = parse(f"{key.name}: {key.field.metadata['example']}\n", "x")
    notes = Notes("x")
    assert root
    assert key.convert(root.entries[key.name][1], key.name, notes, {}) is not None
    assert [*problems, *notes.problems] == []


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if cls], ids=lambda cls: cls.__name__)
def test_every_key_is_documented_in_a_sentence(cls: type) -> None:
    for key in keys_of(cls).values():
        assert key.field.metadata["doc"][0].isupper() or key.field.metadata["doc"].startswith("true")
        assert key.field.metadata["doc"].endswith(".")


def test_a_key_keeps_its_place(desk: Any) -> None:
    held = """bank: b
sources:
  a: {file: s.txt}
facts:
  - statement: x
    quote: [{text: one}, two]
    questions:
      - prompt: x
        answer: y
        accept: [one, two]
"""
    with desk.folder(bank__yaml=held) as folder:
        file, problems = read_file(folder / "bank.yaml")
    assert file
    assert problems == []
    (fact,) = file.facts
    (question,) = fact.questions
    assert file.sources["a"].spot("file") == (3, 13)
    assert file.spot("sources[a]") == (3, 6)
    assert [fact.spot(key) for key in ("", "quote[1]", "quote[9]", "note")] == [(5, 5), (6, 26), (6, 12), (5, 5)]
    assert [quote.spot("text") for quote in fact.quote] == [(6, 20), (6, 26)]
    assert [question.spot(key) for key in ("", "accept[1]", "prompt")] == [(8, 9), (10, 23), (8, 17)]


def test_a_question_with_any_mistake_is_never_asked(desk: Any) -> None:
    """Without its status a draft would be asked, without what it accepts a right answer be wrong."""
    for mistake in ("status: drafd", "accept: yes", "use: [exma]", "hint: no", "points: many", "was: a"):
        held = f"bank: b\nquestions:\n- id: q\n  prompt: x\n  answer: y\n  {mistake}\n- {{prompt: x, answer: y}}\n"
        with desk.folder(bank__yaml=held) as folder:
            loaded = load([folder])
        assert [question.id for question in loaded.banks[0].questions] == ["x"]
        assert [problem.spot.line for problem in loaded.problems] == [6]


def test_a_mistake_in_what_a_fact_can_do_without_leaves_its_questions(desk: Any) -> None:
    for mistake in ("note: no", "topic: 1", "as_of: [a]", "quote: {near: x}", "id: a/b"):
        held = f"bank: b\nfacts:\n  - statement: x\n    {mistake}\n    questions: [{{id: q, prompt: x, answer: y}}]\n"
        with desk.folder(bank__yaml=held) as folder:
            loaded = load([folder])
        assert [question.id for question in loaded.banks[0].questions] == ["q"]
        assert [problem.spot.line for problem in loaded.problems] == [4]


def test_names_of_what_could_not_be_read_are_known(desk: Any) -> None:
    held = """bank: b
sources: {gone: {title: T}}
facts:
  - {id: f, statement: no, questions: [{id: q, prompt: x, answer: y}]}
questions:
  - {id: r, prompt: x}
"""
    with desk.folder(bank__yaml=held) as folder:
        (bank,) = load([folder]).banks
    assert bank.unread == {"gone", "f", "q", "r"}
