"""A learner's log to measure with: reviews over years, as many as wanted, in the log's own schema."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from random import Random

from kzlearn.memory.days import DAY_MS, Clock, Moment, study_day
from kzlearn.memory.log import Log, time_ordered
from kzlearn.memory.rows import EVENT_NAMES

NOW_ISO = "2026-11-23T21:00+05:00"
ZONE = 300
NOW = Moment(int(datetime.fromisoformat(NOW_ISO).timestamp()) * 1000, ZONE)
PAST = 3_600_000
"""A rare act comes an hour after the review it follows."""
OTHER = "0123456789ab"
"""Another device of the learner's."""
KINDS = (
    (3, True, "typed", "exact-1"),
    (1, False, "typed", "exact-1"),
    (2, True, "choice", "exact-1"),
    (4, True, "choice", "exact-1"),
)
"""Rating, whether the reply was right, how it was shown, the grader."""


def clock() -> Moment:
    """Always the same moment, so that a run measures what another did."""
    return NOW


def write_log(folder: Path, cards: Sequence[str], reviews: int, moment: Clock = clock) -> Path:
    """A log with that many reviews of those cards, folded into states; made only once."""
    if (folder / "made").exists():
        return folder
    rng = Random(2026)
    with Log.open(folder, moment, rng) as log:
        names = ", ".join(EVENT_NAMES)
        insert = f"insert into event({names}) values({', '.join('?' * len(EVENT_NAMES))})"
        with log.writing() as writer:
            writer.db.executemany(insert, _rows(log.device, _reviews(cards, reviews, rng), rng))
            writer.touch_all()
    (folder / "made").touch()
    return folder


def _reviews(cards: Sequence[str], reviews: int, rng: Random) -> list[tuple[int, str, int, int | None]]:
    """Moment, card, number of a kind of review and promised day, in the order of time.

    Every card begins with a step and goes on with growing intervals and lapses. None was reviewed today; a day's share
    of all is due.
    """
    counts = _counts(len(cards), reviews, rng)
    today = study_day(NOW, 4)
    found = []
    for card, count in zip(cards, counts, strict=True):
        gaps, kinds = _path(count, rng)
        day = today - 1 - int(rng.random() * (1.03 * gaps[-1] - 1)) - sum(gaps[:-1])
        at = 0
        for gap, kind in zip(gaps, kinds, strict=True):
            at = max(at + 600_000, day * DAY_MS + rng.randint(8 * 3_600_000, 20 * 3_600_000) - ZONE * 60_000)
            found.append((at, card, kind, day + gap if gap else None))
            day += gap
    found.sort()
    return found


def _path(count: int, rng: Random) -> tuple[list[int], list[int]]:
    """How many days follow each of a card's reviews, and their kinds; 0 days is a learning step."""
    gaps, kinds = [], []
    interval = 0.0
    for _ in range(count):
        kind = rng.choices(range(4), (80, 12, 5, 3))[0]
        kinds.append(kind)
        interval = 1.0 + 2 * rng.random() if kind == 1 or not interval else interval * (1.3 + rng.random())
        gaps.append(min(round(interval), 400))
    if count > 1:
        gaps[0] = 0
    return gaps, kinds


def _counts(cards: int, reviews: int, rng: Random) -> list[int]:
    """How many reviews each card had: at least one, widely spread, together exactly `reviews`."""
    mean = reviews / cards
    counts = [max(1, round(rng.gammavariate(2.0, mean / 2.0))) for _ in range(cards)]
    while difference := reviews - sum(counts):
        for place in rng.sample(range(cards), min(abs(difference), cards)):
            counts[place] = max(1, counts[place] + (1 if difference > 0 else -1))
    return counts


def _rows(own: str, reviews: Sequence[tuple[int, str, int, int | None]], rng: Random) -> Iterator[tuple[object, ...]]:
    """Rows of the table `event`: nine in ten from this device, the others from another; one review in 500 is undone,
    one in 1,000 followed by a suspension."""
    seqs = {own: 0, OTHER: 0}

    def stamp(at: int) -> tuple[object, ...]:
        device = own if rng.random() < 0.9 else OTHER
        seqs[device] += 1
        return time_ordered(at, rng), device, seqs[device], at, study_day(Moment(at, ZONE), 4), ZONE

    for number, (at, card, kind, due_day) in enumerate(reviews):
        first = stamp(at)
        rating, correct, shown_as, grader = KINDS[kind]
        took = rng.randint(1500, 20_000)
        details = (correct, "12.4 percent", took, 0, shown_as, "9f86d081884c7d65", grader, "fsrs-6.3.2", None)
        yield (*first, "review", card, None, rating, due_day, *details)
        if number % 500 == 0:
            yield (*stamp(at + PAST), "undo", card, first[0], *[None] * 11)
        if number % 1000 == 1:
            yield (*stamp(at + PAST), "suspend", card, *[None] * 12)
