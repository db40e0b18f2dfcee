"""A question on what was true at a time says at which."""

import pytest


def held(question: str, as_of: str = "2008-11") -> str:
    return f"facts: [{{id: f, statement: x., as_of: {as_of}, questions: [{{id: q, {question}}}]}}]\n"


def test_a_question_that_leaves_the_year_out_is_told(said) -> None:
    (line,) = said("dated", held("prompt: How many users were there?, answer: many"))
    assert line.endswith("warning: it asks about 2008 without saying so (write 'in 2008' or 'as of 2008')")


def test_the_text_of_a_cloze_says_it_also_in_a_blank(said) -> None:
    assert said("dated", held("kind: cloze, text: 'Of {{a::many}} users {{b::few}} paid.'"))
    assert said("dated", held("kind: cloze, text: 'Of {{a::many}} users in {{b::2008}} few paid.'")) == []


@pytest.mark.parametrize("question", [
    "prompt: How many users were there in 2008?, answer: many",
    "prompt: When were there many?, kind: date, answer: 2008",
    "prompt: Which is right?, kind: choice, answer: many in 2008, distractors: [few in 2007, a, b]",
    "prompt: How many were there?, answer: many, allow: [dated]",
])  # fmt: skip
def test_one_that_says_it_or_asks_for_it_is_fine(question: str, said) -> None:
    assert said("dated", held(question)) == []


def test_undated_facts_and_questions_over_several_are_left_alone(said) -> None:
    assert said("dated", held("prompt: x, answer: y", "long ago")) == []
    several = "facts: [{id: f, statement: x., as_of: 2008}, {id: g, statement: y., as_of: 2009}]\n"
    assert said("dated", f"{several}questions: [{{id: q, prompt: x, answer: y, facts: [f, g]}}]\n") == []
