"""Parsed banks, kept: a command starts without reading YAML when nothing has changed.

The key is the content: of the bank's files, its documents, and this program. Files that the system says nobody touched
are not read again to know it. A question is unpickled only when it is asked. The cache lies in the user's own folder
and may be deleted at any time; whatever is wrong with it, banks are read from their files instead.
"""

import marshal
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kzlearn import __version__
from kzlearn.bank.files import bank_files, beside, content
from kzlearn.bank.store import Store
from kzlearn.model.cards import Card
from kzlearn.model.problems import Unreadable

if TYPE_CHECKING:
    from kzlearn.model.questions import Bank, Fact, Question

FACT = "/"
"""Begins the name of a fact in the cache: no question's id does."""
NAME = "banks-4.sqlite"
SETTLED_NS = 2_000_000_000
"""How long a file must have lain still: within the ticks of a file system's clock, two changes look like one."""


class Brief(NamedTuple):
    """What is known of a bank without reading its questions. `problems` counts the mistakes of the files it is in."""

    bank: str
    title: str
    files: tuple[str, ...]
    problems: int
    cards: tuple[Card, ...]


class Shelf:
    """Banks at hand: their cards at once, their questions when asked for."""

    def __init__(self, briefs: Sequence[Brief], store: Store) -> None:
        self.briefs = tuple(briefs)
        self._store = store
        self._read: dict[str, tuple[Bank, dict[str, Question | Fact]]] = {}
        self._bare: dict[str, Bank] = {}
        self._places: dict[str, dict[tuple[str, str], Card]] = {}

    @property
    def cards(self) -> list[Card]:
        return [card for brief in self.briefs for card in brief.cards]

    def question(self, card: Card) -> "Question":
        """The question of a card. Raises Unreadable when its file has changed and it is gone."""
        kept: Any = self._kept(card.bank, card.question)
        if kept is None or card.part not in kept.content.parts():
            kept = self._parsed(card.bank)[1].get(card.question)
        if kept is None or card.part not in kept.content.parts():
            raise Unreadable(f"the question {card.name} is no longer in its bank", "start the session again")
        question: Question = kept
        return question

    def bank(self, name: str) -> "Bank":
        """A bank with its documents, without its facts and questions."""
        if name not in self._bare:
            self._bare[name] = self._kept(name, "") or self._parsed(name)[0]
        return self._bare[name]

    def facts(self, bank: str, names: Iterable[str]) -> "list[Fact]":
        """The facts of these names that a bank has, in their order."""
        found = (self._kept(bank, f"{FACT}{name}") or self._parsed(bank)[1].get(f"{FACT}{name}") for name in names)
        return [cast("Fact", fact) for fact in found if fact]

    def answering(self, bank: str, text: str) -> "list[Card]":
        """The cards of a bank that a text may be the right answer to."""
        from kzlearn.grading.words import key  # noqa: PLC0415  # only wrong replies are looked up

        name = key(text).encode("utf-8", "replace").decode()
        if bank in self._read:
            from kzlearn.bank.fresh import answers  # noqa: PLC0415  # the bank was edited a moment ago

            things = self._read[bank][1].items()
            questions = [cast("Question", thing) for id_, thing in things if not id_.startswith(FACT)]
            places = {(id_, part) for found, id_, part in answers(questions) if found == name}
        else:
            places = set(self._store.answering(_name(self._files(bank)), bank, name))
        if places and bank not in self._places:
            cards = (card for brief in self.briefs if brief.bank == bank for card in brief.cards)
            self._places[bank] = {(card.question, card.part): card for card in cards}
        return [self._places[bank][place] for place in sorted(places) if place in self._places[bank]]

    def reread(self, bank: str) -> None:
        """Read a bank from its files again: somebody has edited it."""
        self._read.pop(bank, None)
        self._bare.pop(bank, None)
        with suppress(Unreadable):
            self._parsed(bank)

    def _kept(self, bank: str, id_: str) -> Any:
        if bank in self._read:
            return None
        part = self._store.part(_name(self._files(bank)), bank, id_)
        if part:
            import pickle  # noqa: PLC0415  # what is due is known without

            with suppress(Exception):  # classes may have changed since: anything may come of it
                return pickle.loads(part)  # noqa: S301  # our own cache, in the user's own folder
        return None

    def _files(self, bank: str) -> tuple[str, ...]:
        return next(brief.files for brief in self.briefs if brief.bank == bank)

    def _parsed(self, name: str) -> "tuple[Bank, dict[str, Question | Fact]]":
        if name not in self._read:
            from kzlearn.bank.fresh import banks_in  # noqa: PLC0415  # reading YAML is what the cache spares

            self._read.update(banks_in(self._files(name)))
        if name not in self._read:
            raise Unreadable(f"the bank {name} can no longer be read", "run 'kzlearn check'")
        return self._read[name]


