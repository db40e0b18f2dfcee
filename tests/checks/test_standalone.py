"""A question is understood without the text it comes from."""

import pytest


def asked(prompt: str) -> str:
    return f"questions: [{{id: q, prompt: '{prompt}', answer: a}}]\n"


@pytest.mark.parametrize(("prompt", "found"), [
    ("How many users did the country have in 2008?", "the country"),
    ("What does this article say of them?", "this article"),
    ("What does the following passage prove?", "the following passage"),
    ("Which of the laws mentioned above is older?", "mentioned above"),
    ("They own most of it. Who?", "They"),
])  # fmt: skip
def test_what_only_the_document_names_is_told(prompt: str, found: str, said) -> None:
    (line,) = said("standalone", asked(prompt))
    assert line == f"2:29: warning: {found!r} does not stand alone (name it)"


@pytest.mark.parametrize("prompt", [
    "What is the country-code top-level domain of Kazakhstan?",
    "Who wrote the article on Kazakhstan?",
    "Which text of law do they quote?",
    "When was the report by Cloudflare published?",
])  # fmt: skip
def test_what_is_named_stands_alone(prompt: str, said) -> None:
    assert said("standalone", asked(prompt)) == []


def test_every_part_of_a_cloze_is_read_and_told_once(said) -> None:
    held = "questions: [{id: q, kind: cloze, text: 'In the country {{a::one}} and {{b::two}}.'}]\n"
    assert len(said("standalone", held)) == 1


def test_banks_in_other_languages_are_left_alone(said) -> None:
    assert said("standalone", f"language: fr\n{asked('How large is the country?')}") == []


def test_it_can_be_allowed(said) -> None:
    held = asked("How large is the country?").replace("id: q", "id: q, allow: [standalone]")
    assert said("standalone", held) == []
