"""A new file says what it was told to say, whatever texts it holds."""

from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.bank.format import BankFile
from kzlearn.bank.load import load, read_file
from kzlearn.bank.plain import plain, text, whole

DECK = Path(__file__).parent.parent.parent / "decks/internet-in-kazakhstan"


@given(file=st.from_type(BankFile))
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
def test_a_new_file_reads_back(file: BankFile, desk: Any) -> None:
    with desk.folder(bank__yaml=text(plain(file))) as folder:
        read, problems = read_file(folder / "bank.yaml")
    assert list(map(str, problems)) == []
    assert read == file


def test_a_whole_bank_in_one_file_is_the_same_bank(tmp_path):
    (bank,) = load([DECK]).banks
    (tmp_path / "bank.yaml").write_text(text(whole(bank)), encoding="utf-8")
    (tmp_path / "source.txt").write_bytes((DECK / "source.txt").read_bytes())
    loaded = load([tmp_path])
    assert list(map(str, loaded.problems)) == []
    (again,) = loaded.banks
    assert again.facts == bank.facts
    assert {q.id: q for q in again.questions} == {q.id: q for q in bank.questions}


def test_what_yaml_would_take_for_something_else_is_in_quotes():
    for value in (
        "no",
        "1:30",
        "012",
        "2008-01-01",
        "null",
        "- a",
        "# x",
        "a: b",
        " a",
        "a ",
        "{",
        "1e3",
        "~",
        "=",
        "0x1f",
    ):
        assert yaml.safe_load(text({"a": value})) == {"a": value}
