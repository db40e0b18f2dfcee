"""From spans of a text to the blocks of a document."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from kzlearn.model.problems import Unreadable
from kzlearn.readers import Block, Edit, Read, Sort, cleaned

INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LONGEST_TITLE = 200
MOST_BLOCKS = 2_000_000


class Span(NamedTuple):
    """A block before its headings are known; a heading has a level, 1 the outermost."""

    start: int
    end: int
    sort: Sort = "prose"
    level: int = 0
    page: int | None = None


class Extract:
    """Gathers the text of a document whose own text no person can read, paragraphs parted by a blank line."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.spans: list[Span] = []
        self.length = 0

    def add(self, text: str, sort: Sort = "prose", level: int = 0, page: int | None = None) -> None:
        """A paragraph, its blanks made single; the lines of tables and code stay."""
        text = CONTROL.sub(" ", INVISIBLE.sub("", text))
        text = text.strip("\n").rstrip() if sort in ("table", "code") else " ".join(text.split())
        if text.strip():
            start = self.length + 2 if self.texts else 0
            self.length = start + len(text)
            self.texts.append(text)
            self.spans.append(Span(start, self.length, sort, level, page))

    def read(self, path: Path, title: str = "", remarks: Iterable[str] = ()) -> Read:
        """All that was added. Raises Unreadable when it is nothing."""
        return finished(path, "\n\n".join(self.texts), self.spans, title=title, remarks=remarks)


def finished(
    path: Path,
    text: str,
    spans: Sequence[Span],
    edits: Iterable[Edit] = (),
    title: str = "",
    remarks: Iterable[str] = (),
) -> Read:
    """A document from its spans in their order. Its title is the one given, or its first heading, or the file's name.
    Raises Unreadable when all spans are blank, or are too many."""
    spans = [span for span in spans if text[span.start : span.end].strip()]
    if len(spans) > MOST_BLOCKS:
        raise Unreadable(f"{path} has more than {MOST_BLOCKS} paragraphs", "split it")
    if not spans:
        raise Unreadable(f"{path} holds no prose")
    edits = tuple(sorted(edits, key=lambda edit: (edit.start, -edit.end)))
    blocks: list[Block] = []
    above: list[tuple[int, str]] = []
    first = ""
    for span in spans:
        while span.level and above and above[-1][0] >= span.level:
            above.pop()
        blocks.append(Block(span.start, span.end, span.sort, tuple(name for _, name in above), span.page))
        if span.level:
            above.append((span.level, cleaned(text, span.start, span.end, edits).text))
            first = first or above[-1][1]
    title = " ".join((title or first or path.stem).split())[:LONGEST_TITLE]
    return Read(text, title, tuple(blocks), edits, tuple(remarks))
