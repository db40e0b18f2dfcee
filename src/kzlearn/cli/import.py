# ruff: noqa: N999  # a command is a module of its name
"""kzlearn import: files of other programs as banks, and what was learnt in them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kzlearn.bank.insert import put_new
from kzlearn.bank.load import load
from kzlearn.bank.plain import text
from kzlearn.cli import _common, _options
from kzlearn.cli._busy import busy
from kzlearn.importers import Found, id_of, importer_for
from kzlearn.memory.arrivals import new
from kzlearn.model.cards import Event
from kzlearn.model.problems import Unreadable

app = _options.application()
NAME = "bank.yaml"
File = Annotated[Path, typer.Argument(help="The file to import; 'kzlearn formats' lists what can be.", metavar="FILE")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="The folder for the new bank.", metavar="BANK")]


@app.command("import")
def import_(file: File, out: Out = None, home: _options.Home = None) -> None:
    """Make banks of a file of another program. Reviews of our own decks come back into the log; twice adds nothing."""
    desk = _common.desk(home)
    module = importer_for(file)
    with busy(f"Reading {file}"):
        found: Found = module.read(file)
    for problem in found.problems:
        print(problem, file=sys.stderr)
    for sentence in found.said:
        print(sentence)
    folders = _write(found, out or Path(file.stem)) if found.banks else []
    wrong = [problem for problem in load(folders).problems if problem.severity == "error"] if folders else []
    for problem in wrong:
        print(problem, file=sys.stderr)
    if told := list(found.events):
        added = _taken_in(desk, told, file)
        print(f"{_common.counted(added, 'event')} added, {len(told) - added} known already.")
    if wrong:
        raise typer.Exit(1)


def _taken_in(desk: _common.Desk, told: list[Event], file: Path) -> int:
    """How many events were new to the log."""
    with desk.open_log() as log, busy("Taking the answers in"):
        events = list(new(log, told))
        try:
            with log.writing() as writer:
                return writer.merge(events).added
        except ValueError as error:
            raise Unreadable(f"an answer in {file} {error}", "no answer was taken in") from error


def _write(found: Found, out: Path) -> list[Path]:
    """Each bank in a folder: the one that was named for a single one, else one beneath it each."""
    folders = [out if len(found.banks) == 1 else out / id_of(str(made.bank["bank"])) for made in found.banks]
    for folder in folders:
        if (folder / NAME).exists():
            raise Unreadable(f"{folder / NAME} is there already, and was left as it is", "name another folder with -o")
    for folder, made in zip(folders, found.banks, strict=True):
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in made.media.items():
            put_new(folder / name, data)
        put_new(folder / NAME, text(made.bank).encode())
        asked = [made.bank, *made.bank.get("facts", ())]
        count = sum(len(part.get("questions", ())) for part in asked)
        print(f"{folder / NAME}: {_common.counted(count, 'question')}.")
    return folders
