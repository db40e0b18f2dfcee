"""Parts of a command, timed inside one process: loading, answering, the queue, replay."""

import gc
import io
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "grading"))

import fsrs
from examples import InOrder, examples
from figures import Times
from history import NOW, clock

from kzlearn.bank.cache import shelf
from kzlearn.cli import _shown
from kzlearn.cli._paint import Painter
from kzlearn.cli._words import proofs
from kzlearn.grading import slips
from kzlearn.memory import acts
from kzlearn.memory.days import Moment
from kzlearn.memory.log import Log
from kzlearn.model.cards import Card
from kzlearn.study.queue import Wishes, queue
from kzlearn.study.session import Asked, Session

PAGE = os.urandom(4096)
WISHES = Wishes(new=20, limit=200, learn_ahead=1_200_000)


def loading(bank: Path, folder: Path, rounds: int) -> tuple[Times, Times, Times]:
    """Load a bank in fresh processes: cold, from the cache, and by PyYAML's C loader alone, in turn."""
    cold, cached, alone = Times("cold"), Times("cached"), Times("PyYAML's C loader alone")
    for _ in range(rounds):
        shutil.rmtree(folder, ignore_errors=True)
        alone.seconds.append(_child("alone", bank, folder))
        cold.seconds.append(_child("shelf", bank, folder))
        cached.seconds += [_child("shelf", bank, folder) for _ in range(3)]
    return cold, cached, alone


def _child(what: str, bank: Path, folder: Path) -> float:
    done = subprocess.run([sys.executable, __file__, what, bank, folder], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _load(what: str, bank: Path, folder: Path) -> float:
    """What a child does: the seconds one load takes, imports included only where loading itself imports."""
    import yaml  # only for the comparison

    began = time.perf_counter()
    if what == "alone":
        gc.disable()  # as kzlearn does: ten times as many questions would take it twelve times as long
        for file in bank.glob("*.yaml"):
            yaml.load(file.read_bytes(), yaml.CSafeLoader)  # the safe loader, in C
    else:
        with shelf([bank], folder) as books:
            assert books.cards
    return time.perf_counter() - began


def cards_of(bank: Path, folder: Path) -> dict[str, Card]:
    with shelf([bank], folder) as books:
        return {card.id: card for card in books.cards}


def answering(home: Path, count: int) -> tuple[Times, Times]:
    """Answers to random cards, and 4 KB appended and brought to the same disk, in turn."""
    answers, bare = Times("an answer, durable"), Times("4 KB appended and fsync alone")
    rng = Random(7)
    ticks = iter(range(1, 10**9))
    page = home / "page"
    descriptor = os.open(page, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        with Log.open(home, lambda: Moment(NOW.at + next(ticks), NOW.zone), rng) as log:
            cards = [card for (card,) in log.query("select card from card order by card")]
            for number in range(-5, count):
                card = rng.choice(cards)
                for times, act in ((answers, lambda: _answer(log, card)), (bare, lambda: _append(descriptor))):  # noqa: B023
                    seconds = _seconds(act)
                    if number >= 0:
                        times.seconds.append(seconds)
    finally:
        os.close(descriptor)
        page.unlink()
    return answers, bare


def _answer(log: Log, card: str) -> None:
    acts.answer(
        log, card, 3, 4000, correct=True, reply="12.4 percent", hints=0, shown_as="typed", question_hash="0" * 16,
        grader="exact-1",
    )  # fmt: skip


def verdicts(home: Path, bank: Path, folder: Path, count: int) -> Times:
    """From the last key of an answer to all that the screen says of it: marked, saved, planned, proved; every second
    reply is wrong, and looked for among the answers of the whole bank."""
    times = Times("keystroke to verdict")
    ticks = iter(range(1, 10**9))
    painter = Painter(io.StringIO(), colour=True, unicode=True)
    slips.warm()  # as the screen does while the first verdict is read
    with (
        shelf([bank], folder) as books,
        Log.open(home, lambda: Moment(NOW.at + next(ticks), NOW.zone), Random(8)) as log,
    ):
        session = Session(log, books, books.cards, Wishes(0, 10_000, 0), Random(1), introduce=False)
        for number in range(-5, count):
            asked = session.ask()
            assert isinstance(asked, Asked)
            reply = asked.content.accepted(asked.card.part)[0] if number % 2 else "Nursultan 12.5"
            seconds = _seconds(lambda: _judge(session, reply, painter))  # noqa: B023
            if number >= 0:
                times.seconds.append(seconds)
    return times


def _judge(session: Session, reply: str, painter: Painter) -> None:
    answered = session.reply(reply, 1000)
    assert answered.review
    painter.say(*_shown.verdict(answered, reply, "tomorrow"))
    question = answered.asked.question
    painter.say(*_shown.proofs(proofs(session.library, answered.asked.card.bank, question)))
    session.ways(answered.review)


def marking(count: int, rounds: int) -> Times:
    """Replies of tests/grading.yaml marked, over and over until there are `count`."""
    times = Times(f"{count:,} replies marked")
    jobs = [(one.content, one.content.screen(one.part, InOrder()), one.reply) for one in examples()]
    for _ in range(rounds):
        turns = islice(cycle(jobs), count)
        times.seconds.append(_seconds(lambda: deque((c.grade(s, r) for c, s, r in turns), 0)))  # noqa: B023
    return times


def _append(descriptor: int) -> None:
    os.write(descriptor, PAGE)
    os.fsync(descriptor)


def queueing(home: Path, cards: dict[str, Card], rounds: int) -> Times:
    """The queue of a day."""
    times = Times("due queue")
    with Log.open(home, clock, Random(1)) as log:
        for _ in range(rounds):
            times.seconds.append(_seconds(lambda: queue(log, cards, WISHES, Random(0))))
    return times


def replaying(home: Path, rounds: int) -> tuple[Times, Times]:
    """Every card's state anew from all events: read, folded and saved; and read and folded alone, in turn."""
    saved, folded = Times("kzlearn: read, folded, saved, on the disk"), Times("kzlearn: read and folded")
    with Log.open(home, clock, Random(1)) as log:
        for _ in range(rounds):
            gc.collect()
            saved.seconds.append(_seconds(log.rebuild))
            folded.seconds.append(_seconds(lambda: deque(log._all_states(), 0)))  # noqa: SLF001  # what verify does
    return saved, folded


def py_fsrs(home: Path, share: int) -> Times:
    """The same reviews through py-fsrs, one card in `share`, times `share`: its calls alone, nothing read or saved."""
    with Log.open(home, clock, Random(1)) as log:
        chosen = {card for n, (card,) in enumerate(log.query("select card from card order by card")) if not n % share}
        rows = log.query("select card, day, rating from event where kind = 'review' order by at, device, seq, uid")
        reviews = [row for row in rows if row[0] in chosen]
    scheduler = fsrs.Scheduler(enable_fuzzing=False)
    noon = datetime(1970, 1, 1, 12, tzinfo=UTC)
    cards = {card: fsrs.Card(card_id=1) for card in chosen}
    began = time.perf_counter()
    for card, day, rating in reviews:
        cards[card], _ = scheduler.review_card(cards[card], fsrs.Rating(rating), noon + timedelta(days=day))
    return Times(f"py-fsrs: folded (one card in {share}, times {share})", [(time.perf_counter() - began) * share])


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.stdout.write(str(_load(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
