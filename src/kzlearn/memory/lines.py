"""Events as text: one JSON object a line, empty keys left out, days as dates. The form of `log export` and of sync."""

import json
from dataclasses import MISSING, fields
from typing import Any, get_args

from kzlearn.memory import days
from kzlearn.memory.settings import flaw
from kzlearn.model import Event, Kind

KINDS = frozenset(get_args(Kind))
NAMES = tuple(f.name for f in fields(Event))
NEEDED = tuple(f.name for f in fields(Event) if f.default is MISSING and f.default_factory is MISSING)
WHOLE = frozenset({"seq", "at", "zone", "rating", "took_ms", "hints"})
DAYS = frozenset({"day", "due_day"})
POINTING = frozenset({"undo", "rerate", "retime"})


def write(event: Event) -> str:
    """An event as one line, without its line end."""
    values = {name: getattr(event, name) for name in NAMES}
    values.update({name: days.iso(values[name]) for name in DAYS if values[name] is not None})
    if "day" in event.data:
        values["data"] = {**event.data, "day": days.iso(event.data["day"])}
    return json.dumps({k: v for k, v in values.items() if v is not None and v != {}}, ensure_ascii=False)


def read(line: str) -> Event:
    """The event in a line. Raises ValueError with the end of a sentence when it holds none."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("is not a JSON object") from None
    if not isinstance(values, dict):
        raise ValueError("is not a JSON object")
    for name in NEEDED:
        if name not in values:
            raise ValueError(f"has no {name!r}")
    for name, value in values.items():
        values[name] = _value(name, value)
    event = Event(**values)
    _meaning(event)
    return event


def _value(name: str, value: Any) -> Any:
    if name not in NAMES:
        raise ValueError(f"has an unknown key {name!r}")
    if name in DAYS:
        return _day(name, value)
    wanted: type = int if name in WHOLE else bool if name == "correct" else dict if name == "data" else str
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise ValueError(f"has {name}: {json.dumps(value)[:60]}, which is no {wanted.__name__}")
    if wanted is int and not -(2**53) < value < 2**53:
        raise ValueError(f"has {name}: {value}, which is too large")
    if wanted is str and ("\0" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise ValueError(f"has a character in {name!r} that cannot be stored")
    return value


def _day(name: str, value: Any) -> int:
    try:
        return days.from_iso(value)
    except (TypeError, ValueError):
        raise ValueError(f"has {name}: {json.dumps(value)[:60]}, which is no date such as 2026-11-23") from None


def _meaning(event: Event) -> None:
    """What the values must say together, so that replay never meets an event it cannot fold."""
    if event.kind not in KINDS:
        raise ValueError(f"is of the unknown kind {event.kind!r}")
    if (event.kind in {"review", "rerate"}) != (event.rating is not None) or event.rating not in (None, 1, 2, 3, 4):
        raise ValueError("needs a rating from 1 to 4" if event.rating is None else "has a rating it cannot have")
    if (event.kind in POINTING) != (event.of is not None):
        raise ValueError("must name another event in 'of'" if event.of is None else "has an 'of' it cannot have")
    if event.card is None and event.kind not in {"settings", "undo", "retime"}:
        raise ValueError("names no card")
    if abs(event.zone) > 24 * 60 or not 0 <= event.at < 2**53:
        raise ValueError("has a time that is none")
    if abs(event.at // days.DAY_MS - event.day) > 2:
        raise ValueError(f"has the day {days.iso(event.day)}, far from its time")
    if event.kind == "settings":
        for name, value in event.data.items():
            if name != "bank" and (wrong := flaw(name, value)):
                raise ValueError(f"has a setting {name!r} that {wrong}")
    if event.kind == "retime":
        if not isinstance(event.data.get("at"), int):
            raise ValueError("has no right time in 'data'")
        event.data["day"] = _day("day", event.data.get("day"))  # type: ignore[index]  # fresh from JSON, ours to finish
