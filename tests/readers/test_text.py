"""Plain text: its paragraphs, whatever they are parted by and however they are encoded."""

import pytest

from .conftest import parts

PROSE = "The sea is blue and wet, and no sailor has ever doubted that it is so. " * 3


def test_the_text_is_the_files_own_with_one_kind_of_line_end(read) -> None:
    found = read("sea.txt", "One is so.\r\n\r\nTwo is so.\rThree.\n")
    assert found.text == "One is so.\n\nTwo is so.\nThree.\n"
    assert parts(found) == ["One is so.", "Two is so. Three."]
    assert found.title == "sea"


def test_long_lines_are_paragraphs_of_their_own(read) -> None:
    assert parts(read("a.txt", f"{PROSE}\n{PROSE}\nShort, it is.\n")) == [PROSE.strip()] * 2 + ["Short, it is."]


def test_an_indented_line_begins_a_paragraph(read) -> None:
    assert parts(read("a.txt", "One goes\non.\n  Two goes\non.\n")) == ["One goes on.", "Two goes on."]


def test_headings_lists_and_tables_are_told_apart(read) -> None:
    found = read(
        "a.txt", "The Sea\n\nIt is blue.\n- one\n- two\n  more\n\na | b | c\n1 | 2 | 3\n\nHistory\n\nOld it is.\n"
    )
    assert [(block.sort, block.heading) for block in found.blocks] == [
        ("heading", ()), ("prose", ("The Sea",)), ("list", ("The Sea",)), ("list", ("The Sea",)), ("table", ("The Sea",)),
        ("heading", ()), ("prose", ("History",)),
    ]  # fmt: skip
    assert found.title == "The Sea"


def test_marks_of_emphasis_are_no_prose(read) -> None:
    text = "So _it is_ and **was**, but snake_case_name and 2 * 3 * 4 stay."
    assert parts(read("a.txt", text)) == ["So it is and was, but snake_case_name and 2 * 3 * 4 stay."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_by_its_mark(read, encoding) -> None:
    found = read("a.txt", "Теңіз көк.\r\n".encode(encoding))
    assert found.text == "Теңіз көк.\n"
    assert found.remarks == ()


@pytest.mark.parametrize(("text", "encoding"), [("Море синее.", "cp1251"), ("Café “blue”.", "cp1252")])
def test_another_encoding_is_guessed_and_said(read, text, encoding) -> None:
    found = read("a.txt", text.encode(encoding))
    assert found.text == text
    (remark,) = found.remarks
    assert f"is not UTF-8 (byte {0 if encoding == 'cp1251' else 3}): it was read as {encoding}" in remark


def test_more_paragraphs_than_any_document_has_are_refused(refused, monkeypatch) -> None:
    for module in ("text", "_blocks"):
        monkeypatch.setattr(f"kzlearn.readers.{module}.MOST_BLOCKS", 3)
    assert refused("a.txt", "a.\n\n" * 4) == "has more than 3 paragraphs (split it)"
