"""No wrong answer that is offered is right."""

import pytest


@pytest.mark.parametrize("content", [
    "answer: Astana, distractors: [Almaty, ' astana. ']",
    "answer: Astana, accept: [Nur-Sultan], distractors: [Almaty, NUR-SULTAN]",
    "kind: choice, answer: Astana, distractors: [Almaty, astana]",
    "kind: choices, answers: [Astana, Almaty], distractors: [Oral, almaty]",
    "kind: number, answer: 12, unit: '%', distractors: [13, 14], units: [percent]",
    "kind: date, answer: 2008-11, distractors: [2009, 2008-11]",
])  # fmt: skip
def test_a_distractor_that_counts_as_right_is_told(content: str, said) -> None:
    found = said("distractors", f"questions: [{{id: q, prompt: x, {content}}}]\n")
    assert [line.partition(": ")[2] for line in found] == ([] if "number" in content else [found[0].partition(": ")[2]])
    assert all("is offered as wrong but counts as right (replace it)" in line for line in found)


def test_a_distractor_of_another_question_is_fine(said) -> None:
    held = "questions:\n- {id: q, prompt: x, answer: a, distractors: [b]}\n- {id: r, prompt: x, answer: b, distractors: [a]}\n"
    assert said("distractors", held) == []


def test_that_cannot_be_allowed(said) -> None:
    held = "questions: [{id: q, prompt: x, answer: a, distractors: [A], allow: [distractors]}]\n"
    assert len(said("distractors", held)) == 1
