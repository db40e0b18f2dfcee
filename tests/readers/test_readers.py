"""A document is read by its suffix, and clean prose knows where it stands."""

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlearn import plugins, readers
from kzlearn.model.problems import Unreadable
from kzlearn.readers import Block, Edit, Place, Prose, Read, clean, edited

from ..bank.conftest import not_hanging
from .conftest import parts, verbatim

NAMES = ["docx", "epub", "html", "markdown", "pdf", "text", "wiki"]


def test_every_format_says_what_it_is() -> None:
    found = plugins.every("kzlearn.readers")
    assert [*found] == NAMES
    suffixes = [suffix for module in found.values() for suffix in module.SUFFIXES]
    assert len(suffixes) == len({*suffixes})
    assert all(module.WHAT for module in found.values())


def test_a_suffix_may_be_in_capitals(tmp_path) -> None:
    assert readers.reader_for(tmp_path / "A.PDF").__name__ == "kzlearn.readers.pdf"


def test_no_library_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from kzlearn import plugins; plugins.every('kzlearn.readers'); "
        "print([n for n in ('lxml', 'docx', 'pypdf', 'markdown_it', 'mwparserfromhell') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(("suffix", "content", "library"), [
    ("md", b"a", "markdown_it"), ("html", b"a", "lxml"), ("pdf", b"a", "pypdf"), ("wiki", b"a", "mwparserfromhell"),
])  # fmt: skip
def test_a_missing_library_is_told_with_what_to_install(refused, monkeypatch, suffix, content, library) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    said = refused(f"a.{suffix}", content)
    assert "needs the extra `read`" in said
    assert "(pip install 'kzlearn[read]')" in said


def test_an_unknown_kind_of_file_is_told_what_is_known(refused) -> None:
    said = refused("a.xyz", "a")
    assert said.startswith("is of no kind that can be read (it may be one of .docx, .epub, .html")


@pytest.mark.parametrize("suffix", ["docx", "epub", "html", "md", "pdf", "txt", "wiki"])
@pytest.mark.parametrize(
    "content", [b"", b" \n\t\r\n", b"\0\x01\x02\xff" * 100, b"\x89PNG\r\n\x1a\n\0\0\0", b"\xff\xfe"]
)
def test_what_is_empty_or_binary_is_refused_by_every_reader(refused, suffix, content) -> None:
    assert refused(f"a.{suffix}", content)


@pytest.mark.parametrize("suffix", ["docx", "epub", "html", "md", "pdf", "txt", "wiki"])
def test_a_path_that_leads_to_no_file_is_told(tmp_path, suffix) -> None:
    with pytest.raises(Unreadable, match="is not there"):
        readers.read(tmp_path / f"a.{suffix}")
    (tmp_path / f"b.{suffix}").mkdir()
    with pytest.raises(Unreadable, match="is a folder"):
        readers.read(tmp_path / f"b.{suffix}")
    with pytest.raises(Unreadable):
        readers.read(tmp_path / f"b\0.{suffix}")


def test_a_file_of_more_than_100_mb_is_refused_unread(tmp_path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(Unreadable, match="holds 100 MB, and a document at most 100"):
        readers.read(tmp_path / "a.txt")


def test_a_file_that_vanishes_while_it_is_read_is_told(tmp_path, monkeypatch) -> None:
    (tmp_path / "a.txt").write_text("a")
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda path: (_ for _ in ()).throw(FileNotFoundError("gone")))
    with pytest.raises(Unreadable, match="cannot be read: gone"):
        readers.read(tmp_path / "a.txt")


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
def test_a_document_that_is_too_tangled_is_told(tmp_path, monkeypatch, error) -> None:
    monkeypatch.setattr("kzlearn.readers.text.read", lambda path: (_ for _ in ()).throw(error))
    with pytest.raises(Unreadable, match="too tangled"):
        readers.read(tmp_path / "a.txt")


