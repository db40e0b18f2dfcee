"""The file the log lies in: made whole, opened, brought up to date, refused or salvaged; its errors as sentences."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from kzlearn.memory import lines
from kzlearn.memory.migrations import APPLICATION_ID, MIGRATIONS, migrate
from kzlearn.memory.rows import EVENT_COLUMNS, event_of, sound
from kzlearn.model.cards import Event
from kzlearn.model.problems import Unreadable

NAME = "log.sqlite"
WAIT_S = 20
FOLDED_BY = "1"
"""Raise it when replay changes what it computes: every store then folds its cards anew when it is next opened."""
HEADER = 100
"""The bytes SQLite's files begin with; it takes a file of less than that for a new one."""
ROWS_A_PAGE = 64
"""More events than a page of the file can hold."""


class LogError(Unreadable):
    """The log cannot be read or written. Nothing of the transaction that met it was saved."""


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into one sentence a person can act on."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise LogError(*_said(path, code, str(error))) from error
    except OSError as error:
        raise LogError(f"{path} cannot be used: {error.strerror or error}", "nothing was saved") from error


def _said(path: Path, code: int, text: str) -> tuple[str, str]:
    match code:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{path} has been in use by another kzlearn for {WAIT_S} seconds", "nothing was saved; try again"
        case sqlite3.SQLITE_FULL:
            return f"{path} cannot be written: the disk is full", "this answer was not saved; all earlier ones are"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return f"{path} cannot be written: {text}", "check the folder's permissions, or name another with --home"
        case 0 | sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return (
                f"{path} is damaged: {text}",
                (
                    "nothing was written; keep the file, save what it holds with 'kzlearn log export', "
                    "and 'kzlearn log import' that or a backup into a new --home"
                ),
            )
        case sqlite3.SQLITE_IOERR:
            return f"{path} cannot be read or written: {text}", "the disk may be full or failing; nothing was saved"
    return f"{path}: {text}", "nothing was saved"


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=WAIT_S, isolation_level=None)
    try:
        with sound():  # SQLite names what it cannot make sense of, and that may be no text
            db.execute("pragma synchronous = full")
    except BaseException:
        db.close()
        raise
    return db


def refuse_orphan(path: Path) -> None:
    """A write-ahead log without its database may hold answers, and SQLite would mix it into a new one."""
    left = path.with_name(f"{NAME}-wal")
    with suppress(FileNotFoundError):  # gone again: another process has just made the log and closed it
        if left.stat().st_size and not path.exists():
            raise LogError(
                f"{path} is missing, but {left.name} is there and may hold answers",
                f"nothing was written; put {NAME} back beside it, or move {left.name} away to begin anew",
            )


def create(path: Path, rng: Random) -> None:
    """Make an empty log aside and link it to its name, so that no half-made one is ever seen under it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{NAME}.{os.getpid()}.{rng.getrandbits(32):08x}")
    try:
        with closing(connect(aside, "rwc")) as db:
            db.execute("pragma journal_mode = wal")
            db.execute("begin immediate")
            migrate(db)
            db.execute("replace into meta values('device', ?)", (f"{rng.getrandbits(48):012x}",))
            db.execute("replace into meta values('folded_by', ?)", (FOLDED_BY,))
            db.execute("commit")
        os.link(aside, path)
    except FileExistsError:
        pass  # another process made it first: that one is the log
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            aside.with_name(aside.name + end).unlink(missing_ok=True)


def bring_up_to_date(db: sqlite3.Connection, path: Path) -> None:
    (version,) = db.execute("pragma user_version").fetchone()
    (application,) = db.execute("pragma application_id").fetchone()
    if application != APPLICATION_ID:
        raise LogError(f"{path} is not a kzlearn log", "it belongs to another program; name another folder with --home")
    if version > len(MIGRATIONS):
        raise LogError(
            f"{path} was written by a newer kzlearn (schema {version}, this one knows {len(MIGRATIONS)})",
            "update kzlearn; nothing was changed",
        )
    if version < len(MIGRATIONS):
        db.execute("begin immediate")
        try:
            (version,) = db.execute("pragma user_version").fetchone()
            if version < len(MIGRATIONS):
                migrate(db)
                db.execute("delete from meta where name = 'folded_by'")
                _copy_aside(path, version)  # which sees what was committed: the log as it was
            db.execute("commit")
        except BaseException:
            if db.in_transaction:
                db.execute("rollback")
            raise


def _copy_aside(path: Path, version: int) -> None:
    """Copy a log before it is changed; an earlier copy is kept."""
    names = (path.with_name(f"log.v{version}{f'.{n}' if n else ''}.sqlite") for n in count())
    kept = next(name for name in names if not name.exists())
    aside = kept.with_name(f".{kept.name}.{os.getpid()}")
    try:
        with closing(connect(path)) as source, closing(connect(aside, "rwc")) as copy:
            source.backup(copy)
        aside.replace(kept)
    finally:
        aside.unlink(missing_ok=True)


def salvage(folder: Path) -> Iterator[Event]:
    """The events that can still be read of a damaged log, in the order they came. Raises LogError when none can."""
    path = folder / NAME
    with sentences(path), closing(connect(path, "ro")) as db:
        db.text_factory = lambda raw: raw.decode(errors="replace")
        for row in _readable_rows(db):
            with suppress(sqlite3.DatabaseError, ValueError):
                event = event_of(row)
                lines.check(event)
                yield event


def _readable_rows(db: sqlite3.Connection) -> Iterator[Sequence[Any]]:
    """Each row is looked for by itself, so that damage costs no more than what lies on the damaged pages."""
    damage, found = None, False
    (pages,) = db.execute("pragma page_count").fetchone()
    for rowid in range(1, 1 + pages * ROWS_A_PAGE):
        try:
            for row in db.execute(f"select {EVENT_COLUMNS} from event where rowid = ?", (rowid,)):
                found = True
                yield row
        except sqlite3.DatabaseError as error:
            damage = error
    if damage and not found:
        raise damage
