"""config.toml: what a learner may set, what it is when nothing is set, and what it means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from kzlearn.model import Problem, Spot

NAME = "config.toml"
Order = Literal["due", "bank", "random"]


def setting(default: Any, meaning: str, allowed: str) -> Any:
    """A field of `Config` that is a key of config.toml; the docs are made from it."""
    return field(default=default, metadata={"meaning": meaning, "allowed": allowed})


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of the quiz, and the scheduling settings as they were written (checked by `memory.settings`)."""

    new: int = setting(20, "New cards a study day, over all sessions.", "0 to 9999")
    limit: int = setting(200, "Reviews a study day, over all sessions.", "0 to 9999")
    learn_ahead: int = setting(
        20, "Minutes: how early a learning step may come when nothing else is left.", "0 to 1440"
    )
    order: Order = setting("due", "Order of cards: most nearly forgotten first, as in the bank, or at random.",
                           "due, bank or random")  # fmt: skip
    scheduling: Mapping[str, Any] = field(default_factory=dict)
    banks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


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
        return _unread(path, spot, f"TOML cannot be read here: {said}", "see docs/config.md")
    except (ValueError, RecursionError) as error:  # a number of 5000 digits, lists in lists in lists
        return _unread(path, Spot(1, 1), f"TOML cannot be read: {str(error)[:60]}", "see docs/config.md")
    return _checked(values, str(path), text)


def _unread(path: Path, spot: Spot, message: str, hint: str) -> tuple[Config, list[Problem]]:
    return Config(), [Problem(str(path), spot, message, hint)]


def _checked(values: Mapping[str, Any], file: str, text: str) -> tuple[Config, list[Problem]]:
    good: dict[str, Any] = {}
    problems: list[Problem] = []
    allowed = {f.name: f.metadata.get("allowed", "a table") for f in fields(Config)}
    for name, value in values.items():
        if name not in allowed:
            problems.append(
                _problem(file, text, name, f"unknown setting {name[:60]!r}", f"known are: {', '.join(allowed)}")
            )
        elif not _right(name, value):
            problems.append(
                _problem(file, text, name, f"{name} = {repr(value)[:60]} is not {allowed[name]}", "see docs/config.md")
            )
        else:
            good[name] = value
    return Config(**good), problems


def _right(name: str, value: Any) -> bool:
    match name:
        case "order":
            return value in get_args(Order)
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
