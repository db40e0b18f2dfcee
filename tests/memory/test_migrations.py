"""A log from another version: a newer one is refused, an older one is copied aside and brought up to date."""

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from kzlearn.memory import acts, migrations
from kzlearn.memory.days import clock_from
from kzlearn.memory.log import Log
from kzlearn.memory.migrations import APPLICATION_ID, MIGRATIONS
from kzlearn.memory.rows import EVENT_COLUMNS
from kzlearn.memory.store import FOLDED_BY, NAME, LogError

VERSION = len(MIGRATIONS)


@pytest.fixture
def reviewed(tmp_path, desk):
    """A folder with a log of today, its events and states."""
    folder = tmp_path / "today"
    with desk.open(folder) as log:
        for number in range(40):
            log.clock.at += 3_600_000
            acts.answer(log, f"bank/{number % 9}", 1 + number % 4, 1_000)
        acts.note(log, "suspend", "bank/1")
        return folder, list(log.events()), log.states()


def _older(folder: Path, source: Path, version: int) -> Path:
    """The same log as `version` would have left it: its steps, and the events."""
    folder.mkdir(exist_ok=True)
    path = folder / NAME
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("pragma journal_mode = wal")
        for step in MIGRATIONS[:version]:
            step(db)
        db.execute("attach ? as today", (str(source / NAME),))
        db.execute(f"insert into event({EVENT_COLUMNS}) select {EVENT_COLUMNS} from today.event")
        db.execute("insert into meta select * from today.meta where name = 'device'")
        db.execute("insert into meta values('folded_by', ?)", (FOLDED_BY,))
        db.execute(f"pragma application_id = {APPLICATION_ID}")
        db.execute(f"pragma user_version = {version}")
    return path


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("pragma user_version").fetchone()[0]


