"""Our memory states and intervals, held against fsrs-rs and against Anki's own back end, on the same study days.

Anki counts study days itself, from the times of the answers; ours are counted by `study_day` from the same times.
"""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

os.environ["ANKI_TEST_MODE"] = "1"  # Anki then leaves its fuzz out; it looks once, so before anything imports it

import fsrs_rs_python as rs
import pytest
from anki.collection import Collection
from fsrs import Card, Rating, Scheduler

from kzlearn.memory.days import DAY_MS, Moment, day_starts, moment_of, study_day
from kzlearn.memory.replay import Track, replayer, retrievability
from kzlearn.memory.schedule import plan
from kzlearn.memory.settings import DEFAULT_PARAMETERS, Scheduling
from kzlearn.model.cards import CardState

HISTORIES = 2_000
ZONE, ROLLOVER = 5 * 60, 4  # Asia/Almaty
RETENTIONS = (0.8, 0.9, 0.95)
RATINGS = (1, 2, 3, 4)
GAPS = (0, 0, 0, 1, 1, 2, 3, 6, 15, 40, 150, 700)
"""Days between reviews: a quarter of them none."""


@dataclass
class Deviation:
    """How far another scheduler is from ours, at most: relative for S and D, absolute for R, in days for intervals."""

    states: int = 0
    stability: float = 0.0
    difficulty: float = 0.0
    retrievability: float = 0.0
    intervals: int = 0
    differing: int = 0
    days: int = 0

    def state(self, ours: Any, theirs: Any) -> None:
        self.states += 1
        self.stability = max(self.stability, abs(theirs.stability / ours.stability - 1))
        self.difficulty = max(self.difficulty, abs(theirs.difficulty / ours.difficulty - 1))

    def recall(self, ours: float, theirs: float) -> None:
        self.retrievability = max(self.retrievability, abs(theirs - ours))

    def interval(self, ours: int, theirs: int) -> None:
        self.intervals += 1
        self.differing += ours != theirs
        self.days = max(self.days, abs(ours - theirs))


class Review(NamedTuple):
    rating: int
    at: int
    day: int


class Question(NamedTuple):
    """A card before its next answer: what was answered so far, what we make of it, and the study day it is asked on."""

    reviews: tuple[Review, ...]
    state: CardState
    today: int
    scheduling: Scheduling

    @property
    def elapsed(self) -> int:
        return self.today - self.reviews[-1].day

    def intervals(self) -> list[int]:
        """Days until the card comes again after Again, Hard, Good and Easy, before fuzz."""
        plans = [plan(self.state, rating, self.today, self.scheduling, "") for rating in RATINGS]
        return [p.interval for p in plans if p.interval is not None]


def questions() -> Iterator[Question]:
    """Every prefix of every random history: 1 to 15 reviews, several a day."""
    rng = Random(20261123)
    for serial in range(HISTORIES):
        scheduling = Scheduling(retention=rng.choice(RETENTIONS), steps=(), relearning_steps=())
        gaps = rng.choices(GAPS, k=rng.randint(1, 15))
        ratings = rng.choices(RATINGS, (3, 1, 5, 1), k=len(gaps))
        minutes = sorted(rng.sample(range(1, 24 * 60), len(gaps)))  # rising, so that those of one day keep their order
        days = accumulate([20_000, *gaps[:-1]])
        starts = [day_starts(day, ZONE, ROLLOVER) for day in days]
        times = [start + minute * 60_000 + serial for start, minute in zip(starts, minutes, strict=True)]
        reviews = tuple(
            Review(rating, at, study_day(Moment(at, ZONE), ROLLOVER)) for rating, at in zip(ratings, times, strict=True)
        )
        track, replay = Track(), replayer(scheduling)
        for done, (review, gap) in enumerate(zip(reviews, gaps, strict=True), 1):
            replay(track, [(review.at, review.day, review.rating, None)])
            yield Question(reviews[:done], track.snapshot("b/q"), review.day + gap, scheduling)


@lru_cache
def deviations() -> dict[str, Deviation]:
    """How far fsrs, fsrs-rs and Anki are from us over all the random histories, by name."""
    asked = list(questions())
    return {"fsrs": _fsrs(asked), "fsrs-rs": _fsrs_rs(asked), "Anki": _anki(asked)}


