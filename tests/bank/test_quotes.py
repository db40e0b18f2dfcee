"""Where a quote stands, and the sentence around it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kzlearn.bank.quotes import Span, document_of, find, line_of, proof, sentence
from kzlearn.model.questions import Bank, Document, Evidence, Id

from .conftest import not_hanging

TEXT = """Internet in Kazakhstan

The Internet (ccTLD: .kz) is growing. It rose to 12.4 percent in
2008.[1][2] "Is it fast?" asked one user… Да! Ещё медленный. KazakhTelecom leads. KazakhTelecom leads.
A last line without a stop
"""


def quoted(spans: list[Span]) -> list[str]:
    return [TEXT[span.start : span.end] for span in spans]


def whole(words: str) -> str:
    (span, *_) = find(TEXT, Evidence(text=words))
    found = sentence(TEXT, span)
    return TEXT[found.start : found.end]


def test_line_ends_and_runs_of_spaces_count_as_one_space() -> None:
    assert quoted(find(TEXT, Evidence(text="12.4  percent in 2008"))) == ["12.4 percent in\n2008"]
    assert quoted(find(TEXT, Evidence(text="percent\nin\n2008"))) == ["percent in\n2008"]


def test_words_are_found_as_they_stand_and_not_otherwise() -> None:
    for words in ("the internet", "12x4", "growing .", "ccTLD .kz", ".*", " ", "\\"):
        assert find(TEXT, Evidence(text=words)) == []


def test_a_quote_that_stands_twice_is_found_twice_unless_it_is_said_near_what() -> None:
    first, last = find(TEXT, Evidence(text="KazakhTelecom leads"))
    assert first.start < last.start
    assert find(TEXT, Evidence(text="KazakhTelecom leads", near="медленный")) == [first]
    assert find(TEXT, Evidence(text="KazakhTelecom leads", near="A last line")) == [last]
    assert find(TEXT, Evidence(text="KazakhTelecom leads", near="not there")) == []


def test_a_quote_that_stands_once_needs_nothing_near() -> None:
    assert quoted(find(TEXT, Evidence(text="is growing", near="not there"))) == ["is growing"]


@pytest.mark.parametrize(("words", "expected"), [
    ("is growing", "The Internet (ccTLD: .kz) is growing."),
    ("Kazakhstan", "Internet in Kazakhstan"),
    ("12.4 percent", "It rose to 12.4 percent in"),
    ("growing. It", "The Internet (ccTLD: .kz) is growing. It rose to 12.4 percent in"),
    ("2008", "2008.[1][2]"),
    ("fast", '"Is it fast?" asked one user…'),
    ("Да", "Да!"),
    ("медленный", "Ещё медленный."),
    ("last line", "A last line without a stop"),
    ("Internet in Kazakhstan The", "Internet in Kazakhstan\n\nThe Internet (ccTLD: .kz) is growing."),
])  # fmt: skip
def test_a_quote_is_shown_in_its_sentence(words: str, expected: str) -> None:
    assert whole(words) == expected


@given(st.text(alphabet="ab.!? \n[]1A\"'", max_size=60), st.data())
@example("a. A", None)
def test_a_sentence_holds_its_quote_and_begins_and_ends_without_space(text: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(text))) if data else 0
    end = data.draw(st.integers(start, len(text))) if data else 1
    found = sentence(text, Span(start, end))
    assert 0 <= found.start <= start <= end <= found.end <= len(text)
    if text[start:end].strip() == text[start:end] != "":
        shown = text[found.start : found.end]
        assert shown == shown.strip()


@given(
    st.lists(st.text(alphabet="ab.*[\\", min_size=1, max_size=4), min_size=1, max_size=5),
    st.sampled_from([" ", "\n", "  \r\n"]),
)
def test_any_words_are_found_however_their_lines_are_broken(words: list[str], space: str) -> None:
    text = f"xx {space.join(words)} xx"
    assert Span(3, len(text) - 3) in find(text, Evidence(text=" ".join(words)))


def bank(**documents: str | None) -> Bank:
    return Bank(id=Id("b"), sources={name: Document(file=f"{name}.txt", text=text) for name, text in documents.items()})


def test_the_only_document_need_not_be_named() -> None:
    assert document_of(bank(a="x"), Evidence(text="x"))
    assert document_of(bank(a="x", b="y"), Evidence(text="x")) is None
    assert document_of(bank(), Evidence(text="x")) is None
    assert document_of(bank(a="x", b="y"), Evidence(text="x", source="b")) == Document(file="b.txt")
    assert document_of(bank(a="x"), Evidence(text="x", source="c")) is None


def test_the_proof_of_a_fact_is_the_sentence_with_its_line_and_document() -> None:
    found = proof(bank(article=TEXT), Evidence(text="is growing"))
    assert found == ("The Internet (ccTLD: .kz) ", "is growing", ".", 3, "article.txt", "article.txt")


@pytest.mark.parametrize("held", [bank(), bank(a=None), bank(a="other words")])
def test_without_document_or_quote_there_is_no_proof(held: Bank) -> None:
    assert proof(held, Evidence(text="is growing")) is None


def test_lines_are_counted_from_one() -> None:
    assert [line_of("a\nb\n", offset) for offset in (0, 1, 2, 4)] == [1, 1, 2, 3]


@pytest.mark.parametrize("piece", [".", ". ", ".\"'", ".[a]", " ", "a", "[", '."', ".A", "…"])
def test_no_document_hangs(piece: str) -> None:
    text = "." + piece * 100_000
    with not_hanging():
        sentence(text, Span(len(text) // 2, len(text) // 2 + 1))
        find(text, Evidence(text="a a b", near="x y"))
