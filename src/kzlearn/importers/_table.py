"""Tables as banks: our own, and those that people make in spreadsheets."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kzlearn import kinds
from kzlearn.bank.reader import keys_of
from kzlearn.importers import Found, Made, id_of, problem, text_of
from kzlearn.importers._cells import FACT, uncell
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Evidence, Question

NAMES = {
    **dict.fromkeys(("question", "front", "term", "stem"), "prompt"),
    **dict.fromkeys(("back", "definition", "key"), "answer"),
    **dict.fromkeys(("comment", "feedback"), "explanation"),
}
"""What others call our keys."""
LARGEST_CELL = 48 << 20


def read(path: Path, delimiters: str) -> Found:
    """The questions of a table, a bank for each name in its column `bank`. A row that cannot be read is a problem; the
    others are taken. Raises Unreadable when it is no table."""
    text, found = text_of(path)
    csv.field_size_limit(LARGEST_CELL)
    first = text.split("\n", 1)[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(delimiters, key=first.count))
    banks: dict[str, dict[str, Any]] = {}
    columns: list[str] = []
    try:
        for cells in lines:
            if not columns:
                columns, header = _columns(path, cells)
                if header:
                    continue
            if any(cell.strip() for cell in cells):
                try:
                    _take(dict(zip(columns, cells, strict=False)), id_of(path.stem), banks)
                except ValueError as error:
                    found.problems.append(problem(path, lines.line_num, f"the row {error}", "it was left out"))
    except csv.Error as error:
        raise Unreadable(f"{path} is no table: {error} in line {lines.line_num}", "save it as CSV again") from error
    if not banks:
        raise Unreadable(f"{path} holds no question", "a header like prompt,answer and a question a row")
    found.banks = [Made({**bank, "facts": [*bank["facts"].values()]} if bank["facts"] else _loose(bank))
                   for bank in banks.values()]  # fmt: skip
    return found


def _loose(bank: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in bank.items() if name != "facts"}


def _columns(path: Path, cells: list[str]) -> tuple[list[str], bool]:
    """What each column holds, and whether the first row says so."""
    names = [cell.strip().lower().replace(" ", "_") for cell in cells]
    names = [NAMES.get(name, name) for name in names]
    if "prompt" in names or "text" in names:
        return names, True
    if len(cells) == 2:
        return ["prompt", "answer"], False
    raise Unreadable(f"{path} has no column 'prompt' and is not of two columns", "name its columns in the first row")


def _take(row: Mapping[str, str], name: str, banks: dict[str, dict[str, Any]]) -> None:
    """Put a row's question into its bank. Raises ValueError with the end of a sentence."""
    row = {column: text for column, text in row.items() if column and text != ""}
    kind = row.get("kind", "text").strip()
    content = kinds.content_type(kind) if kind.isidentifier() else None
    if content is None:
        raise ValueError(f"is of the unknown kind {kind[:40]!r}")
    keys = keys_of(Question) | keys_of(content)
    question: dict[str, Any] = {} if kind == "text" else {"kind": kind}
    for column, text in row.items():
        if column in keys:
            try:
                question[column] = uncell(text, keys[column].type)
            except ValueError as error:
                raise ValueError(f"has a {column!r} that {error}") from None
    bank = banks.setdefault(row.get("bank", name), {"bank": row.get("bank", name), "facts": {}, "questions": []})
    if "statement" not in row:
        bank["questions"].append(question)
        return
    first, *rest = question.pop("facts", ["fact"])
    question |= {"facts": rest} if rest else {}
    fact = {"id": first, **{n: uncell(row[n], str) for n in FACT if n in row and n != "quote"}}
    if quote := row.get("quote"):
        fact["quote"] = uncell(quote, tuple[Evidence, ...] if quote.startswith("[") else
                               Mapping[str, str] if quote.startswith("{") else str)  # fmt: skip
    bank["facts"].setdefault(first, {**fact, "questions": []})["questions"].append(question)