def _fsrs(asked: Sequence[Question]) -> Deviation:
    found = Deviation()
    for question in asked:
        scheduler = Scheduler(
            desired_retention=question.scheduling.retention,
            learning_steps=(),
            relearning_steps=(),
            enable_fuzzing=False,
        )
        card, today = Card(card_id=1), _noon(question.today)
        for review in question.reviews:
            card, _ = scheduler.review_card(card, Rating(review.rating), _noon(review.day))
        found.state(question.state, card)
        ours = retrievability(question.state, question.today, question.scheduling)
        found.recall(ours, scheduler.get_card_retrievability(card, today))
        for rating, days in zip(RATINGS, question.intervals(), strict=True):
            found.interval(days, (scheduler.review_card(card, Rating(rating), today)[0].due - today).days)
    return found


def _noon(day: int) -> datetime:
    return datetime.fromtimestamp(day * 86_400 + 43_200, UTC)


def _fsrs_rs(asked: Sequence[Question]) -> Deviation:
    found, model = Deviation(), rs.FSRS(list(DEFAULT_PARAMETERS))
    card = rs.Card()
    card.last_date = 0.0
    for question in asked:
        days = [review.day for review in question.reviews]
        waits = (after - before for before, after in zip(days[:1] + days, days, strict=False))
        history = [rs.FSRSReview(review.rating, wait) for review, wait in zip(question.reviews, waits, strict=True)]
        memory = model.memory_state(rs.FSRSItem(history))
        found.state(question.state, memory)
        card.stability = memory.stability
        ours = retrievability(question.state, question.today, question.scheduling)
        found.recall(ours, card.retention_on(question.elapsed))
        after = model.next_states(memory, question.scheduling.retention, question.elapsed)
        theirs = [after.again.interval, after.hard.interval, after.good.interval, after.easy.interval]
        for days_ours, days_theirs in zip(question.intervals(), theirs, strict=True):
            found.interval(days_ours, min(max(round(days_theirs), 1), 36_500))
    return found


def _anki(asked: Sequence[Question]) -> Deviation:
    found = Deviation()
    with TemporaryDirectory() as folder, anki(Path(folder), asked) as col:
        memories = [col.compute_memory_state(number) for number in range(1, len(asked) + 1)]
        recalls = _anki_recalls(col, memories, [question.elapsed for question in asked])
        for number, (question, memory, recall) in enumerate(zip(asked, memories, recalls, strict=True), 1):
            found.state(question.state, memory)
            found.recall(retrievability(question.state, question.today, question.scheduling), recall)
            after = col._backend.get_scheduling_states(number)
            again, *passing = question.intervals()
            found.interval(again, _days(after.again))
            for days, state in zip(_apart(passing), (after.hard, after.good, after.easy), strict=True):
                found.interval(days, _days(state))
    return found


@contextmanager
def anki(folder: Path, asked: Sequence[Question], zone: int = ZONE, rollover: int = ROLLOVER) -> Iterator[Collection]:
    """A collection in which card 1, 2, 3, ... has the reviews of the 1st, 2nd, 3rd, ... question and is asked today."""
    path = str(folder / "collection.anki2")
    with _opened(path) as col:
        col.set_config("fsrs", True)
        col.set_config("localOffset", -zone)
        col.set_config("rollover", rollover)
        decks = {retention: _deck(col, retention) for retention in RETENTIONS}
    with _opened(path) as col:  # anew: while a collection is open, Anki keeps the timing it began with
        today = study_day(Moment(col.sched.day_cutoff * 1000, zone), rollover) - 1
    with closing(sqlite3.connect(path)) as db, db:  # fifty times as fast as through the back end
        db.executemany(f"insert into revlog values({', '.join('?' * 9)})", _revlog(asked, today))
        db.executemany(f"insert into cards values({', '.join('?' * 18)})", _cards(asked, decks))
    with _opened(path) as col:
        yield col


@contextmanager
def _opened(path: str) -> Iterator[Collection]:
    col = Collection(path, server=True)  # a server's zone is the one in `localOffset`, not the machine's
    try:
        yield col
    finally:
        col.close()


def _revlog(asked: Sequence[Question], today: int) -> Iterator[tuple[int, ...]]:
    """Each history moved as a whole, so that its question is asked today. No two rows may have one time."""
    taken: set[int] = set()
    for number, question in enumerate(asked, 1):
        for place, review in enumerate(question.reviews):
            at = review.at + (today - question.today) * DAY_MS
            while at in taken:
                at += 1
            taken.add(at)
            yield (at, number, -1, review.rating, 1, 1, 500, 1000, 0 if place == 0 else 1)


