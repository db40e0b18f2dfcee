"""What is due today, of each bank and of all."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from kzlearn.bank.cache import Shelf
from kzlearn.cli import _common
from kzlearn.study.queue import Queue, Wishes, queue


def show(home: Path | None, banks: Sequence[Path] | None, as_json: bool = False) -> None:
    """Print it, a line a bank or as JSON."""
    with _today(home, banks) as (today, books):
        counts = [(brief, _counts(today, {brief.bank})) for brief in books.briefs]
        total = _counts(today, {brief.bank for brief in books.briefs})
    if as_json:
        each = [{"bank": brief.bank, "title": brief.title, **count} for brief, count in counts]
        print(json.dumps({**total, "banks": each}, ensure_ascii=False))
    else:
        for brief, count in counts:
            print(f"{brief.title}: {_line(count)}")
        if len(counts) != 1:
            print(f"Together: {_line(total)}")


def brief(home: Path | None, banks: Sequence[Path] | None) -> bool:
    """Print it in a few letters, for a prompt or a status bar, and nothing when nothing is; whether anything is."""
    with _today(home, banks) as (today, _):
        due, new = len(today.learning) + len(today.review), len(today.new)
    if due or new:
        print(", ".join([f"{due} due"] * bool(due) + [f"{new} new"] * bool(new)))
    return bool(due or new)


@contextmanager
def _today(home: Path | None, banks: Sequence[Path] | None) -> Iterator[tuple[Queue, Shelf]]:
    """What a session would ask today, and the banks it asks from."""
    desk = _common.desk(home)
    config = desk.config
    wishes = Wishes(config.new, config.limit, config.learn_ahead * 60_000, config.order)
    paths = desk.banks(banks)
    with desk.open_log() as log, desk.shelf(paths) as books:
        _common.left_out(books, paths)
        yield queue(log, {card.id: card for card in books.cards}, wishes, Random(0)), books


def _counts(today: Queue, banks: set[str]) -> dict[str, int]:
    """How many of a day's cards some banks have."""
    learning = [card for _, card in today.learning]
    kinds = {"learning": learning, "review": today.review, "new": today.new}
    return {name: sum(card.bank in banks for card in cards) for name, cards in kinds.items()}


def _line(count: dict[str, int]) -> str:
    return f"{count['learning']} in learning, {_common.counted(count['review'], 'review')}, {count['new']} new"
