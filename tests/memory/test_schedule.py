import random
from collections import Counter
from itertools import pairwise
from statistics import fmean

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.memory.days import DAY_MS
from kzlearn.memory.replay import fold
from kzlearn.memory.schedule import BANDS, fuzzed, plan
from kzlearn.memory.settings import DEFAULT_PARAMETERS, LOWER, UPPER, Scheduling
from kzlearn.model.cards import CardState, Event, Phase

CARD = "bank/question"
FIRST = 20_000
LONGEST = 36_500
ALMOST_1 = 1 - 2**-53

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # for a busy machine
steps = st.lists(st.integers(1, 86_400), max_size=3).map(tuple)
schedulings = st.builds(
    Scheduling,
    parameters=st.just(DEFAULT_PARAMETERS)
    | st.tuples(*(st.floats(float(low), float(high)) for low, high in zip(LOWER, UPPER, strict=True))),
    retention=st.floats(0.7, 0.99),
    steps=steps,
    relearning_steps=steps,
    max_interval=st.just(LONGEST) | st.integers(1, LONGEST),
)
reviewed = st.builds(
    CardState,
    card=st.just(CARD),
    phase=st.just(Phase.REVIEW),
    stability=st.floats(0.001, 36_500),
    difficulty=st.floats(1, 10),
    last_day=st.just(FIRST),
)


def review(seq: int, day: int, rating: int, due_day: int | None) -> Event:
    values = {"uid": f"one-{seq}", "device": "one", "seq": seq, "at": FIRST * DAY_MS + seq, "zone": 0, "card": CARD}
    return Event(kind="review", day=day, rating=rating, due_day=due_day, **values)


# --- plans -----------------------------------------------------------------------------------------------------------


@settings(patient, max_examples=200)
@given(schedulings, st.lists(st.tuples(st.integers(1, 4), st.integers(-2, 400)), min_size=1, max_size=12))
def test_a_plan_is_what_the_fold_then_gives(scheduling, history):
    state, day, events = CardState(card=CARD), FIRST, []
    for seq, (rating, gap) in enumerate(history):
        day += gap
        planned = plan(state, rating, day, scheduling, f"{CARD} {seq}")
        events.append(review(seq, day, rating, planned.due_day))
        state = fold(CARD, events, scheduling, FIRST * DAY_MS + seq)
        assert (state.phase, state.step) == (planned.phase, planned.step)
        assert state.stability == pytest.approx(planned.stability, rel=1e-9)
        assert state.difficulty == pytest.approx(planned.difficulty, rel=1e-9)
        if planned.due_day is None:
            assert state.due_at == state.last_at + planned.wait_ms
            assert planned.interval is None
        else:
            assert state.due_day == planned.due_day <= state.last_day + scheduling.max_interval
            assert planned.wait_ms is state.due_at is None
            unfuzzed = fold(CARD, [*events[:-1], review(seq, day, rating, None)], scheduling, FIRST * DAY_MS + seq)
            assert unfuzzed.due_day == state.last_day + planned.interval


def test_an_interval_counts_from_the_stability_after_its_cap():
    state = CardState(
        card=CARD, phase=Phase.REVIEW, stability=36_000.0, difficulty=1.0, last_day=FIRST, last_at=FIRST * DAY_MS
    )
    settled = plan(state, 4, FIRST + 20_000, Scheduling(retention=0.99), "")
    assert settled.stability == 36_500
    assert settled.interval == plan(state, 4, FIRST + 30_000, Scheduling(retention=0.99), "").interval < 3_000


@pytest.mark.parametrize("rating", [0, 5, 7, -1])
def test_any_other_rating_is_refused(rating):
    with pytest.raises(ValueError, match="a rating is 1 to 4"):
        plan(CardState(card=CARD), rating, FIRST, Scheduling(), "")


def test_a_day_before_the_last_counts_as_the_last():
    state = fold(CARD, [review(0, FIRST, 4, FIRST + 8)], Scheduling(), FIRST * DAY_MS)
    assert plan(state, 3, FIRST - 30, Scheduling(), "x") == plan(state, 3, FIRST, Scheduling(), "x")


def test_learning_steps_wait_their_own_time():
    waits = [plan(CardState(card=CARD), rating, FIRST, Scheduling(), "").wait_ms for rating in (1, 2, 3, 4)]
    assert waits == [60_000, 330_000, 600_000, None]


