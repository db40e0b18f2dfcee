"""The store's schema, one small step a function. A new store runs them all; an older one runs those it lacks.

Steps are only ever added, never changed: `PRAGMA user_version` counts those that have run.
"""

import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x6B7A6C6E
"""`kzln`, so that another program's database is never taken for ours."""


def m001_events(db: sqlite3.Connection) -> None:
    """The log itself: events are only ever added."""
    db.execute(
        """create table event(
            uid text not null unique, device text not null, seq integer not null,
            at integer not null, day integer not null, zone integer not null, kind text not null,
            card text, of text, rating integer, due_day integer,
            correct integer, reply text, took_ms integer, hints integer, shown_as text,
            question_hash text, grader text, scheduler text, data text)"""
    )
    db.execute("create index event_card on event(card)")
    db.execute("create index event_device on event(device, seq)")
    db.execute("create index event_settings on event(kind) where card is null")
    db.execute("create table meta(name text primary key, value) without rowid")


def m002_card_cache(db: sqlite3.Connection) -> None:
    """What follows from the events, card by card; rebuilt from them at any time."""
    db.execute(
        """create table card(
            card text primary key, phase text not null, step integer not null, stability real, difficulty real,
            first_day integer, last_day integer, last_at integer, due_day integer, due_at integer,
            reps integer not null, lapses integer not null, suspended integer not null, buried_day integer, flag text
        ) without rowid"""
    )
    db.execute(
        """create index card_due on card(due_day, last_day, stability, card)
            where phase = 'review' and suspended = 0"""
    )
    db.execute("create index card_day on card(last_day, first_day)")
    # A card with events from a clock that was ahead: when the next of them counts, in ms.
    db.execute("create table held(card text primary key, until integer not null) without rowid")


def m003_covering_indexes(db: sqlite3.Connection) -> None:
    """What replay and the queue read lies in indexes alone: a look at the table for each row is most of their time."""
    for name in ("event_card", "card_due", "card_step", "card_suspended", "card_buried"):
        db.execute(f"drop index if exists {name}")  # the last three had no number while they were tried out
    db.execute("create index event_card on event(card, at, day, rating, due_day, kind)")
    # SQLite looks at a partial index's condition again, row by row, so its columns are in it too.
    db.execute(
        """create index card_due on card(due_day, last_day, stability, card, phase, suspended)
            where phase = 'review' and suspended = 0"""
    )
    db.execute("create index card_step on card(due_at, card, last_day, suspended, buried_day) where due_at is not null")
    db.execute("create index card_suspended on card(card, suspended) where suspended = 1")
    db.execute("create index card_buried on card(buried_day, card) where buried_day is not null")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (m001_events, m002_card_cache, m003_covering_indexes)


def migrate(db: sqlite3.Connection) -> None:
    """Run the steps a store lacks. The caller holds the write transaction."""
    (done,) = db.execute("pragma user_version").fetchone()
    for step in MIGRATIONS[done:]:
        step(db)
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    db.execute(f"pragma user_version = {len(MIGRATIONS)}")
