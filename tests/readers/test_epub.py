"""E-books, packed by hand."""

import zipfile
from io import BytesIO

import pytest

from .conftest import parts

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="O/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>The Sea</dc:title></metadata><manifest>"
    '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="t/a.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="i" href="i.png" media-type="image/png"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="i"/><itemref idref="x"/></spine></package>'
)
CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body><h1>{0}</h1><p>It is {0}'
    '<a epub:type="noteref" href="#f">1</a>&nbsp;here.</p><aside epub:type="footnote">Note.</aside></body></html>'
)


def book(**change: str | bytes | None) -> bytes:
    """An e-book of two chapters, with other files in place of some."""
    files: dict[str, str | bytes | None] = {
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "O/book.opf": BOOK,
        "O/t/a.xhtml": CHAPTER.format("one"), "O/b b.xhtml": CHAPTER.format("two"), "O/nav.xhtml": CHAPTER.format("nav"),
    }  # fmt: skip
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in (files | change).items():
            if data is not None:
                packed.writestr(name, data)
    return out.getvalue()


def test_chapters_come_in_the_spines_order_without_the_table_of_contents(read) -> None:
    found = read("a.epub", book())
    assert found.title == "The Sea"
    assert parts(found) == ["one", "It is one here.", "Note.", "two", "It is two here.", "Note."]
    assert [block.sort for block in found.blocks][:3] == ["heading", "prose", "other"]
    assert found.blocks[4].heading == ("two",)


def test_a_chapter_that_is_missing_or_empty_takes_no_other_with_it(read) -> None:
    found = read("a.epub", book(**{"O/t/a.xhtml": None}))
    assert parts(found, "heading") == ["two"]
    assert "lacks O/t/a.xhtml" in found.remarks[0]
    assert parts(read("b.epub", book(**{"O/t/a.xhtml": "", "O/b b.xhtml": CHAPTER.format("x")})), "heading") == ["x"]


@pytest.mark.parametrize(("change", "said"), [
    ({"META-INF/container.xml": None}, "is no EPUB: META-INF/container.xml is missing or broken"),
    ({"META-INF/container.xml": "<a/>"}, "is no EPUB: the book is missing or broken"),
    ({"O/book.opf": "<a"}, "is no EPUB: O/book.opf is missing or broken"),
    ({"O/book.opf": "<a/>"}, "holds no prose"),
    ({"O/t/a.xhtml": b"\0\1\2" * 99}, "O/t/a.xhtml holds no text"),
    ({"O/t/a.xhtml": "<p/>", "O/b b.xhtml": None}, "holds no prose"),
    ({"META-INF/encryption.xml": '<e><CipherReference URI="O/t/a.xhtml"/></e>'}, "is protected against copying"),
])  # fmt: skip
def test_what_is_no_book_or_protected_is_refused(refused, change, said) -> None:
    assert said in refused("a.epub", book(**change))


def test_obfuscated_fonts_protect_no_chapter(read) -> None:
    assert read("a.epub", book(**{"META-INF/encryption.xml": '<e><CipherReference URI="O/f.otf"/></e>'}))


def test_entities_of_the_books_own_are_not_expanded(read, refused) -> None:
    small = '<!DOCTYPE p [<!ENTITY b "expanded">]>'
    assert "expanded" not in read("a.epub", book(**{"O/book.opf": small + BOOK.replace("The Sea", "&b; Sea")})).title
    assert (
        "expanded" not in read("b.epub", book(**{"O/t/a.xhtml": small + "<p>It is &b; so.</p>"})).text.split("\n")[-1]
    )
    bomb = '<!DOCTYPE p [<!ENTITY a "' + "ha" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '">]>'
    assert "is no EPUB" in refused("c.epub", book(**{"O/book.opf": bomb + BOOK.replace("The Sea", "&b; Sea")}))
    assert len(read("d.epub", book(**{"O/t/a.xhtml": bomb + "<p>It is &b; so.</p>"})).text) < 20_000


def test_a_zip_bomb_is_refused_before_it_is_unpacked(refused) -> None:
    assert refused("a.epub", book(**{"O/x": b" " * 40_000_000})).startswith("would unpack to 40 MB in 7 files")


def test_a_damaged_chapter_is_told(refused) -> None:
    data = book(**{"O/t/a.xhtml": CHAPTER.format("long " * 500)})
    at = data.index(b"O/t/a.xhtml") + 30
    assert "is broken at O/t/a.xhtml" in refused("a.epub", data[:at] + b"\xff" * 20 + data[at + 20 :])
