from datetime import UTC, datetime, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from fsrs import Card, Rating, Scheduler, State
from fsrs import scheduler as fsrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.memory.days import DAY_MS
from kzlearn.memory.replay import S_MAX, Track, corrections, fold, interval, replayer, retrievability
from kzlearn.memory.settings import DEFAULT_PARAMETERS, LOWER, UPPER, Scheduling
from kzlearn.model.cards import CardState, Event, Phase

CARD = "bank/question"
FIRST = 20_000
LATER = (FIRST + 100_000) * DAY_MS
EXACTLY = {"rel": 1e-9, "abs": 0}

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # for a busy machine
steps = st.lists(st.integers(1, 86_400), max_size=3).map(tuple)
bounds = list(zip(map(float, LOWER), map(float, UPPER), strict=True))
parameters = st.one_of(
    st.just(DEFAULT_PARAMETERS),
    st.tuples(*(st.floats(low, high) for low, high in bounds)),
    st.tuples(*(st.sampled_from(pair) for pair in bounds)),
)
schedulings = st.builds(
    Scheduling,
    parameters=parameters,
    retention=st.floats(0.7, 0.99),
    steps=steps,
    relearning_steps=steps,
    max_interval=st.one_of(st.just(36_500), st.integers(1, 36_500)),
)
ratings = st.integers(1, 4)
gaps = st.one_of(st.just(0), st.integers(-5, 5), st.integers(0, 3_000))
dues = st.one_of(st.none(), st.none(), st.integers(1, 3_000))
histories = st.lists(st.tuples(ratings, gaps, dues), min_size=1, max_size=20)


class Reference:
    """fsrs itself, given noon UTC of study days that never go back, its stability capped as in fsrs-rs."""

    def __init__(self) -> None:
        self.card, self.day = Card(card_id=1), -DAY_MS
        self.interval: int | None = None
        self.wait: timedelta | None = None

    def review(self, scheduling: Scheduling, day: int, rating: int, due_day: int | None) -> None:
        self.day = max(self.day, day)
        noon = datetime.fromtimestamp(self.day * 86_400 + 43_200, UTC)
        scheduler = Scheduler(
            parameters=scheduling.parameters,
            desired_retention=scheduling.retention,
            learning_steps=[timedelta(seconds=s) for s in scheduling.steps],
            relearning_steps=[timedelta(seconds=s) for s in scheduling.relearning_steps],
            maximum_interval=scheduling.max_interval,
            enable_fuzzing=False,
        )
        self.card, _ = scheduler.review_card(self.card, Rating(rating), noon)
        assert self.card.stability is not None
        self.card.stability = min(self.card.stability, S_MAX)
        self.interval = self.wait = None
        if due_day is not None:
            self.card.state, self.card.step = State.Review, None
            self.interval = due_day - self.day
        elif self.card.state is State.Review:
            self.interval = scheduler._next_interval(stability=self.card.stability)
        else:
            self.wait = self.card.due - noon

    def assert_is(self, state: CardState) -> None:
        assert state.stability == pytest.approx(self.card.stability, **EXACTLY)
        assert state.difficulty == pytest.approx(self.card.difficulty, **EXACTLY)
        assert state.phase == self.card.state.name.lower()
        assert state.step == (self.card.step or 0)
        assert state.last_day == self.day
        if self.wait is None:
            assert (state.due_day, state.due_at) == (self.day + self.interval, None)
        else:
            assert (state.due_day, state.due_at - state.last_at) == (self.day, self.wait / timedelta(milliseconds=1))


def event(seq: int, kind: str = "review", *, device: str = "one", day: int | None = None, **more: Any) -> Event:
    """An event on a day of its own, `seq` days after FIRST, unless said otherwise."""
    day = FIRST + seq if day is None else day
    values = {"uid": f"{device}-{seq}", "at": day * DAY_MS + seq, "zone": 0, "card": CARD, **more}
    return Event(device=device, seq=seq, day=day, kind=kind, **values)


def state_of(*events: Event, now: int = LATER, scheduling: Scheduling | None = None) -> CardState:
    return fold(CARD, events, scheduling or Scheduling(), now)


