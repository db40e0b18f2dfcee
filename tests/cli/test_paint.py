"""Text on a terminal: wrapped by the width of its characters, with nothing in it that acts."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kzlearn.cli._paint import Painter, Span, para


class Sized(Painter):
    """A painter on a terminal of a given width."""

    width = 40

    @property
    def columns(self) -> int:
        return self.width


def lines(text: str, width: int, **more: int) -> list[str]:
    painter = Sized(io.StringIO(), colour=False, unicode=True)
    painter.width = width
    return painter.lines(para(text, **more))


@given(st.text(max_size=200), st.integers(10, 120))
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(text: str, width: int) -> None:
    found = lines(text, width)
    assert all(cell_len(line) <= width for line in found)
    if "\u00a0" not in text:
        shown = re.sub(r"\s", "", Sized(io.StringIO(), colour=False, unicode=True).shown(text))
        assert re.sub(r"\s", "", "".join(found)) == shown


@given(st.text(max_size=60))
def test_nothing_that_a_terminal_acts_on_is_written(text: str) -> None:
    out = "".join(lines(text, 80))
    assert re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", out) is None


def test_wide_characters_take_two_columns() -> None:
    assert lines("漢字漢字漢字", 10, indent=0) == ["漢字漢字", "漢字"]


def test_further_lines_hang_and_words_break_only_where_they_must() -> None:
    assert lines("one two three", 10, indent=1, hang=3) == [" one two", "   three"]
    assert lines("a" * 25, 12, indent=0) == ["a" * 11, "a" * 11, "aaa"]


def test_marks_stay_with_the_words_they_mark() -> None:
    painter = Sized(io.StringIO(), colour=False, unicode=True)
    painter.width = 14
    assert painter.lines(para("ab ", Span("«"), Span("cdef ghij", "mark"), Span("»."), indent=0)) == [
        "ab «cdef",
        "ghij».",
    ]


@pytest.mark.parametrize(("colour", "shown"), [(True, "\x1b[1mx\x1b[0m"), (False, "x")])
def test_styles_are_left_out_without_colour(colour: bool, shown: str) -> None:
    assert Painter(io.StringIO(), colour, True).styled("x", "bold") == shown


def test_without_unicode_our_own_marks_are_ascii() -> None:
    painter = Painter(io.StringIO(), colour=False, unicode=False)
    assert painter.shown("✓ “«x»” · ━─") == '+ "<<x>>" - =-'
