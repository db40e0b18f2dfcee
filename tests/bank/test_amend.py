"""An answer added to a question's `accept`: every other byte stays, and the file says what it said and no more."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlearn.bank.amend import accept, can_accept
from kzlearn.bank.load import load
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Question


def question(file: Path, id_: str = "q") -> Question:
    return next(q for bank in load([file]).banks for q in bank.questions if q.id == id_)


def amended(tmp_path: Path, written: str, answer: str = "new", part: str = "") -> str:
    file = tmp_path / "b.yaml"
    file.write_text(written, encoding="utf-8", newline="")
    accept(question(file), part, answer)
    return file.read_bytes().decode()


@pytest.mark.parametrize(("before", "after"), [
    ("- id: q\n  prompt: P?\n  answer: A\n  hint: H\n", "- id: q\n  prompt: P?\n  answer: A\n  accept: [new]\n  hint: H\n"),
    ("- id: q\n  prompt: P?\n  answer: A\n", "- id: q\n  prompt: P?\n  answer: A\n  accept: [new]\n"),
    ("- id: q\n  prompt: P?\n  answer: A # why", "- id: q\n  prompt: P?\n  answer: A # why\n  accept: [new]"),
    ("- id: q\n  prompt: P?\n  answer: >-\n    A\n    B\n", "- id: q\n  prompt: P?\n  accept: [new]\n  answer: >-\n    A\n    B\n"),
    ("- {id: q, prompt: P?, answer: A}\n", "- {id: q, prompt: P?, accept: [new], answer: A}\n"),
    ("- {id: q, answer: A, prompt: P?}\n", "- {id: q, answer: A, accept: [new], prompt: P?}\n"),
    ("- id: q\n  prompt: P?\n  answer: A\n  accept: [b, c] # why\n", "- id: q\n  prompt: P?\n  answer: A\n  accept: [new, b, c] # why\n"),
    ("- id: q\n  prompt: P?\n  answer: A\n  accept: []\n", "- id: q\n  prompt: P?\n  answer: A\n  accept: [new]\n"),
    ("- id: q\n  prompt: P?\n  answer: A\n  accept:\n    - b\n", "- id: q\n  prompt: P?\n  answer: A\n  accept:\n    - new\n    - b\n"),
    ("- id: q\r\n  prompt: P?\r\n  answer: A\r\n  hint: H\r\n", "- id: q\r\n  prompt: P?\r\n  answer: A\r\n  accept: [new]\r\n  hint: H\r\n"),
])  # fmt: skip
def test_it_is_written_where_a_person_would_write_it(tmp_path: Path, before: str, after: str) -> None:
    for head in ("bank: b\nquestions:\n", "# c\nbank: b\nquestions:\n- {id: p, prompt: P?, answer: A}\n"):
        assert amended(tmp_path, head + before) == head + after


@pytest.mark.parametrize(("before", "after"), [
    ('text: "{{a::x}} {{b::y}}"}', 'accept: {a: [new]}, text: "{{a::x}} {{b::y}}"}'),
    ('text: "{{a::x}}", accept: {a: [z]}}', 'text: "{{a::x}}", accept: {a: [new, z]}}'),
    ('text: "{{a::x}} {{b::y}}", accept: {b: [z]}}', 'text: "{{a::x}} {{b::y}}", accept: {a: [new], b: [z]}}'),
])  # fmt: skip
def test_a_blank_of_a_cloze_gets_its_own(tmp_path: Path, before: str, after: str) -> None:
    head = "bank: b\nquestions:\n- {id: q, kind: cloze, "
    assert amended(tmp_path, f"{head}{before}\n", part="a") == f"{head}{after}\n"


@given(answer=st.text(min_size=1, max_size=30).filter(lambda text: text.strip() == text and text.isprintable()))
def test_any_answer_is_read_back_as_it_was_typed(tmp_path_factory: pytest.TempPathFactory, answer: str) -> None:
    folder = tmp_path_factory.mktemp("amend")
    amended(
        folder, "bank: b\nquestions:\n- {id: q, prompt: P?, answer: A}\n- id: r\n  prompt: R?\n  answer: B\n", answer
    )
    assert question(folder / "b.yaml").content.accept == (answer,)


def test_a_question_under_a_fact_is_found(tmp_path: Path) -> None:
    text = "bank: b\nfacts:\n- id: f\n  statement: S.\n  questions:\n    - id: q\n      prompt: P?\n      answer: A\n"
    assert "      answer: A\n      accept: [new]\n" in amended(tmp_path, text)


def test_a_file_that_changed_meanwhile_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    file.write_text("bank: b\nquestions:\n- {id: q, prompt: P?, answer: A}\n")
    held = question(file)
    file.write_text("bank: b\n# another line\nquestions:\n- {id: q, prompt: P?, answer: A}\n")
    with pytest.raises(Unreadable, match="has changed since it was read"):
        accept(held, "", "new")
    assert "new" not in file.read_text()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    file.write_text("bank: b\nquestions:\n- {id: q, prompt: P?, answer: A}\n")
    held = question(file)
    file.unlink()
    with pytest.raises(Unreadable, match="can no longer be read"):
        accept(held, "", "new")


def test_only_kinds_with_one_answer_can_be_told_another(tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    file.write_text(
        "bank: b\nquestions:\n- {id: t, kind: true_false, prompt: P, answer: true}\n- {id: l, kind: list, prompt: P, answers: [a]}\n"
        "- {id: n, kind: number, prompt: P, answer: 1}\n"
    )
    assert [can_accept(question(file, id_), "") for id_ in ("t", "l", "n")] == [False, False, True]
