"""Notes of other makers as questions: basic, reversed, typed, cloze, multiple choice."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from kzlearn.importers._anki.collection import Card, Note, Template
from kzlearn.importers._anki.text import Told, told

FIELD = re.compile(r"\{\{([^{}#^/!=][^{}]*)\}\}")
GAP = re.compile(r"\{\{c(\d+)::((?:(?!\{\{c\d+::|\}\}).)*)\}\}", re.DOTALL)
OPTION = re.compile(r"(?:q|option|choice)[ _]?(\d+|[a-h])", re.IGNORECASE)
"""Fields of options, as the add-ons for multiple choice name them."""


class Asked(NamedTuple):
    """A question made of a note, the card ids it stands for by our part, and what could not be taken over."""

    question: Mapping[str, Any]
    cards: tuple[tuple[str, Card], ...]
    media: tuple[str, ...]
    remarks: tuple[str, ...]


class Cannot(Exception):
    """A card of which no question can be made; says why."""


def questions(note: Note) -> Iterator[Asked | Cannot]:
    """The questions that a note makes."""
    fields = {name: told(value) for name, value in note.fields.items()}
    try:
        if note.type.cloze:
            yield _cloze(note, fields)
            return
        if choice := _choice(note, fields):
            yield choice
            return
    except Cannot as error:
        yield error
        return
    for card in note.cards:
        try:
            yield _basic(note, fields, card)
        except Cannot as error:
            yield error


def name_of(note: Note) -> str:
    """A name that a note keeps, whatever is edited in it."""
    return f"n-{sha256(note.guid.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _basic(note: Note, fields: Mapping[str, Told], card: Card) -> Asked:
    if card.ord >= len(note.type.templates):
        raise Cannot(f"its card {card.ord + 1} has no template")
    asked, answers = _sides(note.type.templates[card.ord], fields)
    answers = [name for name in answers if fields[name].text]
    prompt = "\n".join(filter(None, (fields[name].text for name in asked)))
    if not answers:
        raise Cannot("its back has no text of its own")
    if not prompt:
        raise Cannot(
            "its front has no text"
            + (", only a picture or a sound" if any(fields[name].media for name in asked) else "")
        )
    question = {
        "id": name_of(note) + (f"-{card.ord + 1}" if card.ord else ""),
        "prompt": prompt,
        "answer": fields[answers[0]].text,
        **_more("\n\n".join(fields[name].text for name in answers[1:])),
        **_tags(note, card),
    }
    return _asked(question, (("", card),), fields)


def _sides(template: Template, fields: Mapping[str, Told]) -> tuple[list[str], list[str]]:
    """The fields that a front shows, and those that a back adds; a field that is typed is the first of these."""
    front, back = _fields(template.front, fields), _fields(template.back, fields)
    asked = [name for name, typed in front if not typed]
    typed = [name for name, typed in front if typed]
    return asked, [name for name in dict.fromkeys((*typed, *(name for name, _ in back))) if name not in asked]


def _fields(template: str, fields: Mapping[str, Told]) -> list[tuple[str, bool]]:
    """The fields of a note that a template names, each with whether it is to be typed."""
    named = (found.split(":") for found in FIELD.findall(template))
    return [(name.strip(), "type" in filters) for *filters, name in named if name.strip() in fields]


def _cloze(note: Note, fields: Mapping[str, Told]) -> Asked:
    source = next((name for name in fields if GAP.search(fields[name].text)), None)
    if source is None:
        raise Cannot("its text has no blank")
    text, remarks = fields[source].text, []
    if len(re.findall(r"\{\{c\d+::", text)) != len(GAP.findall(text)):
        remarks.append("one blank lies within another: only the inner one is asked")
    parts = sorted({int(number) for number, _ in GAP.findall(text)})
    at, pieces = 0, []
    for found in GAP.finditer(text):
        answer, _, hint = found[2].partition("::")
        if not answer.strip():
            raise Cannot("a blank of its text is empty")
        pieces += [_escaped(text[at : found.start()]), f"{{{{c{found[1]}::{_in_blank(answer)}"]
        pieces.append(f"::{_in_blank(hint)}}}}}" if hint.strip() else "}}")
        at = found.end()
    pieces.append(_escaped(text[at:]))
    rest = "\n\n".join(told_.text for name, told_ in fields.items() if name != source and told_.text)
    question = {"id": name_of(note), "kind": "cloze", "text": "".join(pieces), **_more(rest),
                **_tags(note, note.cards[0] if note.cards else None)}  # fmt: skip
    cards = tuple((f"c{card.ord + 1}", card) for card in note.cards if card.ord + 1 in parts)
    return _asked(question, cards, fields, tuple(remarks))


def _escaped(text: str) -> str:
    """Text outside of blanks: a backslash, and braces that would open one."""
    text = re.sub(r"\{\{c\d+::", "", text)
    return text.replace("\\", "\\\\").replace("{{", "\\{\\{").replace("}}", "\\}\\}")


def _in_blank(text: str) -> str:
    return text.strip().replace("\\", "\\\\").replace("::", "\\::").replace("}", "\\}").replace("{", "\\{")


def _choice(note: Note, fields: Mapping[str, Told]) -> Asked | None:
    """A note of an add-on for multiple choice: a field for each option, and `1 0 0` for those that are right."""
    options = [fields[name].text for name in fields if OPTION.fullmatch(name.strip())]
    answers = next((told_.text for name, told_ in fields.items() if name.strip().lower() in ("answers", "answer")), "")
    stem = next((told_.text for name, told_ in fields.items() if name.strip().lower() in ("question", "stem")), "")
    options = options[: len(options) - next((n for n, o in enumerate(reversed(options)) if o), len(options))]
    marks = answers.split()
    if len(options) < 2 or not stem or not note.cards:
        return None
    if len(marks) != len(options) or not set(marks) <= {"0", "1"} or "1" not in marks:
        raise Cannot(f"its answers are {answers[:40]!r} for {len(options)} options")
    right = [option for option, mark in zip(options, marks, strict=True) if mark == "1"]
    wrong = [option for option, mark in zip(options, marks, strict=True) if mark == "0"]
    if not wrong:
        raise Cannot("all of its options are right")
    kind = {"kind": "choice", "answer": right[0]} if len(right) == 1 else {"kind": "choices", "answers": right}
    question = {"id": name_of(note), "prompt": stem, **kind, "distractors": wrong, **_tags(note, note.cards[0])}
    return _asked(question, (("", note.cards[0]),), fields)


def _more(explanation: str) -> dict[str, str]:
    return {"explanation": explanation} if explanation else {}


def _tags(note: Note, card: Card | None) -> dict[str, list[str]]:
    """Its tags, and the decks below the first as one more."""
    below = card.deck.split("::")[1:] if card else []
    tags = [*note.tags, *(["::".join(below)] if below else [])]
    return {"tags": tags} if tags else {}


def _asked(
    question: dict[str, Any],
    cards: tuple[tuple[str, Card], ...],
    fields: Mapping[str, Told],
    remarks: tuple[str, ...] = (),
) -> Asked:
    media = tuple(dict.fromkeys(name for told_ in fields.values() for name in told_.media))
    lost = [f"{what} cannot be told as text and was left out" for told_ in fields.values() for what in told_.lost]
    return Asked(question, cards, media, (*remarks, *dict.fromkeys(lost)))