def _schema(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [sql for (sql,) in db.execute("select sql from sqlite_master order by name")]


def test_the_steps_are_named_by_their_number():
    assert [step.__name__[:5] for step in MIGRATIONS] == [f"m{n:03}_" for n in range(1, VERSION + 1)]
    assert all(step.__doc__ for step in MIGRATIONS)


def test_a_step_that_has_been_given_away_is_never_changed(tmp_path):
    """Some store has run it: whatever a step should have done, another one does."""
    found = []
    with closing(sqlite3.connect(tmp_path / "steps")) as db:
        for step in MIGRATIONS:
            step(db)
            made = "".join(sql or "" for (sql,) in db.execute("select sql from sqlite_master order by name"))
            found.append(sha256(" ".join(made.split()).encode()).hexdigest()[:12])
    assert found == ["3d06e9f94dec", "15848966b0c7", "4f64acb682f9"]


def test_what_replay_and_the_queue_read_lies_in_an_index(reviewed):
    with closing(sqlite3.connect(reviewed[0] / NAME)) as db:
        for wanted in (
            "select card from card where phase = 'review' and suspended = 0 and due_day <= 9 order by (9 - last_day) / stability",
            "select due_at, card, last_day from card where due_at is not null and suspended = 0 and buried_day is not 9",
            "select card from card where suspended = 1",
            "select card from card where buried_day = 9",
            "select at, day, rating, due_day, kind, card from event indexed by event_card where card is not null",
        ):
            plan = [row[-1] for row in db.execute(f"explain query plan {wanted}")]
            assert "USING COVERING INDEX" in plan[0], (wanted, plan)


def test_a_new_log_is_made_by_the_same_steps(tmp_path, desk, reviewed):
    assert _version(reviewed[0] / NAME) == VERSION
    with closing(sqlite3.connect(tmp_path / "steps")) as db:
        migrations.migrate(db)
    assert _schema(tmp_path / "steps") == _schema(reviewed[0] / NAME)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_older_log_is_brought_up_to_date_with_all_its_events(tmp_path, desk, reviewed, version):
    today, events, states = reviewed
    path = _older(tmp_path / "older", today, version)
    with desk.open(tmp_path / "older", at=events[-1].at) as log:
        assert list(log.events()) == events
        assert log.states() == states
        assert log.device == events[0].device
        assert log.verify() == []
    assert _version(path) == VERSION
    assert _schema(path) == _schema(today / NAME)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_older_log_is_copied_aside_as_it_was(tmp_path, desk, reviewed, version):
    path = _older(tmp_path / "older", reviewed[0], version)
    schema = _schema(path)
    desk.open(tmp_path / "older").close()
    copy = path.with_name(f"log.v{version}.sqlite")
    assert _version(copy) == version
    assert _schema(copy) == schema
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("select count(*) from event").fetchone() == (len(reviewed[1]),)
    assert {file.name for file in path.parent.iterdir()} == {NAME, copy.name}


def test_a_second_older_log_does_not_replace_the_copy_of_the_first(tmp_path, desk, reviewed):
    older = tmp_path / "older"
    path = _older(older, reviewed[0], 1)
    desk.open(older).close()
    first = (older / "log.v1.sqlite").read_bytes()
    path.unlink()
    _older(older, reviewed[0], 1)
    desk.open(older).close()
    assert (older / "log.v1.sqlite").read_bytes() == first
    assert _version(older / "log.v1.1.sqlite") == 1


def test_a_copy_holds_what_was_still_in_the_write_ahead_log(tmp_path, desk, reviewed):
    path = _older(tmp_path / "older", reviewed[0], 1)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("pragma wal_autocheckpoint = 0")
        db.execute("update event set reply = 'late' where seq = 1")
        desk.open(tmp_path / "older").close()
    with closing(sqlite3.connect(path.with_name("log.v1.sqlite"))) as db:
        assert db.execute("select count(*) from event where reply = 'late'").fetchone() == (1,)


def test_a_newer_log_is_refused_and_left_alone(desk, reviewed):
    path = reviewed[0] / NAME
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"pragma user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(LogError, match=f"written by a newer kzlearn .schema {VERSION + 1}, this one knows {VERSION}"):
        desk.open(reviewed[0])
    assert path.read_bytes() == before


def test_a_step_that_fails_changes_nothing_and_leaves_no_copy(tmp_path, desk, reviewed, monkeypatch):
    def m999_of_no_use(db: sqlite3.Connection) -> None:
        db.execute("create table half_done(x)")
        db.execute("insert into nowhere values(1)")

    older = tmp_path / "older"
    path = _older(older, reviewed[0], 1)
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, m999_of_no_use))
        with pytest.raises(LogError, match=r"nowhere.*nothing was saved"):
            desk.open(older)
    assert [file.name for file in older.iterdir()] == [NAME]
    assert path.read_bytes() == before
    desk.open(older).close()


def test_cards_are_folded_anew_when_replay_has_changed(desk, reviewed):
    folder, events, states = reviewed
    with desk.open(folder, at=events[-1].at) as log, log.writing() as writer:
        writer.db.execute("replace into meta values('folded_by', 'of old')")
        writer.db.execute("update card set stability = 1")
    with desk.open(folder, at=events[-1].at) as log:
        assert log.states() == states
        assert log.verify() == []


def test_a_migration_that_is_killed_leaves_every_event(tmp_path, reviewed, worker):
    rng = Random(2)
    for turn in range(4):
        older = tmp_path / str(turn)
        path = _older(older, reviewed[0], 1)
        opening = worker("answers", older, 5).ready().go()
        time.sleep(rng.random() * 0.02)
        opening.process.kill()
        opening.rest()
        with Log.open(older, clock_from(datetime.now(UTC), time.monotonic, UTC), Random()) as log:
            assert {event.uid for event in reviewed[1]} <= {event.uid for event in log.events()}
            assert [problem for problem in log.verify() if "ahead of now" not in problem] == []
        assert {_version(copy) for copy in older.glob("log.v*.sqlite")} == {1}
        assert _version(path) == VERSION


def test_four_processes_that_find_an_older_log_bring_it_up_to_date_once(tmp_path, reviewed, worker):
    older = tmp_path / "older"
    _older(older, reviewed[0], 1)
    four = [worker("answers", older, 3).ready() for _ in range(4)]
    for one in four:
        one.go()
    assert [len(one.rest()) for one in four] == [4] * 4
    assert [one.said for one in four] == [""] * 4
    assert {file.name for file in older.iterdir()} == {NAME, "log.v1.sqlite"}
