"""PDFs, made with fpdf2."""

import random
import re
from contextlib import suppress
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission
from pypdf import PageObject, PdfWriter

from kzlearn import readers
from kzlearn.model.problems import Unreadable

from ..bank.conftest import not_hanging
from .conftest import parts, verbatim

SENTENCE = (
    "The sea covers most of the planet and is salty everywhere, which is well known to each sailor who drank of it. "
)


class Paper(FPDF):
    """Pages with a running head and a number."""

    running = ""

    def header(self) -> None:
        if self.running:
            self.line_of(f"{self.running} {self.page_no()}", 9)

    def footer(self) -> None:
        self.set_y(-15)
        if self.running:
            self.line_of(f"Page {self.page_no()} of 9", 9)

    def line_of(self, text: str, size: float = 11, style: str = "") -> None:
        self.set_font("Helvetica", style, size)
        self.cell(0, size / 2, text, new_x="LMARGIN", new_y="NEXT")

    def prose(self, text: str, gap: float = 3) -> None:
        self.set_font("Helvetica", size=11)
        self.multi_cell(0, 5.5, text, new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(gap)


@pytest.fixture
def paper(tmp_path: Path):
    """A paper, and what is read of it when it is done."""
    made = Paper()
    made.set_auto_page_break(True, 25)
    made.add_page()

    def done(running: str = "") -> readers.Read:
        made.output(tmp_path / "a.pdf")
        found = readers.read(tmp_path / "a.pdf")
        verbatim(found)
        return found

    return made, done


def test_lines_become_paragraphs_by_the_gaps_between_them(paper) -> None:
    made, done = paper
    for number in range(3):
        made.prose(f"{SENTENCE * 3}Number {number} it is.")
    assert parts(done()) == [f"{SENTENCE * 3}Number {number} it is." for number in range(3)]


def test_lines_become_paragraphs_by_indentation(paper) -> None:
    made, done = paper
    for number in range(3):
        made.prose(f"        {SENTENCE * 3}Number {number} it is.", gap=0)
    assert parts(done()) == [f"{SENTENCE * 3}Number {number} it is." for number in range(3)]


def test_larger_and_bold_lines_are_headings(paper) -> None:
    made, done = paper
    made.line_of("The Sea", 20)
    made.prose(SENTENCE * 4)
    made.line_of("Colours", 11, "B")
    made.prose(SENTENCE * 4)
    made.line_of("- one item of a list")
    made.line_of("- another item")
    made.ln(5)
    made.line_of("Figure 1 shows it")
    found = done()
    assert [block.sort for block in found.blocks] == [
        "heading", "prose", "heading", "prose", "list", "list", "caption"
    ]  # fmt: skip
    assert found.blocks[3].heading == ("The Sea", "Colours")
    assert found.title == "The Sea"


def test_running_heads_and_page_numbers_are_left_out(paper) -> None:
    made, done = paper
    made.running = "The Book of the Sea"
    for _ in range(4):
        made.add_page()
        made.line_of("A chapter", 18)
        made.prose(SENTENCE * 5)
    found = done()
    assert "Book" not in found.text
    assert "Page" not in found.text
    assert parts(found, "heading") == ["A chapter"] * 4
    assert [block.page for block in found.blocks if block.sort == "heading"] == [2, 3, 4, 5]


def test_a_paragraph_goes_on_over_the_page(paper) -> None:
    made, done = paper
    made.running = "The Book of the Sea"
    made.prose(" ".join(f"and wave number {number} came" for number in range(900)) + ".")
    found = done()
    assert [block.page for block in found.blocks] == [1]
    assert [int(n) for n in re.findall(r"number (\d+)", found.text)] == [*range(900)]


@pytest.mark.parametrize(("lines", "joined"), [
    (["It is an inter-", "national matter."], "It is an international matter."),
    (["It is a Franco-", "German matter."], "It is a Franco-German matter."),
    (["A well-known man is well-", "known."], "A well-known man is well-known."),
    (["It costs 10-", "20 tenge."], "It costs 10- 20 tenge."),
])  # fmt: skip
def test_words_parted_at_a_lines_end_are_joined(paper, lines, joined) -> None:
    made, done = paper
    for line in lines:
        made.line_of(line)
    assert parts(done()) == [joined]


def test_an_encrypted_pdf_is_refused_unless_it_opens_without_a_password(paper, tmp_path) -> None:
    made, done = paper
    made.prose(SENTENCE)
    made.set_encryption(owner_password="o", user_password="u", permissions=AccessPermission.none())
    with pytest.raises(Unreadable, match=r"is encrypted \(save it without a password\)"):
        done()
    writer = PdfWriter()
    made = Paper()
    made.add_page()
    made.prose(SENTENCE)
    made.output(tmp_path / "b.pdf")
    writer.append(tmp_path / "b.pdf")
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "b.pdf")
    assert parts(readers.read(tmp_path / "b.pdf")) == [SENTENCE.strip()]


