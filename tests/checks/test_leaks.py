"""No question gives an answer away."""

import pytest

ASKED = "{id: q, prompt: Which rector founded the Semei observatory?, answer: Anna Lee}"
TELLS = "{id: r, prompt: When did rector Anna Lee found the Semei observatory?, answer: in May}"
TOLD = "'r' gives its answer away (write enemies: [r], or reword one of them)"


def test_a_question_that_holds_its_answer_is_told(said) -> None:
    (line,) = said("leaks", "questions: [{id: q, prompt: Which river is the Irtysh river?, answer: Irtysh}]\n")
    assert line.endswith("warning: the question holds its own answer (reword it)")


@pytest.mark.parametrize("content", [
    "prompt: Is it Irtysh or Ob?, kind: choice, answer: Irtysh, distractors: [Ob]",
    "prompt: Which letter follows a in the alphabet of a child?, answer: b",
    "prompt: Which grade is a?, answer: a",
])  # fmt: skip
def test_options_and_single_letters_tell_nothing(content: str, said) -> None:
    assert said("leaks", f"questions: [{{id: q, {content}}}]\n") == []


def test_a_question_that_gives_anothers_answer_away_is_told(said) -> None:
    (line,) = said("leaks", f"questions: [{ASKED}, {TELLS}]\n")
    assert line.endswith(TOLD)


def test_what_stands_on_the_left_of_a_match_is_shown_too(said) -> None:
    tells = "{id: r, prompt: Which Semei body has which rector?, kind: match, pairs: {observatory of Anna Lee: founded, theatre: painted}}"
    assert any(line.endswith(TOLD) for line in said("leaks", f"questions: [{ASKED}, {tells}]\n"))


@pytest.mark.parametrize("change", [
    ("id: q", "id: q, enemies: [r]"),
    ("id: r", "id: r, enemies: [q]"),
    ("Semei observatory?, answer: in May", "Almaty theatre?, answer: in May"),
    ("id: q", "id: q, allow: [leaks]"),
])  # fmt: skip
def test_enemies_and_questions_on_other_things_are_fine(change: tuple[str, str], said) -> None:
    held = f"questions: [{ASKED}, {TELLS}]\n"
    assert held.replace(*change) != held
    assert said("leaks", held.replace(*change)) == []


def test_questions_of_one_fact_never_meet(said) -> None:
    assert said("leaks", f"facts: [{{id: f, statement: x., questions: [{ASKED}, {TELLS}]}}]\n") == []


def test_words_that_many_questions_share_tell_nothing(said) -> None:
    """The road's question shows Semei and most words of the first, but those are in all of them."""
    towns = ", ".join(f"{{id: t{n}, prompt: Which town has a mill of type {n}?, answer: Town {n}}}" for n in range(20))
    first = "{id: q, prompt: Which town has a harbour?, answer: Semei}"
    other = "{id: r, prompt: Which town has a road that Semei has not?, answer: Oral}"
    assert said("leaks", f"questions: [{first}, {other}, {towns}]\n") == []


def test_one_word_in_common_tells_nothing(said) -> None:
    towns = ", ".join(f"{{id: t{n}, prompt: Which town has a mill of type {n}?, answer: Town {n}}}" for n in range(20))
    first = "{id: q, prompt: Which town has a harbour?, answer: Semei}"
    other = "{id: r, prompt: Who paid for the harbour beyond Semei?, answer: Anna Lee}"
    assert said("leaks", f"questions: [{first}, {other}, {towns}]\n") == []