def reviews(*rated: int) -> list[Event]:
    return [event(seq, rating=rating) for seq, rating in enumerate(rated, 1)]


# --- the loop --------------------------------------------------------------------------------------------------------


@settings(patient, max_examples=400)
@given(schedulings, histories, steps, steps, st.integers(0, 20))
def test_the_loop_follows_fsrs_on_every_history_even_when_steps_change(before, history, learning, relearning, change):
    after = before._replace(steps=learning, relearning_steps=relearning)
    track, reference, day, at = Track(), Reference(), FIRST, FIRST * DAY_MS
    for place, (rating, gap, due) in enumerate(history):
        scheduling = before if place < change else after
        day, at = day + gap, at + 1
        due_day = None if due is None else day + due
        replayer(scheduling)(track, [(at, day, rating, due_day)])
        reference.review(scheduling, day, rating, due_day)
        reference.assert_is(track.snapshot(CARD))


@pytest.mark.parametrize("first", [3, 4])
def test_the_loop_follows_fsrs_when_steps_are_added_or_cut_in_the_middle(first: int):
    lists = [(60, 600, 3_000)[:count] for count in range(4)]
    for before, after, goods, rating in product(lists, lists, range(3), (1, 2, 3, 4)):
        track, reference = Track(), Reference()
        # from 3 on learning steps, from 4 and then 1 on relearning steps
        answers = [first, 1][: first - 2] + [3] * goods
        for place, (steps, answer) in enumerate([*((before, answer) for answer in answers), (after, rating)]):
            scheduling = Scheduling(steps=steps, relearning_steps=steps)
            replayer(scheduling)(track, [(place, FIRST, answer, None)])
            reference.review(scheduling, FIRST, answer, None)
            reference.assert_is(track.snapshot(CARD))


@settings(patient, max_examples=200)
@given(schedulings, histories)
def test_fold_follows_fsrs_and_counts_reviews_and_lapses(scheduling, history):
    reference, day, lapses, events = Reference(), FIRST, 0, []
    for seq, (rating, gap, due) in enumerate(history):
        day += gap
        due_day = None if due is None else day + due
        lapses += rating == 1 and reference.card.state is State.Review
        reference.review(scheduling, day, rating, due_day)
        events.append(event(seq, at=FIRST * DAY_MS + seq, day=day, rating=rating, due_day=due_day))
    state = fold(CARD, events, scheduling, LATER)
    reference.assert_is(state)
    assert (state.reps, state.lapses) == (len(history), lapses)
    assert (state.first_day, state.last_at) == (FIRST + history[0][1], events[-1].at)


@settings(patient, max_examples=300)
@given(st.tuples(*(st.sampled_from(pair) for pair in bounds)), st.lists(st.tuples(ratings, gaps), max_size=40))
def test_parameters_at_their_bounds_keep_stability_and_difficulty_within_theirs(corner, history):
    scheduling = Scheduling(parameters=corner)
    step, track, day = replayer(scheduling), Track(), FIRST
    for rating, gap in history:
        day += gap * 1_000
        step(track, [(0, day, rating, None)])
        assert 0.001 <= track.stability <= 36_500
        assert 1 <= track.difficulty <= 10
        assert 0 <= retrievability(track.snapshot(CARD), day + 1, scheduling) <= 1


def test_parameters_and_bounds_are_those_of_fsrs():
    assert DEFAULT_PARAMETERS == fsrs.DEFAULT_PARAMETERS
    assert LOWER == fsrs.LOWER_BOUNDS_PARAMETERS
    assert UPPER == fsrs.UPPER_BOUNDS_PARAMETERS


@patient
@given(schedulings, st.floats(0.001, S_MAX))
def test_after_its_interval_a_card_is_recalled_as_often_as_was_asked_for(scheduling, stability):
    scheduling = scheduling._replace(max_interval=36_500)
    days = interval(stability, scheduling)
    state = CardState(card=CARD, phase=Phase.REVIEW, stability=stability, difficulty=5.0, last_day=FIRST)
    if days > 1:
        assert retrievability(state, FIRST + days - 1, scheduling) > scheduling.retention
    if days < 36_500:
        assert retrievability(state, FIRST + days + 1, scheduling) < scheduling.retention


