"""Parsed banks, kept: a command starts without reading YAML when nothing has changed.

The key is the content: of the bank's files, its documents, and this program's version. A question is unpickled only
when it is asked. The cache lies in the user's own folder and may be deleted at any time; whatever is wrong with it,
banks are read from their files instead.
"""

import hashlib
import marshal
import pickle
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kzlearn import __version__
from kzlearn.bank.files import bank_files
from kzlearn.model import Bank, Card, Question, Unreadable

NAME = "banks-1.sqlite"
TABLES = """
create table if not exists entry(files text primary key, key blob, brief blob) without rowid;
create table if not exists part(files text, bank text, id text, value blob, primary key(files, bank, id)) without rowid;
"""
PROGRAM = f"{__version__} {sys.version}".encode()


@dataclass(frozen=True, slots=True)
class Brief:
    """What is known of a bank without reading its questions. `problems` counts the mistakes of the files it is in."""

    bank: str
    title: str
    files: tuple[str, ...]
    problems: int
    cards: tuple[Card, ...]


class Shelf:
    """Banks at hand: their cards at once, their questions when asked for."""

    def __init__(self, briefs: Sequence[Brief], db: sqlite3.Connection | None) -> None:
        self.briefs = tuple(briefs)
        self._db = db
        self._read: dict[str, tuple[Bank, dict[str, Question]]] = {}

    @property
    def cards(self) -> list[Card]:
        return [card for brief in self.briefs for card in brief.cards]

    def question(self, card: Card) -> Question:
        """The question of a card. Raises Unreadable when its file has changed and it is gone."""
        kept = self._kept(card.bank, card.question)
        if kept is None:
            kept = self._parsed(card.bank)[1].get(card.question)
        if kept is None:
            raise Unreadable(f"the question {card.name} is no longer in its bank", "start the session again")
        return kept  # type: ignore[no-any-return]  # a Question, unpickled

    def bank(self, name: str) -> Bank:
        """A bank's facts and documents."""
        return self._kept(name, "") or self._parsed(name)[0]

    def _kept(self, bank: str, id_: str) -> Any:
        if self._db is None or bank in self._read:
            return None
        files = _name(next(b.files for b in self.briefs if b.bank == bank))
        with suppress(sqlite3.Error, pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError):
            row = self._db.execute("select value from part where files = ? and bank = ? and id = ?", (files, bank, id_))
            if value := row.fetchone():
                return pickle.loads(value[0])  # noqa: S301  # our own cache, in the user's own folder
        return None

    def _parsed(self, name: str) -> tuple[Bank, dict[str, Question]]:
        if name not in self._read:
            from kzlearn.bank.load import load  # noqa: PLC0415  # reading YAML is what the cache spares

            files = next(b.files for b in self.briefs if b.bank == name)
            for bank in load(map(Path, files)).banks:
                self._read[bank.id] = bank, {str(q.id): q for q in bank.questions}
        if name not in self._read:
            raise Unreadable(f"the bank {name} can no longer be read", "run 'kzlearn check'")
        return self._read[name]


@contextmanager
def shelf(paths: Iterable[Path], folder: Path) -> Iterator[Shelf]:
    """The banks at some paths, from the cache in `folder` where their files have not changed."""
    db = _open(folder)
    try:
        briefs: list[Brief] = []
        for path in paths:
            for files in bank_files(path):
                known = {brief.bank for brief in briefs}
                briefs += [brief for brief in _briefs(db, files) if brief.bank not in known]
        yield Shelf(briefs, db)
    finally:
        if db:
            db.close()


def _briefs(db: sqlite3.Connection | None, files: list[Path]) -> list[Brief]:
    names = tuple(str(file.absolute()) for file in files)
    key = _digest(files)
    if db and key:
        with suppress(sqlite3.Error, ValueError, EOFError, TypeError):
            row = db.execute("select key, brief from entry where files = ?", (_name(names),)).fetchone()
            if row and row[0] == key:
                banks, documents = marshal.loads(row[1])  # noqa: S302  # our own cache
                if all(_digest([Path(path)]) == kept for path, kept in documents):
                    make = Card._make
                    return [Brief(b, t, names, n, tuple(map(make, cards))) for b, t, n, cards in banks]
    return _read(db, names, key)


def _read(db: sqlite3.Connection | None, names: tuple[str, ...], key: bytes | None) -> list[Brief]:
    from kzlearn.bank.cards import cards_of  # noqa: PLC0415  # see Shelf._parsed
    from kzlearn.bank.load import load  # noqa: PLC0415

    found = load(map(Path, names))
    problems = len(found.problems)
    briefs = [Brief(str(b.id), b.title, names, problems, tuple(cards_of(b))) for b in found.banks]
    if db and key:
        with suppress(sqlite3.Error, OSError):
            _keep(db, _name(names), key, found.banks, briefs)
    return briefs


def _keep(db: sqlite3.Connection, files: str, key: bytes, banks: Sequence[Bank], briefs: Sequence[Brief]) -> None:
    documents = {str(Path(d.origin).parent / d.file) for bank in banks for d in bank.sources.values()}
    brief = (
        [(b.bank, b.title, b.problems, [tuple(card) for card in b.cards]) for b in briefs],
        [(path, _digest([Path(path)])) for path in sorted(documents)],
    )
    with db:
        db.execute("delete from part where files = ?", (files,))
        for bank in banks:
            parts = [("", replace(bank, questions=())), *((str(q.id), _lean(q)) for q in bank.questions)]
            rows = ((files, str(bank.id), id_, pickle.dumps(part, pickle.HIGHEST_PROTOCOL)) for id_, part in parts)
            db.executemany("replace into part values(?, ?, ?, ?)", rows)
        db.execute("replace into entry values(?, ?, ?)", (files, key, marshal.dumps(brief)))


def _lean(question: Question) -> Question:
    """A question with the place it begins at, without those of its keys."""
    return replace(question, spots={"": question.spot()})


def _digest(files: Iterable[Path]) -> bytes | None:
    """A sum of the files' contents and the program's version; None when one cannot be read."""
    total = hashlib.blake2b(PROGRAM, digest_size=20)
    try:
        for file in files:
            data = file.read_bytes()
            total.update(len(data).to_bytes(8, "big") + data)
    except OSError:
        return None
    return total.digest()


def _name(files: Sequence[str]) -> str:
    return "\n".join(files)


def _open(folder: Path) -> sqlite3.Connection | None:
    """The cache's database, made anew if it is damaged; None when there can be none."""
    for _ in range(2):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(folder / NAME, timeout=2)
            try:
                db.execute("pragma journal_mode = wal")
                db.execute("pragma synchronous = off")
                db.executescript(TABLES)
                return db
            except sqlite3.OperationalError:
                db.close()
                return None
            except sqlite3.DatabaseError:
                db.close()
                (folder / NAME).unlink(missing_ok=True)
        continue
    return None