def test_an_encryption_that_cannot_be_undone_here_is_told(paper, tmp_path, monkeypatch) -> None:
    from pypdf.errors import DependencyError

    made, done = paper
    made.prose(SENTENCE)
    made.set_encryption(owner_password="o")
    monkeypatch.setattr("pypdf.PdfReader.decrypt", lambda *args: (_ for _ in ()).throw(DependencyError("no AES")))
    with pytest.raises(Unreadable, match="is encrypted"):
        done()


def test_a_scan_is_refused_with_what_to_do(paper) -> None:
    made, done = paper
    made.rect(10, 10, 50, 50)
    with pytest.raises(Unreadable, match=r"has no text, only pictures of it \(run it through OCR first\)"):
        done()


def test_pages_without_text_are_told(paper) -> None:
    made, done = paper
    made.prose(SENTENCE)
    made.add_page()
    (remark,) = done().remarks
    assert remark.endswith("has no text on 1 of 2 pages: 2")


def test_a_broken_page_takes_no_other_with_it(paper, monkeypatch) -> None:
    made, done = paper
    made.prose(SENTENCE)
    made.add_page()
    made.prose("broken")
    right = PageObject.extract_text

    def extract(page, *args, **kwargs):
        if page.page_number == 1:
            raise ZeroDivisionError
        return right(page, *args, **kwargs)

    monkeypatch.setattr("pypdf.PageObject.extract_text", extract)
    found = done()
    assert parts(found) == [SENTENCE.strip()]
    assert found.remarks[-1].endswith("is broken on 1 of 2 pages: 2")


@pytest.mark.parametrize(("title", "shown"), [("On the Sea", "On the Sea"), ("thesis.docx", "a"), ("", "a")])
def test_the_title_is_the_documents_own_unless_it_is_a_files(paper, title, shown) -> None:
    made, done = paper
    made.set_title(title)
    made.prose(SENTENCE)
    assert done().title == shown


@pytest.mark.parametrize("content", [b"text", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"1 0 obj << >> endobj\n" * 99 + b"%%EOF"])
def test_what_is_no_pdf_is_refused(refused, content) -> None:
    assert refused("a.pdf", content)


def test_any_damage_ends_in_a_document_or_a_sentence(paper, tmp_path) -> None:
    made, done = paper
    for _ in range(3):
        made.prose(SENTENCE * 3)
    done()
    data = (tmp_path / "a.pdf").read_bytes()
    dice = random.Random(5)
    for _ in range(60):
        at, length = dice.randrange(len(data)), dice.randrange(1, 60)
        (tmp_path / "b.pdf").write_bytes(data[:at] + dice.randbytes(length) + data[at + length * dice.randrange(2) :])
        with not_hanging(), suppress(Unreadable):
            readers.read(tmp_path / "b.pdf")


def test_a_stream_that_unpacks_without_end_is_refused(tmp_path) -> None:
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = DecodedStreamObject()
    stream.set_data(b" " * 120_000_000)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    writer.write(tmp_path / "a.pdf")
    with pytest.raises(Unreadable, match="has no text"):
        readers.read(tmp_path / "a.pdf")
