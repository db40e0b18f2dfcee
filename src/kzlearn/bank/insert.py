"""Putting a text in a file's place, whole or not at all."""

import json
import os
import tempfile
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

from kzlearn.bank.nodes import BOM, BREAK, Node, meaning, parse
from kzlearn.model.problems import Spot, Unreadable


class Places:
    """Where the lines of a text begin, so that a spot is found in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [len(BOM) if text.startswith(BOM) else 0, *(found.end() for found in BREAK.finditer(text))]

    def offset(self, spot: Spot) -> int:
        """The offset of a spot; the text's end when it lies beyond."""
        return self.starts[spot.line - 1] + spot.column - 1 if spot.line <= len(self.starts) else len(self.text)

    def column(self, at: int) -> int:
        """How far into its line an offset lies."""
        return at - self.starts[bisect_right(self.starts, at) - 1]

    def line_end(self, at: int) -> str:
        """How lines end near an offset."""
        found = BREAK.search(self.text, at) or BREAK.search(self.text)
        return found[0] if found else "\n"


def text_of(path: Path) -> str:
    """A bank file's text, byte for byte. Raises Unreadable when it has gone or is no text any more."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} can no longer be read: {error}") from error


def scalar(text: str) -> str:
    """A text as it can stand in YAML, also in brackets: in quotes where it would be taken for something else."""
    root, _ = parse(f"- [{text}]", "")
    item = root.value[0].value if isinstance(root, Node) and isinstance(root.value, list) else ""
    one = item[0] if isinstance(item, list) and len(item) == 1 else None
    plain = one is not None and isinstance(one.value, str) and one.value == text and meaning(one) == "str"
    return text if plain else json.dumps(text, ensure_ascii=False)


def put(path: Path, text: str, says_it: Callable[[Path], bool]) -> None:
    """Put a text in a file's place if, written aside, it says what it is to say.

    Raises Unreadable when it does not, or cannot be written; the file is then as it was.
    """
    real = path.resolve()  # a link stays a link
    aside = None
    try:
        with real.open("r+b"):  # a file that is closed to writing stays as it is, even in an open folder
            pass
        handle, name = tempfile.mkstemp(prefix=".kzlearn-", suffix=".yaml", dir=real.parent)
        aside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if not says_it(aside):
            raise Unreadable(f"{path} was left as it is: what is missing could not be inserted", "write it by hand")
        aside.chmod(real.stat().st_mode)
        aside.replace(real)
    except OSError as error:
        raise Unreadable(f"{path} cannot be written: {error.strerror}", "it is as it was") from error
    finally:
        if aside:
            aside.unlink(missing_ok=True)


def put_new(path: Path, data: bytes) -> None:
    """Write a file aside, then rename it. Raises Unreadable when it cannot be written."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(data)
        aside.replace(path)
    except OSError as error:
        raise Unreadable(f"{path} cannot be written: {error.strerror}") from error
    finally:
        aside.unlink(missing_ok=True)
