"""MediaWiki's markup. The text is the file's own; mwparserfromhell tells what of it is markup."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from operator import attrgetter
from pathlib import Path
from typing import Any

from kzlearn.readers import Edit, Read, Sort
from kzlearn.readers._blocks import Span, finished
from kzlearn.readers._files import content, decoded, missing
from kzlearn.readers.text import spans as plain

SUFFIXES = (".wiki", ".wikitext", ".mediawiki")
WHAT = "MediaWiki's markup"

MOST_PARSED = 10_000_000
"""Characters: the parser takes a minute for not many more."""
LONGEST_LINE = 100_000
"""Characters: quotation marks in a line take the square of its length."""
ASIDE = re.compile(r"\s*(?:file|image|media|category|файл|изображение|категория|сурет|санат|медиа)\s*:", re.IGNORECASE)
TAG = re.compile(r"<!--|-->|<(/?)([a-z][a-z0-9]*)\b[^<>]*?(/?)>", re.IGNORECASE)
DROPPED = {
    "ref", "references", "gallery", "math", "chem", "timeline", "score", "imagemap", "syntaxhighlight", "source", "pre",
    "templatestyles", "noinclude", "includeonly",
}  # fmt: skip
CUT = "\ue000"
"""Stands for a character of markup, so that offsets stay what they are."""
BRACKETS = re.compile(rf" ?\([\s;,{CUT}]*{CUT}[\s;,{CUT}]*\)|(?<=\()[\s;,{CUT}]*{CUT}[\s;,{CUT}]*")
"""What templates leave of brackets when they are cut: `()`, `(; born 1900)`."""
OPEN = re.compile(r"\[(?=(?:https?:|ftp:|mailto:|//)[^\[\]\n]*(?![^\[\]\n]|\]))")
"""The bracket of a link that is not closed: the parser looks for its end again and again."""
BEFORE_STOP = re.compile(rf" {CUT}+(?=[\s,.;:)])")
SWITCH = re.compile(r"__[A-Z]+__|^#[^\W\d]+ ?(?=\[\[)|^-{4,}", re.MULTILINE)
LINE = re.compile(r"[^\n]+")


def read(path: Path) -> Read:
    """A page of a wiki. Raises Unreadable when it is no text, or the parser is not installed."""
    text, remarks = decoded(path, content(path))
    if len(text) > MOST_PARSED or max(map(len, text.split("\n"))) > LONGEST_LINE:
        remark = f"{path} is too long to be read as a wiki's page: it was read as plain text"
        return finished(path, text, plain(text), title=path.stem, remarks=(*remarks, remark))
    try:
        import mwparserfromhell  # noqa: PLC0415  # only when it is needed
    except ImportError as error:
        raise missing("a wiki's page", error) from error
    edits = [*_tags(text), *(Edit(*match.span()) for match in SWITCH.finditer(text))]
    bare = OPEN.sub(CUT, _masked(text, edits))
    levels: dict[int, int] = {}
    tables: list[Edit] = []
    for sort, edit in _markup(mwparserfromhell.parse(bare).nodes, 0):
        if sort == "table":
            tables.append(edit)
        elif sort == "heading":
            levels[edit.start] = edit.end
        else:
            edits.append(edit)
    bare = _masked(_masked(text, [edit for edit in edits if not edit.text]), tables, "\n")
    edits += [Edit(*match.span()) for pattern in (BRACKETS, BEFORE_STOP) for match in pattern.finditer(bare)]
    found = [*_spans(text, bare, levels), *(Span(start, end, "table") for start, end, _ in tables)]
    return finished(path, text, sorted(found, key=attrgetter("start")), edits, path.stem.replace("_", " "), remarks)


def _tags(text: str) -> Iterator[Edit]:
    """Comments, tags, and what stands in those whose content is no prose. The parser would take a time that grows with
    the square of tags left open."""
    tags = [*TAG.finditer(text)]
    closing: dict[str, list[int]] = defaultdict(list)
    for tag in tags:
        if tag[1] or tag[0] == "-->":
            closing[(tag[2] or "").lower()].append(tag.end())
    done = 0
    for tag in tags:
        name = (tag[2] or "").lower()
        end = tag.end()
        if (name in DROPPED and not tag[1] and not tag[3]) or tag[0] == "<!--":
            index = bisect_right(closing[name], end)
            end = closing[name][index] if index < len(closing[name]) else end
        if tag.start() >= done and tag[0] != "-->":
            yield Edit(tag.start(), end, " " if name == "br" else "")
            done = end


def _masked(text: str, edits: list[Edit], by: str = CUT) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, _ in sorted(edits):
        pieces += text[done:start], by * (end - max(start, done))
        done = max(end, done)
    return "".join([*pieces, text[done:]])


def _markup(nodes: Any, at: int) -> Iterator[tuple[Sort, Edit]]:
    """What of a text is markup: the headings as their offset and level, the tables, and else what is cut."""
    for node in nodes:
        end = at + len(str(node))
        sort = type(node).__name__
        if sort == "Heading":
            yield "heading", Edit(at, node.level)
        if sort == "Tag" and node.wiki_markup == "{|":
            yield "table", Edit(at, end)
        elif sort == "HTMLEntity":
            yield "other", Edit(at, end, unescape(str(node)))
        elif sort != "Text":
            head, inner, tail = _ends(sort, node, end - at)
            if head:
                yield "other", Edit(at, at + head)
            if inner:
                yield from _markup(inner.nodes, at + head)
            if tail:
                yield "other", Edit(end - tail, end)
        at = end


def _ends(sort: str, node: Any, size: int) -> tuple[int, Any, int]:
    """How many characters at the start and at the end of a node are markup, and what is read between them."""
    if sort == "Wikilink" and not ASIDE.match(str(node.title)):
        return (2, node.title, 2) if node.text is None else (3 + len(str(node.title)), node.text, 2)
    if sort == "ExternalLink" and not node.brackets:
        return 0, None, 0
    if sort == "ExternalLink" and node.title:
        return size - 1 - len(str(node.title)), node.title, 1
    if sort == "Heading":
        return node.level, node.title, node.level
    if sort == "Tag" and str(node.tag) in ("b", "i"):
        return len(node.wiki_markup), node.contents, len(node.wiki_markup)
    return size, None, 0


def _spans(text: str, bare: str, levels: dict[int, int]) -> Iterator[Span]:
    """The parts of a text whose markup is masked: lines that follow each other are a paragraph."""
    start = end = seen = 0
    sort: Sort = "prose"
    for line in LINE.finditer(bare):
        words = line[0].strip(CUT + " \t")
        level = levels.get(line.start(), 0)
        now: Sort = "heading" if level else "list" if text[line.start()] in "*#:;" else "prose"
        if end and (line.start() - seen != 1 or now != "prose" or sort != "prose"):
            yield Span(start, end, sort)
            end = 0
        seen = line.end()
        if words:
            first = line.start() + line[0].find(words)
            last = first + len(words)
            if level:
                yield Span(line.start(), line.end(), now, level)
            else:
                start, end, sort = start if end else first, last, now
    if end:
        yield Span(start, end, sort)
