"""Events from a clock that was ahead are moved to where their device's own order allows, and no others."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlearn.memory import acts
from kzlearn.memory.days import DAY_MS
from kzlearn.memory.log import Log
from kzlearn.memory.repair import retime_ahead
from kzlearn.model.cards import Event

Desk = Any
YEAR_MS = 365 * DAY_MS


def review(log: Log, card: str = "b/a", rating: int = 3) -> Event:
    return acts.answer(log, card, rating, 0)[0]


def times(log: Log) -> list[int]:
    """When each event counts, in the order this device did them."""
    moved = {event.of: event.data["at"] for event in log.events() if event.kind == "retime"}
    events = sorted((event for event in log.events() if event.kind != "retime"), key=lambda event: event.seq)
    return [moved.get(event.uid, event.at) for event in events]


def test_with_nothing_ahead_nothing_is_added(log: Log) -> None:
    review(log)
    log.clock.at += DAY_MS  # a day ahead at most
    review(log)
    log.clock.at -= DAY_MS
    assert retime_ahead(log) == 0
    assert len(list(log.events())) == 2


def test_an_answer_from_ahead_counts_again_after_the_one_before_it(log: Log) -> None:
    before = review(log)
    log.clock.at += YEAR_MS
    review(log)
    log.clock.at -= YEAR_MS
    log.verify()  # folds anew what a clock set back leaves behind
    assert log.state("b/a").reps == 1
    assert retime_ahead(log) == 1
    assert log.state("b/a").reps == 2
    assert log.state("b/a").last_at == before.at + 1
    assert log.ahead() == []
    assert log.verify() == []


def test_repairing_twice_moves_nothing_twice(log: Log) -> None:
    log.clock.at += YEAR_MS
    review(log)
    log.clock.at -= YEAR_MS
    assert (retime_ahead(log), retime_ahead(log)) == (1, 0)


def test_the_first_thing_a_device_did_goes_before_the_next(log: Log) -> None:
    log.clock.at += YEAR_MS
    review(log, rating=1)
    log.clock.at -= YEAR_MS
    later = review(log, rating=4)
    log.clock.at += 1000
    retime_ahead(log)
    assert times(log) == [later.at, later.at]
    assert (log.state("b/a").reps, log.state("b/a").step) == (2, 0)
    assert log.state("b/a").due_at is None  # Easy came last


def test_with_nothing_else_now_is_the_time(log: Log) -> None:
    log.clock.at += YEAR_MS
    review(log)
    log.clock.at -= YEAR_MS
    retime_ahead(log)
    assert times(log) == [log.clock.at]


@pytest.mark.parametrize("seq", [1, 998, 5000])
def test_many_keep_their_order_whatever_their_numbers(log: Log, seq: int) -> None:
    log.db.execute("update meta set value = 'busy' where name = 'device'")
    with log.writing() as writer:
        stamp = writer.stamp("b/z")
        writer.add({**stamp, "seq": seq}, "flag", "b/z")
    log.clock.at += YEAR_MS
    ratings = [1, 3, 1, 4, 3]
    for rating in ratings:
        review(log, rating=rating)
    log.clock.at -= YEAR_MS
    after = review(log, "b/z")
    retime_ahead(log)
    order = sorted((e for e in log.events("b/a") if e.kind == "review"), key=lambda e: e.seq)
    assert [e.rating for e in order] == ratings
    found = times(log)
    assert found == sorted(found)
    assert found[-1] == after.at


def test_what_was_promised_from_the_wrong_day_is_not_kept(log: Log) -> None:
    log.clock.at += YEAR_MS
    wrong = review(log, rating=4)
    log.clock.at -= YEAR_MS
    retime_ahead(log)
    state = log.state("b/a")
    assert wrong.due_day > state.due_day
    assert state.due_day == state.last_day + 8


def test_what_was_undone_needs_no_repair(log: Log) -> None:
    log.clock.at += YEAR_MS
    acts.undo(log, review(log))
    log.clock.at -= YEAR_MS
    assert retime_ahead(log) == 0


def test_settings_from_ahead_hold_again(log: Log) -> None:
    log.clock.at += YEAR_MS
    acts.note(log, "settings", None, data={"retention": 0.8})
    log.clock.at -= YEAR_MS
    assert log.settings().general.retention == 0.9
    retime_ahead(log)
    assert log.settings().general.retention == 0.8


def test_another_devices_events_are_repaired_by_its_own_order(desk: Desk) -> None:
    with desk.logs(2) as (ours, theirs):
        before = review(theirs)
        theirs.clock.at += YEAR_MS
        review(theirs)
        ours.clock.at += 5000
        review(ours)
        desk.merge(ours, list(theirs.events()))
        assert retime_ahead(ours) == 1
        (moved,) = (e for e in ours.events() if e.kind == "retime")
        assert moved.data["at"] == before.at + 1
        desk.merge(theirs, list(ours.events()))
        theirs.clock.at = ours.clock.at
        assert retime_ahead(theirs) == 0
        assert theirs.states() == ours.states()


def test_after_an_event_a_day_ahead_there_is_still_room(log: Log) -> None:
    log.clock.at += DAY_MS
    review(log)
    last = review(log)
    log.clock.at -= DAY_MS
    assert retime_ahead(log) == 1
    assert log.ahead() == []
    assert times(log) == [last.at - 1] * 2


@settings(max_examples=50)
@given(clock=st.lists(st.sampled_from([0, 0, 0.1, 0.9, 1.1, 400, 9000]), min_size=1, max_size=12))
def test_whatever_a_clock_did_the_order_of_a_device_holds_after_repair(desk: Desk, clock: list[float]) -> None:
    with desk.logs() as (log,):
        start = log.clock.at
        for days in clock:
            log.clock.at = start + int(days * DAY_MS)
            review(log)
        log.clock.at = start
        assert (retime_ahead(log) > 0) == (max(clock) > 1)
        assert times(log) == sorted(times(log))
        assert log.ahead() == []
        assert log.verify() == []
        assert log.state("b/a").reps == len(clock)
