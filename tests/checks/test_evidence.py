"""A fact's quotes stand in its document, word for word."""

import pytest

TEXT = """By 2007 it was 8.5 percent,
rising to 12.4 percent in 2008. Then it was 34.3 percent.
So it was, and so it was.
"""


def held(quote: str) -> str:
    return f"sources: {{a: {{file: source.txt, sha256: 00}}}}\nfacts: [{{id: f, statement: x, quote: {quote}}}]\n"


def test_a_quote_over_two_lines_is_found(said) -> None:
    assert said("evidence", held("'8.5 percent, rising to'"), TEXT) == []


@pytest.mark.parametrize(("quote", "nearest"), [
    ("rising to 12.5 percent in 2008", "in line 2: rising to [-12.5-] {+12.4+} percent in 2008)"),
    ("rising to percent in 2008", "in line 2: rising to {+12.4+} percent in 2008)"),
    ("rising up to 12.4 percent in 2008", "in line 2: rising [-up-] to 12.4 percent in 2008)"),
    ("By 2007, it was 8.5 percent", "in line 1: By [-2007,-] {+2007+} it was 8.5 percent)"),
    ("by 2007 it was 8.5 percent, rising to 12.4 percent in 2008. Then",
     "in line 1: [-by-] {+By+} 2007 it was 8.5 … percent in 2008. Then)"),
])  # fmt: skip
def test_the_nearest_passage_is_shown_with_what_differs(quote: str, nearest: str, said) -> None:
    (line,) = said("evidence", held(f'"{quote}"'), TEXT)
    assert line.startswith(f"3:38: the quote is not in source.txt (nearest, {nearest}")


def test_where_nothing_is_near_that_is_said(said) -> None:
    (line,) = said("evidence", held("zzz qqq xxx www"), TEXT)
    assert line == "3:38: the quote is not in source.txt (nothing there is like it)"


def test_a_quote_longer_than_its_document_has_a_nearest_passage(said) -> None:
    (line,) = said("evidence", held("a short text that goes on and on"), "a short text")
    assert "nearest, in line 1: a short text [-that goes on and on-]" in line


def test_of_a_long_quote_the_piece_that_differs_is_shown(said) -> None:
    words = [f"word{n}" for n in range(200)]
    quote = [*words[:120], "other", *words[121:]]
    (line,) = said("evidence", held(" ".join(quote)), " ".join(words))
    assert "[-other-] {+word120+}" in line
    assert len(line) < 300


def test_a_document_cannot_speak_to_the_terminal(said) -> None:
    (line,) = said("evidence", held("a short red word"), "a short \x1b[31mred\x85 word")
    assert line.isprintable()
    assert "\\x1b[31mred" in line


def test_a_document_without_spaces_is_not_shown_whole(said) -> None:
    (line,) = said("evidence", held("互联网在哈萨克斯坦增长"), "哈" * 5000 + "互联网在哈萨克斯坦快速增长" + "哈" * 5000)
    assert len(line) < 300


def test_a_quote_that_stands_twice_is_a_warning_unless_it_is_near_something(said) -> None:
    (line,) = said("evidence", held("it was"), TEXT)
    assert line.startswith("3:38: warning: the quote stands 4 times in source.txt, in line 1, 2, 3 (")
    assert said("evidence", held("{text: it was, near: 34.3 percent}"), TEXT) == []
    (line,) = said("evidence", held("{text: it was, near: 34.5 percent}"), TEXT)
    assert "these words are not in source.txt (nearest, in line 2: [-34.5-] {+34.3+} percent" in line


def test_a_fact_without_a_quote_is_told_where_there_is_a_document(said) -> None:
    facts = "facts: [{id: f, statement: x}]\n"
    assert said("evidence", facts) == []
    assert said("evidence", f"sources: {{a: {{file: source.txt}}}}\n{facts}", TEXT) == [
        "3:9: the fact 'f' has no quote (add the words that prove it)"
    ]


def test_a_quote_of_a_source_that_is_not_there_is_told(said) -> None:
    assert said("evidence", held("{text: it was, source: b}"), TEXT) == [
        "3:61: there is no source 'b' (the sources are: a)"
    ]
    assert said("evidence", "facts: [{id: f, statement: x, quote: y}]\n") == [
        "2:38: the quote names no document (write {source: ..., text: ...}; the sources are: none)"
    ]


def test_a_document_that_cannot_be_read_is_another_checks_business(said) -> None:
    assert said("evidence", held("it was")) == []


@pytest.mark.parametrize("size", [100, 5_000, 100_000])
def test_a_wrong_quote_of_any_length_is_looked_for_too(size: int, said) -> None:
    words = "alpha beta gamma delta "
    assert len(said("evidence", held(f"'{(words * (size // 20))[:size]} foo'"), words * 20_000)) == 1
