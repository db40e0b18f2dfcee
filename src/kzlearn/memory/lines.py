"""Events as text: one JSON object a line, empty keys left out, days as dates. The form of `log export` and of sync."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from kzlearn.memory import days
from kzlearn.memory.settings import RULES, flaw
from kzlearn.model.cards import Event, Kind

KINDS = frozenset(get_args(Kind))
RATED = frozenset({"review", "rerate"})
POINTING = frozenset({"undo", "rerate", "retime"})
CARDLESS = frozenset({"settings", "undo", "retime"})
SAYS = {"review": {"seed"}, "flag": {"word"}, "retime": {"at", "day"}, "settings": {"bank", "origin", *RULES}}
"""What `data` may hold, by kind."""

NAMES = Event._fields
NEEDED = tuple(name for name in NAMES if name not in Event._field_defaults)
OPTIONAL = frozenset(NAMES) - {*NEEDED, "data"}
DAYS = frozenset({"day", "due_day"})
TYPES: dict[str, type] = {
    **dict.fromkeys(NAMES, str),
    **dict.fromkeys(("seq", "at", "day", "zone", "rating", "due_day", "took_ms", "hints"), int),
    "correct": bool,
    "data": Mapping,
}
LARGEST = 2**53 - 1
"""Beyond it other readers of JSON lose digits."""
SOUND: set[tuple[type, ...]] = set()
"""The types of values of events that were found right."""
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
FIRST_DAY, LAST_DAY = days.from_iso(date.min.isoformat()), days.from_iso(date.max.isoformat())


def write(event: Event) -> str:
    """An event as one line, without its line end."""
    values = {name: getattr(event, name) for name in NAMES}
    values.update({name: days.iso(values[name]) for name in DAYS if values[name] is not None})
    if event.kind == "retime":
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
    for name in values:
        if name not in NAMES:
            raise ValueError(f"has an unknown key {name[:60]!r}")
    for name in DAYS & values.keys():
        values[name] = _day(name, values[name])
    data = values.get("data")
    if values["kind"] == "retime" and isinstance(data, dict) and "day" in data:
        data["day"] = _day("day", data["day"])
    event = Event(**values)
    check(event)
    return event


def check(event: Event) -> None:
    """Raises ValueError with the end of a sentence when an event holds what a line, the store or replay cannot."""
    if not _plainly_sound(event):
        for name, wanted in TYPES.items():
            value = getattr(event, name)
            if value is not None or name not in OPTIONAL:
                _value(name, value, wanted)
        SOUND.add(tuple(map(type, event)))
    _meaning(event)
    _time(event.at, event.day)
    for name, value in event.data.items():
        _said(event.kind, name, value)
    if event.kind == "retime":
        if event.data.keys() != SAYS["retime"]:
            raise ValueError("has no right time in 'data'")
        _time(event.data["at"], event.data["day"])


def _plainly_sound(event: Event) -> bool:
    """Whether values are of types that were found right before, and within their bounds: a merge may have a million."""
    if tuple(map(type, event)) not in SOUND:
        return False
    texts = "".join([value for value in event if type(value) is str])
    due = event.day if event.due_day is None else event.due_day
    return (
        all(-LARGEST <= value <= LARGEST for value in event if type(value) is int)
        and FIRST_DAY <= event.day <= LAST_DAY
        and FIRST_DAY <= due <= LAST_DAY
        and not UNSTORABLE.search(texts)
    )


def storable(text: str) -> str:
    """A text as it can be stored: what a terminal made of bytes that were no text is marked with U+FFFD."""
    return UNSTORABLE.sub("\ufffd", text)


def _day(name: str, value: Any) -> int:
    try:
        return days.from_iso(value)
    except (TypeError, ValueError):
        raise ValueError(f"has {name}: {_shown(value)}, which is no date such as 2026-11-23") from None


def _value(name: str, value: Any, wanted: type) -> None:
    fits = isinstance(value, wanted) and not (wanted is int and isinstance(value, bool))
    if not fits:
        raise ValueError(f"has {name}: {_shown(value)}, which is no {wanted.__name__}")
    if wanted is int and not -LARGEST <= value <= LARGEST:
        raise ValueError(f"has {name}: {_shown(value)}, which is too large")
    if wanted is str and UNSTORABLE.search(value):
        raise ValueError(f"has a character in {name!r} that cannot be stored")
    if name in DAYS and not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError(f"has {name}: {value}, which is no day of the calendar")


def _meaning(event: Event) -> None:
    """What the values must say together, so that replay never meets an event it cannot fold."""
    kind, rating, of, card = event.kind, event.rating, event.of, event.card
    for wrong, sentence in (
        (kind not in KINDS, f"is of the unknown kind {kind[:60]!r}"),
        (kind in RATED and rating not in {1, 2, 3, 4}, "needs a rating from 1 to 4"),
        (kind not in RATED and rating is not None, "has a rating it cannot have"),
        (kind in POINTING and not of, "must name another event in 'of'"),
        (kind not in POINTING and of is not None, "has an 'of' it cannot have"),
        (card == "" or (card is None and kind not in CARDLESS), "names no card"),
        (card is not None and "\n" in card, "names a card that none can be"),
        (card is not None and kind == "settings", "has a card it cannot have"),
        (abs(event.zone) > 24 * 60, "has a zone that is none"),
    ):
        if wrong:
            raise ValueError(sentence)


def _time(at: int, day: int) -> None:
    if at < 0:
        raise ValueError("has a time that is none")
    if abs(at // days.DAY_MS - day) > 2:
        raise ValueError(f"has the day {days.iso(day)}, far from its time")


def _said(kind: str, name: str, value: Any) -> None:
    if name not in SAYS.get(kind, ()):
        raise ValueError(f"has {name[:60]!r} in 'data', where it cannot be")
    if name not in RULES:
        _value(name, value, int if kind == "retime" else str)
    elif wrong := flaw(name, value):
        raise ValueError(f"has a setting {name!r} that {wrong}")
    elif isinstance(value, str):
        _value(name, value, str)


def _shown(value: Any) -> str:
    return f"a {type(value).__name__}" if isinstance(value, list | dict) else repr(value)[:60]
