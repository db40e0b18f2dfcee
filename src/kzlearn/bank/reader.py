"""From nodes to values, by the types of `format` and `model`: strict, and with a problem at its place for each mistake.

A value is never guessed: where a text is meant, `no`, `1:30` or `012` are problems with a hint, not surprises.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from re import fullmatch
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kzlearn import kinds
from kzlearn.bank.nodes import MOST_PROBLEMS, Node, meaning
from kzlearn.model.problems import Problem, Spot
from kzlearn.model.questions import Question, Written, key

TRAPS = {
    "bool": "YAML takes {} for true or false; write it in quotes",
    "null": "nothing is written here; leave the key out, or write a text",
    "int": "YAML takes {} for a number; write it in quotes",
    "float": "YAML takes {} for a number; write it in quotes",
    "timestamp": "YAML takes {} for a date; write it in quotes",
}
KINDS = {"bool": "true_false", "int": "number", "float": "number", "timestamp": "date"}
"""The kind of question that an `answer` of some meaning belongs to."""


class Refused(Exception):
    """A value that cannot be used; its problem has been noted."""


class TooMuch(Exception):
    """There are so many problems in a file that reading ends; they have been noted."""


class Notes:
    """Gathers a file's problems, and the names of what could not be read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.unread: set[str] = set()

    def refuse(self, node: Node, message: str, hint: str = "", rule: str = "format") -> Refused:
        self.note(node.spot, message, hint, rule)
        return Refused()

    def note(self, spot: Spot, message: str, hint: str = "", rule: str = "format") -> None:
        self.problems.append(Problem(self.file, spot, message, hint, rule=rule))
        if len(self.problems) >= MOST_PROBLEMS:
            message = f"this is problem number {MOST_PROBLEMS}: the rest of the file was not read"
            self.problems.append(Problem(self.file, spot, message, "mend the others first"))
            raise TooMuch


Convert = Callable[[Node, str, Notes, dict[str, Spot]], Any]
"""Reads a node as the value of a key: node, key's name, notes, and the spots to fill in."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the format: a dataclass field made by `model.key`, with the function that reads it."""

    name: str
    field: Field[Any]
    type: Any
    convert: Convert

    @property
    def needed(self) -> bool:
        return self.field.default is MISSING and self.field.default_factory is MISSING


@cache
def keys_of(cls: type) -> dict[str, Key]:
    """The keys that a mapping read as `cls` may have, by name."""
    hints = get_type_hints(cls)
    return {f.name: Key(f.name, f, hints[f.name], converter(hints[f.name])) for f in fields(cls) if "doc" in f.metadata}


