"""No wrong answer that is offered is right."""

import pytest


@pytest.mark.parametrize("content", [
    "answer: Astana, distractors: [Almaty, ' astana. ']",
    "answer: Astana, accept: [Nur-Sultan], distractors: [Almaty, NUR-SULTAN]",
    "kind: choice, answer: Astana, distractors: [Almaty, astana]",
    "kind: choices, answers: [Astana, Almaty], distractors: [Oral, almaty]",
    "kind: date, answer: 2008-11, distractors: [2009, 2008-11]",
])  # fmt: skip
def test_a_distractor_that_counts_as_right_is_told(content: str, said) -> None:
    (line,) = said("distractors", f"questions: [{{id: q, prompt: x, {content}}}]\n")
    assert line.endswith(" is offered as wrong but counts as right (replace it)")


def test_a_distractor_of_another_question_is_fine(said) -> None:
    one, other = "{id: q, prompt: x, answer: a, distractors: [b]}", "{id: r, prompt: x, answer: b, distractors: [a]}"
    held = f"questions: [{one}, {other}]\n"
    assert said("distractors", held) == []


def test_that_cannot_be_allowed(said) -> None:
    held = "questions: [{id: q, prompt: x, answer: a, distractors: [A], allow: [distractors]}]\n"
    assert len(said("distractors", held)) == 1
