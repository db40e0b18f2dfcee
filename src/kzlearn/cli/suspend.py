"""kzlearn suspend: asks a card no more."""

from kzlearn.cli import _cards, _common, _options
from kzlearn.memory import acts

app = _options.application()


@app.command()
def suspend(card: _options.Card = None, home: _options.Home = None) -> None:
    """Ask a card no more, until it is unsuspended."""
    desk = _common.desk(home)
    with desk.open_log() as log:
        meant = _cards.card_meant(log, desk, card)
        acts.note(log, "suspend", meant)
    print(f"Suspended: {meant}.")
