"""A session: what of some banks is asked, and the conversation about it."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from kzlearn.cli import _common
from kzlearn.cli._plain import converse
from kzlearn.config import Order
from kzlearn.model.cards import Card
from kzlearn.model.problems import Unreadable
from kzlearn.study.queue import Wishes
from kzlearn.study.session import Cram, Session


class Chosen(NamedTuple):
    """What a learner chose for one session; None where config.toml decides, nothing where everything is meant."""

    new: int | None = None
    limit: int | None = None
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    order: Order | None = None
    cram: bool = False
    plain: bool = False


def hold(home: Path | None, banks: Sequence[Path] | None, chosen: Chosen) -> None:
    """Ask what is due of some banks, then new cards, or with `cram` everything."""
    desk = _common.desk(home)
    paths = desk.banks(banks)
    with desk.shelf(paths) as books:
        _common.left_out(books, paths)
        cards = _chosen(books.cards, chosen.topics, chosen.tags)
        config = desk.config
        wishes = Wishes(
            new=config.new if chosen.new is None else chosen.new,
            limit=config.limit if chosen.limit is None else chosen.limit,
            learn_ahead=config.learn_ahead * 60_000,
            order=chosen.order or config.order,
        )
        with desk.open_log() as log:
            if chosen.cram:
                stopped = {card for (card,) in log.query("select card from card where suspended = 1")}
                cards = [card for card in cards if card.id not in stopped]
                converse(Cram(books, _arranged(cards, wishes.order)), desk.clock, chosen.plain)
            else:
                converse(Session(log, books, cards, wishes, Random(), books.cards), desk.clock, chosen.plain)


def _chosen(cards: list[Card], topics: Sequence[str], tags: Sequence[str]) -> list[Card]:
    """The cards that have one of the topics, if any is named, and one of the tags, if any is."""
    _known("topic", topics, {card.topic for card in cards} - {""})
    _known("tag", tags, {tag for card in cards for tag in card.tags})
    return [
        card
        for card in cards
        if (not topics or card.topic in topics) and (not tags or not set(tags).isdisjoint(card.tags))
    ]


def _known(noun: str, named: Sequence[str], known: set[str]) -> None:
    for name in named:
        if name not in known:
            raise Unreadable(f"no question has the {noun} {name!r}", f"there are: {', '.join(sorted(known)) or 'none'}")


def _arranged(cards: list[Card], order: str) -> list[Card]:
    if order == "bank":
        return cards
    return Random().sample(cards, len(cards))
