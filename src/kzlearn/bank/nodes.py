"""YAML text to a tree of nodes with their places; every trap of YAML is a problem with a hint.

Nodes are built from the parser's events (libyaml, PyYAML's C binding), not by PyYAML's composer: that one recurses and
ends the process on deep nesting, and takes seven times as long. A scalar stays the text it is in the file.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.resolver import Resolver

from kzlearn.bank.files import MOST_BYTES
from kzlearn.model.problems import Problem, Spot

DEEPEST = 50
MOST_REPEATED = 100_000
"""How many nodes aliases may repeat in one file: a few shared lists are fine, an alias bomb is not."""

BEGINNING = Spot(1, 1)
MOST_VALUES = 5_000_000
MOST_PROBLEMS = 10_000
"""Where reading a file stops: nobody wrote or will read so many, and memory ends."""

BOM = "\ufeff"
ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where the parser counts a new line."""


class Node:
    """A value in a file: `value` is a text, a list of nodes, or (key node, node) pairs by key.

    `plain` tells a text without quotes, which YAML may take for something else; `size` counts the nodes it holds.
    """

    __slots__ = ("plain", "size", "spot", "value")

    def __init__(self, event: Any, value: Any) -> None:
        self.spot = _spot(event.start_mark)
        self.value = value
        self.plain: bool = bool(getattr(event, "implicit", False)) and getattr(event, "style", None) in (None, "")
        self.size = 1

    @property
    def shape(self) -> str:
        if isinstance(self.value, str):
            return "a single value"
        return "a mapping" if self.is_mapping else "a list"

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def entries(self) -> dict[str, tuple["Node", "Node"]]:
        """A mapping's key and value nodes, by key."""
        entries: dict[str, tuple[Node, Node]] = self.value
        return entries


