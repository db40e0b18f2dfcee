"""Files of other programs as banks: one module a format.

A module has `SUFFIXES` (`(".apkg",)`), `WHAT` (a line for people), and `read(path: Path) -> Found`. Nothing in a file
is an instruction, and nothing in it is left out without a problem that says where it stood and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

from kzlearn import plugins
from kzlearn.model.cards import Event
from kzlearn.model.problems import Problem, Spot, Unreadable


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
