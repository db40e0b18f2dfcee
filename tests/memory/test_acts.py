"""What a learner does: answering, rating anew, undoing, suspending, starting over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlearn.memory import acts, lines, schedule
from kzlearn.memory.days import DAY_MS
from kzlearn.memory.log import Log
from kzlearn.model.cards import CardState, Phase

RATINGS = st.lists(st.integers(1, 4), min_size=1, max_size=6)


def _days_on(log: Log, days: int) -> None:
    log.clock.at += days * DAY_MS


def _learned(log: Log, ratings: list[int]) -> list:
    reviews = []
    for number, rating in enumerate(ratings):
        _days_on(log, number)
        reviews.append(acts.answer(log, "bank/a", rating, 1_000)[0])
    return reviews


# --- answering ---


def test_an_answer_is_saved_with_what_was_said_and_planned(log):
    review, state = acts.answer(log, "bank/a", 4, 90_000, reply="12.4", correct=True, hints=1, shown_as="choice")
    assert list(log.events()) == [review]
    assert (review.rating, review.reply, review.correct, review.hints) == (4, "12.4", True, 1)
    assert (review.took_ms, review.scheduler) == (60_000, schedule.NAME)
    assert review.due_day == state.due_day > review.day
    assert state == log.state("bank/a")
    assert lines.read(lines.write(review)) == review


def test_an_answer_within_learning_steps_is_due_by_the_minute(log):
    review, state = acts.answer(log, "bank/a", 3, 0)
    assert review.due_day is None
    assert (state.phase, state.due_at) == (Phase.LEARNING, log.clock.at + 600_000)


@pytest.mark.parametrize(("took", "kept"), [(-5, 0), (0, 0), (60_000, 60_000), (10**9, 60_000)])
def test_nobody_thinks_for_less_than_no_time_or_longer_than_a_minute(log, took, kept):
    assert acts.answer(log, "bank/a", 3, took)[0].took_ms == kept


def test_an_odd_byte_from_a_terminal_loses_no_answer(log):
    review, _ = acts.answer(log, "bank/a", 3, 0, reply="caf\udce9 \0")
    assert review.reply == "caf\ufffd \ufffd"
    assert lines.read(lines.write(review)) == review


@pytest.mark.parametrize("rating", [0, 5, -1, 3.0, True, None])
def test_a_rating_that_is_none_is_refused_and_nothing_saved(log, rating):
    with pytest.raises((ValueError, TypeError)):
        acts.answer(log, "bank/a", rating, 0)
    assert list(log.events()) == []


@pytest.mark.parametrize(
    ("kind", "card", "more"),
    [
        ("settings", None, {"data": {"retention": 5}}),
        ("settings", None, {"data": {"steps": "abc"}}),
        ("settings", None, {"data": {"bank": ["a"]}}),
        ("retime", "bank/a", {"of": "x"}),
        ("undo", "bank/a", {}),
        ("jump", "bank/a", {}),
        ("flag", "bank/a", {"data": {"word": "\ud800"}}),
        ("suspend", None, {}),
        ("suspend", "", {}),
    ],
)
def test_an_event_that_could_never_be_taken_out_again_is_not_let_in(log, kind, card, more):
    with pytest.raises(ValueError, match=r"."):
        acts.note(log, kind, card, **more)
    assert list(log.events()) == []


# --- rating anew ---


@settings(max_examples=30, deadline=None)
@given(RATINGS, st.integers(1, 4))
def test_rating_the_last_review_anew_gives_the_state_of_that_rating(desk, ratings, anew):
    with desk.logs(2) as [log, other]:
        reviews = _learned(log, ratings)
        acts.rerate(log, reviews[-1], anew)
        other.clock.at = log.clock.at
        desk.merge(other, reviews[:-1])
        plan = schedule.plan(other.state("bank/a"), anew, reviews[-1].day, log.settings().general,
                             f"bank/a {reviews[-1].uid}")  # fmt: skip
        state = log.state("bank/a")
        assert (state.phase, state.step, state.reps) == (plan.phase, plan.step, len(ratings))
        assert state.stability == pytest.approx(plan.stability)
        assert plan.due_day in (None, state.due_day)
        assert log.verify() == []


def test_the_last_rating_given_counts_and_an_undone_one_falls_back(log):
    [review] = _learned(log, [3])
    good = log.state("bank/a")
    easy = acts.rerate(log, review, 4)
    again = acts.rerate(log, review, 1)
    assert easy.stability > good.stability > again.stability
    assert log.state("bank/a") == again
    acts.undo(log, acts.last_undoable(log))
    assert log.state("bank/a") == easy
    acts.undo(log, acts.last_undoable(log))
    assert log.state("bank/a") == good


def test_rating_an_earlier_review_anew_keeps_the_later_ones(log):
    first, _, third = _learned(log, [3, 3, 3])
    before = log.state("bank/a")
    after = acts.rerate(log, first, 1)
    assert (after.reps, after.last_at) == (3, third.at)
    assert after.stability < before.stability
    assert log.verify() == []


def test_a_review_is_rated_anew_as_its_repaired_place_in_time_has_it(log):
    first, second = _learned(log, [4, 4])
    at = first.at - 30 * DAY_MS
    acts.note(log, "retime", "bank/a", of=second.uid, data={"at": at, "day": at // DAY_MS})
    with log.writing() as writer:
        assert writer.state("bank/a", before=second).phase is Phase.NEW
        assert writer.state("bank/a", before=first).last_at == at
    assert acts.rerate(log, second, 1).reps == 2
    assert log.verify() == []


# --- undoing ---


@settings(max_examples=30, deadline=None)
@given(RATINGS, st.data())
def test_an_undone_review_leaves_the_state_as_if_it_had_not_been(desk, ratings, data):
    with desk.logs(2) as [log, other]:
        reviews = _learned(log, ratings)
        gone = data.draw(st.sampled_from(reviews))
        acts.undo(log, gone)
        other.clock.at = log.clock.at
        desk.merge(other, [review for review in reviews if review is not gone])
        assert log.state("bank/a") == other.state("bank/a")
        assert gone in list(log.events())


def test_undo_takes_events_back_one_by_one_until_none_is_left(log):
    acts.answer(log, "bank/a", 3, 0)
    acts.note(log, "suspend", "bank/b")
    acts.note(log, "settings", None, data={"retention": 0.8})
    review, _ = acts.answer(log, "bank/c", 3, 0)
    acts.rerate(log, review, 1)
    undone = []
    while (event := acts.last_undoable(log)) is not None:
        undone.append((event.kind, event.card))
        acts.undo(log, event)
    assert undone == [("rerate", "bank/c"), ("review", "bank/c"), ("suspend", "bank/b"), ("review", "bank/a")]
    assert set(log.states().values()) == {CardState(card=f"bank/{name}") for name in "abc"}


def test_undo_of_this_device_never_takes_back_what_another_did(desk):
    with desk.logs(2) as [phone, laptop]:
        acts.answer(phone, "bank/a", 3, 0)
        desk.merge(laptop, list(phone.events()))
        assert acts.last_undoable(laptop) is None
        assert acts.last_undoable(laptop, "bank/a") == next(phone.events())


def test_the_last_event_of_a_card_is_the_latest_of_all_devices(desk):
    with desk.logs(2) as [phone, laptop]:
        for _ in range(5):
            acts.answer(phone, "bank/a", 3, 0)
        _days_on(laptop, 3)
        desk.merge(laptop, list(phone.events()))
        later, _ = acts.answer(laptop, "bank/a", 3, 0)
        assert acts.last_undoable(laptop, "bank/a") == later


def test_an_undo_is_final(log):
    review, _ = acts.answer(log, "bank/a", 3, 0)
    undo = acts.undo(log, review)
    acts.undo(log, undo)
    acts.rerate(log, review, 4)
    assert log.state("bank/a") == CardState(card="bank/a")


# --- suspending, burying, flags, starting over ---


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_the_last_word_of_all_devices_on_suspend_bury_and_flag_holds(desk, data):
    with desk.logs(3) as [phone, laptop, merged]:
        kinds = st.sampled_from(["suspend", "unsuspend", "bury", "unbury", "flag", "unflag"])
        said = data.draw(st.lists(st.tuples(st.sampled_from([phone, laptop]), kinds), min_size=1, max_size=10))
        for number, (log, kind) in enumerate(said):
            for device in (phone, laptop, merged):
                device.clock.at += 60_000
            acts.note(log, kind, "bank/a", **({"data": {"word": str(number)}} if kind == "flag" else {}))
        for events in data.draw(st.permutations([list(phone.events()), list(laptop.events())])):
            desk.merge(merged, events)
        kinds = [kind for _, kind in said]
        last = {kind: number for number, kind in enumerate(kinds)}
        state = merged.state("bank/a")
        assert state.suspended == (last.get("suspend", -1) > last.get("unsuspend", -1))
        assert (state.buried_day is not None) == (last.get("bury", -1) > last.get("unbury", -1))
        assert state.flag == (str(last["flag"]) if last.get("flag", -1) > last.get("unflag", -1) else None)


def test_a_card_is_buried_on_the_day_it_was_buried(log):
    assert acts.note(log, "bury", "bank/a").day == log.state("bank/a").buried_day == 20_780


def test_a_reset_hides_reviews_from_the_state_and_not_from_the_log(log):
    reviews = _learned(log, [3, 3, 4])
    acts.note(log, "suspend", "bank/a")
    acts.note(log, "flag", "bank/a", data={"word": "hard"})
    acts.note(log, "reset", "bank/a")
    assert log.state("bank/a") == CardState(card="bank/a", suspended=True, flag="hard")
    assert [event for event in log.events() if event.kind == "review"] == reviews
    _, state = acts.answer(log, "bank/a", 4, 0)
    assert (state.reps, state.first_day) == (1, state.last_day)
    assert log.verify() == []


def test_an_undone_reset_brings_the_state_back(log):
    _learned(log, [3, 3, 4])
    before = log.state("bank/a")
    acts.undo(log, acts.note(log, "reset", "bank/a"))
    assert log.state("bank/a") == before


def test_a_review_from_before_a_reset_stays_hidden_when_it_arrives_late(desk):
    with desk.logs(2) as [phone, laptop]:
        acts.answer(phone, "bank/a", 4, 0)
        _days_on(laptop, 1)
        acts.note(laptop, "reset", "bank/a")
        desk.merge(laptop, list(phone.events()))
        assert laptop.state("bank/a") == CardState(card="bank/a")


def test_the_state_an_act_returns_is_the_one_that_is_kept(log):
    for rating in (3, 3, 1, 2, 4):
        _days_on(log, 2)
        review, state = acts.answer(log, "bank/a", rating, 0)
        assert state == log.state("bank/a")
        assert acts.rerate(log, review, 3) == log.state("bank/a")