@cache
def converter(kind: Any) -> Convert:
    """The function that reads a value of a type. The types are those that fields made by `model.key` have."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        (kind,) = [a for a in inner if a is not NoneType]
        return converter(kind)
    if origin is Literal:
        return _literal(inner)
    if origin is tuple:
        return _list(inner[0])
    if origin is Mapping:
        return _mapping(inner[1])
    if issubclass(kind, Question):
        return lambda node, name, notes, spots: question(node, notes)
    if issubclass(kind, Written):
        return lambda node, name, notes, spots: record(kind, node, notes)
    if hasattr(kind, "parse"):
        return _parsed(kind)
    return {str: _text, bool: _bool, int: _whole, float: _float}[kind]


def record(cls: type, node: Node, notes: Notes) -> Any:
    """Read a mapping as a dataclass; all its mistakes are noted. Raises Refused when a key it needs is wrong: a mistake
    in another takes nothing else out of the checks."""
    short = getattr(cls, "shorthand", None)
    if short and isinstance(node.value, str):
        spots = {"": node.spot, short: node.spot}
        return cls(**{short: keys_of(cls)[short].convert(node, short, notes, spots)}, origin=notes.file, spots=spots)
    known = keys_of(cls)
    values, spots, refused = read_keys(known, node, notes, "")
    if any(known[name].needed for name in refused):
        raise Refused
    return cls(**values, origin=notes.file, spots=spots)


def read_keys(
    known: Mapping[str, Key], node: Node, notes: Notes, about: str
) -> tuple[dict[str, Any], dict[str, Spot], list[str]]:
    """The values of a mapping's keys, where they stand, and which keys are wrong or missing; each is noted. Raises
    Refused when it is no mapping."""
    if not node.is_mapping:
        raise notes.refuse(node, f"{node.shape} stands where a mapping is meant", "write key: value")
    values: dict[str, Any] = {}
    spots = {"": node.spot}
    refused = []
    for name, (key_node, value_node) in node.entries.items():
        entry = known.get(name)
        if entry is None:
            hint = _did_you_mean(name, known)
            if value_node.value == "" and hint.startswith("known"):
                hint = "a text that holds a comma needs quotes around it inside { }"
            notes.note(key_node.spot, f"unknown key {name[:60]!r}{about}", hint)
            continue
        spots[name] = value_node.spot
        try:
            values[name] = entry.convert(value_node, name, notes, spots)
        except Refused:
            refused.append(name)
    for entry in known.values():
        if entry.needed and entry.name not in node.entries:
            example = f"for example {entry.name}: {entry.field.metadata['example']}"
            notes.note(node.spot, f"the key {entry.name!r} is missing{about}", example)
            refused.append(entry.name)
    return values, spots, refused


@dataclass(frozen=True)
class OfKind:
    """The key that tells which other keys a question has."""

    kind: str = key("The kind of question.", "number", default="text")


def question(node: Node, notes: Notes) -> Question:
    """Read a question: the keys all share, and those its kind adds. Raises Refused when any is wrong: without its
    `status` a draft would be asked, without its `accept` a right answer be wrong."""
    if not node.is_mapping:
        raise notes.refuse(node, f"{node.shape} stands where a question is meant", "write prompt: and answer:")
    entry = node.entries.get("kind")
    name = _scalar(entry[1], "kind", notes, "the name of a kind") if entry else "text"
    content = kinds.content_type(name)
    if content is None:
        assert entry
        raise notes.refuse(entry[1], f"there is no kind {name[:60]!r}", _did_you_mean(name, kinds.names()), "kind")
    shared, own = keys_of(Question), keys_of(content)
    known = {**shared, **own, **keys_of(OfKind)}
    values, spots, refused = read_keys(known, node, notes, f" in a question of kind {name}")
    if refused:
        raise Refused
    mine = content(**{n: v for n, v in values.items() if n in own})
    made = Question(**{n: v for n, v in values.items() if n in shared}, content=mine, origin=notes.file, spots=spots)
    flaws = list(mine.flaws())
    notes.problems.extend(made.problem(*flaw) for flaw in flaws)
    if flaws:
        raise Refused
    return made


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # only for mistakes

    names = sorted(known)
    nearest = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {nearest[0]}?" if nearest else f"known are: {', '.join(names)}"


def _scalar(node: Node, name: str, notes: Notes, meant: str) -> str:
    if not isinstance(node.value, str):
        raise notes.refuse(
            node, f"{node.shape} stands where {meant} is meant for {name!r}", f"write {name}: and {meant}"
        )
    return node.value


def _text(node: Node, name: str, notes: Notes, spots: dict[str, Spot]) -> str:
    text = _scalar(node, name, notes, "a text")
    _no_trap(node, text, name, notes)
    if not text.strip():
        raise notes.refuse(node, f"{name!r} is empty", "write a text, or leave the key out")
    return text.strip()


def _no_trap(node: Node, text: str, name: str, notes: Notes) -> None:
    """Refuse what YAML takes for something other than a text."""
    taken = meaning(node)
    if taken in TRAPS:
        kind = f", or choose kind: {KINDS[taken]}" if name == "answer" and taken in KINDS else ""
        raise notes.refuse(node, f"{name!r} needs a text", f"{TRAPS[taken].format(text[:40])}{kind}")


def _bool(node: Node, name: str, notes: Notes, spots: dict[str, Spot]) -> bool:
    text = _scalar(node, name, notes, "true or false")
    if not node.plain or text not in ("true", "false"):
        raise notes.refuse(node, f"{name!r} is {text[:40]!r}, neither true nor false", "write true or false")
    return text == "true"


def _whole(node: Node, name: str, notes: Notes, spots: dict[str, Spot]) -> int:
    text = _scalar(node, name, notes, "a whole number")
    if not fullmatch("0|[1-9][0-9]{0,8}", text):
        raise notes.refuse(node, f"{name!r} is {text[:40]!r}, no whole number", "write it like 3")
    return int(text)


def _float(node: Node, name: str, notes: Notes, spots: dict[str, Spot]) -> float:
    text = _scalar(node, name, notes, "a number")
    if not node.plain or not fullmatch(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,20})?", text):
        raise notes.refuse(node, f"{name!r} is {text[:40]!r}, no number", "write it like 2 or 0.5, without quotes")
    return float(text)


def _literal(allowed: tuple[str, ...]) -> Convert:
    def convert(node: Node, name: str, notes: Notes, spots: dict[str, Spot]) -> str:
        text = _scalar(node, name, notes, f"one of {', '.join(allowed)}")
        if text not in allowed:
            raise notes.refuse(
                node, f"{name!r} is {text[:40]!r}, none of {', '.join(allowed)}", _did_you_mean(text, allowed)
            )
        return text

    return convert


def _parsed(kind: Any) -> Convert:
    def convert(node: Node, name: str, notes: Notes, spots: dict[str, Spot]) -> Any:
        text = _scalar(node, name, notes, "a single value")
        if not text.strip():
            raise notes.refuse(node, f"{name!r} is empty", "write a value, or leave the key out")
        if kind.schema["type"] == "string":
            _no_trap(node, text, name, notes)
        try:
            return kind.parse(text)
        except ValueError as error:
            message, hint = (*error.args, "")[:2]
            raise notes.refuse(node, f"{name!r}: {message}", hint) from None

    return convert


def _list(inner: Any) -> Convert:
    single = getattr(inner, "shorthand", None)
    one = converter(inner)

    def convert(node: Node, name: str, notes: Notes, spots: dict[str, Spot]) -> tuple[Any, ...]:
        if single and not isinstance(node.value, list):
            spots[f"{name}[0]"] = node.spot
            return (one(node, name, notes, spots),)
        if not isinstance(node.value, list):
            raise notes.refuse(node, f"{node.shape} stands where a list is meant for {name!r}", f"write {name}: [...]")
        values = []
        failed = False
        for i, item in enumerate(node.value):
            spots[f"{name}[{i}]"] = item.spot
            try:
                values.append(one(item, name, notes, spots))
            except Refused:
                notes.unread |= set(_ids(item))
                failed = failed or not _stands_alone(inner)
        if failed:
            raise Refused
        return tuple(values)

    return convert


def _mapping(inner: Any) -> Convert:
    one = converter(inner)

    def convert(node: Node, name: str, notes: Notes, spots: dict[str, Spot]) -> dict[str, Any]:
        if not node.is_mapping:
            raise notes.refuse(node, f"{node.shape} stands where a mapping is meant for {name!r}", "write key: value")
        values = {}
        failed = False
        for key_node, item in node.entries.values():
            try:
                key_name = _text(key_node, name, notes, spots)
                spots[f"{name}[{key_name}]"] = item.spot
                values[key_name] = one(item, name, notes, spots)
            except Refused:
                notes.unread.add(key_node.value)
                failed = failed or not _stands_alone(inner)
        if failed:
            raise Refused
        return values

    return convert


def _stands_alone(inner: Any) -> bool:
    """Whether what is read of a list or mapping is of use without the item that is wrong."""
    return isinstance(inner, type) and issubclass(inner, Written)


def _ids(node: Node) -> Iterator[str]:
    """The ids written in a node, and below it."""
    inside = [value for _, value in node.entries.values()] if node.is_mapping else node.value
    if isinstance(inside, list):
        for item in inside:
            yield from _ids(item)
    if node.is_mapping and "id" in node.entries and isinstance(node.entries["id"][1].value, str):
        yield node.entries["id"][1].value
