"""Which files make a bank, and what it may name beside them."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 48 * 1024 * 1024


def bank_files(paths: Iterable[Path]) -> list[list[Path]]:
    """The files of the banks at some paths, a list a folder, each file once: files that are named, all YAML files of a
    folder that is named, or of the folders below it where it has none itself. A path where there is no YAML file stands
    for itself: to read it tells why. Blueprints (`exam.yaml`) and hidden files are no banks."""
    found: dict[str, dict[str, Path]] = {}
    for path in paths:
        for file in [*_walk(path)] or [path]:
            found.setdefault(_real(file.parent), {}).setdefault(_real(file), file)
    return [list(files.values()) for files in found.values()]


def beside(origin: str, name: str) -> Path | None:
    """The file of that name in the folder of a bank or below it; None when there is none.

    A bank may come from anywhere, and the files it names are shown, exported and handed on. So nothing outside of its
    folder is read, be it named by `..`, from the root or through a link; nor a pipe or device, which never ends.
    """
    folder = Path(origin).parent
    try:
        target = (folder / name).resolve(strict=True)
        return folder / name if target.is_file() and target.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError, RuntimeError):  # not there, no name of a file, links that lead round
        return None


def content(path: Path | None) -> bytes | None:
    """What a file holds; None when it cannot be read, or holds more than text that a person wrote."""
    try:
        return path.read_bytes() if path and path.stat().st_size <= MOST_BYTES else None
    except (OSError, ValueError):
        return None


def _walk(folder: Path) -> Iterator[Path]:
    """The YAML files of a folder, or of those below; the folders below that cannot be opened. Links to folders are not
    followed: they may lead round."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                inside = sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)
        except NotADirectoryError:
            continue
        except (OSError, ValueError):  # a closed folder, or no name of one
            yield here
            continue
        files = [here / entry.name for entry in inside if _is_bank(entry)]
        yield from files
        if not files:
            waiting += [here / entry.name for entry in reversed(inside) if entry.is_dir(follow_symlinks=False)]


def _is_bank(entry: os.DirEntry[str]) -> bool:
    path = Path(entry.name)
    with suppress(OSError):  # links that lead round
        return path.suffix in (".yaml", ".yml") and path.stem != "exam" and entry.is_file()
    return False


def _real(path: Path) -> str:
    """One name for each file: absolute, with links followed."""
    try:
        return os.path.realpath(path)
    except ValueError:  # no name of a file
        return str(path)
