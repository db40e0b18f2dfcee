"""A collection of Anki's: note types, decks, how days are counted; notes, cards and reviews."""

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from kzlearn.importers._anki import wire
from kzlearn.memory.days import Moment, study_day


class Template(NamedTuple):
    """The two sides of a card, as Anki writes templates."""

    front: str
    back: str


class NoteType(NamedTuple):
    """A note type; `cloze` when its cards are the blanks of a text."""

    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Template, ...]


class Card(NamedTuple):
    """A card and where it stands: `due_day` in days since 1970 for one that waits for days."""

    id: int
    ord: int
    deck: str
    mod: int
    due_day: int | None
    suspended: bool
    flag: int


class Note(NamedTuple):
    """A note with its cards."""

    guid: str
    type: NoteType
    tags: tuple[str, ...]
    fields: dict[str, str]
    cards: tuple[Card, ...]


class Review(NamedTuple):
    """A row of `revlog`; `at` in ms, `ease` 1 to 4, 0 for what no person answered; `interval` in days, or s below 0."""

    at: int
    ease: int
    interval: int
    factor: int
    took_ms: int
    type: int


class Collection:
    """What a package's database says. Raises ValueError, KeyError or sqlite3.Error where it is damaged."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        crt, conf, models, decks = db.execute("SELECT crt, conf, models, decks FROM col LIMIT 1").fetchone()
        if "notetypes" in tables:
            self.types = dict(_types(db))
            self.decks = {id_: name.replace("\x1f", "::") for id_, name in db.execute("SELECT id, name FROM decks")}
            held = {key: json.loads(val) for key, val in db.execute("SELECT key, val FROM config")
                    if key in ("rollover", "creationOffset", "localOffset")}  # fmt: skip
        else:
            self.types = {int(id_): _type(held) for id_, held in json.loads(models).items()}
            self.decks = {int(id_): str(held["name"]) for id_, held in json.loads(decks).items()}
            held = json.loads(conf)
        self.rollover = _within(held.get("rollover", 4), 0, 23)
        self.zone = -_within(held.get("creationOffset", 0), -1440, 1440)
        self.began = study_day(Moment(int(crt) * 1000, self.zone), self.rollover)

    def day(self, at: int) -> int:
        """The study day of a moment in ms, as this collection counts."""
        return study_day(Moment(at, self.zone), self.rollover)

    def notes(self) -> Iterator[Note]:
        """All notes in the order of their first card's place among the new ones, then of their making."""
        cards: dict[int, list[Card]] = {}
        rows = self.db.execute(
            "SELECT nid, id, ord, did, mod, type, queue, due, odue, odid, flags FROM cards ORDER BY nid, ord"
        )
        for nid, id_, ord_, did, mod, type_, queue, due, odue, odid, flags in rows:
            deck = self.decks.get(odid or did, "Default")
            waits = int(type_) == 2 or (int(type_) == 3 and queue == 3)
            due_day = self.began + int(odue or due) if waits and abs(int(odue or due)) < 100_000 else None
            cards.setdefault(nid, []).append(Card(id_, int(ord_), deck, int(mod), due_day, queue == -1, int(flags) & 7))
        for nid, guid, mid, tags, fields in self.db.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id"):
            type_ = self.types.get(mid)
            if type_ is None:
                raise ValueError(f"note {nid} has no note type")
            values = str(fields).split("\x1f")
            values += [""] * (len(type_.fields) - len(values))
            yield Note(str(guid), type_, tuple(str(tags).split()), dict(zip(type_.fields, values, strict=False)),
                       tuple(cards.get(nid, ())))  # fmt: skip

    def reviews(self) -> dict[int, list[Review]]:
        """The reviews of each card by its id, in their order."""
        found: dict[int, list[Review]] = {}
        whole = ", ".join(f"CAST({name} AS INTEGER)" for name in ("cid", "id", "ease", "ivl", "factor", "time", "type"))
        for cid, rows in groupby(self.db.execute(f"SELECT {whole} FROM revlog ORDER BY cid, id"), itemgetter(0)):
            found[cid] = [Review._make(row[1:]) for row in rows]
        return found


def _type(held: dict[str, Any]) -> NoteType:
    fields = sorted(held["flds"], key=lambda field: int(field.get("ord", 0)))
    templates = sorted(held["tmpls"], key=lambda template: int(template.get("ord", 0)))
    sides = tuple(Template(str(t["qfmt"]), str(t["afmt"])) for t in templates)
    return NoteType(str(held["name"]), held.get("type") == 1, tuple(str(f["name"]) for f in fields), sides)


def _types(db: sqlite3.Connection) -> Iterator[tuple[int, NoteType]]:
    fields: dict[int, list[str]] = {}
    for ntid, name in db.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(ntid, []).append(name)
    templates: dict[int, list[Template]] = {}
    for ntid, config in db.execute("SELECT ntid, config FROM templates ORDER BY ntid, ord"):
        held = wire.texts(config)
        templates.setdefault(ntid, []).append(Template(held.get(1, ""), held.get(2, "")))
    for id_, name, config in db.execute("SELECT id, name, config FROM notetypes"):
        cloze = any(number == 1 and value == 1 for number, value in wire.fields(config))
        yield id_, NoteType(name, cloze, tuple(fields.get(id_, ())), tuple(templates.get(id_, ())))


def _within(value: Any, low: int, high: int) -> int:
    number = int(value) if isinstance(value, int | float) else 0
    return min(max(number, low), high)
