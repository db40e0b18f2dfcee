"""The two note types, as genanki models: one for every kind of question, one for clozes.

One type for all but cloze, so that a question whose kind changes keeps its note. Ids of types, fields and templates
never change, for Anki knows them by these; fields are reserved at the start, for one added later would make a second
type in every collection (notes on Anki, re-import).
"""

from functools import cache
from importlib.resources import files
from typing import Any

import genanki

FIELDS = ("Prompt", "Options", "Body", "Typed", "Answer", "Key", "Hint", "Explanation", "Proof", "Source", "Media",
          "How", "Id", "Kind", "Language", "Reserved 1", "Reserved 2", "Reserved 3")  # fmt: skip
TEMPLATES_CHANGED = 1_795_478_400
"""When a template or the style last changed, in s since 1970: later than before with every change, or no collection
takes it. A test holds the sum of what they say."""
QUESTION, CLOZE = 1_795_400_001_001, 1_795_400_001_002
FIRST_FIELD, FIRST_TEMPLATE = 7_231_900_000_000_000_000, 7_231_900_000_001_000_000


class NoteType(genanki.Model):  # type: ignore[misc]
    """A genanki model that says when it changed, and which of its fields must be filled: only the first."""

    @property
    def _req(self) -> list[list[Any]]:
        return [[0, "any", [0]]]

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:  # genanki's signature
        return {**super().to_json(TEMPLATES_CHANGED, deck_id), "mod": TEMPLATES_CHANGED}


@cache
def question_type() -> NoteType:
    """Every kind but cloze."""
    return _made(QUESTION, "kzlearn question", _text("front.html"), _text("back.html"), genanki.Model.FRONT_BACK)


@cache
def cloze_type() -> NoteType:
    """A text with blanks, a card each."""
    front, back = (_text(name).replace("{{Prompt}}", "{{cloze:Prompt}}") for name in ("front.html", "back.html"))
    return _made(CLOZE, "kzlearn cloze", front, back, genanki.Model.CLOZE)


def _made(id_: int, name: str, front: str, back: str, sort: int) -> NoteType:
    script = f"<script>\n{_text('options.js')}</script>\n"
    nth = id_ - QUESTION
    return NoteType(
        id_, name,
        fields=[{"name": field, "id": FIRST_FIELD + nth * 100 + n} for n, field in enumerate(FIELDS)],
        templates=[{"name": "Card 1", "id": FIRST_TEMPLATE + nth, "qfmt": front + script, "afmt": back + script}],
        css=_text("card.css"), model_type=sort,
    )  # fmt: skip


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
