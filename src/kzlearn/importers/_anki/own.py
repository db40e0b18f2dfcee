"""Notes that our own export made: what was answered in Anki comes back to the card it was answered for."""

import html
from collections.abc import Iterator

from kzlearn.bank.cards import guid
from kzlearn.importers._anki.collection import Card, Note

NAMES = ("kzlearn question", "kzlearn cloze")


def is_own(note: Note) -> bool:
    """Whether our export made a note, and it still says which question it is. A copy made in Anki is none."""
    bank, _, question = _id(note).partition("/")
    ours = any(note.type.name.startswith(name) for name in NAMES)
    return ours and bool(question) and guid(bank, question) == note.guid


def cards(note: Note) -> Iterator[tuple[str, Card]]:
    """What memory calls each card of a note. A card whose part is not known any more is left out."""
    parts = [html.unescape(part) for part in note.fields.get("Key", "").split("/")]
    for card in note.cards:
        if not note.type.cloze:
            yield _id(note), card
        elif card.ord < len(parts):
            yield f"{_id(note)}#{parts[card.ord]}", card


def _id(note: Note) -> str:
    return html.unescape(note.fields.get("Id", ""))