@contextmanager
def shelf(paths: Iterable[Path], folder: Path) -> Iterator[Shelf]:
    """The banks at some paths, from the cache in `folder` where their files have not changed."""
    store = Store(folder / NAME)
    try:
        briefs: dict[str, Brief] = {}
        for files in bank_files(paths):
            for brief in _briefs(store, files):
                briefs.setdefault(brief.bank, brief)
        yield Shelf([*briefs.values()], store)
    finally:
        store.close()


def _briefs(store: Store, files: list[Path]) -> list[Brief]:
    names = tuple(str(file.absolute()) for file in files)
    key = _known(store, files, _digest)
    kept = store.entry(_name(names), key) if key else None
    if kept:
        banks, documents = marshal.loads(kept)  # noqa: S302  # our own cache, whole: it is sealed
        if all(_sum(store, origin, name) == found for origin, name, found in documents):
            return [Brief(bank, title, names, n, _cards(columns)) for bank, title, n, columns in banks]
    return _read(store, names, key)


def _cards(columns: Iterable[Iterable[Any]]) -> tuple[Card, ...]:
    return tuple(map(Card._make, zip(*columns, strict=True)))


def _read(store: Store, names: tuple[str, ...], key: bytes | None) -> list[Brief]:
    from kzlearn.bank.fresh import read  # noqa: PLC0415  # reading YAML is what the cache spares

    briefs, kept = read(names)
    if key and kept and _digest(map(Path, names)) == key:  # not edited while it was read
        store.keep(_name(names), key, kept.entry, kept.parts, kept.answers)
    return briefs


def _known(store: Store, files: Sequence[Path], digest: Callable[[Sequence[Path]], bytes | None]) -> bytes | None:
    """The sum of some files; the one kept, where none was touched since."""
    name, stamp = _name((digest.__name__, *(str(file.absolute()) for file in files))), _stamp(files)
    kept = store.entry(name, stamp) if stamp else None
    if kept:
        return kept
    found = digest(files)
    if found and stamp:
        store.keep(name, stamp, found, (), ())
    return found


def _stamp(files: Iterable[Path]) -> bytes:
    """What the system says of some files: another when one was touched. Nothing while one may change unseen."""
    try:
        found = [file.stat() for file in files]
    except (OSError, ValueError):
        return b""
    if max((max(s.st_mtime_ns, s.st_ctime_ns) for s in found), default=0) + SETTLED_NS > time.time_ns():
        return b""
    return _program() + repr([(s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino, s.st_dev) for s in found]).encode()


def _digest(files: Iterable[Path]) -> bytes | None:
    """A sum of the files' contents and of this program; None when one cannot be read."""
    from hashlib import blake2b  # noqa: PLC0415  # files that were not touched need no sum

    total = blake2b(_program(), digest_size=20)
    for file in files:
        data = content(file)
        if data is None:
            return None
        total.update(len(data).to_bytes(8, "big") + data)
    return total.digest()


@cache
def _program() -> bytes:
    """What tells this program from another: its version, and when its code changed while somebody works on it."""
    folders = [Path(__file__).parents[1] / name for name in ("bank", "grading", "kinds", "model")]
    code = [file for folder in folders for file in (folder, *folder.glob("*.py"))]
    return f"{__version__} {sys.version} {[file.stat().st_mtime_ns for file in code]}".encode()


def _sum(store: Store, origin: str, name: str) -> str:
    file = beside(origin, name)
    found = _known(store, [file], _sha256) if file else None
    return (found or b"").decode()


def _sha256(files: Iterable[Path]) -> bytes | None:
    """The sum of a document, as `load` notes it."""
    from hashlib import sha256  # noqa: PLC0415

    (data,) = map(content, files)
    return None if data is None else sha256(data).hexdigest().encode()


def _name(files: Sequence[str]) -> bytes:
    """What the cache knows some files by; as bytes, because a file's name need not be Unicode."""
    return b"\0".join(map(os.fsencode, files))
