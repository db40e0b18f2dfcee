"""The sum of what a question said: another when that changes, and not when anything else does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.bank.hashing import question_hash
from kzlearn.kinds.choice import Choice
from kzlearn.kinds.cloze import Cloze
from kzlearn.kinds.number import Amount, Number, Tolerance
from kzlearn.kinds.text import Text
from kzlearn.kinds.true_false import TrueFalse
from kzlearn.model.questions import Content, Question

HELD = [
    Text(prompt="x", answer="y"),
    Text(prompt="x", answer="y", accept=("z",)),
    Text(prompt="x", answer="yz"),
    Text(prompt="xy", answer=""),
    Text(prompt="x", answer="y", distractors=("z",)),
    Choice(prompt="x", answer="y", distractors=("z",)),
    Number(prompt="x", answer=Amount.parse("12.4")),
    Number(prompt="x", answer=Amount.parse("12.40")),
    Number(prompt="x", answer=Amount.parse("12.4"), tolerance=Tolerance.parse("0")),
    TrueFalse(prompt="x", answer=True),
    TrueFalse(prompt="x", answer=False),
]


def hash_of(content: Content) -> str:
    return question_hash(Question(content=content))


def test_sums_stay_what_they_are() -> None:
    """They stand in learners' logs and in bank.lock."""
    assert hash_of(Text(prompt="What?", answer="this")) == "2022e047e3167180"
    assert (
        hash_of(Number(prompt="How many?", answer=Amount.parse("12.4"), unit="%", tolerance=Tolerance.parse("5%")))
        == "fb2a0b2680c20d17"
    )
    assert hash_of(Cloze(text="{{a::қ}}", accept={"b": ("c",), "a": ("d",)})) == "de04271de94a17e6"


def test_what_is_said_otherwise_has_another_sum() -> None:
    assert len({hash_of(content) for content in HELD}) == len(HELD)


def test_the_order_of_a_mapping_says_nothing() -> None:
    one, other = ({"a": ("x",), "b": ("y",)}, {"b": ("y",), "a": ("x",)})
    assert hash_of(Cloze(text="x", accept=one)) == hash_of(Cloze(text="x", accept=other))


@given(st.from_type(Question))
@settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)
def test_only_what_the_kind_holds_counts(question: Question) -> None:
    assert question_hash(question) == hash_of(question.content)
    assert len(question_hash(question)) == 16


@pytest.mark.parametrize("text", ["\ud800", "\0", "x" * 10**6])
def test_no_text_is_too_strange_for_a_sum(text: str) -> None:
    assert len(hash_of(Text(prompt=text, answer=text))) == 16