def _cards(asked: Sequence[Question], decks: dict[float, int]) -> Iterator[tuple[int | str, ...]]:
    for number, question in enumerate(asked, 1):
        deck = decks[question.scheduling.retention]
        yield (number, 1, deck, 0, 0, -1, 2, 2, 0, 0, 2500, len(question.reviews), 0, 0, 0, 0, 0, "{}")


def _deck(col: Collection, retention: float) -> int:
    """A deck with a desired retention, the default parameters and no learning steps."""
    config = col.decks.add_config(f"retention {retention}")
    config.update(desiredRetention=retention, fsrsParams6=list(DEFAULT_PARAMETERS))
    config["new"]["delays"] = config["lapse"]["delays"] = []
    col.decks.update_config(config)
    deck = col.decks.get(col.decks.id(f"deck {retention}"))
    col.decks.set_config_id_for_deck_dict(deck, config["id"])
    return int(deck["id"])


def _anki_recalls(col: Collection, memories: Sequence[Any], elapsed: Sequence[int]) -> list[float]:
    """What Anki shows and sorts by as the chance of recall, days after the review that left a memory."""
    rows = [
        {"days": days, "data": json.dumps({"s": memory.stability, "d": memory.difficulty, "decay": memory.decay})}
        for memory, days in zip(memories, elapsed, strict=True)
    ]
    recall = "extract_fsrs_retrievability(value ->> 'data', 99999, value ->> 'days', 99999, 0, 0)"
    return col.db.list(f"select {recall} from json_each(?) order by key", json.dumps(rows))


def _days(state: Any) -> int:
    normal = state.normal
    return (normal.relearning if normal.HasField("relearning") else normal).review.scheduled_days


def _apart(intervals: Sequence[int]) -> list[int]:
    """As Anki sets Hard, Good and Easy apart by a day at least."""
    hard, good, easy = intervals
    good = max(good, hard + 1)
    return [min(days, 36_500) for days in (hard, good, max(easy, good + 1))]


@pytest.mark.parametrize("name", ["fsrs", "fsrs-rs", "Anki"])
def test_states_and_intervals_agree_on_2000_random_histories(name: str) -> None:
    found = deviations()[name]
    print(name, found)  # `pytest -rP` shows it
    assert found.stability <= 2e-5
    assert found.difficulty <= 2e-5
    assert found.retrievability <= 1e-6
    assert found.days <= 1
    assert found.differing < found.intervals / 10_000


def test_the_histories_are_many_and_often_have_reviews_on_one_day() -> None:
    asked = list(questions())
    assert sum(len(question.reviews) == 1 for question in asked) == HISTORIES
    again = sum(question.elapsed == 0 for question in asked)
    assert len(asked) / 5 < again < len(asked) / 3
    assert {found.intervals for found in deviations().values()} == {4 * len(asked)}


@pytest.mark.parametrize(
    ("name", "rollover"), [("Asia/Almaty", 4), ("America/New_York", 0), ("Pacific/Apia", 5), ("UTC", 23)]
)
def test_a_study_day_begins_when_it_does_in_anki(name: str, rollover: int, tmp_path: Path) -> None:
    zone = moment_of(datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo(name)).zone
    begins = day_starts(20_000, zone, rollover)
    # Anki gives the very second of the rollover to the day before
    times = [(begins + first, begins + second) for first in (1_000, 40_000_000) for second in (86_399_000, 86_401_000)]
    asked = [_answered_twice(pair, zone, rollover) for pair in times]
    assert [question.state.last_day for question in asked] == [20_000, 20_001] * 2
    with anki(tmp_path, asked, zone, rollover) as col:
        for number, question in enumerate(asked, 1):
            assert col.compute_memory_state(number).stability == pytest.approx(question.state.stability, rel=2e-5)


def _answered_twice(times: Sequence[int], zone: int, rollover: int) -> Question:
    scheduling, track = Scheduling(steps=(), relearning_steps=()), Track()
    reviews = tuple(Review(3, at, study_day(Moment(at, zone), rollover)) for at in times)
    for review in reviews:
        replayer(scheduling)(track, [(review.at, review.day, review.rating, None)])
    return Question(reviews, track.snapshot("b/q"), reviews[-1].day + 3, scheduling)
