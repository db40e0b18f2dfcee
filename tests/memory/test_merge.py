"""Several devices, one history: the same states whatever came when, by whatever way they are computed."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlearn.memory import acts, lines, replay
from kzlearn.memory.days import DAY_MS
from kzlearn.memory.log import MANY, Log, Merged
from kzlearn.model.cards import Event, Phase

PARAMETERS = [0.5, 1.5, 3.0, 9.0, 6.0, 0.8, 3.0, 0.01, 1.5, 0.1, 0.9]
PARAMETERS += [1.5, 0.06, 0.3, 1.6, 0.6, 1.8, 0.5, 0.1, 0.1, 0.2]
ACTS = ("answer", "rerate", "undo", "suspend", "unsuspend", "bury", "unbury", "reset", "flag", "unflag", "settings")


def _holds_together(log: Log) -> None:
    """What is kept, what one pass gives and what folding card by card gives are the same."""
    assert [problem for problem in log.verify() if "ahead of now" not in problem] == []
    kept = log.states()
    assert dict(log._all_states()) == kept
    in_force, now = log.settings(), log.clock().at
    cards = {event.card for event in log.events() if event.card}
    assert {card: replay.fold(card, log.events(card), in_force.of(card), now) for card in cards} == kept


# --- devices that do what learners do ---


@st.composite
def _scripts(draw: st.DrawFn) -> list[tuple[int, str, int, int, int]]:
    """Device, act, card, rating, minutes until the next act (some of them days, some back in time)."""
    minutes = st.sampled_from([0, 1, 10, 700, 2_000, 9_000, -5, -30_000])
    one = st.tuples(st.integers(0, 2), st.sampled_from(ACTS), st.integers(0, 2), st.integers(1, 4), minutes)
    return draw(st.lists(one, max_size=14))


def _act(log: Log, act: str, number: int, rating: int) -> None:
    card = f"{'bank' if number else 'other'}/{number}"
    match act:
        case "answer":
            acts.answer(log, card, rating, 1_000)
        case "rerate":
            for event in [e for e in log.events(card) if e.kind == "review"][-1:]:
                acts.rerate(log, event, rating)
        case "undo":
            if (event := acts.last_undoable(log, card if rating > 2 else None)) is not None:
                acts.undo(log, event)
        case "settings":
            data = {"retention": 0.7 + rating / 20} | ({"bank": "other"} if number else {"steps": [60] * rating})
            acts.note(log, "settings", None, data=data)
        case "flag":
            acts.note(log, "flag", card, data={"word": str(rating)})
        case _:
            acts.note(log, act, card)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), script=_scripts())
def test_any_interleaving_on_devices_merged_in_any_order_gives_the_same_states(desk, data, script):
    with desk.logs(5) as [*devices, early, late]:
        for device, act, card, rating, minutes in script:
            log = devices[device]
            log.clock.at += minutes * 60_000
            _act(log, act, card, rating)
            _holds_together(log)
        latest = max(log.clock.at for log in devices)
        for log in (early, late, *devices):
            log.clock.at = latest
        batches = data.draw(st.permutations([list(log.events()) for log in devices]))
        for events in batches:
            desk.merge(early, events)
        for event in data.draw(st.permutations([event for events in batches for event in events])):
            desk.merge(late, [event])
            _holds_together(late)
        for log in devices:
            for events in batches:
                desk.merge(log, events)
        assert list(early.events()) == list(late.events())
        assert early.states() == late.states()
        for log in devices:
            log.rebuild()
            assert log.states() == early.states()


@settings(max_examples=25, deadline=None)
@given(script=_scripts(), split=st.integers(0, 14))
def test_events_that_arrive_late_give_what_a_replay_in_order_gives(desk, script, split):
    with desk.logs(3) as [phone, ordered, late]:
        for _, act, card, rating, minutes in script:
            phone.clock.at += max(minutes, 0) * 60_000
            _act(phone, act, card, rating)
        events = list(phone.events())
        for log in (ordered, late):
            log.clock.at = phone.clock.at
        for event in events:
            desk.merge(ordered, [event])
        desk.merge(late, events[split:])
        desk.merge(late, events[:split])
        assert late.states() == ordered.states() == phone.states()
        _holds_together(late)


def test_a_review_from_another_device_is_folded_where_it_belongs(desk):
    with desk.logs(2) as [phone, laptop]:
        first, _ = acts.answer(phone, "bank/a", 3, 0)
        laptop.clock.at += 3 * DAY_MS
        acts.answer(laptop, "bank/a", 3, 0)
        desk.merge(laptop, [first])
        state = laptop.state("bank/a")
        assert (state.reps, state.first_day, state.last_day) == (2, first.day, first.day + 3)
        assert state.stability > 10


# --- merging itself ---


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_merging_twice_adds_nothing(desk, any_history, data):
    with desk.logs() as [log]:
        events = data.draw(any_history)
        assert desk.merge(log, events).added == len(events)
        states = log.states()
        again = desk.merge(log, events + events)
        assert (again.added, again.known, again.clashes) == (0, 2 * len(events), ())
        assert log.states() == states


def test_a_uid_that_stands_for_something_else_is_reported_and_ours_kept(log, desk):
    review, _ = acts.answer(log, "bank/a", 3, 0)
    state = log.state("bank/a")
    merged = desk.merge(log, [review._replace(rating=1), review._replace(uid="new", card="bank/b")])
    assert (merged.added, merged.known, merged.clashes) == (1, 0, (review.uid,))
    assert list(log.events("bank/a")) == [review]
    assert log.state("bank/a") == state


def test_settings_that_a_program_gave_as_tuples_are_known_when_they_come_again(log):
    event = Event(uid="s", device="d", seq=1, at=0, day=0, zone=0, kind="settings", data={"steps": (60, 600)})
    with log.writing() as writer:
        assert writer.merge([event, event]) == Merged(added=1, known=1, clashes=())
    assert log.verify() == []


def test_a_line_that_is_no_event_stops_a_merge_and_nothing_of_it_is_saved(log, desk):
    good, _ = acts.answer(log, "bank/a", 3, 0)
    with pytest.raises(ValueError, match="rating"), log.writing() as writer:
        writer.merge([good._replace(uid="new"), good._replace(uid="bad", rating=9)])
    assert desk.uids(log) == {good.uid}
    assert log.verify() == []


def test_more_cards_than_are_folded_one_by_one_give_the_same_states(desk):
    rng = Random(4)
    events = [
        Event(uid=f"u{n}", device="phone", seq=n, at=desk.noon - rng.randrange(90) * DAY_MS + n, day=0, zone=0,
              kind="review", card=f"bank/{n % (MANY + 50)}", rating=rng.randint(1, 4))
        for n in range(2 * MANY)
    ]  # fmt: skip
    events = [event._replace(day=event.at // DAY_MS) for event in events]
    with desk.logs(2) as [at_once, in_parts]:
        desk.merge(at_once, events)
        for start in range(0, len(events), 200):
            desk.merge(in_parts, events[start : start + 200])
        assert at_once.states() == in_parts.states()
        assert len(at_once.states()) == MANY + 50
        _holds_together(at_once)
        with at_once.writing() as writer:
            writer.add(writer.stamp(None), "settings", data={"parameters": PARAMETERS})
        desk.merge(in_parts, list(at_once.events()))
        assert at_once.states() == in_parts.states()
        _holds_together(in_parts)


def test_settings_that_change_parameters_change_every_state_and_no_past_due_day(log):
    review, before = acts.answer(log, "bank/a", 4, 0)
    acts.note(log, "settings", None, data={"parameters": PARAMETERS})
    after = log.state("bank/a")
    assert after.stability == 9.0 != before.stability
    assert after.due_day == before.due_day == review.due_day
    _holds_together(log)


# --- events as odd as a line may hold them ---


@settings(max_examples=150, deadline=None)
@given(data=st.data(), days=st.sampled_from([-30_000, -2, 0, 3, 3_000_000]))
def test_no_event_that_a_line_may_hold_stops_the_log(desk, any_history, data, days):
    history = data.draw(any_history)
    with desk.logs(2) as [log, other]:
        own = acts.answer(log, "bank/a", 3, 0)[0]
        desk.merge(log, history)
        _holds_together(log)
        log.clock.at = other.clock.at = max(desk.noon + days * DAY_MS, 0) if abs(days) < 10**6 else desk.noon
        for event in [own, *reversed(history)]:
            desk.merge(other, [event])
        log.rebuild()
        assert other.states() == log.states()
        _holds_together(other)
        for act in ("answer", "rerate", "undo", "suspend"):
            _act(log, act, 1, 3)
        log.ahead()
        log.rebuild()
        _holds_together(log)
        assert {event.uid for event in [own, *history]} <= desk.uids(log)


def test_an_event_of_our_own_device_with_the_highest_number_does_not_stop_us(log, desk):
    review, _ = acts.answer(log, "bank/a", 3, 0)
    desk.merge(log, [review._replace(uid="high", seq=lines.LARGEST)])
    for _ in range(2):
        again, _ = acts.answer(log, "bank/a", 3, 0)
        assert lines.read(lines.write(again)) == again
    assert log.state("bank/a").reps == 4


def test_a_correction_that_names_another_cards_event_changes_nothing(log, desk):
    review, state = acts.answer(log, "bank/a", 3, 0)
    stranger = review._replace(uid="x", card="bank/b", kind="undo", of=review.uid, rating=None, due_day=None,
                       correct=None, took_ms=None, scheduler=None)  # fmt: skip
    desk.merge(log, [stranger, stranger._replace(uid="y", card=None), stranger._replace(uid="z", of="nobody")])
    assert log.state("bank/a") == state
    assert log.state("bank/b").phase is Phase.NEW
    assert acts.last_undoable(log, "bank/a") == review
    _holds_together(log)


def test_two_reviews_at_one_moment_are_folded_by_their_devices_also_when_all_is_computed_anew(log, desk):
    """The index that a whole replay reads would put the lower rating first."""
    review, _ = acts.answer(log, "bank/a", 3, 0)
    later = review.at + 1_000
    easy = review._replace(uid="easy", device="0", at=later, rating=4)
    again = review._replace(uid="again", device="1", at=later, rating=1)
    desk.merge(log, [again, easy])
    state = log.state("bank/a")
    assert (state.phase, state.lapses) == (Phase.RELEARNING, 1)
    log.rebuild()
    assert log.state("bank/a") == state
    _holds_together(log)