def test_a_bank_s_retention_and_longest_interval_are_kept():
    state = CardState(card=CARD, phase=Phase.REVIEW, stability=100.0, difficulty=5.0, last_day=FIRST)
    keen, lazy = (plan(state, 3, FIRST + 100, Scheduling(retention=r), "").interval for r in (0.95, 0.8))
    assert keen < plan(state, 3, FIRST + 100, Scheduling(), "").interval < lazy
    assert plan(state, 3, FIRST + 100, Scheduling(max_interval=30), "").due_day == FIRST + 130


@patient
@given(schedulings, reviewed, st.integers(0, 4_000), st.text(max_size=9))
def test_a_better_rating_of_a_review_never_comes_back_earlier(scheduling, state, gap, seed):
    plans = [plan(state, rating, FIRST + gap, scheduling, seed) for rating in (1, 2, 3, 4)]
    dues = [p.due_day for p in plans if p.due_day is not None]
    assert dues == sorted(dues)
    assert len(dues) >= 3


def test_planning_touches_no_global_chance():
    before = random.getstate()
    state = CardState(card=CARD, phase=Phase.REVIEW, stability=100.0, difficulty=5.0, last_day=FIRST)
    plan(state, 3, FIRST + 100, Scheduling(), "x")
    assert random.getstate() == before


def test_the_same_seed_gives_the_same_day_on_every_machine():
    state = CardState(card=CARD, phase=Phase.REVIEW, stability=100.0, difficulty=5.0, last_day=FIRST)
    plans = [plan(state, 3, FIRST + 100, Scheduling(), f"{CARD} {n}") for n in range(8)]
    assert {p.interval for p in plans} == {250}
    assert [p.due_day - FIRST - 100 for p in plans] == [237, 261, 250, 241, 245, 264, 249, 259]


def test_seeds_spread_a_card_evenly_over_its_band():
    state = CardState(card=CARD, phase=Phase.REVIEW, stability=100.0, difficulty=5.0, last_day=FIRST)
    plans = [plan(state, 2, FIRST + 1, Scheduling(), f"{CARD} {n}") for n in range(4_000)]
    moved = Counter(p.due_day - FIRST - 1 - p.interval for p in plans)
    assert set(moved) == set(range(-7, 8))
    assert all(abs(count - 4_000 / 15) < 5 * (4_000 / 15) ** 0.5 for count in moved.values())


# --- fuzz ------------------------------------------------------------------------------------------------------------


def band(days: int, longest: int = LONGEST) -> list[int]:
    """Every day that fuzz can choose, as often as it does: `parts` draws, evenly spaced."""
    lowest, highest = fuzzed(days, longest, 0), fuzzed(days, longest, ALMOST_1)
    parts = highest - lowest + 1
    return [fuzzed(days, longest, (part + 0.5) / parts) for part in range(parts)]


@pytest.mark.parametrize("longest", [LONGEST, 400, 21, 3, 2, 1])
def test_fuzz_is_without_bias_for_every_interval(longest):
    for days in range(1, min(longest, 3_000) + 1):
        chosen = band(days, longest)
        assert fmean(chosen) == days
        assert chosen == list(range(chosen[0], chosen[-1] + 1))


def test_fuzz_stays_within_anki_s_band():
    for days in range(3, LONGEST + 1):
        reach = 1 + sum(share * max(min(days, end) - start, 0) for start, end, share in BANDS)
        low, high = fuzzed(days, 10**6, 0), fuzzed(days, 10**6, ALMOST_1)
        assert round(days - reach) == low >= 2
        assert round(days + reach) == high


def test_short_intervals_are_not_fuzzed():
    assert [band(days) for days in (1, 2, 3)] == [[1], [2], [2, 3, 4]]


@pytest.mark.parametrize("longest", [40_000, LONGEST, 100, 1])
@pytest.mark.parametrize("chance", [0, 0.1, 0.25, 0.499, 0.5, 0.75, 0.9, ALMOST_1])
def test_a_longer_interval_never_comes_back_earlier_nor_past_the_longest(longest, chance):
    dues = [fuzzed(days, longest, chance) for days in range(1, 40_001)]
    assert all(before <= after for before, after in pairwise(dues))
    assert dues[0] >= 1
    assert dues[-1] <= longest


@patient
@given(st.integers(1, 40_000), st.integers(1, LONGEST), st.floats(0, 1, exclude_max=True))
def test_any_draw_stays_between_one_day_and_the_longest(days, longest, chance):
    assert 1 <= fuzzed(days, longest, chance) <= longest
    assert fuzzed(days, longest, chance) <= fuzzed(days + 1, longest, chance)
