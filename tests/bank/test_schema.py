"""The JSON Schema says what the reader says."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import kzlearn
from kzlearn.bank import schema
from kzlearn.bank.format import BankFile
from kzlearn.bank.load import load, read_file

ROOT = Path(__file__).parents[2]
BANKS = sorted([*ROOT.glob("decks/*/bank.yaml"), *(file for file in ROOT.glob("tests/kinds/*.yaml")
                                                   if not file.name.endswith(".replies.yaml"))])  # fmt: skip


class Loader(yaml.CSafeLoader):
    """Reads YAML as JSON has it: a date stays a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(schema.schema())


def mistakes(text: str) -> list[str]:
    return [error.message for error in validator().iter_errors(yaml.load(text, Loader))]


def test_the_file_that_is_shipped_is_the_one_that_is_made() -> None:
    """To make it: python -c 'from kzlearn.bank import schema; print(schema.text(), end="")' > bank.schema.json."""
    shipped = Path(kzlearn.__file__).parent / "bank.schema.json"
    assert shipped.read_text(encoding="utf-8") == schema.text()


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("file", BANKS, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_bank_of_ours_is_as_the_schema_says(file: Path) -> None:
    assert load([file]).problems == ()
    assert mistakes(file.read_text(encoding="utf-8")) == []


@given(file=st.from_type(BankFile), chance=st.randoms(use_true_random=False))
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
def test_what_the_reader_reads_the_schema_allows(file: BankFile, chance: Random, desk: Any) -> None:
    assert mistakes(desk.write(file, chance).decode()) == []


@pytest.mark.parametrize("slip", [
    "titel: x", "title: no", "title: 2008", "title: ''", "bank: a/b", "bank: _a", "bank: a b", "facts: none",
    "sources: {a: {title: x}}", "sources: {a: source.txt}", "facts: [{statment: x}]",
    "facts: [{statement: x, quote: 1}]", "facts: [{statement: x, quote: {near: x}}]",
    "questions: {prompt: x, answer: y}", "questions: [x]",
])  # fmt: skip
def test_a_slip_in_a_bank_is_refused_by_reader_and_schema(slip: str, desk: Any) -> None:
    held = f"{'' if slip.startswith('bank') else 'bank: b'}\n{slip}\n"
    assert mistakes(held)
    with desk.folder(bank__yaml=held) as folder:
        assert read_file(folder / "bank.yaml")[1]


@pytest.mark.parametrize("slip", [
    "prompt: x", "answer: y", "prompt: x, answer: no", "prompt: x, answer: 5", "prompt: x, answer: y, colour: red",
    "prompt: x, answer: y, level: rember", "prompt: x, answer: y, status: [draft]", "prompt: x, answer: y, tags: a",
    "prompt: x, answer: y, points: many", "prompt: x, answer: y, pairs: {a: b}", "prompt: x, answer: y, kind: nubmer",
    "prompt: x, answer: y, id: a#b", "prompt: x, answer: y, id: 2008", "prompt: x, answer: y, use: [tests]",
    "kind: number, prompt: x, answer: twelve", "kind: number, prompt: x, answer: 1, tolerance: much",
    "kind: number, prompt: x, answer: '012'", "kind: date, prompt: x, answer: last year",
    "kind: date, prompt: x, answer: 2008-1", "kind: choice, prompt: x, answer: y", "kind: choices, prompt: x",
    "kind: true_false, prompt: x, answer: 'yes'", "kind: cloze, prompt: x", "kind: list, prompt: x, answers: a",
    "kind: list, prompt: x, answers: [a], need: one", "kind: order, prompt: x", "kind: match, prompt: x, pairs: [a, b]",
])  # fmt: skip
def test_a_slip_in_a_question_is_refused_by_reader_and_schema(slip: str, desk: Any) -> None:
    held = f"bank: b\nquestions: [{{{slip}}}]\n"
    assert mistakes(held)
    with desk.folder(bank__yaml=held) as folder:
        assert read_file(folder / "bank.yaml")[1]


def test_a_key_of_the_schema_is_explained_with_an_example_that_it_allows() -> None:
    made = schema.schema()
    keys = list(keys_in(made))
    assert len(keys) > 60
    for key in keys:
        assert key["description"]
        if "..." not in str(key["examples"]):
            Draft202012Validator({"$defs": made["$defs"], **key}).validate(key["examples"][0])


def keys_in(node: Any) -> Iterator[Any]:
    """The keys that a schema describes."""
    if isinstance(node, dict) and "examples" in node:
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from keys_in(inner)
