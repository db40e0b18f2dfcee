"""Typed answers: compared letter by letter, read as numbers, as letters of options, as lists."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kzlearn.grading import letters, normal, number, parts_of, same


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


@pytest.mark.parametrize(("text", "expected"), [
    ("12.4", ("12.4", "")), ("12,4 %", ("12.4", "%")), ("1,000", ("1000", "")), ("1,000,000.5 km", ("1000000.5", "km")),
    ("1 000 000", ("1000000", "")), ("1\u202f000", ("1000", "")), ("1'000", ("1000", "")), ("-3", ("-3", "")),
    ("\u22123", ("-3", "")), ("+7", ("7", "")), (".5", ("0.5", "")), ("0,125", ("0.125", "")),
    ("3,1415", ("3.1415", "")),
    ("1,0000", ("1", "")), ("007", ("7", "")), ("12months", ("12", "months")), ("5 3G", ("5", "3G")),
    ("٣٫٥", ("3", "٫٥")),
    ("1.2.3", ("1.2", ".3")), ("1,2,3", ("1.2", ",3")), ("12 .", ("12", ".")), ("1e5", ("1", "e5")),
])  # fmt: skip
def test_a_number_is_read_with_what_follows_it(text: str, expected: tuple[str, str]) -> None:
    value, unit = expected
    assert number(text) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "-", "+", ".", ",", "x12", "twelve", "²", "9" * 500, "--1", "%", "NaN", "Infinity"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_a_number_is_read_as_english_and_as_others_write_it(value: Decimal) -> None:
    for written in (f"{value:,}", f"{value}", f"{value:,}".replace(",", " "), f"{value}".replace(".", ",")):
        assert number(written) == (value, "")


@given(st.text())
def test_reading_a_number_never_fails(text: str) -> None:
    found = number(text)
    assert found is None or found[0].is_finite()


@pytest.mark.parametrize(("reply", "expected"), [
    ("b", [1]), ("B)", [1]), ("a c", [0, 2]), ("c,a", [2, 0]), ("cab", [2, 0, 1]), ("a. b; c", [0, 1, 2]),
    ("aa", [0, 0]), ("d", None), ("", None), ("1", None), ("a d", None), ("а", None), ("a-b", None), ("\ud800", None),
])  # fmt: skip
def test_letters_name_options(reply: str, expected: list[int] | None) -> None:
    assert letters(reply, 3) == expected


@pytest.mark.parametrize(("reply", "expected"), [
    ("a, b", ["a", "b"]), ("a; b, c", ["a", "b, c"]), (" a ,, b, ", ["a", "b"]), ("", []), (";,;", [","]), ("a", ["a"]),
])  # fmt: skip
def test_a_typed_list_is_parted_by_semicolons_or_else_by_commas(reply: str, expected: list[str]) -> None:
    assert parts_of(reply) == expected
