"""`check --fix`: writes missing ids and sha256 sums by inserting text; every other byte stays."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kzlearn.bank.load import read_file
from kzlearn.bank.nodes import Node, meaning, parse
from kzlearn.model import Bank, Fact, Question, Spot, Unreadable


def fix(bank: Bank) -> list[str]:
    """Write what is missing into the bank's files; a sentence for each file that changed.

    Raises Unreadable when a file cannot be written; it is then as it was.
    """
    missing: dict[str, list[tuple[Spot, str, str]]] = {}
    things: list[Fact | Question] = [*bank.facts, *bank.questions]
    for thing in things:
        if "id" not in thing.spots:
            missing.setdefault(thing.origin, []).append((thing.spot(), "id", _scalar(thing.id)))
    for document in bank.sources.values():
        if document.found_sha256 and not document.sha256:
            missing.setdefault(document.origin, []).append((document.spot(), "sha256", _scalar(document.found_sha256)))
    return [_insert(Path(file), lines) for file, lines in missing.items()]


def _insert(path: Path, lines: Iterable[tuple[Spot, str, str]]) -> str:
    """Insert `key: value` at the beginning of the mappings that begin at the places given."""
    text = path.read_bytes().decode("utf-8")
    starts = _line_starts(text)
    wanted = sorted(((starts[spot.line - 1] + spot.column - 1, key, value) for spot, key, value in lines), reverse=True)
    end = "\r\n" if "\r\n" in text else "\n"
    for at, key, value in wanted:
        indent = " " * (at - max(start for start in starts if start <= at))
        after = f"{key}: {value}, " if text[at] == "{" else f"{key}: {value}{end}{indent}"
        cut = at + (text[at] == "{")
        text = text[:cut] + after + text[cut:]
    _write(path, text)
    keys = ", ".join(sorted({key for _, key, _ in wanted}))
    return f"{path}: wrote {keys} in {len(wanted)} place{'s' * (len(wanted) > 1)}"


def _line_starts(text: str) -> list[int]:
    """Where each line begins; the byte-order mark belongs to no line."""
    first = 1 if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}") else 0
    return [first, *(i + 1 for i, character in enumerate(text) if character == "\n")]


def _scalar(text: str) -> str:
    """A value as it can stand in YAML: in quotes where it would be taken for something else."""
    root, _ = parse(f"- {text}", "")
    plain = isinstance(root, Node) and meaning(root.value[0]) == "str" and root.value[0].value == text
    return text if plain else f'"{text}"'


def _write(path: Path, text: str) -> None:
    """Put a text in a file's place, whole or not at all, if it still can be read as before."""
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        before, after = read_file(path), read_file(Path(aside))
        if len(after[1]) > len(before[1]) or (before[0] is None) != (after[0] is None):
            raise Unreadable(f"{path} was left as it is: what is missing could not be inserted", "write it by hand")
        Path(aside).chmod(path.stat().st_mode)
        Path(aside).replace(path)
    except OSError as error:
        raise Unreadable(f"{path} cannot be written: {error.strerror}", "it is as it was") from error
    finally:
        Path(aside).unlink(missing_ok=True)
