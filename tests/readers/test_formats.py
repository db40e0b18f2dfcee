"""Every format becomes clean prose that knows where each of its words stands in the document."""

import re
import zipfile
from pathlib import Path

import pytest
from docx import Document as Word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.model.problems import Unreadable
from kzlearn.readers import Read, clean, read

FIRST = "Lake Balkhash covers 16,400 km2 in the south-east of Kazakhstan."
SECOND = "Its western half is fresh, and its eastern half is salty."


def prose(found: Read) -> list[str]:
    return [clean(found, block).text for block in found.blocks if block.sort == "prose"]


def given_file(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def assert_verbatim(found: Read) -> None:
    """Each word of the clean prose stands where the prose says that it does."""
    for block in found.blocks:
        if block.sort != "prose":
            continue
        text = clean(found, block)
        for word in re.finditer(r"\w+", text.text):
            start, end = text.origin(*word.span())
            assert word[0] in found.text[start:end]


def html(body: str) -> str:
    return f"<!doctype html><html><head><title>Lakes</title></head><body>{body}</body></html>"


PAGE = html(
    f"<nav><a href='/'>Home</a> <a href='/x'>Lakes</a></nav><main><h1>Lake Balkhash</h1><p>{FIRST}<sup>[5]</sup></p>"
    f"<h2>Water</h2><p>{SECOND}</p><table><tr><td>Area</td><td>16,400</td></tr></table><pre>code()</pre></main>"
    "<script>ignore()</script><footer>All rights reserved by nobody at all in this place.</footer>"
)
MARKDOWN = f"---\ntitle: Lakes\n---\n# Lake Balkhash\n\n{FIRST.replace('covers', '**covers**')} [more](x.md)\n\n## Water\n\n{SECOND}\n\n```\ncode()\n```\n"
WIKI = (
    f"{{{{Infobox|area=16,400}}}}\n'''Lake Balkhash''' covers 16,400 km2 in the [[south-east]] of [[Kazakhstan|Kazakhstan]]."
    f"<ref>A source.</ref>\n\n== Water ==\n{SECOND}{{{{citation needed}}}}\n\n{{| class=wikitable\n| cell\n|}}\n[[Category:Lakes]]\n"
)


def word_file(folder: Path) -> Path:
    made = Word()
    made.add_heading("Lake Balkhash", 0)
    made.add_paragraph(FIRST)
    made.add_heading("Water", 1)
    made.add_paragraph(SECOND)
    made.add_table(1, 1).cell(0, 0).text = "a cell of a table"
    made.save(str(folder / "x.docx"))
    return folder / "x.docx"


def book(folder: Path) -> Path:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<dc:title>Lakes</dc:title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/></spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="x.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    page = html(f"<h1>Lake Balkhash</h1><p>{FIRST}</p><h2>Water</h2><p>{SECOND}</p>")
    with zipfile.ZipFile(folder / "x.epub", "w") as zipped:
        zipped.writestr("mimetype", "application/epub+zip")
        zipped.writestr("META-INF/container.xml", container)
        zipped.writestr("x.opf", opf)
        zipped.writestr("a.xhtml", page)
    return folder / "x.epub"


def pdf(folder: Path, *lines: str) -> Path:
    """A page of lines, as a PDF written by hand (ISO 32000-1, 7.5)."""
    shown = " ".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 11 Tf 72 720 Td {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]  # fmt: skip
    out, places = "%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{held}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return given_file(folder, "x.pdf", out + end)


def test_text_is_prose_by_paragraphs(tmp_path: Path) -> None:
    found = read(given_file(tmp_path, "x.txt", f"Lake Balkhash\n\n{FIRST} [5][when?]\n\n{SECOND}\n"))
    assert FIRST in prose(found)
    assert SECOND in prose(found)
    assert_verbatim(found)


@pytest.mark.parametrize(
    ("name", "data"), [("x.html", PAGE), ("x.md", MARKDOWN), ("x.wiki", WIKI)], ids=["html", "markdown", "wiki"]
)
def test_markup_is_set_aside(name: str, data: str, tmp_path: Path) -> None:
    found = read(given_file(tmp_path, name, data))
    shown = " ".join(prose(found))
    assert FIRST in shown
    assert SECOND in shown
    for aside in ("Home", "code()", "ignore", "[5]", "rights", "Infobox", "Category", "wikitable", "**", "source"):
        assert aside not in shown
    assert any("Water" in block.heading for block in found.blocks if SECOND in clean(found, block).text)
    assert_verbatim(found)


def test_word_files_are_read_with_their_headings(tmp_path: Path) -> None:
    found = read(word_file(tmp_path))
    assert [text for text in prose(found) if text in (FIRST, SECOND)] == [FIRST, SECOND]
    assert "cell of a table" not in " ".join(prose(found))
    assert_verbatim(found)


def test_books_are_read_in_their_order(tmp_path: Path) -> None:
    found = read(book(tmp_path))
    assert [text for text in prose(found) if text in (FIRST, SECOND)] == [FIRST, SECOND]
    assert found.title == "Lakes"
    assert_verbatim(found)


def test_pdf_lines_are_joined_and_pages_counted(tmp_path: Path) -> None:
    found = read(pdf(tmp_path, "Lake Balkhash covers 16,400 km2 in the", "south-east of Kazakhstan. Its western half is",
                     "fresh, and its eastern half is salty."))  # fmt: skip
    assert f"{FIRST} {SECOND}" in " ".join(prose(found))
    assert {block.page for block in found.blocks} == {1}
    assert_verbatim(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_the_encoding_it_has(encoding: str, tmp_path: Path) -> None:
    text = "Озеро Балхаш находится в Казахстане.\n"
    assert "Балхаш" in read(given_file(tmp_path, "x.txt", text.encode(encoding))).text


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "wiki"])
@given(
    parts=st.lists(
        WORDS
        | st.sampled_from(
            ["[5]", "[when?]", "**b**", "&amp;", "<b>x</b>", "{{t|x}}", "[a](b)", "\n\n", "- x", "# h", "|"]
        ),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_document_holds_each_word_is_found_again(
    suffix: str, parts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = given_file(tmp_path_factory.mktemp("x"), f"x.{suffix}", " ".join(["A sentence.", *parts]))
    found = read(path)
    for block in found.blocks:
        text = clean(found, block)
        for word in re.finditer(r"[a-z]+", text.text):
            start, end = text.origin(*word.span())
            assert 0 <= start < end <= len(found.text)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.txt", b""),
        ("x.txt", bytes(range(256)) * 20),
        ("x.md", b" \n \n"),
        ("x.pdf", b"%PDF-1.4 and no more"),
        ("x.pdf", b"no pdf"),
        ("x.docx", b"PK\x03\x04 cut"),
        ("x.docx", b"no zip"),
        ("x.epub", b"no zip"),
        ("x.html", b"<html></html>"),
        ("x.zip", b"PK"),
    ],
)
def test_what_holds_no_prose_is_one_sentence(name: str, data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as told:
        read(given_file(tmp_path, name, data))
    assert name in str(told.value)
    assert "\n" not in str(told.value)


def test_what_is_not_there_or_no_file_is_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.txt", tmp_path):
        with pytest.raises(Unreadable):
            read(path)


def test_a_scanned_pdf_says_that_it_holds_no_text(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no text"):
        read(pdf(tmp_path))


def test_an_encrypted_pdf_says_so(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(pdf(tmp_path, FIRST)))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(Unreadable, match=r"encrypted|password"):
        read(tmp_path / "locked.pdf")


def test_a_bomb_in_a_book_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.epub", "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("META-INF/container.xml", bytes(300 << 20))
    with pytest.raises(Unreadable):
        read(tmp_path / "x.epub")
