"""The event log: SQLite, append-only, saved before anything is said to be saved.

Every change is one `BEGIN IMMEDIATE` transaction with `synchronous=FULL` in WAL mode: when it has returned, the events
are on the disk; when it raised, none of them is. Two processes take turns. `card` rows are a cache of what follows from
the events and are folded anew, card by card, in the transaction that adds them.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from kzlearn.memory import lines, replay
from kzlearn.memory.days import DAY_MS, Clock, Moment, iso, study_day
from kzlearn.memory.rows import (
    EVENT_COLUMNS,
    EVENT_NAMES,
    STATE_COLUMNS,
    STATE_NAMES,
    event_of,
    events_of,
    in_force_at,
    marks,
    maybe_ahead,
    row_of,
    settings_events,
    sound,
    state_of,
    state_row,
    times_of,
)  # fmt: skip
from kzlearn.memory.settings import InForce, Scheduling
from kzlearn.memory.store import FOLDED_BY, HEADER, NAME, bring_up_to_date, connect, create, refuse_orphan, sentences
from kzlearn.model.cards import CardState, Event

MANY = 500
"""From how many touched cards on one pass over the whole log is quicker than folding them one by one."""
AT_DAY_RATING_DUE = itemgetter(0, 1, 2, 3)
CHUNK = 500
"""Events merged at a time."""
INSERT = f"insert into event({EVENT_COLUMNS}) values({marks(EVENT_NAMES)})"
NO_CARD = ""
"""Stands for the settings in the table `held`."""


class Merged(NamedTuple):
    """What a merge did: events that were new, that were here already, and uids that stand for something else here."""

    added: int
    known: int
    clashes: tuple[str, ...]


class Log:
    """One learner's log in a folder. Open it with `Log.open`; close it, or use it in a `with`."""

    def __init__(self, db: sqlite3.Connection, path: Path, clock: Clock, rng: Random) -> None:
        self.db, self.path, self.clock, self.rng = db, path, clock, rng
        self.device: str = self._meta("device")

    @classmethod
    def open(cls, folder: Path, clock: Clock, rng: Random) -> "Log":
        """The log in `folder`, made if there is none; an older one is copied aside and brought up to date.

        Raises LogError when it cannot be used: damaged, from a newer version, not writable, another program's.
        """
        path = folder / NAME
        with sentences(path):
            if not path.exists():
                refuse_orphan(path)
                create(path, rng)
            elif path.stat().st_size < HEADER:
                raise sqlite3.DatabaseError("the file is empty or cut short")
            db = connect(path)
            try:
                bring_up_to_date(db, path)
                log = cls(db, path, clock, rng)
                log._catch_up()
            except BaseException:
                db.close()
                raise
            return log

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def writing(self) -> Iterator["Writer"]:
        """One transaction. What was added is on the disk when the block has ended, or none of it is.

        Raises LogError instead of saving.
        """
        with sentences(self.path):
            self.db.execute("begin immediate")
            try:
                writer = Writer(self)
                yield writer
                writer.finish()
                self.db.execute("commit")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("rollback")
                raise

    def settings(self) -> InForce:
        """The scheduling settings in force now."""
        with sentences(self.path):
            return in_force_at(self.db, self.clock().at)

    def settings_events(self) -> list[Event]:
        """The settings events that count now, in the order they are folded in."""
        with sentences(self.path):
            return settings_events(self.db, self.clock().at)

    def state(self, card: str) -> CardState:
        """A card's state; new for a card nothing happened to."""
        return self.states([card]).get(card) or CardState(card=card)

    @sound()
    def before(self, event: Event) -> CardState:
        """A card's state as it stood before one of its events."""
        assert event.card is not None
        return _folded(self.db, event.card, self.settings(), self.clock().at, event)

    def states(self, cards: Iterable[str] | None = None) -> dict[str, CardState]:
        """States by card id, of the cards named or of all; cards nothing happened to are left out."""
        with sentences(self.path):
            if cards is None:
                rows: Iterable[Sequence[Any]] = self.db.execute(f"select {STATE_COLUMNS} from card")
            else:
                one = f"select {STATE_COLUMNS} from card where card = ?"
                rows = (row for card in cards for row in self.db.execute(one, (card,)))
            return {row[0]: state_of(row) for row in rows}

    def query(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """Rows of a query on the `card` cache or the `event` table."""
        with sentences(self.path):
            for row in self.db.execute(sql, values):  # noqa: UP028  # `yield from` closes the cursor, even after the log
                yield row

    def events(self, card: str | None = None) -> Iterator[Event]:
        """All events in the order they are folded in, or those of one card."""
        where = "" if card is None else "where card = ?"
        order = "order by at, device, seq, uid"
        rows = self.query(f"select {EVENT_COLUMNS} from event {where} {order}", *([] if card is None else [card]))
        with sentences(self.path):
            for row in rows:
                yield event_of(row)

    def ahead(self) -> list[Event]:
        """Events that lie more than a day ahead of now, from a clock that was wrong; they do not count yet."""
        late = self.clock().at + DAY_MS
        with sentences(self.path), sound():
            times = [entry for card in maybe_ahead(self.db, late) for entry in times_of(events_of(self.db, card))]
            return [e for _, e in sorted((t for t in times if t[0] > late), key=lambda t: (t[0], t[1].order()))]

    def verify(self) -> list[str]:
        """What is wrong with the log, a sentence each: the file, its events, and states that do not follow from them.

        Every state and due day is computed anew from the events.
        """
        with sentences(self.path):
            checks = self.db.execute("pragma integrity_check").fetchall()
            if found := [f"the file is damaged: {text}" for (text,) in checks if text != "ok"]:
                return found
            self._catch_up()
            self.db.execute("begin")  # one view, whatever another process saves meanwhile
            try:
                return self._unreadable() or [*self._unfounded(), *map(_not_yet, self.ahead())]
            finally:
                self.db.execute("rollback")

    def rebuild(self) -> None:
        """Compute every card's state anew from the events."""
        with self.writing() as writer:
            writer.touch_all()

    def _unreadable(self) -> list[str]:
        found = []
        for row in self.db.execute(f"select {EVENT_COLUMNS} from event"):
            try:
                lines.check(event_of(row))
            except (ValueError, sqlite3.DatabaseError) as error:
                found.append(f"event {row[0]} {error}")
        return found

    def _unfounded(self) -> list[str]:
        found = []
        kept = self.states()
        for card, state in self._all_states():
            if (was := kept.pop(card, None)) != state:
                found.append(f"the state of {card} does not follow from its events: {_difference(was, state)}")
        return found + [f"{card} has a state but no events" for card in kept]

    # --- what follows from the events ---

    def _all_states(self, now: int | None = None) -> Iterator[tuple[str, CardState]]:
        """Every card's state, from the events alone, in one pass over the reviews."""
        with sound():
            yield from self._replayed(self.clock().at if now is None else now)

    def _replayed(self, now: int) -> Iterator[tuple[str, CardState]]:
        force = in_force_at(self.db, now)
        replayers: dict[str, replay.Replay] = {}
        rows = self.db.execute(
            """select at, day, rating, due_day, kind, card from event indexed by event_card
                where card is not null order by card, at"""
        )
        for card, group in groupby(rows, itemgetter(5)):
            events = list(group)
            if not _plain(events, now + DAY_MS):
                yield card, replay.fold(card, events_of(self.db, card), force.of(card), now)
                continue
            bank = card.partition("/")[0]
            if bank not in replayers:
                replayers[bank] = replay.replayer(force.of(card))
            track = replay.Track()
            replayers[bank](track, map(AT_DAY_RATING_DUE, events))
            yield card, track.snapshot(card)

    @sound()
    def _catch_up(self) -> None:
        """Fold anew what changed by itself: held events whose time has come, a clock set back, a newer replay."""
        now = self.clock().at
        due = {card for (card,) in self.db.execute("select card from held where until <= ?", (now,))}
        if self._meta("folded_by") != FOLDED_BY or (self._meta("latest") or 0) > now + DAY_MS or NO_CARD in due:
            self.rebuild()
        elif due:
            with self.writing() as writer:
                writer.touched.update(due)

    def _meta(self, name: str) -> Any:
        row = self.db.execute("select value from meta where name = ?", (name,)).fetchone()
        return row[0] if row else None


class Writer:
    """What may be done inside one transaction of `Log.writing`."""

    def __init__(self, log: Log) -> None:
        self.log, self.db = log, log.db
        self.touched: set[str] = set()
        self.all_touched = False
        self.clock = log.clock()
        self._latest = 0
        self._force: InForce | None = None

    def touch_all(self) -> None:
        """Fold every card anew at the end."""
        self.all_touched = True

    def settings(self) -> InForce:
        """The scheduling settings in force in this transaction."""
        if self._force is None:
            self._force = in_force_at(self.db, self.clock.at)
        return self._force

    @sound()
    def state(self, card: str, before: Event | None = None) -> CardState:
        """A card's state as of this transaction; as it stood before one of its events, if that is named."""
        return _folded(self.db, card, self.settings(), self.clock.at, before)

    @sound()
    def stamp(self, card: str | None) -> dict[str, Any]:
        """What every new event carries: uid, device, seq, at, day, zone. Later than this device's last event, even
        when the clock was set back; unmoved by events that a wrong clock put more than a day ahead."""
        last = self.db.execute(
            "select at from event where device = ? and at < ? order by seq desc limit 1",
            (self.log.device, self.clock.at + DAY_MS),
        ).fetchone()
        (seq,) = self.db.execute("select max(seq) from event where device = ?", (self.log.device,)).fetchone()
        moment = Moment(max(self.clock.at, last[0] + 1 if last else 0), self.clock.zone)
        settings = self.settings().of(card) if card else self.settings().general
        return {
            "uid": time_ordered(moment.at, self.log.rng),
            "device": self.log.device,
            "seq": min((seq or 0) + 1, lines.LARGEST),
            "at": moment.at,
            "day": study_day(moment, settings.rollover),
            "zone": moment.zone,
        }

    def add(self, stamp: dict[str, Any], kind: str, card: str | None = None, **more: Any) -> Event:
        """Add an event with a stamp from `stamp`."""
        event = Event(**stamp, kind=kind, card=card, **more)
        self._insert(event)
        return event

    def merge(self, events: Iterable[Event]) -> Merged:
        """Add events from elsewhere: those whose uid is not here yet. Raises ValueError as `lines.check` does."""
        added = known = 0
        clashes: list[str] = []
        waiting = iter(events)
        while chunk := list(islice(waiting, CHUNK)):
            uids = [event.uid for event in chunk]
            rows = self.db.execute(f"select {EVENT_COLUMNS} from event where uid in ({marks(uids)})", uids)
            here = {row[0]: row for row in rows}
            new = []
            for event in chunk:
                row = here.get(event.uid)
                if row is None:
                    lines.check(event)
                    here[event.uid] = made = row_of(event)
                    new.append(made)
                    self._mark(event)
                elif event_of(row) == event_of(row_of(event)):
                    known += 1
                else:
                    clashes.append(event.uid)
            self.db.executemany(INSERT, new)
            added += len(new)
        return Merged(added, known, tuple(clashes))

    def _insert(self, event: Event) -> None:
        lines.check(event)
        self.db.execute(INSERT, row_of(event))
        self._mark(event)

    def _mark(self, event: Event) -> None:
        if event.card is None:
            self.all_touched = True
            self._force = None
        else:
            self.touched.add(event.card)

    @sound()
    def finish(self) -> None:
        """Fold what was touched; the last thing before the commit."""
        if not self.all_touched and len(self.touched) < MANY:
            force = self.settings()
            for card in self.touched:
                self._refold(card, force.of(card))
        else:
            self._refold_all()
        kept = self.db.execute("select value from meta where name = 'latest'").fetchone()
        if kept is None or self.all_touched or self._latest > kept[0]:
            self.db.execute("replace into meta values('latest', ?)", (self._latest,))

    def _refold(self, card: str, settings: Scheduling) -> None:
        events = events_of(self.db, card)
        self._save([replay.fold(card, events, settings, self.clock.at)])
        self._hold(card, events)

    def _hold(self, card: str, events: list[Event]) -> None:
        """Remember when the next of these events will count, and which was the latest of all that do."""
        late = self.clock.at + DAY_MS
        times = [at for at, _ in times_of(events)]
        self._latest = max([self._latest, *(at for at in times if at <= late)])
        if ahead := [at for at in times if at > late]:
            self.db.execute("replace into held values(?, ?)", (card, min(ahead) - DAY_MS))
        else:
            self.db.execute("delete from held where card = ?", (card,))

    def _refold_all(self) -> None:
        self.all_touched = True
        late = self.clock.at + DAY_MS
        self.db.execute("delete from card")
        self.db.execute("delete from held")
        made = "select name, sql from sqlite_master where type = 'index' and tbl_name = 'card' and sql is not null"
        indexes = self.db.execute(made).fetchall()
        for name, _ in indexes:  # indexes are made in one go afterwards: half the time
            self.db.execute(f"drop index {name}")
        self._save(state for _, state in self.log._all_states(self.clock.at))  # noqa: SLF001
        for _, sql in indexes:
            self.db.execute(sql)
        (latest,) = self.db.execute("select max(at) from event indexed by event_card where at <= ?", (late,)).fetchone()
        self._latest = latest or 0
        for card in maybe_ahead(self.db, late):
            self._hold(card or NO_CARD, events_of(self.db, card))
        self.db.execute("replace into meta values('folded_by', ?)", (FOLDED_BY,))

    def _save(self, states: Iterable[CardState]) -> None:
        self.db.executemany(f"replace into card({STATE_COLUMNS}) values({marks(STATE_NAMES)})", map(state_row, states))


def _folded(db: sqlite3.Connection, card: str, settings: InForce, now: int, before: Event | None) -> CardState:
    """A card's state from its events; from those before one of them, if that is named."""
    events = events_of(db, card)
    if before:
        place = {e.uid: (at, *e.order()[1:]) for at, e in times_of(events)}
        events = [e for e in events if e.of or place.get(e.uid, ()) < place.get(before.uid, ())]
    return replay.fold(card, events, settings.of(card), now)


def _plain(events: Iterable[Sequence[Any]], late: int) -> bool:
    """Whether a card's events, sorted by time, are nothing but reviews, none at one moment with another or ahead."""
    last = -1
    for event in events:
        if event[4] != "review" or event[0] <= last:
            return False
        last = event[0]
    return last <= late


def time_ordered(at: int, rng: Random) -> str:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    bits = at << 80 | 7 << 76 | rng.getrandbits(12) << 64 | 2 << 62 | rng.getrandbits(62)
    digits = f"{bits:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _not_yet(event: Event) -> str:
    what = f"event {event.uid} ({event.kind} {event.card or ''})"
    return f"{what} is dated {iso(event.day)}, ahead of now, and does not count yet"


def _difference(was: CardState | None, state: CardState) -> str:
    if was is None:
        return "it has none"
    names = [n for n in STATE_NAMES if getattr(was, n) != getattr(state, n)]
    return ", ".join(f"{n} is {getattr(was, n)}, should be {getattr(state, n)}" for n in names)
