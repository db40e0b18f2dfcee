"""Options do not tell which of them is right."""

import pytest


def asked(content: str) -> str:
    return f"questions: [{{id: q, prompt: x, {content}}}]\n"


@pytest.mark.parametrize(("content", "message"), [
    ("kind: choice, answer: a, distractors: [b]", "there is only 1 wrong to choose from"),
    ("answer: a, distractors: [b, c]", "there are only 2 wrong to choose from"),
    ("kind: choice, answer: because it was so cold in winter, distractors: [it rained, it snowed, it blew]",
     "what is right is much longer than what is wrong"),
    ("kind: choices, answers: [because it was so cold in winter, b], distractors: [c, d, e]",
     "what is right is much longer than what is wrong"),
    ("kind: choice, answer: a, distractors: [b, c, All of the above.]", "'All of the above.' only sums up the others"),
    ("kind: choice, answer: both of these, distractors: [the one, the other, neither]",
     "'both of these' only sums up the others"),
])  # fmt: skip
def test_what_gives_a_hint_is_told(content: str, message: str, said) -> None:
    (line,) = said("options", asked(content))
    assert f"warning: {message} (" in line


@pytest.mark.parametrize("content", [
    "answer: a",
    "kind: true_false, answer: true",
    "kind: choice, answer: a, distractors: [b, c, d]",
    "kind: choice, answer: Semipalatinsk-Ust-Kamenogorsk, distractors: [Astana, Oral, Almaty]",
    "kind: choice, answer: none of the above, distractors: [one of the below, c, d]",
    "kind: match, pairs: {a: one, b: two, c: three}",
    "kind: number, answer: 5, distractors: [6, 7, 8]",
])  # fmt: skip
def test_what_gives_none_is_fine(content: str, said) -> None:
    assert said("options", asked(content)) == []


def test_it_can_be_allowed(said) -> None:
    assert said("options", asked("answer: a, distractors: [b], allow: [options]")) == []
