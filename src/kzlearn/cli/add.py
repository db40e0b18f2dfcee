"""kzlearn add: banks that `quiz` and `due` take when none is named."""

import os
from pathlib import Path
from typing import Annotated

import typer

from kzlearn.bank.load import load
from kzlearn.cli import _common, _options
from kzlearn.model.problems import Unreadable

app = _options.application()


@app.command()
def add(
    banks: Annotated[list[Path], typer.Argument(help="Banks: YAML files or folders.", metavar="BANK...")],
    home: _options.Home = None,
) -> None:
    """Add banks to those that are asked when none is named."""
    desk = _common.desk(home)
    paths = [path.resolve() for path in desk.banks(banks)]
    loaded = load(paths)
    if not loaded.banks:
        _common.end_with(loaded.problems)
    kept = list(dict.fromkeys([*_common.added_banks(desk.home), *paths]))
    try:
        desk.home.mkdir(parents=True, exist_ok=True)
        aside = desk.home / f".{_common.ADDED}.{os.getpid()}"
        try:
            aside.write_text("".join(f"{path}\n" for path in kept), encoding="utf-8", errors="surrogateescape")
            aside.replace(desk.home / _common.ADDED)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise Unreadable(f"{desk.home / _common.ADDED} cannot be written: {error.strerror}") from error
    for bank in loaded.banks:
        print(f"Added {bank.title}: {_common.counted(len(bank.questions), 'question')}.")
    if loaded.problems:
        _common.end_with(loaded.problems)
