"""kzlearn unsuspend: asks a suspended card again."""

from typing import Annotated

import typer

from kzlearn.cli import _cards, _common, _options
from kzlearn.memory import acts

app = _options.application()


@app.command()
def unsuspend(
    card: Annotated[
        str | None, typer.Argument(help="A card; the one suspended last when left out.", metavar="[CARD]")
    ] = None,
    home: _options.Home = None,
) -> None:
    """Ask a suspended card again."""
    desk = _common.desk(home)
    with desk.open_log() as log:
        meant = _cards.card_meant(log, desk, card, _cards.LAST_SUSPENDED)
        acts.note(log, "unsuspend", meant)
    print(f"Asked again: {meant}.")
