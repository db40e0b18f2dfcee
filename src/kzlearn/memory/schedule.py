"""When a card comes next: answers go through `fsrs`, which is imported nowhere else.

fsrs is given noon UTC of the study day, its own fuzz off (it is biased by half a day, may leave its band and uses the
global random state: fsrs 6.3.2, `_get_fuzzed_interval`), and no card of its own making without an id (it would sleep).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random

from fsrs import Card as FsrsCard
from fsrs import Rating, Scheduler, State

from kzlearn.memory.replay import S_MAX, interval
from kzlearn.memory.settings import Scheduling
from kzlearn.model.cards import CardState, Phase

NAME = "fsrs-6.3.2"
"""What a review records as its scheduler."""

STATES = {Phase.LEARNING: State.Learning, Phase.REVIEW: State.Review, Phase.RELEARNING: State.Relearning}
PHASES = {state: phase for phase, state in STATES.items()}
BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
"""Fuzz: an interval may move by a day, and by these shares of its days within each band (Anki, `fuzz_factor`)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rating leads to. `interval` in days, before fuzz; `due_day` after it. Both None within learning steps,
    which wait `wait_ms` instead."""

    phase: Phase
    step: int
    stability: float
    difficulty: float
    wait_ms: int | None
    interval: int | None
    due_day: int | None


def plan(state: CardState, rating: int, day: int, settings: Scheduling, seed: str) -> Plan:
    """What follows when `state` is rated (1 Again, 2 Hard, 3 Good, 4 Easy) on a study day.

    `seed` names the card and the review: the same seed gives the same fuzz for every rating, so a better rating never
    comes back earlier. Raises ValueError for any other rating.
    """
    if rating not in (1, 2, 3, 4):
        raise ValueError(f"a rating is 1 to 4, not {rating}")
    if state.last_day is not None:
        day = max(day, state.last_day)
    card, _ = _scheduler(settings).review_card(_card(state), Rating(rating), _noon(day))
    assert card.stability is not None
    assert card.difficulty is not None
    phase = PHASES[card.state]
    stability = min(card.stability, S_MAX)
    if phase is not Phase.REVIEW:
        wait_ms = (card.due - _noon(day)) // timedelta(milliseconds=1)
        return Plan(phase, card.step or 0, stability, card.difficulty, wait_ms, None, None)
    capped = stability < card.stability  # fsrs counted from the stability before the cap
    days = interval(stability, settings) if capped else (card.due - _noon(day)).days
    due_day = day + fuzzed(days, settings.max_interval, Random(seed).random())
    return Plan(phase, 0, stability, card.difficulty, None, days, due_day)


def fuzzed(days: int, longest: int, chance: float) -> int:
    """An interval moved by `chance` (0 to below 1), in whole days, within a band that lies evenly around it.

    Without bias: each day of the band is as likely as any other. Never past `longest`, which narrows the band; never
    earlier for a longer interval and the same chance.
    """
    days = min(days, longest)
    if days < 2.5:
        return days
    reach = 1 + sum(share * max(min(days, end) - start, 0) for start, end, share in BANDS)
    reach = min(int(reach + 0.5), longest - days)
    return days - reach + int(chance * (2 * reach + 1))


@lru_cache(maxsize=64)
def _scheduler(settings: Scheduling) -> Scheduler:
    return Scheduler(
        parameters=settings.parameters,
        desired_retention=settings.retention,
        learning_steps=[timedelta(seconds=s) for s in settings.steps],
        relearning_steps=[timedelta(seconds=s) for s in settings.relearning_steps],
        maximum_interval=settings.max_interval,
        enable_fuzzing=False,
    )


def _card(state: CardState) -> FsrsCard:
    if state.phase is Phase.NEW:
        return FsrsCard(card_id=1)
    assert state.last_day is not None
    return FsrsCard(
        card_id=1,
        state=STATES[state.phase],
        step=None if state.phase is Phase.REVIEW else state.step,
        stability=state.stability,
        difficulty=state.difficulty,
        last_review=_noon(state.last_day),
    )


def _noon(day: int) -> datetime:
    return datetime(1970, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
