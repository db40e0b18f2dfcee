"""kzlearn flag: marks a card with a word, to come back to."""

import json
from typing import Annotated

import typer

from kzlearn.cli import _cards, _common, _options
from kzlearn.memory import acts
from kzlearn.memory.lines import storable

app = _options.application()


@app.command()
def flag(
    card: _options.Card = None,
    word: Annotated[str, typer.Option(help="Why: a word or two.", metavar="WORD")] = "",
    off: Annotated[bool, typer.Option("--off", help="Take the flag away.")] = False,
    show: Annotated[bool, typer.Option("--list", help="Show all flagged cards.")] = False,
    as_json: _options.Json = False,
    home: _options.Home = None,
) -> None:
    """Flag a card, to come back to it: a doubt, a mistake."""
    desk = _common.desk(home)
    with desk.open_log() as log:
        if show:
            flags = dict(log.query("select card, flag from card where flag is not null order by card"))
            lines = [f"{name}: {why}" if why else name for name, why in flags.items()]
            print(json.dumps(flags, ensure_ascii=False) if as_json else "\n".join(lines) or "No card is flagged.")
            return
        meant = _cards.card_meant(log, desk, card)
        if off:
            acts.note(log, "unflag", meant)
        else:
            acts.note(log, "flag", meant, data={"word": storable(word)})
    print(f"{'Flag taken away' if off else 'Flagged'}: {meant}.")
