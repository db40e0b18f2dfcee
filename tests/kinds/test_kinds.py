"""The kinds by their examples: NAME.yaml is a bank, NAME.replies.yaml says of each card how it is shown and what
replies to it are worth. A new kind is tested by writing these two files."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kzlearn import checks, kinds
from kzlearn.bank.cards import cards_of
from kzlearn.bank.load import load
from kzlearn.kinds.choices import Choices
from kzlearn.kinds.list import List
from kzlearn.kinds.match import Match
from kzlearn.kinds.number import Amount, Number
from kzlearn.kinds.order import Order
from kzlearn.model.questions import Content, Outcome, Screen

HERE = Path(__file__).parent
EXAMPLES = sorted(file for file in HERE.glob("*.yaml") if not file.name.endswith(".replies.yaml"))
HOSTILE = ["", " ", "\0", "\ud800", "\N{RIGHT-TO-LEFT OVERRIDE}a", "a\n\nb\r", "9" * 5000 + "a", ";" * 5000, ",,;,;",
           "-" * 5000, "1a" * 5000, "\x1b[31m", "1e999999999", "nan", "𝟙𝟚a", "²a", "9" * 1_100_000]  # fmt: skip


class InOrder(Random):
    """Chance that leaves options as they are written, so that examples can name their letters."""

    def shuffle(self, x: Any) -> None:
        pass


def asked(file: Path) -> Iterator[tuple[str, str, Content]]:
    """The cards of a bank of examples, their parts and what they hold."""
    (bank,) = load([file]).banks
    questions = {question.id: question.content for question in bank.questions}
    for card in cards_of(bank):
        yield card.id, card.part, questions[card.question]


def replies(file: Path) -> dict[str, dict[str, Any]]:
    return yaml.load(file.with_suffix(".replies.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


CARDS = [pytest.param(content, part, replies(file).get(id_, {}), id=id_)
         for file in EXAMPLES for id_, part, content in asked(file)]  # fmt: skip
each_card = pytest.mark.parametrize(("content", "part", "said"), CARDS)


def simpler_and_simpler(content: Content, part: str) -> Iterator[Content]:
    """What a card's question becomes where a format cannot hold it, again and again."""
    found = content.simpler(part)
    while found is not None:
        yield found
        found = found.simpler("")


def test_every_kind_has_examples_with_three_questions_or_more() -> None:
    shown: dict[str, int] = {}
    for file in EXAMPLES:
        (bank,) = load([file]).banks
        shown[file.stem] = sum(question.content.kind == file.stem for question in bank.questions)
    assert sorted(shown) == kinds.names()
    assert min(shown.values()) >= 3


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_examples_are_without_problems_and_say_something_of_each_card(file: Path) -> None:
    loaded = load([file])
    assert loaded.problems == ()
    assert [problem for problem in checks.check(loaded.banks) if problem.severity == "error"] == []
    assert sorted(id_ for id_, _, _ in asked(file)) == sorted(replies(file))


@each_card
def test_a_card_is_shown_as_its_example_says(content: Content, part: str, said: dict[str, Any]) -> None:
    screen = content.screen(part, InOrder())
    assert screen.part == part
    for name, value in said.get("screen", {}).items():
        shown = getattr(screen, name)
        assert (list(shown) if isinstance(shown, tuple) else shown) == value


@each_card
def test_a_reply_is_worth_what_the_example_says(content: Content, part: str, said: dict[str, Any]) -> None:
    screen = content.screen(part, InOrder())
    assert said["right"]
    for reply in said["right"]:
        verdict = content.grade(screen, reply)
        assert (verdict.outcome, verdict.score) == (Outcome.RIGHT, 1.0), reply
    for reply in said["wrong"]:
        assert content.grade(screen, reply).outcome is Outcome.WRONG, reply
    for reply, score in said.get("partly", {}).items():
        verdict = content.grade(screen, reply)
        assert verdict.outcome is Outcome.WRONG
        assert verdict.score == pytest.approx(float(score), abs=0.001), reply
        assert bool(verdict.remark) == (verdict.score > 0)


@each_card
def test_shuffling_moves_the_options_and_changes_none(content: Content, part: str, said: dict[str, Any]) -> None:
    written = content.screen(part, InOrder())
    for seed in range(5):
        shuffled = content.screen(part, Random(seed))
        assert content.screen(part, Random(seed)) == shuffled
        assert sorted(shuffled.options) == sorted(written.options)
        assert (shuffled.prompt, shuffled.lefts, shuffled.how) == (written.prompt, written.lefts, written.how)


