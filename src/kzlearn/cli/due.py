"""kzlearn due: what is due."""

import sys
from typing import Annotated

import typer

from kzlearn.cli import _options, _today

app = _options.application()


@app.command()
def due(
    banks: _options.Banks = None,
    as_json: _options.Json = False,
    short: Annotated[
        bool,
        typer.Option("--short", help="A few letters, for a prompt or status bar; ends with 1 when nothing is due."),
    ] = False,
    home: _options.Home = None,
) -> None:
    """Show what is due today: steps of cards in learning, reviews, new cards."""
    if not short:
        _today.show(home, banks, as_json)
    elif not _today.brief(home, banks):
        sys.exit(1)
