"""PDF: lines become paragraphs again, by the gaps between them, their indentation and their type.

A PDF knows where letters stand and no more. Running heads, feet and page numbers are left out, and words that a line's
end parted are joined.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from kzlearn.model.problems import Unreadable
from kzlearn.readers import Read, Sort
from kzlearn.readers._blocks import Extract
from kzlearn.readers._files import content, missing

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

SUFFIXES = (".pdf",)
WHAT = "PDF"

EDGE = 2
"""So many lines at the top and at the bottom of a page may be a running head or foot."""
REPEATED = 0.4
"""The part of the pages that a running head stands on at least: left and right ones may differ."""
LARGER = 1.1
"""A type this much larger than the usual one is a heading's."""
GAP = 1.35
"""A gap this much wider than the usual one parts paragraphs."""
SHORT = 0.7
"""A line this much shorter than the usual one ends a paragraph, if it ends in a stop."""
NUMBER = re.compile(
    r"\W*(?:page|p\.|стр\.?|страница|бет)?\W*(?:\d+|[ivxlc]+)(?:\s*(?:of|/|из)\s*\d+)?\W*", re.IGNORECASE
)
ITEM = re.compile(r"(?:[•▪●◦‣·–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Рис\.|Рисунок|Таблица|Сурет|Кесте)\s*\d")
STOP = (".", "!", "?", "…", ":", "”", "»", '"')
HYPHEN = re.compile(r"([^\W\d_]+)[-‐]\Z")
WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")


class Line(NamedTuple):
    """A line: where it begins from the left and from the bottom, and its type's size, all in points; `y` is nan where
    that is not known."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    page: int


def read(path: Path) -> Read:
    """A PDF. Raises Unreadable when it is none, is encrypted, has no text, or pypdf is not installed."""
    data = content(path)
    try:
        import pypdf  # noqa: PLC0415  # only when it is needed
    except ImportError as error:
        raise missing("PDF", error) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each object that it mended
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(f"{path} is encrypted", "save it without a password")
        count = len(reader.pages)
    except Unreadable:
        raise
    except pypdf.errors.DependencyError as error:
        raise Unreadable(f"{path} is encrypted", "save it without a password") from error
    except Exception as error:  # another's code, which meets here what it was not written for
        raise Unreadable(f"{path} is no PDF, or is broken", "is its copy complete?") from error
    pages, broken = _pages(reader, count)
    if not any(pages):
        raise Unreadable(f"{path} has no text, only pictures of it", "run it through OCR first")
    remarks = []
    if empty := [str(number) for number, page in enumerate(pages, 1) if not page]:
        remarks.append(f"{path} has no text on {len(empty)} of {count} pages: {', '.join(empty[:10])}")
    if broken:
        remarks.append(f"{path} is broken on {len(broken)} of {count} pages: {', '.join(map(str, broken[:10]))}")
    return _extract(_bare(pages)).read(path, _title(reader), remarks)


def _pages(reader: "PdfReader", count: int) -> tuple[list[list[Line]], list[int]]:
    """The lines of each page, and the numbers of those that could not be read."""
    pages: list[list[Line]] = []
    broken: list[int] = []
    for number in range(count):
        try:
            pages.append(list(_lines(reader.pages[number], number + 1)))
        except Exception:  # another's code; the other pages may be well
            pages.append([])
            broken.append(number + 1)
    return pages, broken


def _title(reader: "PdfReader") -> str:
    """What the document calls itself, unless it is a file's name."""
    try:
        title = str((reader.metadata and reader.metadata.title) or "")
    except Exception:  # another's code
        return ""
    return "" if re.search(r"\.\w{2,5}$|^untitled|^Microsoft", title) else title