class _Stop(Exception):
    """Reading a file ends here; what is wrong is told."""

    def __init__(self, spot: Spot, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.spot, self.hint = spot, hint


def read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, its line ends as they are; None, and why, when it is no UTF-8 text."""

    def refuse(message: str, hint: str = "", spot: Spot = BEGINNING) -> tuple[None, list[Problem]]:
        return None, [Problem(name, spot, message, hint)]

    try:
        size = path.stat().st_size
        if path.is_dir():
            next(path.iterdir(), None)  # tells where the folder is closed
            return refuse("there is no YAML file in this folder", "name a bank's file or folder")
        if not path.is_file():
            return refuse("this is no plain file", "name a bank's file or folder")
        if size > MOST_BYTES:
            return refuse(
                f"the file has {size / 1024**2:.0f} MiB, more than the {MOST_BYTES // 1024**2} a bank file may have",
                "split it into several files in one folder, each with the same bank:",
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        return refuse(f"the file cannot be read: {getattr(error, 'strerror', error)}", "see that it may be")
    for mark, encoding in ENCODINGS:
        if data.startswith(mark):
            return refuse(f"the file is written in {encoding}", "save it as UTF-8")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        spot = _end(data[: error.start].decode("utf-8").removeprefix(BOM))
        return refuse(f"the byte 0x{data[error.start]:02x} is no UTF-8", "save the file as UTF-8", spot)


def parse(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """The one document in a YAML text as a tree, with all problems of its form. None when it cannot be read on."""
    problems: list[Problem] = []
    text = text.removeprefix(BOM)
    try:
        return _build(yaml.parse(text, yaml.CSafeLoader), name, problems), problems
    except _Stop as stop:
        problem = Problem(name, stop.spot, str(stop), stop.hint)
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")  # it counts bytes
        hint = "remove it" if error.character else "save the file as UTF-8"
        problem = Problem(name, _end(before), f"the character U+{error.character:04X} is not allowed", hint)
    except yaml.MarkedYAMLError as error:
        problem = _misread(text, name, error)
    return None, [*problems, problem]


class _Open:
    """A list or mapping that is still being read; `key` is the mapping's key that waits for its value."""

    __slots__ = ("anchor", "key", "node")

    def __init__(self, node: Node, anchor: str | None) -> None:
        self.node, self.anchor = node, anchor
        self.key: Node | None = None


class _Builder:
    """Puts nodes together as the parser's events come."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.name, self.problems = name, problems
        self.root: Node | None = None
        self.open: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.repeated = self.placed = 0

    def scalar(self, event: Any) -> None:
        self._tagged(event)
        node = Node(event, event.value)
        if event.anchor:
            self.anchors[event.anchor] = node
        self._place(node)

    def begin(self, event: Any) -> None:
        self._tagged(event)
        if len(self.open) >= DEEPEST:
            raise _Stop(
                _spot(event.start_mark), f"this is nested more than {DEEPEST} deep", "close lists and mappings before"
            )
        self.open.append(_Open(Node(event, {} if isinstance(event, yaml.MappingStartEvent) else []), event.anchor))

    def end(self, event: Any) -> None:
        done = self.open.pop()
        if done.anchor:
            self.anchors[done.anchor] = done.node
        self._place(done.node)

    def alias(self, event: Any) -> None:
        node = self.anchors.get(event.anchor)
        if node is None:
            name = f"*{event.anchor[:60]}"
            hint = "put quotes around a text that begins with '*'"
            self._note(_spot(event.start_mark), f"{name} stands for nothing written before it", hint)
            node = Node(event, name)
        self.repeated += node.size
        if self.repeated > MOST_REPEATED:
            raise _Stop(
                _spot(event.start_mark), f"aliases repeat more than {MOST_REPEATED} values", "write fewer of them"
            )
        self._place(node)

    def document(self, event: Any) -> None:
        if self.root is not None:
            raise _Stop(
                _spot(event.start_mark),
                "a second YAML document begins here",
                "keep one document a file; remove the ---",
            )

    def _tagged(self, event: Any) -> None:
        if event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._note(_spot(event.start_mark), f"the tag {tag[:60]!r} is not used in a bank", "remove it")

    def _note(self, spot: Spot, message: str, hint: str) -> None:
        self.problems.append(Problem(self.name, spot, message, hint))
        if len(self.problems) >= MOST_PROBLEMS:
            message = f"this is problem number {MOST_PROBLEMS}: the rest of the file was not read"
            raise _Stop(spot, message, "mend the others first")

    def _place(self, node: Node) -> None:
        self.placed += 1
        if self.placed > MOST_VALUES:
            raise _Stop(node.spot, f"the file has more than {MOST_VALUES} values", "split it into several files")
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        parent.node.size += node.size
        if isinstance(parent.node.value, list):
            parent.node.value.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            self._pair(parent.node, parent.key, node)
            parent.key = None

    def _pair(self, mapping: Node, key: Node, value: Node) -> None:
        if not isinstance(key.value, str):
            self._note(key.spot, f"{key.shape} cannot be a key", "write a plain word")
        elif key.plain and key.value == "<<":
            self._note(key.spot, "merge keys (<<) are not used in a bank", "write the keys out")
        elif earlier := mapping.entries.get(key.value):
            first = f"first in line {earlier[0].spot.line}"
            self._note(key.spot, f"the key {key.value[:60]!r} stands here twice, {first}", "keep one")
        else:
            mapping.entries[key.value] = (key, value)


def _build(events: Iterator[Any], name: str, problems: list[Problem]) -> Node | None:
    builder = _Builder(name, problems)
    act = {
        yaml.ScalarEvent: builder.scalar,
        yaml.MappingStartEvent: builder.begin,
        yaml.SequenceStartEvent: builder.begin,
        yaml.MappingEndEvent: builder.end,
        yaml.SequenceEndEvent: builder.end,
        yaml.AliasEvent: builder.alias,
        yaml.DocumentStartEvent: builder.document,
    }
    for event in events:
        if handle := act.get(type(event)):
            handle(event)
    return builder.root


def meaning(node: Node) -> str:
    """What YAML 1.1 takes a plain scalar for: str, int, float, bool, null, timestamp; str for anything quoted."""
    if not node.plain or not isinstance(node.value, str):
        return "str"
    resolvers = Resolver.yaml_implicit_resolvers.get(node.value[:1], [])
    found = next((tag for tag, pattern in resolvers if pattern.match(node.value)), "tag:yaml.org,2002:str")
    return str(found).rpartition(":")[2]


def _spot(mark: Any) -> Spot:
    return Spot(mark.line + 1, mark.column + 1)


def _end(text: str) -> Spot:
    """The place behind a text."""
    lines = BREAK.split(text)
    return Spot(len(lines), len(lines[-1]) + 1)


def _misread(text: str, name: str, error: yaml.MarkedYAMLError) -> Problem:
    """Where YAML ends to make sense, and why; what is never closed is a problem where it begins."""
    said = str(error.problem)
    mark = error.problem_mark or error.context_mark
    spot = _spot(mark) if mark else BEGINNING
    if error.context_mark and spot.line > len(BREAK.split(text.rstrip())):
        return Problem(name, _spot(error.context_mark), f"YAML finds no end of what begins here: {said}", "close it")
    line = BREAK.split(text)[spot.line - 1]
    return Problem(name, spot, f"YAML cannot be read here: {said}", _hint(said, line, spot))


def _hint(said: str, line: str, spot: Spot) -> str:
    if "\t" in line[: spot.column] or "'\\t'" in said:
        return "indent with spaces; YAML allows no tabs"
    if "mapping values are not allowed" in said:
        return "a text that holds ': ' needs quotes around it"
    if "expected ',' or" in said:
        return "inside [ ] and { } a text that holds a comma, a bracket or ends in '?' needs quotes around it"
    if said.startswith("found character"):
        return "a text that begins with this character needs quotes around it"
    return "check the indentation and the quotes of this line and the one before it"
