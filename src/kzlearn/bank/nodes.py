"""YAML text to a tree of nodes with their places; every trap of YAML is a problem with a hint.

Nodes are built from the parser's events (libyaml, PyYAML's C binding), not by PyYAML's composer: that one recurses and
ends the process on deep nesting, and takes seven times as long. A scalar stays the text it is in the file.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.resolver import Resolver

from kzlearn.model import Problem, Spot

MOST_BYTES = 48 * 1024 * 1024
DEEPEST = 50
MOST_REPEATED = 100_000
"""How many nodes aliases may repeat in one file: a few shared lists are fine, an alias bomb is not."""

BEGINNING = Spot(1, 1)
ENCODINGS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))


class Node:
    """A value in a file: `value` is a text, a list of nodes, or a list of (key node, node) pairs.

    `plain` tells a text without quotes, which YAML may take for something else. `index` counts characters from the
    beginning of the file, `size` the nodes it holds.
    """

    __slots__ = ("flow", "index", "plain", "size", "spot", "value")

    def __init__(self, event: Any, value: Any) -> None:
        mark = event.start_mark
        self.spot = Spot(mark.line + 1, mark.column + 1)
        self.index: int = mark.index
        self.value = value
        self.plain: bool = bool(getattr(event, "implicit", False)) and getattr(event, "style", None) in (None, "")
        self.flow = bool(getattr(event, "flow_style", False))
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

    def __init__(self, mark: Any, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
        self.hint = hint


def read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, its line ends as they are; None, and why, when it is no UTF-8 text."""

    def refuse(message: str, hint: str = "", spot: Spot = BEGINNING) -> tuple[None, list[Problem]]:
        return None, [Problem(name, spot, message, hint)]

    try:
        if path.stat().st_size > MOST_BYTES:
            mib = path.stat().st_size / 1024**2
            return refuse(
                f"the file has {mib:.0f} MiB, more than the {MOST_BYTES // 1024**2} a bank file may have",
                "split it into several files in one folder, each with the same bank:",
            )
        data = path.read_bytes()
    except OSError as error:
        return refuse(f"the file cannot be read: {error.strerror}")
    for mark, encoding in ENCODINGS:
        if data.startswith(mark):
            return refuse(f"the file is written in {encoding}", "save it as UTF-8")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        spot = Spot(before.count("\n") + 1, len(before) - before.rfind("\n"))
        return refuse(f"the byte 0x{data[error.start]:02x} is no UTF-8", "save the file as UTF-8", spot)


def parse(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """The one document in a YAML text as a tree, with all problems of its form. None when it cannot be read on."""
    problems: list[Problem] = []
    try:
        return _build(yaml.parse(text.removeprefix("﻿"), yaml.CSafeLoader), name, problems), problems
    except _Stop as stop:
        problem = Problem(name, stop.spot, str(stop), stop.hint)
    except yaml.reader.ReaderError as error:
        at = error.position if isinstance(error.position, int) else 0
        before = text[:at]
        spot = Spot(before.count("\n") + 1, at - before.rfind("\n"))
        problem = Problem(name, spot, f"the character {_character(error.character)} is not allowed", "remove it")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        spot = Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)
        problem = Problem(name, spot, f"YAML cannot be read here: {error.problem}", _hint(text, error, spot))
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
        self.repeated = 0

    def scalar(self, event: Any) -> None:
        self._tagged(event)
        node = Node(event, event.value)
        if event.anchor:
            self.anchors[event.anchor] = node
        self._place(node)

    def begin(self, event: Any) -> None:
        self._tagged(event)
        if len(self.open) >= DEEPEST:
            raise _Stop(event.start_mark, f"this is nested more than {DEEPEST} deep")
        self.open.append(_Open(Node(event, {} if isinstance(event, yaml.MappingStartEvent) else []), event.anchor))

    def end(self, event: Any) -> None:
        done = self.open.pop()
        if done.anchor:
            self.anchors[done.anchor] = done.node
        self._place(done.node)

    def alias(self, event: Any) -> None:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise _Stop(
                event.start_mark,
                f"*{event.anchor} stands for nothing written before it",
                f"write &{event.anchor} first",
            )
        self.repeated += node.size
        if self.repeated > MOST_REPEATED:
            raise _Stop(event.start_mark, f"aliases repeat more than {MOST_REPEATED} values", "write fewer of them")
        self._place(node)

    def document(self, event: Any) -> None:
        if self.root is not None:
            raise _Stop(
                event.start_mark, "a second YAML document begins here", "keep one document a file; remove the ---"
            )

    def _tagged(self, event: Any) -> None:
        if event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._problem(event, f"the tag {tag[:60]} is not used in a bank", "remove it")

    def _problem(self, event: Any, message: str, hint: str) -> None:
        mark = event.start_mark
        self.problems.append(Problem(self.name, Spot(mark.line + 1, mark.column + 1), message, hint))

    def _place(self, node: Node) -> None:
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
            self.problems.append(Problem(self.name, key.spot, f"{key.shape} cannot be a key", "write a plain word"))
        elif key.plain and key.value == "<<":
            self.problems.append(
                Problem(self.name, key.spot, "merge keys (<<) are not used in a bank", "write the keys out")
            )
        elif earlier := mapping.entries.get(key.value):
            message = f"the key {key.value!r} stands here twice, first in line {earlier[0].spot.line}"
            self.problems.append(Problem(self.name, key.spot, message, "keep one"))
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


def _character(character: Any) -> str:
    return f"U+{ord(character):04X}" if isinstance(character, str) else f"0x{int(character):02X}"


def _hint(text: str, error: yaml.MarkedYAMLError, spot: Spot) -> str:
    lines = text.splitlines()
    line = lines[spot.line - 1] if spot.line <= len(lines) else ""
    said = str(error.problem)
    if "\t" in line[: spot.column] or "'\\t'" in said:
        return "indent with spaces; YAML allows no tabs"
    if "mapping values are not allowed" in said:
        return "a text that holds ': ' needs quotes around it"
    if said.startswith("found character") or "cannot start any token" in said:
        return "a text that begins with this character needs quotes around it"
    if "undefined alias" in said or line.lstrip().startswith("*"):
        return "a text that begins with '*' or '&' needs quotes around it"
    if "end of stream" in said or "unexpected end" in said:
        return "a quote or bracket is never closed"
    return "check the indentation and the quotes of this line and the one before it"
