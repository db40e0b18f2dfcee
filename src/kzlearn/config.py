"""config.toml: what a learner may set, what it is when nothing is set, and what it means."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, get_args

from kzlearn.model.problems import Problem, Spot

NAME = "config.toml"
SEE = "see docs/config.md"
Order = Literal["due", "bank", "random"]


class Config(NamedTuple):
    """The settings of the quiz, and the scheduling settings as they were written (checked by `memory.settings`)."""

    new: int = 20
    limit: int = 200
    learn_ahead: int = 20
    order: Order = "due"
    timer: bool = False
    scheduling: Mapping[str, Any] = MappingProxyType({})
    banks: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


class Setting(NamedTuple):
    """What a key of config.toml means and may be; the docs are made from it."""

    meaning: str
    allowed: str


SETTINGS = {
    "new": Setting("New cards a study day, over all sessions.", "0 to 9999"),
    "limit": Setting("Reviews a study day, over all sessions.", "0 to 9999"),
    "learn_ahead": Setting("Minutes: how early a learning step may come when nothing else is left.", "0 to 1440"),
    "order": Setting(
        "Order of cards: most nearly forgotten first, as in the bank, or at random.", "due, bank or random"
    ),
    "timer": Setting("Whether a verdict says how long the answer took.", "true or false"),
    "scheduling": Setting("How cards are scheduled.", "a table"),
    "banks": Setting("The same for single banks.", "a table"),
}


def read(home: Path) -> tuple[Config, list[Problem]]:
    """The settings in a home folder, and what is wrong with them; the defaults where nothing is set or what is set is
    wrong. A file that cannot be read at all gives the defaults and its problem."""
    path = home / NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Config(), []
    except UnicodeDecodeError as error:
        return _unread(path, Spot(1, 1), f"the file is no UTF-8 text: {error.reason}", "save it as UTF-8")
    except OSError as error:
        return _unread(path, Spot(1, 1), f"the file cannot be read: {error.strerror}", "see that it may be")
    import tomllib  # noqa: PLC0415  # most learners have no config.toml

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said, _, place = str(error).partition(" (at ")
        found = re.match(r"line (\d+), column (\d+)", place)
        spot = Spot(int(found[1]), int(found[2])) if found else Spot(text.count("\n") + 1, 1)
        return _unread(path, spot, f"TOML cannot be read here: {said}", SEE)
    except (ValueError, RecursionError) as error:  # a number of 5000 digits, lists in lists in lists
        return _unread(path, Spot(1, 1), f"TOML cannot be read: {str(error)[:60]}", SEE)
    return _checked(values, str(path), text)


def _unread(path: Path, spot: Spot, message: str, hint: str) -> tuple[Config, list[Problem]]:
    return Config(), [Problem(str(path), spot, message, hint)]


def _checked(values: Mapping[str, Any], file: str, text: str) -> tuple[Config, list[Problem]]:
    good: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        if name not in SETTINGS:
            problems.append(
                _problem(file, text, name, f"unknown setting {name[:60]!r}", f"known are: {', '.join(SETTINGS)}")
            )
        elif not _right(name, value):
            problems.append(
                _problem(file, text, name, f"{name} = {repr(value)[:60]} is not {SETTINGS[name].allowed}", SEE)
            )
        else:
            good[name] = value
    return Config(**good), problems


def _right(name: str, value: Any) -> bool:
    match name:
        case "order":
            return value in get_args(Order)
        case "timer":
            return isinstance(value, bool)
        case "scheduling":
            return isinstance(value, dict)
        case "banks":
            return isinstance(value, dict) and all(isinstance(v, dict) for v in value.values())
        case _:
            most = 1440 if name == "learn_ahead" else 9999
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _problem(file: str, text: str, name: str, message: str, hint: str) -> Problem:
    found = re.search(rf"""^[ \t]*\[*["']?{re.escape(name)}(?![\w-])""", text, re.MULTILINE)
    line = text.count("\n", 0, found.start()) + 1 if found else 1
    return Problem(file, Spot(line, 1), message, hint)
