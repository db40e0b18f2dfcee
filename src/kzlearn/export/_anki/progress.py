"""A learner's memory as Anki keeps it: `cards`, `revlog`, and options of decks (notes on Anki, scheduling).

Anki counts study days by today's offset from UTC, in all of the past; we keep the day on which an answer was given.
Where Anki would count another one (after a journey, across summer time), the answers of that day are written at the
time of day at which they were given, as clocks go now.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from typing import Any

from kzlearn.export._anki.package import Beginning, CardRow, Review
from kzlearn.memory.days import MINUTE_MS, Moment, day_starts, study_day
from kzlearn.memory.history import Past, Step
from kzlearn.memory.settings import Scheduling
from kzlearn.model.cards import CardState, Event, Phase

HOUR_MS = 3_600_000
TYPES = {Phase.NEW: 0, Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}
SUSPENDED, BURIED = -1, -3
RESET = (0, 0, 0, 0, 0, 4)
"""ease, ivl, lastIvl, factor, time, type of the entry by which Anki forgets what was before."""
YEARS_BACK = 10_000
"""Days that a collection began before now, so that every due day lies after."""


def beginning(now: Moment, rollover: int) -> Beginning:
    """A collection that counts days as the learner does now."""
    day = study_day(now, rollover) - YEARS_BACK
    conf = {"rollover": rollover, "creationOffset": -now.zone, "localOffset": -now.zone, "fsrs": True}
    return Beginning(day_starts(day, now.zone, rollover) // 1000, conf)


def preset(name: str, settings: Scheduling, standard: dict[str, Any]) -> dict[str, Any]:
    """Options of a deck with a learner's parameters and retention. Its id follows from what it says."""
    values = {
        "name": name,
        "fsrsParams6": list(settings.parameters),
        "fsrsWeights": [],
        "desiredRetention": settings.retention,
        "sm2Retention": 0.9,
        "new": {**standard["new"], "delays": [step / 60 for step in settings.steps]},
        "lapse": {**standard["lapse"], "delays": [step / 60 for step in settings.relearning_steps]},
        "rev": {**standard["rev"], "maxIvl": settings.max_interval},
    }
    digest = sha256(json.dumps(values, sort_keys=True).encode()).digest()
    return {**standard, **values, "id": 1_300_000_000_000 + int.from_bytes(digest[:5], "big") % 400_000_000_000}


def card(ord_: int, place: int, past: Past, now: Moment, free: Callable[[int], int]) -> CardRow:
    """A card with its past. `place` is its place among new ones; `free` finds the first ms without a review."""
    state, settings = past.state, past.settings
    began = study_day(now, settings.rollover) - YEARS_BACK
    moments = list(_moments(past.steps, now, settings.rollover))
    history = tuple(_review(step, free(at)) for step, at in zip(past.steps, moments, strict=True))
    flags, queue = int(state.flag is not None), None
    if state.suspended:
        queue = SUSPENDED
    elif state.buried_day == study_day(now, settings.rollover):
        queue = BURIED
    if state.phase is Phase.NEW:
        return CardRow(ord_, place, queue=queue or 0, flags=flags, history=history)
    assert state.stability is not None
    assert state.difficulty is not None
    due_day = state.due_day if state.due_day is not None else state.last_day
    assert due_day is not None
    data = {
        "s": round(state.stability, 4),
        "d": round(state.difficulty, 3),
        "dr": round(settings.retention, 2),
        "decay": round(settings.parameters[20], 3),
        "lrt": moments[-1] // 1000,
    }
    due, own = due_day - began, 2
    steps = settings.steps if state.phase is Phase.LEARNING else settings.relearning_steps
    left = 0
    if state.phase is not Phase.REVIEW:
        assert state.due_at is not None
        left = max(len(steps) - state.step, 1) * 1001
        days = (study_day(Moment(state.due_at, now.zone), settings.rollover)) - began
        due, own = (days, 3) if days > YEARS_BACK else (state.due_at // 1000, 1)
    return CardRow(
        ord_, due, TYPES[state.phase], own if queue is None else queue,
        ivl=_waits(state) if state.phase is Phase.REVIEW else 0, factor=2500, reps=state.reps, lapses=state.lapses,
        left=left, flags=flags, data=json.dumps(data, separators=(",", ":")), history=history,
    )  # fmt: skip


def _review(step: Step, at: int) -> Review:
    event, before, after = step
    if event.kind == "reset":
        return (at, *RESET)
    assert after.difficulty is not None
    sort = {Phase.REVIEW: 1, Phase.RELEARNING: 2}.get(before.phase, 0)
    factor = round(((after.difficulty - 1) / 9 + 0.1) * 1000)
    return (at, event.rating or 1, _waits(after), _waits(before), factor, event.took_ms or 0, sort)


def _waits(state: CardState) -> int:
    """How long a card waits: in days, or in s below zero."""
    if state.phase is Phase.NEW:
        return 0
    if state.due_at is not None and state.last_at is not None and state.phase is not Phase.REVIEW:
        return -max((state.due_at - state.last_at) // 1000, 1)
    return max((state.due_day or 0) - (state.last_day or 0), 1)


def _moments(steps: Iterable[Step], now: Moment, rollover: int) -> Iterator[int]:
    """When each step was, so that Anki counts it on its study day; those of one day keep their order."""
    for day, group in groupby((step.event for step in steps), lambda event: event.day):
        events = list(group)
        fits = all(study_day(Moment(event.at, now.zone), rollover) == day for event in events)
        for event in events:
            yield event.at if fits else _within(event, now, rollover)


def _within(event: Event, now: Moment, rollover: int) -> int:
    """The same time of day as clocks go now; where that is another day still, the nearest hour of its own."""
    at = event.at + (event.zone - now.zone) * MINUTE_MS
    counted = study_day(Moment(at, now.zone), rollover)
    if counted == event.day:
        return at
    start = day_starts(event.day, now.zone, rollover)
    return start + (0 if counted < event.day else 23 * HOUR_MS) + (at - start) % HOUR_MS
