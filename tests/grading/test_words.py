"""Typed answers: compared letter by letter and word by word, as letters of options, as lists."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kzlearn.grading.entries import letters, parts_of
from kzlearn.grading.words import normal, same


@pytest.mark.parametrize(("reply", "right"), [
    ("Almaty", "almaty"), (" Alma  ty\n", "alma ty"), ("Almaty.", "Almaty"), ("Almaty?!", "Almaty"),
    ("STRASSE", "Straße"), ("ﬁve", "five"), ("cafe\u0301", "café"), ("АЛМАТЫ", "Алматы"), ("ΑΘΉΝΑΣ", "αθήνας"),
    ("a\u00a0b", "a b"), ("...", "..."),
])  # fmt: skip
def test_case_spaces_form_and_a_last_stop_do_not_count(reply: str, right: str) -> None:
    assert same(reply, right)


@pytest.mark.parametrize(("reply", "right"), [
    ("", "x"), ("Almaty, Astana", "Almaty"), ("e", "é"), ("C", "C++"), ("...", "?"), ("Алматы", "Almaty"), ("-1", "1"),
])  # fmt: skip
def test_letters_count(reply: str, right: str) -> None:
    assert not same(reply, right)


@given(st.text())
@example("\ud800")
@example("a.\u00a0.")
def test_every_text_says_what_it_says(text: str) -> None:
    assert same(text, text)
    assert same(f"  {text}\n", text)
    assert normal(text) or not text.strip()


@pytest.mark.parametrize(("reply", "expected"), [
    ("b", [1]), ("B)", [1]), ("a c", [0, 2]), ("c,a", [2, 0]), ("cab", [2, 0, 1]), ("a. b; c", [0, 1, 2]),
    ("aa", [0, 0]), ("d", None), ("", None), ("1", None), ("a d", None), ("а", None), ("a-b", [0, 1]), ("a and b", [0, 1]), ("c > a > b", [2, 0, 1]), ("\ud800", None),
])  # fmt: skip
def test_letters_name_options(reply: str, expected: list[int] | None) -> None:
    assert letters(reply, 3) == expected


@pytest.mark.parametrize(("reply", "expected"), [
    ("a, b", ["a", "b"]), ("a; b, c", ["a", "b, c"]), (" a ,, b, ", ["a", "b"]), ("", []), (";,;", []), ("a", ["a"]),
])  # fmt: skip
def test_a_typed_list_is_parted_by_semicolons_or_else_by_commas(reply: str, expected: list[str]) -> None:
    assert parts_of(reply) == expected
