"""What commands share: the learner's folder, the clock, the log, which banks."""

import os
import shlex
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from random import Random
from typing import NamedTuple, NoReturn

from kzlearn import config
from kzlearn.bank.cache import Shelf, shelf
from kzlearn.bank.files import bank_files
from kzlearn.cli._busy import busy
from kzlearn.config import Config
from kzlearn.memory.days import Clock, clock_from, moment_of
from kzlearn.memory.log import Log
from kzlearn.memory.settle import flaws, settle
from kzlearn.model.problems import Problem, Unreadable

ADDED = "banks.txt"
"""The banks that `kzlearn add` keeps, a path a line."""

FIRST_YEAR, LAST_YEAR = 1971, 9000
"""Moments before 1970 and due days after 9999 cannot be written down."""


class Desk(NamedTuple):
    """Where a learner works: the folder of their data, their settings, the clock."""

    home: Path
    config: Config
    clock: Clock

    def open_log(self) -> Log:
        """The log, with the settings of config.toml noted in it where they have changed."""
        with busy("Opening the log"):
            log = Log.open(self.home, self.clock, Random())
        try:
            with busy("Applying the settings"):
                settle(log, self.config.scheduling, self.config.banks)
        except BaseException:
            log.close()
            raise
        return log

    @contextmanager
    def shelf(self, paths: Iterable[Path]) -> Iterator[Shelf]:
        """The banks at some paths; parsed ones are kept in the learner's folder."""
        with ExitStack() as opened:
            with busy("Reading the banks"):
                books = opened.enter_context(shelf(paths, self.home / "cache"))
            yield books

    def banks(self, named: Sequence[Path] | None) -> list[Path]:
        """The banks a command is about. Raises Unreadable when one that was named is not there."""
        for path in named or ():
            if not path.exists():
                raise Unreadable(f"there is no file or folder {path}", "name a bank's file or folder")
        if named:
            return list(named)
        if added := added_banks(self.home):
            return _there(added, self.home / ADDED)
        here = Path("decks")
        return [here] if here.is_dir() else [shipped()]


def desk(home: Path | None) -> Desk:
    """The learner's desk. Prints what is wrong with config.toml and ends with 1 if anything is."""
    folder = home or default_home()
    settings, problems = config.read(folder)
    problems += flaws(settings.scheduling, settings.banks, folder / config.NAME)
    if problems:
        end_with(problems)
    return Desk(folder, settings, clock(settings))


def default_home() -> Path:
    """The folder of a user's data: the one that KZLEARN_HOME names, else the platform's."""
    if named := os.environ.get("KZLEARN_HOME"):
        return Path(named)
    import platformdirs  # noqa: PLC0415  # not needed when the folder is named

    return platformdirs.user_data_path("kzlearn", appauthor=False)


def clock(settings: Config) -> Clock:
    """The clock of this run: the system's, or one that starts at KZLEARN_NOW."""
    zone = _zone(str(settings.scheduling.get("zone", "local")))
    start = os.environ.get("KZLEARN_NOW")
    if not start:
        return lambda: moment_of(datetime.now(UTC), zone)
    try:
        instant = datetime.fromisoformat(start)
    except ValueError:
        raise Unreadable(f"KZLEARN_NOW is {start!r}, no moment", "write it like 2026-11-23T18:00") from None
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise Unreadable(f"KZLEARN_NOW is {start!r}", f"name a moment from {FIRST_YEAR} to {LAST_YEAR}")
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=zone) if zone else instant.astimezone()
    return clock_from(instant, time.monotonic, zone)


def _zone(name: str) -> tzinfo | None:
    if name == "local":
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415  # few set a zone

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unreadable(f"there is no time zone {name!r}", "write it like Asia/Almaty, or local") from None


def added_banks(home: Path) -> list[Path]:
    """The banks that were added with `kzlearn add`."""
    file = home / ADDED
    if not file.exists():
        return []
    return [Path(line) for line in file.read_text(encoding="utf-8", errors="surrogateescape").split("\n") if line]


def _there(added: list[Path], file: Path) -> list[Path]:
    """Those of the banks that were added which are there; the others are named on stderr."""
    found = [path for path in added if path.exists()]
    for path in added:
        if path not in found:
            print(f"kzlearn: {path}, which you added, is not there (see {file})", file=sys.stderr)
    if not found:
        raise Unreadable("none of the banks you added is there", f"put one back, or take it out of {file}")
    return found


def shipped() -> Path:
    """The banks that come with the program."""
    package = Path(__file__).parent.parent
    inside = package / "decks"
    return inside if inside.is_dir() else package.parent.parent / "decks"


def end_with(problems: Iterable[Problem]) -> NoReturn:
    """Print problems and end with 1."""
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1)


def left_out(books: Shelf, paths: Iterable[Path]) -> None:
    """Say on stderr what of some banks cannot be asked. Prints all problems and ends with 1 when nothing can."""
    paths = list(paths)
    if not books.briefs:
        from kzlearn.bank.load import load  # noqa: PLC0415  # reading YAML is what the cache spares

        end_with(load(paths).problems)
    check = shlex.join(["kzlearn", "check", *map(str, paths)])
    read = {file for brief in books.briefs for file in brief.files}
    for files in bank_files(paths):
        if read.isdisjoint(str(file.absolute()) for file in files):
            print(f"kzlearn: no bank can be read in {files[0]}; see '{check}'", file=sys.stderr)
    if wrong := sum({brief.files: brief.problems for brief in books.briefs}.values()):
        print(f"kzlearn: {counted(wrong, 'problem')} in the banks; see '{check}'", file=sys.stderr)


def counted(count: int, noun: str, plural: str = "") -> str:
    """1 card, 2 cards."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
