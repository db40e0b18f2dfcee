"""The cards of a bank, and the ids that memory knows them by."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.bank.cards import cards_of
from kzlearn.bank.load import load
from kzlearn.kinds.cloze import Cloze
from kzlearn.kinds.text import Text
from kzlearn.model.cards import Card
from kzlearn.model.questions import Bank, Fact, Id, Question

TEXT = Text(prompt="x", answer="y")


def cards(*questions: Question, facts: tuple[Fact, ...] = (), was: tuple[Id, ...] = ()) -> list[Card]:
    return list(cards_of(Bank(id=Id("b"), was=was, facts=facts, questions=questions)))


def test_a_question_is_one_card_and_a_cloze_one_a_named_part() -> None:
    cloze = Cloze(text="{{one::1}} {{two::2}} {{one::1}}")
    found = cards(Question(id=Id("q"), content=TEXT), Question(id=Id("c"), content=cloze))
    assert [(card.id, card.name, card.part) for card in found] == [
        ("b/q", "b/q", ""), ("b/c#one", "b/c#one", "one"), ("b/c#two", "b/c#two", "two"),
    ]  # fmt: skip


def test_memory_knows_a_card_by_the_first_ids_that_bank_and_question_had() -> None:
    question = Question(id=Id("now"), was=(Id("first"), Id("then")), content=TEXT)
    (card,) = cards(question, was=(Id("old"), Id("older")))
    assert (card.id, card.name, card.bank, card.question) == ("old/first", "b/now", "b", "now")


@pytest.mark.parametrize(
    "change", [{"status": "draft"}, {"status": "retired"}, {"status": "rejected"}, {"use": ("exam",)}]
)
def test_what_is_not_for_practice_is_no_card(change: dict[str, Any]) -> None:
    assert cards(replace(Question(id=Id("q"), content=TEXT), **change)) == []


def test_a_card_has_its_facts_once_and_the_first_topic_that_one_of_them_has() -> None:
    facts = (Fact(id=Id("f"), statement="x"), Fact(id=Id("g"), statement="x", topic="T"))
    (card,) = cards(
        Question(id=Id("q"), facts=(Id("f"), Id("g"), Id("f"), Id("gone")), tags=("t",), content=TEXT), facts=facts
    )
    assert (card.facts, card.topic, card.tags) == (("f", "g", "gone"), "T", ("t",))


def test_a_question_under_a_fact_asks_for_it(desk: Any) -> None:
    held = "bank: b\nfacts: [{id: f, statement: x, questions: [{id: q, prompt: x, answer: y, facts: [g]}]}]\n"
    with desk.folder(bank__yaml=held) as folder:
        (bank,) = load([folder]).banks
    assert [card.facts for card in cards_of(bank)] == [("f", "g")]


@given(st.lists(st.from_type(Question), max_size=5, unique_by=lambda q: q.id or "q"))
@settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_two_cards_have_one_id(questions: list[Question]) -> None:
    found = cards(*(replace(question, was=(), id=question.id or Id("q")) for question in questions))
    assert len({card.id for card in found}) == len(found)
