"""The file that parsed banks are kept in."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zlib import crc32

TABLES = """
create table if not exists entry(files blob primary key, key blob, brief blob) without rowid;
create table if not exists part(files blob, bank text, id text, value blob, primary key(files, bank, id)) without rowid;
create table if not exists answer(files blob, bank text, text text, id text, part text,
                                  primary key(files, bank, text, id, part)) without rowid;
"""
SEAL = 4


class Store:
    """The cache's file. Without one, or when it is damaged, nothing is kept; a damaged one is removed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._db: sqlite3.Connection | None = None
        for _ in range(2):
            self._db = self._db or self._open()

    def entry(self, files: bytes, key: bytes) -> bytes | None:
        return self._value("select brief from entry where files = ? and key = ?", files, key)

    def part(self, files: bytes, bank: str, id_: str) -> bytes | None:
        return self._value("select value from part where files = ? and bank = ? and id = ?", files, bank, id_)

    def answering(self, files: bytes, bank: str, text: str) -> list[tuple[str, str]]:
        """The questions, and parts of them, that a text is an answer to."""
        if self._db is None:
            return []
        with self._careful():
            select = "select id, part from answer where files = ? and bank = ? and text = ?"
            return self._db.execute(select, (files, bank, text)).fetchall()
        return []

    def keep(
        self,
        files: bytes,
        key: bytes,
        entry: bytes,
        parts: Iterable[tuple[str, str, bytes]],
        answers: Iterable[tuple[str, str, str, str]],
    ) -> None:
        """Put what was read of some files in the place of what was read before."""
        if self._db is None:
            return
        with self._careful(), self._db as db:
            db.execute("delete from part where files = ?", (files,))
            rows = ((files, bank, id_, _seal(value, files, bank, id_) + value) for bank, id_, value in parts)
            db.executemany("replace into part values(?, ?, ?, ?)", rows)
            db.execute("delete from answer where files = ?", (files,))
            db.executemany("replace into answer values(?, ?, ?, ?, ?)", ((files, *answer) for answer in answers))
            db.execute("replace into entry values(?, ?, ?)", (files, key, _seal(entry, files, key) + entry))

    def close(self) -> None:
        if self._db:
            self._db.close()
        self._db = None

    def _open(self) -> sqlite3.Connection | None:
        with self._careful():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._file, timeout=1)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = off")
            self._db.executescript(TABLES)
            return self._db
        self.close()
        return None

    def _value(self, select: str, *names: str | bytes) -> bytes | None:
        if self._db is None:
            return None
        with self._careful():
            (value,) = self._db.execute(select, names).fetchone() or (None,)
            if isinstance(value, bytes) and value[:SEAL] == _seal(value[SEAL:], *names):
                return value[SEAL:]
        return None

    @contextmanager
    def _careful(self) -> Iterator[None]:
        """Goes on without the cache where it cannot be used: no folder, no right to write, locked, full, damaged."""
        try:
            yield
        except (OSError, sqlite3.OperationalError):
            return
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # SQLite's message may hold what is damaged
            self.close()
            for end in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self._file.with_name(self._file.name + end).unlink(missing_ok=True)


def _seal(value: bytes, *names: str | bytes) -> bytes:
    """What tells that a value is whole and in its place: damaged ones must not reach `marshal`, which trusts them."""
    return crc32(value, crc32(repr(names).encode())).to_bytes(SEAL)
