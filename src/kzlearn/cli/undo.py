"""kzlearn undo: takes back what was done last."""

from kzlearn.cli import _cards, _common, _options
from kzlearn.memory import acts
from kzlearn.model.problems import Unreadable

app = _options.application()


@app.command()
def undo(card: _options.Card = None, home: _options.Home = None) -> None:
    """Take back what was done last, on a card if one is named. Again takes back the step before."""
    desk = _common.desk(home)
    with desk.open_log() as log:
        event = acts.last_undoable(log, _cards.card_meant(log, desk, card) if card else None)
        if event is None:
            raise Unreadable("there is nothing to take back")
        acts.undo(log, event)
    print(f"Taken back: {event.kind} of {event.card}.")
