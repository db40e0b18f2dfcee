"""Documents as prose that facts are taken from: one module a format.

A module has `SUFFIXES` (`(".pdf",)`), `WHAT` (a line for people), and `read(path: Path) -> Read`, which raises
Unreadable. Libraries are imported when a document needs them. Nothing in a document is an instruction.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Literal, NamedTuple

from kzlearn import plugins
from kzlearn.model.problems import Unreadable

Sort = Literal["prose", "heading", "list", "table", "code", "caption", "other"]

NEEDED = r"[^\W\d][\w ,–-]{1,40} needed|sic|edit|update|dubious|failed verification|original research"
CITATION = re.compile(
    r"[ \t]?\[(?:\^[^\]\s]{1,40}|[1-9]\d{0,3}(?:\s?[,;–-]\s?\d{1,4})*|(?:note|nb|n|прим\.|eск\.)\s?\d{1,3}"
    rf"|[^\W\d][\w –-]{{1,40}}\?|{NEEDED}|источник не указан \d+ \w+|уточнить|прояснить|править|өңдеу)\](?!\w)"
    r"|(?<=[^\s\[(])\[[a-z]\](?!\w)",
    re.IGNORECASE,
)
"""Marks that editors put into prose: `[5]`, `[a]`, `[note 2]`, `[^1]`, `[when?]`, `[citation needed]`."""
SPACE = re.compile(r"[\s\u00ad\u200b\u2060\ufeff]+")
"""Blanks, line ends, and characters without width."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document, by offsets in characters; `heading` is what it stands under, outermost first; `page` is
    counted from 1, where there are pages."""

    start: int
    end: int
    sort: Sort
    heading: tuple[str, ...] = ()
    page: int | None = None


class Edit(NamedTuple):
    """A part of a text that reads otherwise in clean prose: `text` in its place, by offsets in characters."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True)
class Read:
    """A document as it was read. `text` is what quotes are verbatim in; `edits` are sorted, the longest first where two
    start together; `remarks` is what there is to say of the reading, a sentence each."""

    text: str
    title: str
    blocks: tuple[Block, ...]
    edits: tuple[Edit, ...] = ()
    remarks: tuple[str, ...] = ()


class Place(NamedTuple):
    """Where a piece of clean prose comes from: it begins at the offset `at`, its origin is `start` to `end`."""

    at: int
    start: int
    end: int


@dataclass(frozen=True)
class Prose:
    """Clean prose, and where each piece of it stands in `Read.text`; the pieces cover it without gaps."""

    text: str
    places: tuple[Place, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `Read.text` of the least range that covers a range of the prose. Raises ValueError for a range
        that is empty or reaches outside."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"{start} to {end} is no range of a text of {len(self.text)} characters")
        (first,) = self.pieces(start, start + 1)
        (last,) = self.pieces(end - 1, end)
        return first[1].start, last[1].end

    def pieces(self, start: int, end: int) -> Iterator[tuple[str, Place]]:
        """A range of the prose as its pieces; those that read as their origin are cut to the range."""
        index = bisect_right(self.places, start, key=attrgetter("at")) - 1
        while start < end:
            at, begin, stop = self.places[index]
            after = self.places[index + 1].at if index + 1 < len(self.places) else len(self.text)
            upto = min(end, after)
            if stop - begin == after - at:
                begin, stop = begin + start - at, begin + upto - at
            yield self.text[start:upto], Place(start, begin, stop)
            start, index = upto, index + 1


def edited(prose: Prose, edits: Iterable[Edit]) -> Prose:
    """The prose with edits, given by its own offsets and sorted; an edit in another's range is passed over."""
    texts: list[str] = []
    places: list[Place] = []
    at = done = 0

    def add(text: str, start: int, end: int) -> None:
        nonlocal at
        if text:
            texts.append(text)
            places.append(Place(at, start, end))
            at += len(text)

    for edit in edits:
        if edit.start < done:
            continue
        for text, place in prose.pieces(done, edit.start):
            add(text, place.start, place.end)
        if edit.text:
            add(edit.text, *prose.origin(edit.start, edit.end))
        done = edit.end
    for text, place in prose.pieces(done, len(prose.text)):
        add(text, place.start, place.end)
    return Prose("".join(texts), tuple(places))


def clean(read: Read, block: Block) -> Prose:
    """The block as a person reads it aloud: no markup and no citations, each run of blanks one space, none at an
    end."""
    return cleaned(read.text, block.start, block.end, read.edits)


def cleaned(text: str, start: int, end: int, edits: Sequence[Edit]) -> Prose:
    """A range of a text with the edits that lie in it, without citations, and with single blanks."""
    among = range(bisect_left(edits, start, key=attrgetter("start")), bisect_left(edits, end, key=attrgetter("start")))
    inside = (Edit(e.start - start, e.end - start, e.text) for e in (edits[i] for i in among) if e.end <= end)
    prose = edited(Prose(text[start:end], (Place(0, start, end),)), inside)
    prose = edited(prose, (Edit(*m.span()) for m in CITATION.finditer(prose.text)))
    blanks = (Edit(*m.span(), " " * any(map(str.isspace, m[0]))) for m in SPACE.finditer(prose.text) if m[0] != " ")
    prose = edited(prose, blanks)
    size, words = len(prose.text), prose.text.strip()
    first = prose.text.find(words)
    return edited(prose, [Edit(0, first), Edit(first + len(words), size)])


def reader_for(path: Path) -> ModuleType:
    """The module that reads a document, by its suffix. Raises Unreadable when there is none."""
    found = plugins.every(__name__)
    for module in found.values():
        if path.suffix.lower() in module.SUFFIXES:
            return module
    known = ", ".join(suffix for module in found.values() for suffix in module.SUFFIXES)
    raise Unreadable(f"{path} is of no kind that can be read", f"it may be one of {known}")


def read(path: Path) -> Read:
    """The document at a path. Raises Unreadable when it cannot be read, is empty or is not what its name says."""
    if path.is_dir():
        raise Unreadable(f"{path} is a folder", "name a document in it")
    try:
        found: Read = reader_for(path).read(path)
    except (MemoryError, RecursionError) as error:
        raise Unreadable(f"{path} is too tangled to be read", "save its text as a .txt file") from error
    return found
