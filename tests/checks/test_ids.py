"""Every fact and question has an id of its own."""


def test_one_id_for_two_questions_is_told_at_the_second(said) -> None:
    questions = "questions:\n- {id: q, prompt: x, answer: y}\n- {id: q, prompt: z, answer: y}\n"
    (line,) = said("ids", questions)
    assert line.startswith("4:8: the question id 'q' is taken in ")
    assert line.endswith("bank.yaml, line 3 (give one of them another id)")


def test_questions_under_facts_share_the_ids_of_the_bank(said) -> None:
    facts = "facts: [{id: q, statement: x, questions: [{id: q, prompt: x, answer: y}]}]\n"
    assert said("ids", facts) == []
    assert len(said("ids", f"{facts}questions: [{{id: q, prompt: x, answer: y}}]\n")) == 1


def test_a_missing_id_is_proposed(said) -> None:
    (line,) = said("ids", "questions: [{prompt: What is it, answer: y}]\n")
    assert line == (
        "2:13: warning: the question has no id; until it has one, rewording it loses its history "
        "('kzlearn check --fix' writes id: what-is-it)"
    )


def test_an_earlier_id_belongs_to_one_question(said) -> None:
    questions = (
        "questions:\n- {id: q, was: [a, r], prompt: x, answer: y}\n- {id: r, was: [a, b], prompt: x, answer: y}\n"
    )
    assert said("ids", questions) == [
        "3:20: 'r' is still the id of a question (remove it from was)",
        "4:17: 'a' was the id of 'q', which has its history (remove it from one of them)",
    ]
