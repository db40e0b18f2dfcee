"""Plain text: paragraphs are parted by blank lines, by indentation, or stand on one long line each."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kzlearn.readers import Edit, Read, Sort
from kzlearn.readers._blocks import MOST_BLOCKS, Span, finished
from kzlearn.readers._files import content, decoded

SUFFIXES = (".txt", ".text")
WHAT = "plain text"

WRAPPED = 120
"""Characters: a longer line is a paragraph of its own."""
LONGEST_HEADING = 80
LINE = re.compile(r"[^\n]+")
ITEM = re.compile(r"\s*(?:[-*•–—]|\d{1,3}[.)])\s")
HEADING = re.compile(r"\s*(?![a-zа-я])[^\n]*\w[^\n.!?…;,:]*")
EMPHASIS = re.compile(r"(?<![\w*])(\*\*|[*_])(?=[^\s*_])([^*_\n]{1,200})(?<=\S)\1(?![\w*])")


def read(path: Path) -> Read:
    """A text file. Raises Unreadable when it is none."""
    text, remarks = decoded(path, content(path))
    found = spans(text)
    title = text[found[0].start : found[0].end] if found[0].level else path.stem
    return finished(path, text, found, emphasis(text), title, remarks)


def emphasis(text: str) -> Iterator[Edit]:
    """The marks of `*words*` and `_words_`."""
    for match in EMPHASIS.finditer(text):
        yield Edit(match.start(), match.start(2))
        yield Edit(match.end(2), match.end())


def spans(text: str) -> list[Span]:
    """The paragraphs of a text, no more than one over the most there may be."""
    return [*islice(_spans(text), MOST_BLOCKS + 1)]


def _spans(text: str) -> Iterator[Span]:
    """A short line alone, without a stop, is taken for a heading."""
    start = end = 0
    sort: Sort = "prose"
    for line in LINE.finditer(text):
        if line[0].isspace():
            continue
        now: Sort = "list" if ITEM.match(line[0]) else "table" if _is_row(line[0]) else "prose"
        parted = line.start() - end != 1 or now == "list" or (now != sort and "table" in (now, sort))
        indented = line[0][0].isspace() and not text[start].isspace() and sort == "prose"
        if parted or indented or max(len(line[0]), end - text.rfind("\n", start, end)) > WRAPPED:
            if end:
                yield _span(text, start, end, sort)
            start, sort = line.start(), now
        end = line.end()
    yield _span(text, start, end, sort)


def _span(text: str, start: int, end: int, sort: Sort) -> Span:
    if sort == "prose" and end - start <= LONGEST_HEADING and HEADING.fullmatch(text, start, end):
        return Span(start, end, "heading", 1)
    return Span(start, end, sort)


def _is_row(line: str) -> bool:
    return line.strip().count("\t") > 1 or line.count("|") > 1
