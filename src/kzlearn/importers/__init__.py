"""Files of other programs as banks: one module a format.

A module has `SUFFIXES` (`(".apkg",)`), `WHAT` (a line for people), and `read(path: Path) -> Found`. Nothing in a file
is an instruction, and nothing in it is left out without a problem that says where it stood and why.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

from kzlearn import plugins
from kzlearn.bank.files import MOST_BYTES
from kzlearn.model.cards import Event
from kzlearn.model.problems import Problem, Spot, Unreadable
from kzlearn.model.questions import Id


class Made(NamedTuple):
    """A new bank as YAML would have it, and the files that its questions show."""

    bank: Mapping[str, Any]
    media: Mapping[str, bytes] = MappingProxyType({})


@dataclass
class Found:
    """What a file held: banks, what a learner did, and what could not be taken over."""

    banks: list[Made] = field(default_factory=list)
    events: Iterable[Event] = ()
    problems: list[Problem] = field(default_factory=list)
    said: Sequence[str] = ()
    """What else there is to say, a sentence each."""


def importer_for(path: Path) -> ModuleType:
    """The module that reads a file, by its suffix. Raises Unreadable when there is none."""
    found = plugins.every(__name__)
    for module in found.values():
        if path.suffix.lower() in module.SUFFIXES:
            return module
    known = ", ".join(suffix for module in found.values() for suffix in module.SUFFIXES)
    raise Unreadable(f"{path} is of no kind that can be imported", f"it may be one of {known}")


def problem(path: Path, line: int, message: str, hint: str = "") -> Problem:
    """A problem at a line of a file, or at its beginning."""
    return Problem(str(path), Spot(max(line, 1), 1), message, hint, severity="warning", rule="import")


def text_of(path: Path) -> tuple[str, Found]:
    """What a text file says, in whichever encoding; and a place for what is found in it. Raises Unreadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(f"{path} holds more than {MOST_BYTES >> 20} MB", "it is no file that a person wrote")
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror or error}") from error
    found = Found()
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1251", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            message = "it is not UTF-8; its letters were guessed"
            found.problems = [problem(path, 1, message, "look at them, or save it as UTF-8")]
            continue
        if "\0" in text:
            raise Unreadable(f"{path} is no text", "save it as UTF-8")
        if not text.strip():
            raise Unreadable(f"{path} is empty")
        return text, found
    raise AssertionError("latin-1 reads everything")


def id_of(title: str, taken: Collection[str] = ()) -> str:
    """A bank's id made of a title, unlike those that are taken."""
    name = re.sub(r"[^\w.]+", "-", title.lower()).strip("-._")[:60] or "bank"
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return str(Id.parse(found))
