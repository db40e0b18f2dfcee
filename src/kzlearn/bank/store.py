"""The file that parsed banks are kept in."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, cast

TABLES = """
create table if not exists entry(files text primary key, key blob, brief blob) without rowid;
create table if not exists part(files text, bank text, id text, value blob, primary key(files, bank, id)) without rowid;
"""
SEAL = 16


class Store:
    """The cache's file. Without one, or when it is damaged, nothing is kept; a damaged one is removed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._db: sqlite3.Connection | None = None
        for _ in range(2):
            self._db = self._db or self._open()

    def entry(self, files: str, key: bytes) -> bytes | None:
        return self._value("select brief from entry where files = ? and key = ?", files, key)

    def part(self, files: str, bank: str, id_: str) -> bytes | None:
        return self._value("select value from part where files = ? and bank = ? and id = ?", files, bank, id_)

    def keep(self, files: str, key: bytes, entry: bytes, parts: Iterable[tuple[str, str, bytes]]) -> None:
        """Put what was read of some files in the place of what was read before."""
        if self._db is None:
            return
        with self._careful(), self._db as db:
            db.execute("delete from part where files = ?", (files,))
            rows = ((files, bank, id_, _sealed(value)) for bank, id_, value in parts)
            db.executemany("replace into part values(?, ?, ?, ?)", rows)
            db.execute("replace into entry values(?, ?, ?)", (files, key, _sealed(entry)))

    def close(self) -> None:
        if self._db:
            self._db.close()
        self._db = None

    def _open(self) -> sqlite3.Connection | None:
        with self._careful():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._file, timeout=2)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = off")
            self._db.executescript(TABLES)
            return self._db
        self.close()
        return None

    def _value(self, select: str, *values: str | bytes) -> bytes | None:
        if self._db is None:
            return None
        with self._careful():
            row = self._db.execute(select, values).fetchone()
            return _unsealed(row[0]) if row else None
        return None

    @contextmanager
    def _careful(self) -> Iterator[None]:
        """Goes on without the cache where it cannot be used: no folder, no right to write, locked, full, damaged."""
        try:
            yield
        except (OSError, sqlite3.OperationalError):
            return
        except sqlite3.DatabaseError:
            self.close()
            for end in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self._file.with_name(self._file.name + end).unlink(missing_ok=True)


def _sealed(value: bytes) -> bytes:
    return blake2b(value, digest_size=SEAL).digest() + value


def _unsealed(value: Any) -> bytes | None:
    """What was sealed; None when it is not as it was: what is damaged must not reach `marshal`, which trusts it."""
    whole = isinstance(value, bytes) and blake2b(value[SEAL:], digest_size=SEAL).digest() == value[:SEAL]
    return cast(bytes, value)[SEAL:] if whole else None
