"""What a file holds, as bytes or text: nothing too large, nothing that unpacks without end."""

import re
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from kzlearn.model.problems import Unreadable

MOST_BYTES = 100_000_000
MOST_UNPACKED = 200_000_000
MOST_FILES = 10_000
SMALL = 10_000_000
"""Unpacked, in bytes: so much may come from any ratio."""
HIGHEST_RATIO = 200
NEWLINE = re.compile(r"\r\n?")
CYRILLIC = re.compile(rb"[\xc0-\xff]{3}")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def content(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable when it is no file, holds nothing or more than 100 MB."""
    try:
        if not path.is_file():
            raise Unreadable(f"{path} is {'no file' if path.exists() else 'not there'}", "name a document")
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Unreadable(f"{path} holds {size / 1e6:.0f} MB, and a document at most {MOST_BYTES / 1e6:.0f}",
                             "split it")  # fmt: skip
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path} cannot be read: {error}") from error
    if not data.strip():
        raise Unreadable(f"{path} is empty")
    return data


def decoded(path: Path, data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of bytes with `\\n` at line ends, and remarks. UTF-8 and UTF-16 by their marks, then what the file
    declares, UTF-8, or a guess by its letters. Raises Unreadable when it is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _lines(path, data.decode("utf-16", errors="replace")), ()
    if len(CONTROL.findall(data, 0, 100_000)) > len(data[:100_000]) // 100 or b"\0" in data:
        raise Unreadable(f"{path} holds no text", "is it another program's file?")
    try:
        return _lines(path, data.decode("utf-8-sig")), ()
    except UnicodeDecodeError as error:
        bad = error.start
    try:
        if declared:
            return _lines(path, data.decode(declared)), ()
    except (LookupError, ValueError):
        pass
    guess = "cp1251" if CYRILLIC.search(data) else "cp1252"
    remark = f"{path} is not UTF-8 (byte {bad}): it was read as {guess}"
    return _lines(path, data.decode(guess, errors="replace")), (remark,)


def _lines(path: Path, text: str) -> str:
    text = NEWLINE.sub("\n", text.removeprefix("\ufeff"))
    if not text.strip():
        raise Unreadable(f"{path} is empty")
    return text


def unzipped(path: Path, what: str) -> zipfile.ZipFile:
    """A packed document, opened. Raises Unreadable when it is no such thing, is encrypted, or would unpack to more than
    200 MB or to more than 200 times its size."""
    data = content(path)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(f"{path} is encrypted or of Word's old format", "save it anew without a password")
    try:
        packed = zipfile.ZipFile(BytesIO(data))
    except BROKEN_ZIP as error:
        raise Unreadable(f"{path} is no {what}, or is broken", "is its copy complete?") from error
    files = packed.infolist()
    size = sum(file.file_size for file in files)
    if len(files) > MOST_FILES or size > MOST_UNPACKED or size > max(SMALL, HIGHEST_RATIO * len(data)):
        raise Unreadable(f"{path} would unpack to {size / 1e6:.0f} MB in {len(files)} files", "it is not to be trusted")
    if any(file.flag_bits & 1 for file in files):
        raise Unreadable(f"{path} is encrypted", "save it without a password")
    return packed


def missing(what: str, error: ImportError) -> Unreadable:
    """What to say when a library is not installed."""
    return Unreadable(f"{what} needs the extra `read`: {error.name} is missing", "pip install 'kzlearn[read]'")