def test_retrievability_is_0_for_a_new_card_and_1_on_the_day_of_a_review_and_before():
    state = state_of(event(0, rating=3))
    chances = [retrievability(state, day, Scheduling()) for day in (FIRST - 1, FIRST, FIRST + 1)]
    assert chances[:2] == [1, 1]
    assert 0.9 < chances[2] < 1
    assert retrievability(CardState(card=CARD), FIRST, Scheduling()) == 0


# --- due days --------------------------------------------------------------------------------------------------------


def test_a_stored_due_day_says_that_the_card_left_for_review():
    state = state_of(event(0, rating=3, due_day=FIRST + 9))
    assert (state.phase, state.due_day, state.due_at) == (Phase.REVIEW, FIRST + 9, None)


def test_without_a_stored_due_day_the_steps_decide():
    steps = [state_of(*reviews(*[3] * count)) for count in (1, 2)]
    assert [(state.phase, state.step) for state in steps] == [(Phase.LEARNING, 1), (Phase.REVIEW, 0)]
    assert steps[0].due_at == steps[0].last_at + 600_000
    assert steps[1].due_day == steps[1].last_day + interval(steps[1].stability, Scheduling())


def test_a_stored_due_day_stays_when_the_steps_change_later():
    events = [event(0, rating=3, due_day=FIRST + 9)]
    assert state_of(*events, scheduling=Scheduling(steps=(60,) * 5)) == state_of(*events)


def test_a_card_forgotten_in_review_lapses_and_relearns():
    state = state_of(event(0, rating=4), event(1, rating=1))
    assert (state.phase, state.step, state.lapses) == (Phase.RELEARNING, 0, 1)
    assert state.due_at == state.last_at + 600_000
    assert state_of(event(0, rating=1)).lapses == 0


# --- what other events do --------------------------------------------------------------------------------------------


def test_an_undone_review_leaves_no_trace():
    first, second = reviews(3, 1)
    assert state_of(first, second, event(3, "undo", of=second.uid)) == state_of(first)
    assert state_of(first, event(3, "undo", of=first.uid)) == CardState(card=CARD)


def test_an_undo_holds_wherever_it_sorts():
    first, second = reviews(3, 1)
    assert state_of(event(0, "undo", of=second.uid), first, second) == state_of(first)


def test_an_undo_is_final():
    first, second = reviews(3, 1)
    undo = event(3, "undo", of=second.uid)
    assert state_of(first, second, undo, event(4, "undo", of=undo.uid)) == state_of(first)


@pytest.mark.parametrize(
    ("kind", "data"), [("suspend", {}), ("bury", {}), ("flag", {"word": "unclear"}), ("reset", {}), ("unsuspend", {})]
)
def test_whatever_a_learner_did_can_be_undone(kind, data):
    before = [*reviews(3, 4), event(3, "suspend")]
    did = event(4, kind, data=data)
    assert state_of(*before, did, event(5, "undo", of=did.uid)) == state_of(*before)


def test_a_review_rated_anew_counts_as_if_it_had_been_rated_so():
    first, second, third = reviews(3, 1, 3)
    rerate = event(9, "rerate", of=second.uid, rating=3, due_day=FIRST + 40)
    assert state_of(first, second, third, rerate) == state_of(
        first, second._replace(rating=3, due_day=FIRST + 40), third
    )


def test_the_last_rating_wins_and_undoing_it_brings_the_earlier_one_back():
    review = event(0, rating=1)
    hard, easy = (event(seq, "rerate", of=review.uid, rating=rating) for seq, rating in ((1, 2), (2, 4)))
    assert state_of(easy, hard, review).difficulty == state_of(event(0, rating=4)).difficulty
    undo = event(3, "undo", of=easy.uid)
    assert state_of(easy, hard, undo, review).difficulty == state_of(event(0, rating=2)).difficulty


def test_a_review_from_a_clock_that_was_ahead_counts_when_its_time_has_come():
    near, far = reviews(3, 3)
    assert state_of(near, far, now=far.at - DAY_MS - 1) == state_of(near)
    assert state_of(near, far, now=far.at - DAY_MS) == state_of(near, far)


