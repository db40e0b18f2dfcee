"""Opening a package of Anki's: every version of it, and nothing that it should not do.

A package is a zip with a database and media under numbers (notes on Anki, reading back). `meta` says which version:
without it `collection.anki2` or `collection.anki21`, JSON in the table `col`; with 3 `collection.anki21b`, compressed
by zstd, with tables of protocol buffers. Sizes are counted while a member is unpacked.
"""

import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

from kzlearn.importers._anki import wire
from kzlearn.model.problems import Unreadable

MOST_DATABASE = 4 << 30
MOST_RATIO, SMALL = 200, 64 << 20
"""What unpacks to more than so many times its size, and to more than `SMALL` bytes, is no work of a person."""
MOST_MEDIUM, MOST_MEDIA = 48 << 20, 100_000
BLOCK = 1 << 20
DATABASES = {0: ("collection.anki21", "collection.anki2"), 1: ("collection.anki2",), 2: ("collection.anki21",),
             3: ("collection.anki21b",)}  # fmt: skip
ZSTD = b"\x28\xb5\x2f\xfd"


class Package(NamedTuple):
    """An open package: its database, read only, and the numbers of its media by their names."""

    db: sqlite3.Connection
    media: dict[str, str]
    zipped: zipfile.ZipFile

    def medium(self, name: str) -> bytes | None:
        """A file of the media; None when it is not there, is too large, or its name leads out of a folder."""
        number = self.media.get(name)
        if number is None or not harmless(name):
            return None
        try:
            data = b"".join(_unpacked(self.zipped, number, MOST_MEDIUM))
        except (KeyError, Unreadable):
            return None
        return data


def harmless(name: str) -> bool:
    """Whether a name is that of a file in this folder, on every system."""
    return bool(name) and PurePosixPath(name).name == name and not set(name) & set('\\/:*?"<>|\0') and name[0] != "."


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """A package, unpacked aside. Raises Unreadable when it is none, damaged, or too large."""
    try:
        with zipfile.ZipFile(path) as zipped, TemporaryDirectory() as folder:
            names = set(zipped.namelist())
            version = _version(zipped) if "meta" in names else 0
            name = next((name for name in DATABASES.get(version, ()) if name in names), None)
            if name is None:
                raise Unreadable(f"{path} holds no collection of a version that is known", "export it from Anki again")
            base = Path(folder, "collection")
            with base.open("wb") as file:
                for block in _unpacked(zipped, name, MOST_DATABASE):
                    file.write(block)
            with _database(base) as db:
                media = _media(zipped, version) if "media" in names else {}
                yield Package(db, media, zipped)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"{path} is no package of Anki, or is cut short: {error}", "export it again") from error
    except (sqlite3.Error, LookupError, TypeError, ValueError, AttributeError, ArithmeticError, wire.Broken) as error:
        raise Unreadable(
            f"{path} cannot be read: {error}", "let Anki check its database, and export it again"
        ) from error
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror or error}") from error


@contextmanager
def _database(base: Path) -> Iterator[sqlite3.Connection]:
    with base.open("r+b") as file:
        if not file.read(16).startswith(b"SQLite format 3"):
            raise ValueError("its collection is no SQLite database")
        file.seek(18)
        file.write(b"\x01\x01")  # written in WAL mode: it could not be opened read-only
    db = sqlite3.connect(f"{base.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        db.executescript("PRAGMA query_only=1; PRAGMA trusted_schema=0; PRAGMA cell_size_check=1;")
        db.create_collation("unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold()))
        db.text_factory = lambda raw: raw.decode("utf-8", "replace")
        kinds = dict(db.execute("SELECT name, type FROM sqlite_master"))
        for table in ("col", "notes", "cards", "revlog"):
            if kinds.get(table) != "table":
                raise ValueError(f"it has no table {table}")
        yield db
    finally:
        db.close()


def _version(zipped: zipfile.ZipFile) -> int:
    fields = wire.fields(b"".join(_unpacked(zipped, "meta", 1024)))
    return next((int(value) for number, value in fields if number == 1 and isinstance(value, int)), 0)


def _media(zipped: zipfile.ZipFile, version: int) -> dict[str, str]:
    """The numbers of files by their names."""
    raw = b"".join(_unpacked(zipped, "media", MOST_MEDIUM))
    if version < 3:
        held = json.loads(raw or b"{}")
        found = {str(name): str(number) for number, name in held.items()}
    else:
        entries = (wire.texts(value) for number, value in wire.fields(raw) if number == 1 and isinstance(value, bytes))
        found = {entry.get(1, ""): str(n) for n, entry in enumerate(entries)}
    if len(found) > MOST_MEDIA:
        raise ValueError(f"it names {len(found)} files")
    return found


def _unpacked(zipped: zipfile.ZipFile, name: str, most: int) -> Iterator[bytes]:
    """A member in blocks, unpacked as often as it is packed. Raises Unreadable when it becomes too large."""
    info = zipped.getinfo(name)
    limit = min(most, max(SMALL, MOST_RATIO * info.compress_size))
    if info.flag_bits & 1:
        raise Unreadable(f"{name} in it is encrypted", "export it from Anki again")
    size = 0
    with zipped.open(info) as file:
        for block in _plain(file):
            size += len(block)
            if size > limit:
                raise Unreadable(
                    f"{name} in it unpacks to more than {limit >> 20} MB", "it is no package that Anki made"
                )
            yield block


def _plain(file: IO[bytes]) -> Iterator[bytes]:
    first = file.read(BLOCK)
    if not first.startswith(ZSTD):
        while first:
            yield first
            first = file.read(BLOCK)
        return
    try:
        import zstandard  # noqa: PLC0415  # an extra: only new packages need it
    except ImportError:
        raise Unreadable("this package is of Anki's newer kind", "pip install 'kzlearn[anki]'") from None
    unpacking = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
    try:
        while first:
            for start in range(0, len(first), 4096):  # little by little: a bomb's 4 kB are 40 MB at most
                yield unpacking.decompress(first[start : start + 4096])
            first = file.read(BLOCK)
    except zstandard.ZstdError as error:
        raise ValueError(f"what zstd packed is damaged: {error}") from error