@each_card
def test_the_answer_a_question_names_itself_is_right(content: Content, part: str, said: dict[str, Any]) -> None:
    verdict = content.grade(content.screen(part, Random(1)), content.accepted(part)[0])
    assert verdict.outcome is Outcome.RIGHT
    assert verdict.expected
    for wrong in content.wrong():
        assert content.grade(content.screen(part, Random(1)), wrong).outcome is Outcome.WRONG


@each_card
def test_a_question_gets_simpler_until_it_is_the_simplest(content: Content, part: str, said: dict[str, Any]) -> None:
    chain = list(simpler_and_simpler(content, part))
    assert len(chain) < len(kinds.names())
    for simple in chain:
        assert simple.parts() == ("",)
        assert list(simple.flaws()) == []
        screen = simple.screen("", Random(1))
        assert simple.grade(screen, simple.accepted("")[0]).outcome is Outcome.RIGHT
        assert set(simple.wrong()) <= set(content.wrong())


@each_card
def test_the_screen_does_not_give_the_answer_away(content: Content, part: str, said: dict[str, Any]) -> None:
    screen = content.screen(part, Random(1))
    if not screen.options:
        assert content.accepted(part)[0] not in screen.prompt + screen.how


def test_options_that_speak_of_the_others_stay_last() -> None:
    last = {tuple(content.values[0].screen("", Random(seed)).options[-1:]) for seed in range(9) for content in CARDS
            if any("of the above" in option for option in content.values[0].wrong())}  # fmt: skip
    assert last == {("None of the above",), ("All of the above",)}


def test_an_order_is_sometimes_shown_as_it_is_right() -> None:
    """Were it never, two items would give themselves away."""
    (content,) = [c.values[0] for c in CARDS if c.id == "kind-order/two"]
    assert len({content.screen("", Random(seed)).options for seed in range(20)}) == 2


@given(reply=st.text(max_size=60) | st.from_regex(r"[0-9a-f ,;.:=–-]{0,40}"), seed=st.integers(0, 9))
@example(reply="", seed=0)
@settings(deadline=None)  # the first slip opens the dictionary
def test_no_reply_is_too_strange_to_grade(reply: str, seed: int) -> None:
    for card in CARDS:
        content, part, _ = card.values
        grade(content, content.screen(part, Random(seed)), reply)


@pytest.mark.parametrize("reply", HOSTILE, ids=lambda reply: ascii(reply[:9]))
def test_no_reply_is_too_hostile_to_grade(reply: str) -> None:
    for card in CARDS:
        content, part, _ = card.values
        grade(content, content.screen(part, InOrder()), reply)


def grade(content: Content, screen: Screen, reply: str) -> None:
    verdict = content.grade(screen, reply)
    assert 0 <= verdict.score <= 1
    assert (verdict.outcome is Outcome.RIGHT) == (verdict.score == 1)
    assert verdict.correct == (verdict.outcome is not Outcome.WRONG)


def test_a_reply_that_can_be_no_answer_is_told_why() -> None:
    """At a terminal it is then not counted."""
    found = {(c.values[0].kind, c.id): c.values[0] for c in CARDS}
    for (kind, id_), content in found.items():
        screen = content.screen(content.parts()[0], InOrder())
        for reply in replies(HERE / f"{kind}.yaml").get(id_, {}).get("right", ()):
            assert content.unclear(screen, reply) == "", (id_, reply)
        if kind in ("choice", "choices", "order", "true_false"):
            assert (content.unclear(screen, "z") != "") == (kind != "true_false")
        if kind in ("number", "match"):
            assert content.unclear(screen, "qwerty") != ""


@pytest.mark.parametrize(
    "content",
    [
        Order(prompt="?", items=("00", "1a")),
        Number(prompt="?", answer=Amount.parse("1"), unit="¼"),
        Choices(prompt="?", answers=("::", "a, b"), distractors=("00",)),
        List(prompt="?", answers=("...",)),
    ],
)
def test_the_answer_as_it_stands_in_the_bank_is_right_however_odd(content: Content) -> None:
    screen = content.screen("", Random(0))
    assert content.grade(screen, content.accepted("")[0]).outcome is Outcome.RIGHT


@pytest.mark.parametrize("reply", ["a", "c", "a b"])
def test_a_letter_pressed_too_early_is_no_answer_where_several_are_asked_for(reply: str) -> None:
    order = Order(prompt="?", items=("one", "two", "three"))
    match = Match(prompt="?", pairs={"x": "one", "y": "two", "z": "three"})
    for content in (order, match):
        assert "3 " in content.unclear(content.screen("", Random(0)), reply)
        assert not content.unclear(content.screen("", Random(0)), "c a b")


def test_what_was_right_of_a_match_is_named() -> None:
    match = Match(prompt="?", pairs={"x": "one", "y": "two", "z": "three"})
    screen = match.screen("", InOrder())
    assert match.grade(screen, "1a 2c 3b").remark == "1 of 3 pairs: x"