def test_a_retimed_review_counts_at_its_right_time_and_promises_no_day_from_the_wrong_one():
    first, second = reviews(4, 3)
    ahead = event(99_000, rating=3, due_day=FIRST + 99_050)
    right = {"at": first.at + 1, "day": first.day}
    retime = event(3, "retime", of=ahead.uid, data=right)
    now = second.at
    assert state_of(first, second, ahead, now=now) == state_of(first, second)
    repaired = ahead._replace(**right, due_day=None)
    assert state_of(first, ahead, retime, now=now) == state_of(first, repaired)
    assert state_of(first, second, ahead, retime, now=now) == state_of(first, repaired, second)
    undo = event(4, "undo", of=retime.uid)
    assert state_of(first, second, ahead, retime, undo, now=now) == state_of(first, second)


def test_a_switch_from_a_clock_that_was_ahead_can_be_retimed_too():
    bury = event(99_000, "bury")
    retime = event(3, "retime", of=bury.uid, data={"at": FIRST * DAY_MS, "day": FIRST})
    assert state_of(bury, now=FIRST * DAY_MS).buried_day is None
    assert state_of(bury, retime, now=FIRST * DAY_MS).buried_day == FIRST


def test_reset_hides_earlier_reviews_only():
    early, late = reviews(4, 1), event(5, rating=3)
    assert state_of(*early, event(4, "reset"), late) == state_of(late)
    assert state_of(*early, event(4, "reset")) == CardState(card=CARD)


def test_reset_keeps_what_is_not_memory():
    marks = [event(1, "suspend"), event(2, "flag", data={"word": "wrong"}), event(3, "bury")]
    state = state_of(event(0, rating=3), *marks, event(4, "reset"))
    assert (state.suspended, state.flag, state.buried_day) == (True, "wrong", FIRST + 3)


def test_the_last_word_on_suspending_burying_and_flagging_wins():
    on = [event(1, "suspend"), event(2, "bury"), event(3, "flag", data={"word": "unclear"})]
    off = [event(4, "unsuspend"), event(5, "unbury"), event(6, "unflag")]
    state = state_of(*on)
    assert (state.suspended, state.buried_day, state.flag) == (True, FIRST + 2, "unclear")
    assert state_of(*on, *off) == state_of(*off, *on) == CardState(card=CARD)
    assert state_of(*off, on[0]._replace(at=off[0].at, device="two", uid="two-1")).suspended


def test_events_a_copied_log_gave_one_place_are_folded_in_the_order_of_their_uids():
    one, other = (event(1, "flag", uid=uid, data={"word": uid}) for uid in ("a", "b"))
    assert state_of(one, other).flag == state_of(other, one).flag == "b"


def test_events_of_an_unknown_kind_change_nothing():
    assert state_of(*reviews(3), event(2, "applaud")) == state_of(*reviews(3))


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """Everything a learner can do to a card, on two devices whose clocks may agree, one of them perhaps copied."""
    kinds = ["review", "suspend", "unsuspend", "bury", "unbury", "flag", "unflag", "reset", "undo", "rerate", "retime"]
    events: list[Event] = []
    for count in range(draw(st.integers(1, 15))):
        kind = draw(st.sampled_from(kinds if events else kinds[:8]))
        day = FIRST + draw(st.integers(0, 20))
        more: dict[str, Any] = {"data": {"word": f"word {count}"}} if kind == "flag" else {}
        if kind in {"review", "rerate"}:
            more = {"rating": draw(ratings), "due_day": draw(st.none() | st.integers(day, day + 30))}
        if kind in {"undo", "rerate", "retime"}:
            more["of"] = draw(st.sampled_from(events)).uid
        if kind == "retime":
            more["data"] = {"at": day * DAY_MS, "day": day}
        more |= {"uid": str(count), "device": draw(st.sampled_from(["one", "two"])), "at": day * DAY_MS}
        events.append(event(draw(st.integers(0, 9)), kind, day=day, **more))
    return events


@settings(patient, max_examples=300)
@given(lives(), st.randoms(use_true_random=False))
def test_the_order_events_arrive_in_does_not_matter(events: list[Event], rng: Random):
    shuffled = rng.sample(events, len(events))
    assert state_of(*shuffled) == state_of(*events)
    assert corrections(shuffled) == corrections(events)