def _lines(page: "PageObject", number: int) -> Iterator[Line]:
    chunks: list[tuple[str, float, float, float, bool]] = []

    def note(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        scale = abs((tm[0] * tm[3] - tm[1] * tm[2]) * (cm[0] * cm[3] - cm[1] * cm[2])) ** 0.5
        chunks.append((text, x, y, size * scale, "Bold" in str((font or {}).get("/BaseFont", ""))))

    page.extract_text(visitor_text=note)
    words: list[str] = []
    place: tuple[float, float, float, bool] | None = None
    for text, x, y, size, bold in [*chunks, ("\n", 0, 0, 0, False)]:
        for index, part in enumerate(text.split("\n")):
            if index and "".join(words).strip() and place:
                yield Line("".join(words).rstrip(), *place, number)
            if index:
                words, place = [], None
            if part.strip() and not place:
                place = (x, y if not index else float("nan"), size, bold)
            words.append(part)


def _bare(pages: list[list[Line]]) -> list[Line]:
    """All lines but running heads, feet and page numbers."""

    def edges(page: list[Line]) -> list[int]:
        found = {*range(min(EDGE, len(page))), *range(max(len(page) - EDGE, 0), len(page))}
        usual = median(line.size for line in page) if page else 0
        return sorted(index for index in found if page[index].size <= LARGER * usual)

    def form(line: Line) -> str:
        return re.sub(r"\d+|\b[ivxlc]+\b", "#", " ".join(line.text.split()))

    counts = Counter(text for page in pages for text in {form(page[index]) for index in edges(page)})
    most = max(3, REPEATED * len(pages))
    bare: list[Line] = []
    for page in pages:
        dropped = {index for index in edges(page) if counts[form(page[index])] >= most}
        ends = {0, len(page) - 1} if len(pages) > 1 else set()
        dropped |= {index for index in ends if page and NUMBER.fullmatch(page[index].text)}
        bare += (line for index, line in enumerate(page) if index not in dropped)
    return bare


def _extract(lines: list[Line]) -> Extract:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * max(a.size, 1)]
    gap = median(gaps) if gaps else float("inf")
    length = median(len(line.text) for line in lines) if lines else 0
    words = {word for line in lines for word in WORD.findall(line.text.lower())}
    larger = sorted((size for size in sizes if size > LARGER * body), reverse=True)
    extract = Extract()
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _parted(paragraph, line, gap, length):
            _add(extract, paragraph, body, larger, words)
            paragraph = []
        paragraph.append(line)
    if paragraph:
        _add(extract, paragraph, body, larger, words)
    return extract


def _parted(paragraph: list[Line], line: Line, gap: float, length: float) -> bool:
    """Whether a line begins a new paragraph."""
    last, text = paragraph[-1], line.text.lstrip()
    if abs(line.size - last.size) > 0.08 * last.size or (line.bold != last.bold and len(paragraph) == 1):
        return True
    if line.page != last.page or line.y > last.y + line.size:  # the next page, or column
        return last.text.endswith(STOP) or (text[0].isupper() and len(last.text) < SHORT * length)
    listed = ITEM.match(paragraph[0].text.lstrip())
    indented = line.x > last.x + 0.8 * line.size or len(line.text) - len(text) > 2
    ended = last.text.endswith(STOP[:4]) and len(last.text) < SHORT * length
    return last.y - line.y > GAP * gap or bool(ITEM.match(text)) or (indented and not listed) or ended


def _add(extract: Extract, paragraph: list[Line], body: float, larger: list[float], words: set[str]) -> None:
    text = _joined([line.text for line in paragraph], words)
    size = round(paragraph[0].size, 1)
    sort: Sort = "prose"
    level = 0
    if len(text) <= 200 and size in larger:
        sort, level = "heading", min(larger.index(size) + 1, 6)
    elif len(text) <= 100 and all(line.bold for line in paragraph) and not text.endswith(STOP[:4]):
        sort, level = "heading", min(len(larger) + 1, 6)
    elif CAPTION.match(text):
        sort = "caption"
    elif ITEM.match(text):
        sort = "list"
    elif size < 0.87 * body or sum(map(str.isalpha, text)) < len(text) / 2:
        sort = "other"
    extract.add(text, sort, level, paragraph[0].page)


def _joined(lines: list[str], words: set[str]) -> str:
    """Lines as one; a hyphen at an end goes if the word goes on in small letters and has none elsewhere."""
    pieces: list[str] = []
    for line, after in pairwise([*lines, ""]):
        parted, rest = HYPHEN.search(line), WORD.match(after.lstrip())
        if line.endswith("\u00ad"):
            pieces.append(line[:-1])
        elif parted and rest:
            whole = f"{parted[1]}-{rest[0]}".lower()
            kept = whole in words or not rest[0][0].islower()
            pieces.append(line if kept else line[:-1])
        else:
            pieces += line, " "
    return "".join(piece if piece == " " else piece.strip() for piece in pieces)
