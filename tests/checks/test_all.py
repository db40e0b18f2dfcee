"""How checks are run: all of them, on every bank, and what a question may have left out."""

from collections.abc import Iterator
from types import ModuleType

import pytest

from kzlearn import checks, plugins
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank, Id, Question


def bank(*allow: str) -> Bank:
    question = Question(id=Id("q"), allow=allow, content=Text(prompt="x", answer="y"))
    return Bank(id=Id("b"), questions=(question,))


@pytest.fixture
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that has a warning and an error for every question."""

    def check(bank: Bank) -> Iterator[Problem]:
        for question in bank.questions:
            yield question.problem("", "might be better", severity="warning")
            yield question.problem("", "is wrong")
        yield bank.problem("", "is small", severity="warning")

    strict = ModuleType("another_name")
    strict.check = check
    monkeypatch.setattr(plugins, "every", lambda package: {"strict": strict})


@pytest.mark.usefixtures("_strict")
def test_a_problem_names_the_check_that_found_it_and_what_it_is_about() -> None:
    found = [(problem.rule, problem.about, problem.message) for problem in checks.check([bank()])]
    assert found == [("strict", "q", "might be better"), ("strict", "q", "is wrong"), ("strict", "b", "is small")]


@pytest.mark.usefixtures("_strict")
def test_a_question_may_allow_what_a_check_warns_of_but_no_error() -> None:
    assert [problem.message for problem in checks.check([bank("strict")])] == ["is wrong", "is small"]
    assert len(list(checks.check([bank("other")]))) == 3


def test_every_check_of_ours_finds_nothing_in_an_empty_bank() -> None:
    assert len(plugins.every("kzlearn.checks")) >= 5
    assert list(checks.check([Bank(id=Id("b"))])) == []
