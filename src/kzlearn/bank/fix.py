"""`check --fix`: writes missing ids and sha256 sums by inserting text; every other byte stays."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from kzlearn.bank.format import BankFile
from kzlearn.bank.insert import Places, put, text_of
from kzlearn.bank.load import read_file
from kzlearn.bank.nodes import BREAK, Node, meaning, parse
from kzlearn.model.problems import Spot
from kzlearn.model.questions import AsWritten, Bank, Fact, Id, Question

Named = TypeVar("Named", bound=Fact | Question)

PROPERTIES = re.compile(r"(?:[&!]\S*+\s++(?:#.*+\s++)*+)*+")
"""What may stand before a mapping's first key or bracket: `&anchor`, `!tag`, comments after these."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A key that is to be written, and its value."""

    key: str
    value: str

    def __str__(self) -> str:
        """As it can stand in YAML: in quotes where it would be taken for something other than a text."""
        root, _ = parse(f"- {self.value}", "")
        plain = isinstance(root, Node) and meaning(root.value[0]) == "str" and root.value[0].value == self.value
        return f"{self.key}: {self.value}" if plain else f'{self.key}: "{self.value}"'


Gaps = Mapping[Spot, Missing]
"""What is missing in a file, by the place where the mapping begins that misses it."""


def fix(bank: Bank) -> list[str]:
    """Write what is missing into the bank's files; a sentence for each file that changed.

    Raises Unreadable when a file cannot be written; it is then as it was.
    """
    gaps: dict[str, dict[Spot, Missing]] = {}
    things: list[Fact | Question] = [*bank.facts, *bank.questions]
    for thing in things:
        if "id" not in thing.spots:
            gaps.setdefault(thing.origin, {})[thing.spot()] = Missing("id", thing.id)
    for document in bank.sources.values():
        if document.text is not None and "sha256" not in document.spots:
            gaps.setdefault(document.origin, {})[document.spot()] = Missing("sha256", document.found_sha256)
    return [_fill(Path(file), missing) for file, missing in gaps.items()]


def _fill(path: Path, gaps: Gaps) -> str:
    """Insert what is missing into a file."""
    text = text_of(path)
    places = Places(text)
    pieces, done = [], 0
    for spot in sorted(gaps):
        at, piece = _piece(places, spot, gaps[spot]) if spot.line <= len(places.starts) else (len(text), "")
        pieces += [text[done:at], piece]
        done = at

    def says_it(aside: Path) -> bool:
        before, after = read_file(path)[0], read_file(aside)[0]
        return before is not None and gaps.keys() <= _places(before) and after == _filled(before, gaps)

    put(path, "".join(pieces) + text[done:], says_it)
    keys = ", ".join(sorted({missing.key for missing in gaps.values()}))
    return f"{path}: wrote {keys} in {len(gaps)} place{'s' * (len(gaps) > 1)}"


def _piece(places: Places, spot: Spot, missing: Missing) -> tuple[int, str]:
    """Where a key is to be inserted, and the text to insert."""
    text, at = places.text, places.offset(spot)
    before = PROPERTIES.match(text, at)
    first = before.end() if before else at
    if text[first : first + 1] == "{":
        return first + 1, f"{missing}, "
    if BREAK.search(text, at, first):  # on one line they would belong to the key, not to the mapping
        at = first
    return at, f"{missing}{places.line_end(at)}{' ' * places.column(at)}"


def _places(file: BankFile) -> set[Spot]:
    nested = (question for fact in file.facts for question in fact.questions)
    return {thing.spot() for thing in (*file.facts, *nested, *file.questions, *file.sources.values())}


def _filled(file: BankFile, gaps: Gaps) -> BankFile:
    """What a file says, with what was missing in it."""

    def named(things: tuple[Named, ...]) -> tuple[Named, ...]:
        return tuple(replace(t, id=Id(gaps[t.spot()].value)) if t.spot() in gaps else t for t in things)

    return replace(
        file,
        facts=tuple(replace(fact, questions=named(fact.questions)) for fact in named(file.facts)),
        questions=named(file.questions),
        sources={
            name: replace(d, sha256=AsWritten(gaps[d.spot()].value)) if d.spot() in gaps else d
            for name, d in file.sources.items()
        },
    )
