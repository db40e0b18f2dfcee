"""A package, written in one pass.

genanki's own writer parses each template for each model, keeps all decks as JSON for each of them anew, inserts row by
row and stores its database uncompressed under a name it leaves behind; it gives cards no order, and no card at all to
some notes (notes on Anki). Its models, schema and collection are used; the writing is here.
"""

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

FIRST_ID, IDS = 1_300_000_000_000, 400_000_000_000
"""Ids of notes and cards are moments in ms; those here lie in 2011 to 2023."""
OLDEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: the same for every export."""
PRAGMAS = """PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;
PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;"""
STATEMENTS = [part for part in APKG_SCHEMA.split(";") if part.strip()]


Row = tuple[Any, ...]
CHUNK = 1_000
Review = tuple[int, int, int, int, int, int, int]
"""A row of `revlog`: id in ms, ease, ivl, lastIvl, factor, time in ms, type."""


class CardRow(NamedTuple):
    """A card of a note, with what Anki knows of its schedule; a new one by default. `due` is its place among the new
    ones, a day since the collection's beginning, or a moment in s."""

    ord: int
    due: int
    type: int = 0
    queue: int = 0
    ivl: int = 0
    factor: int = 0
    reps: int = 0
    lapses: int = 0
    left: int = 0
    flags: int = 0
    data: str = ""
    history: tuple[Review, ...] = ()


class Note(NamedTuple):
    """A note and its cards."""

    guid: str
    model: genanki.Model
    mod: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    deck: str
    cards: tuple[CardRow, ...]
    preset: int = 1


class Beginning(NamedTuple):
    """What a schedule is counted from: when the collection began, in s; its settings; options of decks by their ids."""

    at: int = 1_411_124_400
    conf: Mapping[str, Any] = MappingProxyType({})
    presets: Mapping[int, Mapping[str, Any]] = MappingProxyType({})


BEGINNING = Beginning()


def write(out: Path, notes: Iterable[Note], media: Mapping[str, bytes], began: Beginning = BEGINNING) -> None:
    """Write a package, aside, then rename it. The same notes give the same bytes."""
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as folder:
        base = Path(folder, "collection.anki2")
        with closing(sqlite3.connect(base)) as db:
            db.executescript(PRAGMAS)
            _fill(db, notes, began)
        _level(base)
        aside = Path(folder, "package")
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
            _add(zipped, "collection.anki2", base)
            numbered = list(enumerate(sorted(media)))
            for n, name in numbered:
                zipped.writestr(_info(str(n)), media[name])
            zipped.writestr(_info("media"), json.dumps({str(n): name for n, name in numbered}, ensure_ascii=False))
        aside.replace(out)


def _fill(db: sqlite3.Connection, notes: Iterable[Note], began: Beginning) -> None:
    indexes = [text for text in STATEMENTS if "CREATE INDEX" in text]
    for statement in STATEMENTS:
        if statement not in indexes:
            db.execute(statement)
    db.executescript(APKG_COL)
    book, waiting = _Book(), iter(notes)
    while chunk := list(islice(waiting, CHUNK)):
        rows = [book.rows(note) for note in chunk]
        db.executemany("INSERT INTO notes VALUES (?,?,?,?,-1,?,?,?,0,0,'')", [note for note, _, _ in rows])
        db.executemany(
            "INSERT INTO cards VALUES (?,?,?,?,?,-1,?,?,?,?,?,?,?,?,0,0,?,?)",
            chain.from_iterable(row[1] for row in rows),
        )
        db.executemany("INSERT INTO revlog VALUES (?,?,-1,?,?,?,?,?,?)", chain.from_iterable(row[2] for row in rows))
    for statement in indexes:
        db.execute(statement)
    _collection(db, book, began)
    db.commit()


class _Book:
    """What must be known of the notes once they are written: ids in use, decks, models."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.decks: dict[str, int] = {}
        self.presets: dict[str, int] = {}
        self.models: dict[int, genanki.Model] = {}

    def rows(self, note: Note) -> tuple[Row, list[Row], list[Row]]:
        """A note's row, those of its cards, those of their reviews."""
        self.models.setdefault(note.model.model_id, note.model)
        digest = sha256(note.guid.encode()).digest()
        nid = self._free(int.from_bytes(digest[:8], "big"))
        did = self._deck(note.deck)
        self.presets[note.deck] = note.preset
        cards, history = [], []
        for card in note.cards:
            cid = self._free(int.from_bytes(digest[8:16], "big") + card.ord)
            cards.append((cid, nid, did, card.ord, note.mod, card.type, card.queue, card.due, card.ivl, card.factor,
                          card.reps, card.lapses, card.left, card.flags, card.data))  # fmt: skip
            history += [(at, cid, *rest) for at, *rest in card.history]
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        made = (nid, note.guid, note.model.model_id, note.mod, tags, "\x1f".join(note.fields), note.fields[0])
        return made, cards, history

    def _free(self, wanted: int) -> int:
        found = FIRST_ID + wanted % IDS
        while found in self.ids:
            found += 1
        self.ids.add(found)
        return found

    def _deck(self, name: str) -> int:
        if name not in self.decks:
            self.decks[name] = self._free(int.from_bytes(sha256(name.encode()).digest()[:8], "big"))
        return self.decks[name]


def standard() -> dict[str, Any]:
    """The options of a deck that nobody has set."""
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in STATEMENTS:
            db.execute(statement)
        db.executescript(APKG_COL)
        found: dict[str, Any] = json.loads(db.execute("SELECT dconf FROM col").fetchone()[0])["1"]
    return found


def _collection(db: sqlite3.Connection, book: _Book, began: Beginning) -> None:
    """The one row of `col`: note types, decks and their options, as JSON."""
    conf, decks, options = map(json.loads, db.execute("SELECT conf, decks, dconf FROM col").fetchone())
    options |= {str(id_): dict(values) for id_, values in began.presets.items()}
    for name, did in book.decks.items():
        decks[str(did)] = {**genanki.Deck(did, name).to_json(), "conf": book.presets[name]}
    first = next(iter(book.decks.values()), 1)
    models = {str(id_): model.to_json(0, first) for id_, model in book.models.items()}
    conf |= {"schedVer": 2, "nextPos": 1, **began.conf}
    columns = [json.dumps(each, ensure_ascii=False, sort_keys=True) for each in (conf, models, decks, options)]
    db.execute("UPDATE col SET conf=?, models=?, decks=?, dconf=?, crt=?", [*columns, began.at])


def _level(base: Path) -> None:
    """Take out of a database's head what depends on the SQLite that wrote it: counters of changes, its version."""
    with base.open("r+b") as file:
        for at in (24, 92):
            file.seek(at)
            file.write((1).to_bytes(4, "big"))
        file.seek(96)
        file.write((3_040_000).to_bytes(4, "big"))


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, OLDEST)
    info.create_system, info.external_attr, info.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
    return info


def _add(zipped: zipfile.ZipFile, name: str, path: Path) -> None:
    info = _info(name)
    info.file_size = path.stat().st_size
    with path.open("rb") as source, zipped.open(info, "w") as target:
        while block := source.read(1 << 20):
            target.write(block)
