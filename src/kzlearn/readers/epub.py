"""E-books: the chapters of an EPUB in the order of its spine, each read as a web page."""

import posixpath
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kzlearn.model.problems import Unreadable
from kzlearn.readers import Read
from kzlearn.readers._blocks import Extract
from kzlearn.readers._files import BROKEN_ZIP, decoded, missing, unzipped
from kzlearn.readers.html import gather

SUFFIXES = (".epub",)
WHAT = "e-books"

CONTAINER = "META-INF/container.xml"
LOCKED = "META-INF/encryption.xml"
PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read(path: Path) -> Read:
    """An EPUB. Raises Unreadable when it is none, is protected, or lxml is not installed."""
    extract = Extract()
    remarks: list[str] = []
    with unzipped(path, "EPUB") as packed:
        package = _member(packed, path, CONTAINER)
        name = next((file.get("full-path") or "" for file in package.iter("{*}rootfile")), "")
        book = _member(packed, path, name)
        locked = _locked(packed, path)
        for chapter in _spine(book, name):
            if chapter in locked:
                raise Unreadable(f"{path} is protected against copying", "take an edition without DRM")
            try:
                data = packed.read(chapter)
            except KeyError:
                remarks.append(f"{path} lacks {chapter}, which it names as a part")
                continue
            except BROKEN_ZIP as error:
                raise Unreadable(f"{path} is broken at {chapter}", "is its copy complete?") from error
            if data.strip():
                text, said = decoded(path / chapter, data)
                gather(extract, text)
                remarks += said
    title = next((" ".join(t.itertext()) for t in book.iter("{http://purl.org/dc/elements/1.1/}title")), "")
    return extract.read(path, title, remarks)


def _spine(book: Any, name: str) -> list[str]:
    """The names of the chapters in their order; the table of contents is none."""
    items = {item.get("id"): item for item in book.iter("{*}item")}
    spine = [items[ref.get("idref")] for ref in book.iter("{*}itemref") if ref.get("idref") in items]
    chapters = (item for item in spine if "nav" not in (item.get("properties") or "").split())
    return [_name(name, item.get("href") or "") for item in chapters if item.get("media-type") in PAGES]


def _name(beside: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(beside), unquote(href.partition("#")[0])))


def _locked(packed: zipfile.ZipFile, path: Path) -> set[str]:
    if LOCKED not in packed.namelist():
        return set()
    found = _member(packed, path, LOCKED)
    return {_name("", reference.get("URI") or "") for reference in found.iter("{*}CipherReference")}


def _member(packed: zipfile.ZipFile, path: Path, name: str) -> Any:
    """A part of the book that is XML, parsed; entities stay what they are."""
    try:
        from lxml import etree  # noqa: PLC0415  # only when it is needed
    except ImportError as error:
        raise missing("an EPUB", error) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(packed.read(name), parser)
    except (KeyError, etree.XMLSyntaxError, *BROKEN_ZIP) as error:
        raise Unreadable(f"{path} is no EPUB: {name or 'the book'} is missing or broken") from error
