"""kzlearn unsuspend: asks a suspended card again."""


from kzlearn.cli import _cards, _common
from kzlearn.memory import acts

app = _common.application()


@app.command()
def unsuspend(card: _cards.CardName = None, home: _common.Home = None) -> None:
    """Ask a suspended card again."""
    desk = _common.desk(home)
    with desk.open_log() as log:
        meant = _cards.card_meant(log, desk, card)
        acts.note(log, "unsuspend", meant)
    print(f"Asked again: {meant}.")
