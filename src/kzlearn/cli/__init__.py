"""The command line: parse, call, print. One file a command, read only when it is the one that was named."""

import sys
from collections.abc import Sequence
from pathlib import Path

from kzlearn.cli._ends import to_the_end, write_no_more
from kzlearn.model.problems import Unreadable


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 2 after one sentence on stderr when it cannot go on. Other endings exit at once:
    1 for problems that were printed, 2 for wrong usage, 130 when interrupted."""
    words = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        _run(words)
    except Unreadable as error:
        print(f"kzlearn: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except OSError as error:  # what the system refuses: a folder, a full disk
        if error.filename is None:
            write_no_more()
        where = "" if error.filename is None else f"{error.filename}: "
        print(f"kzlearn: {where}{error.strerror or error}", file=sys.stderr)
        return 2
    return 0


def _run(words: Sequence[str]) -> None:
    """Run what the words say. `quiz` and `due` are called most, seldom with options: without any, their words are
    paths, and typer, whose import is half the time to the first line, has nothing to do. Nor with `due --short`, which
    a shell calls before every prompt."""
    command, *paths = words or ("",)
    if command == "due" and paths[:1] == ["--short"]:
        command, paths = "due --short", paths[1:]
    if any(path.startswith("-") for path in paths):
        command = ""
    match command:
        case "due":
            from kzlearn.cli._today import show  # noqa: PLC0415  # of all commands only the one named

            with to_the_end():
                show(None, list(map(Path, paths)))
        case "due --short":
            from kzlearn.cli._today import brief  # noqa: PLC0415  # likewise

            with to_the_end():
                anything = brief(None, list(map(Path, paths)))
            if not anything:
                sys.exit(1)
        case "quiz":
            from kzlearn.cli._session import Chosen, hold  # noqa: PLC0415  # likewise

            with to_the_end():
                hold(None, list(map(Path, paths)), Chosen())
        case _:
            from kzlearn.cli._program import app  # noqa: PLC0415  # brings in typer

            app(list(words), prog_name="kzlearn")
