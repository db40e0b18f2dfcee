"""apkg, colpkg: packages of Anki. Our notes bring back what was answered; others become banks, with their history."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kzlearn.importers import Found, Made, id_of, problem
from kzlearn.importers._anki import foreign, own
from kzlearn.importers._anki.collection import Collection, Note, Review
from kzlearn.importers._anki.package import Package, opened
from kzlearn.importers._anki.reviews import events
from kzlearn.model.cards import Event

SUFFIXES = (".apkg", ".colpkg")
WHAT = "a deck or collection of Anki, with its history"
MOST_PROBLEMS = 200
NO_HISTORY: list[Review] = []


def read(path: Path) -> Found:
    """Everything a package holds. Raises Unreadable when it is none, damaged, or too large."""
    with opened(path) as package:
        col = Collection(package.db)
        reviews = col.reviews()
        reader = _Reader(path, package, col, reviews)
        for note in col.notes():
            reader.take(note)
        return reader.found()


class _Reader:
    """Takes the notes of one package, one after another."""

    def __init__(self, path: Path, package: Package, col: Collection, reviews: dict[int, list[Review]]) -> None:
        self.path, self.package, self.col, self.reviews = path, package, col, reviews
        self.banks: dict[str, dict[str, Any]] = {}
        self.media: dict[str, dict[str, bytes]] = {}
        self.events: list[Event] = []
        self.problems = 0
        self.kept = Found()
        self.own = 0

    def found(self) -> Found:
        found = self.kept
        found.banks = [Made(bank, self.media[name]) for name, bank in self.banks.items()]
        found.events = self.events
        if self.problems > MOST_PROBLEMS:
            more = f"{self.problems - MOST_PROBLEMS} more notes could not be taken over as they are"
            found.problems.append(problem(self.path, 1, more))
        if self.own:
            found.said = [
                f"{self.own} notes of kzlearn's own: what was answered in Anki comes back to their questions."
            ]
        return found

    def take(self, note: Note) -> None:
        if own.is_own(note):
            self.own += 1
            for card, held in own.cards(note):
                self.events += self._history(note, card, held)
            return
        for asked in foreign.questions(note):
            if isinstance(asked, foreign.Cannot):
                self._tell(note, f"no question can be made of it: {asked}")
                continue
            bank = self._bank(asked.cards[0][1].deck if asked.cards else "Default")
            question = {**asked.question, **self._shown(note, bank["bank"], asked.media)}
            bank["questions"].append(question)
            for part, held in asked.cards:
                card = f"{bank['bank']}/{question['id']}{'#' if part else ''}{part}"
                self.events += self._history(note, card, held)
            for remark in asked.remarks:
                self._tell(note, remark)

    def _history(self, note: Note, card: str, held: Any) -> Iterable[Event]:
        origin = f"{note.guid} {held.ord}"
        return events(self.col, origin, card, held, self.reviews.get(held.id, NO_HISTORY))

    def _bank(self, deck: str) -> dict[str, Any]:
        """The bank of a deck's topmost deck."""
        title = deck.partition("::")[0] or "Default"
        if title not in self.banks:
            name = id_of(title, {bank["bank"] for bank in self.banks.values()})
            self.banks[title] = {"bank": name, "title": title, "questions": []}
            self.media[title] = {}
        return self.banks[title]

    def _shown(self, note: Note, bank: str, names: Iterable[str]) -> dict[str, Any]:
        kept = next(media for title, media in self.media.items() if self.banks[title]["bank"] == bank)
        there = []
        for name in names:
            data = kept.get(name) or self.package.medium(name)
            if data is None:
                self._tell(note, f"its file {name[:80]!r} is not in the package, or cannot be taken from it")
                continue
            kept[name] = data
            there.append(name)
        return {"media": there} if there else {}

    def _tell(self, note: Note, message: str) -> None:
        self.problems += 1
        if self.problems <= MOST_PROBLEMS:
            first = re.sub(r"<[^>]*>|\s+", " ", next(iter(note.fields.values()), "")).strip()[:40]
            self.kept.problems.append(problem(self.path, 1, f"the note {first!r}: {message}"))