@pytest.mark.parametrize(("suffix", "unit"), [
    ("html", "<div>"), ("html", "<b>"), ("html", "<p>a<table><tr><td>x"), ("html", "<a x=<\">'"), ("html", "&#x110000;a"),
    ("html", "<!--"), ("html", "<article>"), ("md", "["), ("md", "!["), ("md", "[a]("), ("md", "*a **b "), ("md", "`a ``b "),
    ("md", "> "), ("md", "<a "), ("md", "&amp;"), ("wiki", "{{a"), ("wiki", "[[a|"), ("wiki", "{{[["), ("wiki", "''' '' a "),
    ("wiki", "{|\n|a"), ("wiki", "<b>"), ("wiki", "<ref>"), ("wiki", "[http://a "), ("wiki", "[http://a \n"), ("wiki", "<!--"),
    ("txt", "*a _b "), ("txt", "[1 "), ("txt", "- "), ("txt", "\r"), ("txt", "[a "),
])  # fmt: skip
def test_hostile_markup_ends_soon_and_without_a_traceback(tmp_path, suffix, unit) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(unit * 15_000)
    with not_hanging(), suppress(Unreadable):
        found = readers.read(path)
        for block in found.blocks:
            clean(found, block)


@pytest.mark.parametrize("mark", [
    "[5]", "[5][6]", "[1, 2]", "[3–7]", "[note 2]", "[a]", "[^x]", "[when?]", "[according to whom?]", "[citation needed]",
    "[better source needed]", "[когда?]", "[источник не указан 12 дней]", "[уточнить]",
])  # fmt: skip
def test_marks_of_editors_are_no_prose(read, mark) -> None:
    (text,) = parts(read("a.txt", f"The sea is blue{mark}, and wet. So it is.{mark} It is salt {mark} too."))
    assert text == "The sea is blue, and wet. So it is. It is salt" + " too." * (mark != "[a]") + " [a] too." * (
        mark == "[a]"
    )


@pytest.mark.parametrize(
    "text", ["He said [he] was.", "[sics]", "a[0]", "The interval [0, 1] is closed.", "[A]s he came."]
)
def test_other_brackets_stay(read, text) -> None:
    assert parts(read("a.txt", text)) == [text]


TOKENS = [
    *"abcйқ*_[]()`&;<>#{}|'\\!~ \n\t-=1.5?:/\u00ad\u2028\x0b\x85", "**", "''", "[[", "]]", "{{", "}}", "{|", "|}", "\n\n",
    "](u)", "![", "<b>", "</b>", "<!--", "-->", "<ref>", "</ref>", "&amp;", "\n> ", "\n* ", "\n# ", "http://a.b", "[5]",
    "== x ==\n", "<p>", "<table>", "<td>", "<li>", "<br>", "---\n", "```\n", "[a]: u\n", "<nowiki>",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(TOKENS), max_size=60).map("".join)


@given(WORDS, st.sampled_from(["txt", "md", "html", "wiki"]))
def test_every_clean_word_stands_where_its_map_says(text, suffix) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{suffix}"
        path.write_text(text, encoding="utf-8", newline="")
        try:
            found = readers.read(path)
        except Unreadable:
            return
        verbatim(found)
        if suffix != "html":
            assert found.text == text


TEXT = st.text("ab [5]\n", min_size=1, max_size=30)


@given(TEXT, st.data())
def test_an_edit_leaves_the_map_of_the_rest(text, data) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = [
        Edit(start, end, data.draw(st.sampled_from(["", "", "X", "XYZ"])))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        if start < end
    ]
    prose = edited(Prose(text, (Place(0, 0, len(text)),)), edits)
    assert len(prose.text) == len(text) + sum(len(new) - (end - start) for start, end, new in edits)
    for index, character in enumerate(prose.text):
        start, end = prose.origin(index, index + 1)
        assert character in text[start:end] or character in "XYZ"
    if prose.text:
        places = [prose.origin(index, index + 1) for index in range(len(prose.text))]
        assert places == sorted(places)
        assert prose.origin(0, len(prose.text)) == (places[0][0], places[-1][1])


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 1), (0, 4), (2, 1)])
def test_what_is_no_range_of_the_prose_has_no_origin(start, end) -> None:
    prose = clean(Read("abc", "", (Block(0, 3, "prose"),)), Block(0, 3, "prose"))
    with pytest.raises(ValueError, match="is no range of a text of 3 characters"):
        prose.origin(start, end)
