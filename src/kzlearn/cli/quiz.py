"""kzlearn quiz: asks what is due; every answer is saved before its verdict is shown."""

from random import Random
from typing import Annotated, cast, get_args

import typer

from kzlearn.cli import _common
from kzlearn.cli._plain import converse
from kzlearn.config import Order
from kzlearn.model import Card, Unreadable
from kzlearn.study import Cram, Session, Wishes

app = _common.application()


@app.command()
def quiz(
    banks: _common.Banks = None,
    new: Annotated[int | None, typer.Option(min=0, help="New cards today, over all sessions.", metavar="N")] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="Reviews today, over all sessions.", metavar="N")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Only this topic (may be repeated).", metavar="NAME")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only this tag (may be repeated).", metavar="NAME")] = None,
    order: Annotated[str | None, typer.Option(help="due, bank or random.", metavar="ORDER")] = None,
    cram: Annotated[
        bool, typer.Option("--cram", help="Ask everything until right once; nothing is saved or scheduled.")
    ] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Speak lines, for programs and screen readers.")] = False,
    home: _common.Home = None,
) -> None:
    """Ask what is due, then new cards. Every answer is saved before you see the verdict."""
    desk = _common.desk(home)
    if order not in (None, *get_args(Order)):
        raise typer.BadParameter(f"{order!r} is none of {', '.join(get_args(Order))}", param_hint="--order")
    paths = desk.banks(banks)
    with desk.shelf(paths) as books:
        _common.left_out(books, paths)
        cards = _chosen(books.cards, topic or [], tag or [])
        config = desk.config
        wishes = Wishes(
            new=config.new if new is None else new,
            limit=config.limit if limit is None else limit,
            learn_ahead=config.learn_ahead * 60_000,
            order=cast(Order, order or config.order),
        )
        with desk.open_log() as log:
            if cram:
                stopped = {card for (card,) in log.query("select card from card where suspended = 1")}
                cards = [card for card in cards if card.id not in stopped]
                converse(Cram(books, _arranged(cards, wishes.order)), desk.clock, plain)
            else:
                converse(Session(log, books, cards, wishes, Random(), books.cards), desk.clock, plain)


def _chosen(cards: list[Card], topics: list[str], tags: list[str]) -> list[Card]:
    """The cards that have one of the topics, if any is named, and one of the tags, if any is."""
    _known("topic", topics, {card.topic for card in cards} - {""})
    _known("tag", tags, {tag for card in cards for tag in card.tags})
    return [
        card
        for card in cards
        if (not topics or card.topic in topics) and (not tags or not set(tags).isdisjoint(card.tags))
    ]


def _known(noun: str, named: list[str], known: set[str]) -> None:
    for name in named:
        if name not in known:
            raise Unreadable(f"no question has the {noun} {name!r}", f"there are: {', '.join(sorted(known)) or 'none'}")


def _arranged(cards: list[Card], order: str) -> list[Card]:
    if order == "bank":
        return cards
    return Random().sample(cards, len(cards))
