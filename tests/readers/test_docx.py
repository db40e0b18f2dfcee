"""Word documents, made with python-docx and by hand."""

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from kzlearn import readers
from kzlearn.model.problems import Unreadable

from .conftest import parts, verbatim


def made(path: Path, *fill) -> readers.Read:
    document = docx.Document()
    for step in fill:
        step(document)
    document.save(path)
    found = readers.read(path)
    verbatim(found)
    return found


def xml(text: str):
    """Adds a paragraph as Word writes it."""
    return lambda document: document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{text}</w:p>"))


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def repacked(path: Path, change: dict[str, bytes]) -> Path:
    """The document with other parts in place of some."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()} | change
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return path


def test_headings_are_known_by_their_styles_and_tables_are_set_aside(tmp_path) -> None:
    def fill(document) -> None:
        document.add_heading("The sea", 0)
        document.add_heading("Looks", 1)
        document.add_paragraph("It is  blue.")
        document.add_paragraph("one", style="List Bullet")
        table = document.add_table(2, 2)
        for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
            cell.text = f"c {number}"
        document.add_paragraph("Figure 1", style="Caption")
        document.add_heading("Colour", 2)
        document.add_paragraph("")
        document.add_paragraph("Last.")

    found = made(tmp_path / "a.docx", fill)
    assert found.title == "The sea"
    assert found.text == "The sea\n\nLooks\n\nIt is blue.\n\none\n\nc 0 | c 1\nc 2 | c 3\n\nFigure 1\n\nColour\n\nLast."
    assert [block.sort for block in found.blocks] == [
        "heading", "heading", "prose", "list", "table", "caption", "heading", "prose"
    ]  # fmt: skip
    assert found.blocks[-1].heading == ("The sea", "Looks", "Colour")


def test_a_style_of_ones_own_is_what_it_is_based_on(tmp_path) -> None:
    def fill(document) -> None:
        style = document.styles.add_style("Chapter", 1)
        style.base_style = document.styles["Heading 1"]
        document.add_paragraph("One", style="Chapter")
        document.add_paragraph("Prose.")

    assert made(tmp_path / "a.docx", fill).blocks[1].heading == ("One",)


@pytest.mark.parametrize(("written", "seen"), [
    (run("a ") + "<w:ins w:id='1' w:author='x'>" + run("new") + "</w:ins>", "a new"),
    (run("a") + "<w:del w:id='1' w:author='x'><w:r><w:delText>old</w:delText></w:r></w:del>", "a"),
    (run("a") + "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a b c"),
    (run("a") + "<w:r><w:footnoteReference w:id='2'/></w:r>" + run("."), "a."),
    (run("e") + "<w:r><w:noBreakHyphen/></w:r>" + run("mail"), "e-mail"),
    (run("a") + "<w:r><w:instrText>PAGE</w:instrText></w:r>", "a"),
    (run("a") + "<w:r><w:pict><w:txbxContent><w:p>" + run("box") + "</w:p></w:txbxContent></w:pict></w:r>", "a"),
    ("<w:sdt><w:sdtContent>" + run("a form") + "</w:sdtContent></w:sdt>", "a form"),
    ("<w:pPr><w:numPr/><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr>" + run("item"), "item"),
])  # fmt: skip
def test_a_paragraph_reads_as_word_shows_it(tmp_path, written, seen) -> None:
    assert parts(made(tmp_path / "a.docx", xml(written))) == [seen]


def test_a_document_without_text_is_refused(tmp_path) -> None:
    with pytest.raises(Unreadable, match="holds no prose"):
        made(tmp_path / "a.docx")


def packed(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_what_is_no_word_document_is_refused(refused) -> None:
    assert refused("a.docx", b"text") == "is no Word document, or is broken (is its copy complete?)"
    assert refused("a.docx", packed(a=b"x")).startswith("is no Word document")
    assert refused("a.docx", b"\xd0\xcf\x11\xe0" + b"x" * 99).startswith("is encrypted or of Word's old format")


def test_a_document_cut_short_or_damaged_is_refused(tmp_path, refused) -> None:
    made(tmp_path / "a.docx", lambda document: document.add_paragraph("words " * 999))
    data = (tmp_path / "a.docx").read_bytes()
    assert refused("b.docx", data[: len(data) // 2])
    for at in range(40, len(data), len(data) // 40):
        (tmp_path / "c.docx").write_bytes(data[:at] + bytes([data[at] ^ 0xFF] * 20) + data[at + 20 :])
        try:
            readers.read(tmp_path / "c.docx")
        except Unreadable:
            continue


def test_a_document_that_declares_entities_is_refused(tmp_path) -> None:
    made(tmp_path / "a.docx", lambda document: document.add_paragraph("a"))
    bomb = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    for name in ("word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"):
        made(tmp_path / "a.docx", lambda document: document.add_paragraph("a"))
        with pytest.raises(Unreadable, match="declares entities"):
            readers.read(repacked(tmp_path / "a.docx", {name: bomb}))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(refused) -> None:
    said = refused("a.docx", packed(**{"word/document.xml": b" " * 30_000_000}))
    assert said == "would unpack to 30 MB in 1 files (it is not to be trusted)"
    many = packed(**{f"f{number}": b"" for number in range(10_001)})
    assert "in 10001 files" in refused("b.docx", many)


def test_an_encrypted_zip_is_refused(refused) -> None:
    data = bytearray(packed(a=b"x" * 99))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refused("a.docx", bytes(data)) == "is encrypted (save it without a password)"
