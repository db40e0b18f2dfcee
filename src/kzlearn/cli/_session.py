"""A session: what of some banks is asked, and the conversation about it."""

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import NamedTuple

from kzlearn.bank.cache import Shelf
from kzlearn.cli import _common
from kzlearn.config import Order
from kzlearn.model.cards import Card
from kzlearn.model.problems import Unreadable
from kzlearn.study.queue import Wishes
from kzlearn.study.session import Cram, Session, Sitting
from kzlearn.study.showing import As


class Chosen(NamedTuple):
    """What a learner chose for one session; None where config.toml decides, nothing where everything is meant."""

    new: int | None = None
    limit: int | None = None
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    order: Order | None = None
    cram: bool = False
    plain: bool = False
    shown_as: As = "auto"
    test_first: bool = False


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
                _converse(Cram(books, _arranged(cards, wishes.order), chosen.shown_as), desk, chosen.plain)
            else:
                introduce = not chosen.test_first
                session = Session(log, books, cards, wishes, Random(), books.cards, chosen.shown_as, introduce)
                _converse(session, desk, chosen.plain, _offer(desk, banks, books))


def _converse(sitting: Sitting, desk: _common.Desk, plain: bool, offer: str = "") -> None:
    """With keys in a terminal that has them, else in lines."""
    if not plain and keys_are_there():
        from kzlearn.cli._screen import converse  # noqa: PLC0415  # one of the two

        converse(sitting, desk, offer)
    else:
        from kzlearn.cli._plain import converse as in_lines  # noqa: PLC0415  # likewise

        in_lines(sitting, desk.clock, plain)


def _offer(desk: _common.Desk, banks: Sequence[Path] | None, books: Shelf) -> str:
    """Which bank is asked where the learner has chosen none."""
    if banks or desk.banks(banks) != [_common.shipped()]:
        return ""
    title = books.briefs[0].title
    return (
        f"You have no bank of your own yet, so this is the one that comes with kzlearn: {title}, "
        f"{len(books.cards)} cards. 'kzlearn add FILE' brings in yours."
    )


def keys_are_there() -> bool:
    """Whether a person sits at a terminal that can be written to anywhere and read key by key."""
    streams = (sys.stdin, sys.stdout)
    if not all(stream and stream.isatty() for stream in streams) or os.environ.get("TERM", "dumb") in ("dumb", ""):
        return False
    return find_spec("termios") is not None


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
