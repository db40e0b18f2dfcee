"""Markdown as CommonMark has it, with tables. The text is the file's own; markdown-it-py tells what of it is markup."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate, pairwise
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kzlearn.readers import Edit, Read, Sort
from kzlearn.readers._blocks import Span, finished
from kzlearn.readers._files import content, decoded, missing
from kzlearn.readers.text import spans as plain

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    Rule = Callable[[StateInline, bool], bool]

SUFFIXES = (".md", ".markdown")
WHAT = "Markdown"

MOST_PARSED = 10_000_000
"""Characters: the parser takes a minute for not many more."""
LONGEST_PARAGRAPH = 8_000
"""Characters: in a longer one the markup stays, since the parser takes the square of its length at worst."""
CUTS = {"autolink": (1, 1), "escape": (1, 0), "html_inline": (0, 0)}
"""How many characters at the ends of what a rule takes are markup."""
BREAK = re.compile(r"<br\b", re.IGNORECASE)
FRONT = re.compile(r"\A---\n(.*?\n)(?:---|\.\.\.)\n", re.DOTALL)
TITLE = re.compile(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
SORTS: dict[str, Sort] = {
    "fence": "code", "code_block": "code", "html_block": "other", "table_open": "table"
}  # fmt: skip


def read(path: Path) -> Read:
    """A Markdown file. Raises Unreadable when it is no text, or the parser is not installed."""
    text, remarks = decoded(path, content(path))
    if len(text) > MOST_PARSED:
        remark = f"{path} is too long to be read as Markdown: it was read as plain text"
        return finished(path, text, plain(text), title=path.stem, remarks=(*remarks, remark))
    front = FRONT.match(text)
    title = TITLE.search(front[1]) if front else None
    spans, edits = _parsed(text, front.end() if front else 0)
    return finished(path, text, spans, edits, title[1] if title else "", remarks)


def _parsed(text: str, front: int) -> tuple[list[Span], list[Edit]]:
    try:
        marks = _Marks()
    except ImportError as error:
        raise missing("Markdown", error) from error
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    env: dict[str, Any] = {}
    spans: list[Span] = []
    edits: list[Edit] = []
    within: list[Token] = []
    for token in marks.parser.parse("\n" * text.count("\n", 0, front) + text[front:], env):
        if token.nesting < 0:
            within.pop()
        if token.nesting > 0:
            within.append(token)
        types = [outer.type for outer in within]
        if token.type in SORTS and token.map:
            end = starts[token.map[1]] - 1
            spans.append(Span(starts[token.map[0]], len(text[:end].rstrip()), SORTS[token.type]))
        if token.type != "inline" or "table_open" in types or not token.content.strip() or not token.map:
            continue
        rows = list(_rows(token, lines, starts))
        level = int(within[-1].tag[1]) if within[-1].type == "heading_open" else 0
        sort: Sort = "heading" if level else "list" if "list_item_open" in types else "prose"
        spans.append(Span(rows[0].start, rows[-1].end, sort, level))
        edits += [Edit(a.end, b.start, " ") for a, b in pairwise(rows) if a.end < b.start]
        if len(token.content) <= LONGEST_PARAGRAPH:
            for start, end, new in marks.edits(token.content, env):
                edits.append(Edit(_place(rows, start), _place(rows, end - 1) + 1, new))
    return spans, edits


class _Row(NamedTuple):
    """A line of a paragraph: its offset there, and in the file its start and end without blanks around it."""

    at: int
    start: int
    end: int


def _rows(token: "Token", lines: list[str], starts: list[int]) -> Iterator[_Row]:
    """The lines of a paragraph, found again: the parser takes off their indentation, the marks of quotes and lists, and
    whole lines that hold but exotic blanks."""
    at = 0
    number, last = token.map or (0, 0)
    for line in token.content.split("\n"):
        words = line.strip()
        number = next((n for n in range(number, last) if words in lines[n]), min(number, len(lines) - 1))
        start = starts[number] + max(lines[number].rfind(words), 0)
        yield _Row(at + len(line) - len(line.lstrip()), start, start + len(words))
        at += len(line) + 1
        number += 1


def _place(rows: list[_Row], at: int) -> int:
    row = rows[max(bisect_right(rows, at, key=attrgetter("at")) - 1, 0)]
    return min(row.start + max(at - row.at, 0), row.end)


class _Marks:
    """Notes what the rules for inline markup take for markup: the parser itself tells no places."""

    def __init__(self) -> None:
        from markdown_it import MarkdownIt, rules_inline  # noqa: PLC0415  # only when it is needed

        self.parser = MarkdownIt("commonmark").enable("table").disable("inline")
        self.parser.inline.ruler2.disable("fragments_join")
        rules: dict[str, Rule] = {name: getattr(rules_inline, name) for name in (*CUTS, "image", "entity", "link")}
        rules |= {"backticks": rules_inline.backtick, "emphasis": rules_inline.emphasis.tokenize}
        for name, rule in rules.items():
            self.parser.inline.ruler.at(name, partial(self._run, name, rule))
        self.found: list[Edit] = []
        self.paired: list[tuple[int, Token]] = []
        self.inside = False

    def edits(self, content: str, env: dict[str, Any]) -> list[Edit]:
        """The markup of a paragraph, by offsets in it."""
        self.found, self.paired, self.inside = [], [], False
        self.parser.inline.parse(content, self.parser, env, [])
        used = (at for at, token in self.paired if token.type != "text" or not token.content)
        return [*self.found, *(Edit(at, at + 1) for at in used)]

    def _run(self, name: str, rule: "Rule", state: "StateInline", silent: bool) -> bool:
        start = state.pos
        if silent or self.inside:
            return rule(state, silent)
        label = state.md.helpers.parseLinkLabel(state, start, True) if name == "link" and state.src[start] == "[" else 0
        self.inside = name == "image"
        taken = rule(state, silent)
        self.inside = False
        if taken:
            self._note(name, start, label, state)
        return taken

    def _note(self, name: str, start: int, label: int, state: "StateInline") -> None:
        end = state.pos
        head, tail = CUTS.get(name, (0, 0))
        if name == "link":
            head, tail = 1, end - label
        elif name == "image":
            head = end - start
        elif name == "html_inline":
            self.found.append(Edit(start, end, " " if BREAK.match(state.src, start) else ""))
        elif name == "entity":
            self.found.append(Edit(start, end, state.tokens[-1].content))
        elif name == "emphasis":
            self.paired += zip(range(start, end), state.tokens[start - end :], strict=True)
        elif name == "backticks" and state.tokens and state.tokens[-1].type == "code_inline" and not state.pending:
            head = tail = len(state.tokens[-1].markup)
        self.found += [Edit(start, start + head)] * bool(head) + [Edit(end - tail, end)] * bool(tail)
