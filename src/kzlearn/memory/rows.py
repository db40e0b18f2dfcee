"""Events and states as rows of the store, and what is read of them there."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kzlearn.memory import replay
from kzlearn.memory.days import DAY_MS
from kzlearn.memory.settings import InForce, in_force
from kzlearn.model.cards import CardState, Event, Phase

EVENT_NAMES = Event._fields
CORRECT = EVENT_NAMES.index("correct")
STATE_NAMES = CardState._fields
EVENT_COLUMNS = ", ".join(EVENT_NAMES)
STATE_COLUMNS = ", ".join(STATE_NAMES)


@contextmanager
def sound() -> Iterator[None]:
    """What cannot be read or folded is damage: only what `lines.check` lets pass is ever written."""
    try:
        yield
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        raise sqlite3.DatabaseError("something in it cannot be read") from error


def event_of(row: Sequence[Any]) -> Event:
    values = list(row)
    correct, data = values[CORRECT], values[-1]
    try:
        values[CORRECT] = None if correct is None else bool(correct)
        values[-1] = dict(json.loads(data)) if data else {}
    except (TypeError, ValueError):
        raise sqlite3.DatabaseError("an event in it cannot be read") from None
    return Event._make(values)


def row_of(event: Event) -> tuple[Any, ...]:
    data = json.dumps(dict(event.data), ensure_ascii=False) if event.data else None
    return (*event[:-1], data)


def state_of(row: Sequence[Any]) -> CardState:
    state = CardState(*row)
    try:
        return state._replace(phase=Phase(state.phase), suspended=bool(state.suspended))
    except ValueError:
        raise sqlite3.DatabaseError("a card's state cannot be read") from None


def state_row(state: CardState) -> tuple[Any, ...]:
    """A state as a row of plain values, which SQLite takes without asking for adapters."""
    card, phase, *middle, suspended, buried_day, flag = state
    return (card, phase._value_, *middle, int(suspended), buried_day, flag)


def marks(names: Sequence[str]) -> str:
    return ", ".join("?" * len(names))


def events_of(db: sqlite3.Connection, card: str | None) -> list[Event]:
    """A card's events in no order; None for those of no card."""
    return [event_of(row) for row in db.execute(f"select {EVENT_COLUMNS} from event where card is ?", (card,))]


def times_of(events: list[Event]) -> list[tuple[int, Event]]:
    """When each event counts: what was undone never does; what corrects another always does and is left out too."""
    fix = replay.corrections(events)
    return [(fix.retimed.get(e.uid, (e.at,))[0], e) for e in events if not e.of and e.uid not in fix.undone]


def maybe_ahead(db: sqlite3.Connection, late: int) -> list[str | None]:
    """The cards (None: the settings) that may have events later than `late`."""
    named = "select distinct card from event indexed by event_card where at > ? or kind = 'retime'"
    return [card for (card,) in db.execute(named, (late,))]


@sound()
def settings_events(db: sqlite3.Connection, now: int) -> list[Event]:
    """The settings events that count, in the order they are folded in."""
    rows = db.execute(f"select {EVENT_COLUMNS} from event indexed by event_settings where card is null")
    timed = [(at, e) for at, e in times_of([event_of(row) for row in rows]) if at <= now + DAY_MS]
    return [e for _, e in sorted(timed, key=lambda entry: (entry[0], *entry[1].order()[1:]))]


def in_force_at(db: sqlite3.Connection, now: int) -> InForce:
    return in_force(event.data for event in settings_events(db, now))
