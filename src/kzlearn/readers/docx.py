"""Word documents: headings by their styles, tables set aside, notes and text boxes left out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kzlearn.model.problems import Unreadable
from kzlearn.readers import Read, Sort
from kzlearn.readers._blocks import Extract
from kzlearn.readers._files import BROKEN_ZIP, missing, unzipped

SUFFIXES = (".docx",)
WHAT = "Word documents"

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OUTSIDE = "[not(ancestor::w:tbl or ancestor::w:txbxContent)]"
TEXTS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
UNSEEN = {W + "pPr", W + "rPr", W + "del", W + "moveFrom", W + "txbxContent", W + "rt",
          "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}  # fmt: skip
HEADING = re.compile(r"heading (\d)")
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0[DE]\0")


def read(path: Path) -> Read:
    """A Word document. Raises Unreadable when it is none, or python-docx is not installed."""
    with unzipped(path, "Word document") as packed:
        try:
            parts = [packed.read(name) for name in packed.namelist() if name.endswith((".xml", ".rels"))]
        except BROKEN_ZIP as error:
            raise Unreadable(f"{path} is broken", "is its copy complete?") from error
        if any(DECLARED.search(part) for part in parts):  # no Word writes them; bombs are made of them
            raise Unreadable(f"{path} declares entities, as no Word document does", "it is not to be trusted")
        try:
            import docx  # noqa: PLC0415  # only when it is needed
        except ImportError as error:
            raise missing("a Word document", error) from error
        try:
            document = docx.Document(packed.fp)
        except Exception as error:  # another's code, which meets here what it was not written for
            raise Unreadable(f"{path} is no Word document, or is broken", "save it anew as .docx") from error
        styles = {style.style_id: style for style in document.styles}
        extract = Extract()
        title = ""
        for element in document.element.body.xpath(f".//w:p{OUTSIDE} | .//w:tbl{OUTSIDE}"):
            if element.tag == W + "tbl":
                extract.add("\n".join(" | ".join(row) for row in _rows(element) if any(row)), "table")
                continue
            sort, level = _sort(element, styles)
            text = "".join(_text(element))
            title = title or " ".join(text.split()) * (level == 1)
            extract.add(text, sort, level)
    return extract.read(path, title)


def _sort(paragraph: Any, styles: dict[str, Any]) -> tuple[Sort, int]:
    """What a paragraph is by its style or the styles that one is based on, and its level as a heading: 1 for the title,
    2 for `Heading 1`."""
    chosen = paragraph.find(f"{W}pPr/{W}pStyle")
    style = styles.get(chosen.get(W + "val")) if chosen is not None else None
    seen: set[str] = set()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id)
        name = (style.name or "").lower()
        if heading := HEADING.fullmatch(name):
            return "heading", int(heading[1]) + 1
        if name == "title":
            return "heading", 1
        if name.startswith("list"):
            return "list", 0
        if name.startswith(("toc ", "table of", "header", "footer", "endnote", "footnote", "bibliography")):
            return "other", 0
        if name == "caption":
            return "caption", 0
        style = getattr(style, "base_style", None)
    return "list" if paragraph.find(f"{W}pPr/{W}numPr") is not None else "prose", 0


def _text(paragraph: Any) -> Iterator[str]:
    """What is seen of a paragraph: with what was inserted, without what was deleted."""
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        if element.tag == W + "t":
            yield element.text or ""
        elif element.tag in TEXTS:
            yield TEXTS[element.tag]
        elif element.tag not in UNSEEN:
            waiting += reversed(element)


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table.iter(W + "tr"):
        yield [" ".join("".join(_text(cell)).split()) for cell in row.iterchildren(W + "tc")]
