"""Facts, questions and files that are named exist."""

import pytest


@pytest.mark.parametrize(("key", "noun"), [("facts", "fact"), ("enemies", "question"), ("linked", "question")])
def test_a_name_that_nothing_has_is_told_with_the_nearest_that_something_has(key: str, noun: str, said) -> None:
    held = f"""facts: [{{id: name-one, statement: x}}]
questions:
- {{id: name-one, prompt: x, answer: y}}
- {{id: q, prompt: x, answer: y, {key}: [name-one, name-two, zzz]}}
"""
    column = 46 + len(key)
    assert said("references", held) == [
        f"5:{column}: there is no {noun} 'name-two' in this bank (did you mean name-one?)",
        f"5:{column + 10}: there is no {noun} 'zzz' in this bank (write the id of a {noun} of this bank)",
    ]


def test_the_fact_a_question_stands_under_needs_no_name(said) -> None:
    held = "facts: [{id: f, statement: x, questions: [{id: q, prompt: x, answer: y, facts: [g]}]}]\n"
    (line,) = said("references", held)
    assert line.startswith("2:81: there is no fact 'g' in this bank")


def test_a_file_is_named_that_lies_beside_the_bank(said) -> None:
    held = "questions: [{id: q, prompt: x, answer: y, media: [source.txt, map.png, ../x.png, /etc/passwd]}]\n"
    assert [line.partition(" (")[0] for line in said("references", held, "x")] == [
        "2:63: there is no file 'map.png' beside the bank",
        "2:72: there is no file '../x.png' beside the bank",
        "2:82: there is no file '/etc/passwd' beside the bank",
    ]
