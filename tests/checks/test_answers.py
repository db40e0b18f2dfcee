"""What a question asks to remember stands in the quote of its facts."""

import pytest

SOURCE = "By 2007 they intercepted 1,000 letters; the rate rose to 8.5 percent on 3 May.\n"


def held(content: str, more: str = "level: remember") -> str:
    question = f"{{id: q, {content}, {more}}}"
    fact = f"{{id: f, statement: x., quote: '{SOURCE.strip()}', questions: [{question}]}}"
    return f"sources: {{s: {{file: source.txt}}}}\nfacts: [{fact}]\n"


@pytest.mark.parametrize("content", [
    "prompt: x, answer: nine letters",
    "prompt: x, kind: number, answer: 100",
    "prompt: x, kind: number, answer: 85",
    "prompt: x, kind: date, answer: 2008",
    "kind: cloze, text: 'They {{what::opened}} letters.'",
    "prompt: x, kind: list, answers: [notes, parcels]",
])  # fmt: skip
def test_an_answer_that_the_quote_does_not_hold_is_told(content: str, said) -> None:
    (line,) = said("answers", held(content), SOURCE)
    assert "warning: the quote does not hold " in line


@pytest.mark.parametrize("content", [
    "prompt: x, answer: Letters",
    "prompt: x, answer: mail, accept: [letters]",
    "prompt: x, kind: number, answer: 1000, unit: letters",
    "prompt: x, kind: number, answer: 8.5, unit: '%'",
    "prompt: x, kind: date, answer: 2007",
    "kind: cloze, text: 'They {{what::intercept}} letters.'",
    "prompt: x, kind: choice, answer: mail, distractors: [a, b, c]",
    "prompt: x, kind: match, pairs: {a: one, b: two}",
])  # fmt: skip
def test_an_answer_that_it_holds_or_that_is_only_picked_is_fine(content: str, said) -> None:
    assert said("answers", held(content), SOURCE) == []


def test_what_is_worked_out_need_not_stand_there(said) -> None:
    assert said("answers", held("prompt: x, answer: nine", "level: apply"), SOURCE) == []


def test_without_a_quote_nothing_is_said(said) -> None:
    assert said("answers", "questions: [{id: q, prompt: x, answer: a, level: remember}]\n") == []


def test_it_can_be_allowed(said) -> None:
    assert said("answers", held("prompt: x, answer: nine", "level: remember, allow: [answers]"), SOURCE) == []
