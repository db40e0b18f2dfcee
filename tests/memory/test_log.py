"""One learner's log: what is stamped, what counts when, and that states always follow from events."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlearn.memory import acts
from kzlearn.memory.days import DAY_MS
from kzlearn.memory.log import Log
from kzlearn.memory.store import NAME, LogError
from kzlearn.model.cards import CardState, Event, Phase

YEAR = 365 * DAY_MS
HOUR = DAY_MS // 24


@pytest.fixture
def again(desk):
    """Close a log and open it again at a moment."""
    opened = []

    def reopen(log: Log, at: int) -> Log:
        log.close()
        opened.append(desk.open(log.path.parent, seed=at % 1_000, at=at))
        return opened[-1]

    yield reopen
    for log in opened:
        log.close()


def _ahead(log: Log, kind: str = "review", by: int = 10 * DAY_MS, **more) -> Event:
    """An event of another device whose clock was wrong."""
    at = log.clock.at + by
    rated = {"rating": 4, "due_day": at // DAY_MS + 30} if kind == "review" else {}
    return Event(uid=f"ahead-{kind}-{by}", device="phone", seq=1, at=at, day=at // DAY_MS, zone=0, kind=kind,
                 **{"card": "bank/a", **rated, **more})  # fmt: skip


def _repair(log: Log, event: Event, at: int) -> Event:
    return acts.note(log, "retime", event.card, of=event.uid, data={"at": at, "day": at // DAY_MS})


# --- opening ---


def test_a_new_log_is_made_with_its_folders_and_nothing_else(tmp_path, desk):
    folder = tmp_path / "deep" / "in" / "50% #1?"
    with desk.open(folder) as log:
        assert log.states() == {}
        assert log.verify() == []
        assert log.state("bank/a") == CardState(card="bank/a")
    assert [file.name for file in folder.iterdir()] == [NAME]


def test_a_device_keeps_its_name_and_another_has_another(log, again, desk, tmp_path):
    device = log.device
    assert again(log, log.clock.at).device == device
    with desk.open(tmp_path / "other", seed=1) as other:
        assert other.device != device


def test_a_relative_folder_is_the_same_log_wherever_the_program_goes(tmp_path, desk, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with desk.open(tmp_path.joinpath("home").relative_to(tmp_path)) as log:
        monkeypatch.chdir("/")
        acts.answer(log, "bank/a", 3, 0)
    with desk.open(tmp_path / "home") as log:
        assert log.state("bank/a").reps == 1


def test_what_was_saved_is_there_when_the_log_is_opened_again(log, again):
    review, state = acts.answer(log, "bank/a", 3, 1_000, reply="12.4 %", correct=True, hints=0)
    log = again(log, log.clock.at)
    assert list(log.events()) == [review]
    assert log.states() == {"bank/a": state}


def test_looking_writes_nothing(log, again):
    acts.answer(log, "bank/a", 3, 0)
    log = again(log, log.clock.at)
    version = next(log.query("pragma data_version")), log.db.total_changes
    log.states(), log.settings(), log.ahead(), log.verify(), list(log.events())
    assert (next(log.query("pragma data_version")), log.db.total_changes) == version


def test_a_transaction_is_on_the_disk_before_it_returns(log):
    assert next(log.query("pragma journal_mode")) == ("wal",)
    assert next(log.query("pragma synchronous")) == (2,)


def test_a_query_left_unfinished_does_not_trouble_a_closed_log(log):
    for number in range(3):
        acts.answer(log, f"bank/{number}", 3, 0)
    rows, events = log.query("select card from event"), log.events()
    next(rows), next(events)
    log.close()
    rows.close(), events.close()


# --- stamps ---


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([0, 0, 1, 60_000, HOUR, DAY_MS, -1, -60_000, -DAY_MS + 1_000]), max_size=12))
def test_events_of_a_device_are_numbered_and_each_is_later_than_the_one_before(desk, moves):
    with desk.logs() as [log]:
        made = []
        for move in moves:
            log.clock.at = max(log.clock.at + move, *(event.at - DAY_MS + 1 for event in made), 0)
            made.append(acts.answer(log, "bank/a", 3, 0)[0])
        assert [event.seq for event in made] == list(range(1, len(moves) + 1))
        assert all(early.at < late.at for early, late in pairwise(made))
        assert [event.uid for event in made] == sorted(event.uid for event in made)
        assert list(log.events()) == made


def test_an_event_has_the_time_of_the_clock_and_a_uid_that_tells_it(log):
    log.clock.zone = 300
    event = acts.note(log, "suspend", "bank/a")
    assert (event.at, event.zone, event.device) == (log.clock.at, 300, log.device)
    assert (UUID(event.uid).version, int(event.uid.replace("-", "")[:12], 16)) == (7, event.at)


def test_the_study_day_begins_at_the_rollover_hour_and_is_kept_when_that_changes(log):
    log.clock.at += 15 * HOUR
    night, _ = acts.answer(log, "bank/a", 3, 0)
    acts.note(log, "settings", None, data={"rollover": 2})
    later, _ = acts.answer(log, "bank/b", 3, 0)
    assert (night.day, later.day) == (20_780, 20_781)
    assert log.state("bank/a").last_day == 20_780
    assert log.verify() == []


def test_one_uid_can_never_stand_for_two_events(log):
    review, _ = acts.answer(log, "bank/a", 3, 0)
    stamp = {name: getattr(review, name) for name in ("uid", "device", "seq", "at", "day", "zone")}
    with pytest.raises(LogError, match=r"event.uid.*nothing was saved"), log.writing() as writer:
        writer.add(stamp, "suspend", "bank/a")
    assert list(log.events()) == [review]


def test_settings_hold_from_the_next_event_of_the_same_transaction(log):
    log.clock.at += 15 * HOUR
    with log.writing() as writer:
        assert writer.stamp(None)["day"] == 20_780
        writer.add(writer.stamp(None), "settings", data={"rollover": 2})
        assert writer.stamp(None)["day"] == 20_781


def test_a_clock_set_back_by_hours_lets_no_answer_sort_before_an_earlier_one(log):
    _, before = acts.answer(log, "bank/a", 3, 0)
    log.clock.at -= 5 * HOUR
    review, after = acts.answer(log, "bank/a", 3, 0)
    assert (after.reps, after.last_at) == (2, review.at)
    assert after.last_at > before.last_at
    assert log.verify() == []


# --- a clock set back by years ---


def test_a_clock_set_back_by_years_loses_no_answer_and_changes_nothing_once_it_is_right(log, again, desk):
    right = log.clock.at
    for number in range(4):
        acts.answer(log, f"bank/{number}", 3, 0)
    events, states = list(log.events()), log.states()
    log = again(log, right - 10 * YEAR)
    assert log.ahead() == events
    assert all("ahead of now, and does not count yet" in problem for problem in log.verify())
    assert set(log.states().values()) == {CardState(card=f"bank/{number}") for number in range(4)}
    in_the_past, _ = acts.answer(log, "bank/new", 3, 0)
    assert in_the_past.at == right - 10 * YEAR
    log = again(log, right)
    assert log.verify() == []
    assert {card: state for card, state in log.states().items() if card != "bank/new"} == states
    assert list(log.events()) == [in_the_past, *events]


def test_answers_given_while_the_clock_was_ahead_stop_counting_when_it_is_right(log, again):
    right = log.clock.at
    _, state = acts.answer(log, "bank/a", 3, 0)
    log = again(log, right + YEAR)
    wrong, _ = acts.answer(log, "bank/a", 3, 0)
    acts.note(log, "suspend", "bank/b")
    acts.note(log, "settings", None, data={"retention": 0.8})
    log = again(log, right)
    assert log.state("bank/a") == state
    assert not log.state("bank/b").suspended
    assert log.settings().general.retention == 0.9
    assert [event.kind for event in log.ahead()] == ["review", "suspend", "settings"]
    assert len(log.verify()) == 3
    review, _ = acts.answer(log, "bank/a", 3, 0)
    assert review.at < wrong.at
    _repair(log, wrong, right + 1)
    assert log.state("bank/a").reps == 3
    log = again(log, right + YEAR)
    assert log.verify() == []
    assert log.state("bank/b").suspended
    assert log.settings().general.retention == 0.8


def test_a_clock_set_back_behind_the_latest_answers_only_hides_those(log, again):
    start = log.clock.at
    _, state = acts.answer(log, "bank/a", 3, 0)
    log.clock.at += 30 * DAY_MS
    acts.answer(log, "bank/a", 3, 0)
    log = again(log, start + 10 * DAY_MS)
    assert log.state("bank/a") == state
    assert [problem for problem in log.verify() if "ahead" not in problem] == []


# --- events from a clock that was ahead ---


def test_an_event_more_than_a_day_ahead_is_kept_and_reported_and_does_not_count(log, desk):
    _, state = acts.answer(log, "bank/a", 3, 0)
    event = _ahead(log)
    assert desk.merge(log, [event]).added == 1
    assert event in list(log.events())
    assert log.state("bank/a") == state
    assert log.ahead() == [event]
    assert log.verify() == [
        f"event {event.uid} (review bank/a) is dated 2026-12-03, ahead of now, and does not count yet"
    ]


@pytest.mark.parametrize(("by", "counts"), [(DAY_MS, 1), (DAY_MS + 1, 0)])
def test_an_event_within_a_day_counts(log, desk, by, counts):
    desk.merge(log, [_ahead(log, by=by)])
    assert log.state("bank/a").reps == counts
    assert len(log.ahead()) == 1 - counts


@pytest.mark.parametrize("kind", ["review", "suspend", "settings"])
def test_an_event_ahead_counts_once_its_time_has_come(log, again, desk, kind):
    before = acts.answer(log, "bank/a", 3, 0)[1]
    more = {"card": None, "data": {"parameters": [1.0] * 4 + [5.0] + list(log.settings().general.parameters[5:])}}
    event = _ahead(log, kind, **(more if kind == "settings" else {}))
    desk.merge(log, [event, _ahead(log, "flag", by=20 * DAY_MS)])
    assert log.state("bank/a") == before
    log = again(log, event.at - DAY_MS - 1)
    assert log.state("bank/a") == before
    log = again(log, event.at - DAY_MS)
    assert log.state("bank/a") != before
    assert len(log.verify()) == 1
    log = again(log, event.at + 20 * DAY_MS)
    assert log.state("bank/a").flag == ""
    assert log.verify() == []


def test_a_retime_repairs_an_event_ahead(log, desk):
    before = acts.answer(log, "bank/a", 3, 0)[1]
    event = _ahead(log)
    desk.merge(log, [event])
    _repair(log, event, before.last_at + HOUR)
    state = log.state("bank/a")
    assert (state.reps, state.last_day, state.last_at) == (2, 20_780, before.last_at + HOUR)
    assert log.ahead() == []
    assert log.verify() == []
    assert _held(log) == []


def test_nothing_is_held_back_after_its_time_has_come(log, desk):
    desk.merge(log, [_ahead(log)])
    assert _held(log) == ["bank/a"]
    log.clock.at += 9 * DAY_MS
    log.rebuild()
    assert _held(log) == []
    assert log.state("bank/a").reps == 1


def _held(log: Log) -> list[str]:
    return [card for (card,) in log.query("select card from held")]


def test_a_repaired_review_is_due_by_its_right_day(log, desk):
    event = _ahead(log, by=YEAR)
    desk.merge(log, [event])
    _repair(log, event, log.clock.at)
    assert log.state("bank/a").due_day < 20_780 + 30


def test_a_retime_into_the_future_holds_an_event_back(log, desk, again):
    review, _ = acts.answer(log, "bank/a", 3, 0)
    _repair(log, review, review.at + 5 * DAY_MS)
    assert log.state("bank/a").phase is Phase.NEW
    assert log.ahead() == [review]
    log = again(log, review.at + 5 * DAY_MS)
    assert log.state("bank/a").reps == 1
    assert log.verify() == []


def test_a_retime_that_is_undone_repairs_nothing(log, desk):
    event = _ahead(log)
    desk.merge(log, [event])
    retime = _repair(log, event, log.clock.at)
    acts.undo(log, retime)
    assert log.ahead() == [event]


def test_an_undo_ahead_of_now_holds_at_once_and_is_not_said_to_wait(log, desk):
    review, _ = acts.answer(log, "bank/a", 3, 0)
    desk.merge(log, [_ahead(log, "undo", of=review.uid)])
    assert log.state("bank/a").phase is Phase.NEW
    assert log.verify() == []


def test_settings_ahead_of_now_are_repaired_too(log, desk):
    event = _ahead(log, "settings", card=None, data={"retention": 0.8})
    desk.merge(log, [event])
    assert log.settings().general.retention == 0.9
    _repair(log, event, log.clock.at)
    assert log.settings().general.retention == 0.8
    assert log.verify() == []


def test_our_own_answers_are_not_drawn_after_an_event_ahead_of_now(log, desk):
    desk.merge(log, [_ahead(log)._replace(device=log.device, seq=1)])
    review, state = acts.answer(log, "bank/a", 3, 0)
    assert (review.at, review.seq, state.reps) == (log.clock.at, 2, 1)


@pytest.mark.parametrize("by", range(-1, 3))
def test_an_answer_after_an_own_event_a_day_ahead_counts_at_once(log, desk, by):
    desk.merge(log, [_ahead(log, by=DAY_MS + by)._replace(device=log.device)])
    assert acts.answer(log, "bank/b", 3, 0)[1].reps == 1
    assert log.state("bank/b").reps == 1


# --- what follows from events ---


def test_verify_finds_a_state_that_does_not_follow_and_rebuild_mends_it(log):
    _, state = acts.answer(log, "bank/a", 3, 0)
    acts.answer(log, "bank/b", 3, 0)
    log.db.execute("update card set reps = 5, due_day = 1 where card = 'bank/a'")
    log.db.execute("delete from card where card = 'bank/b'")
    wrong = f"due_day is 1, should be {state.due_day}, reps is 5, should be 1"
    assert log.verify() == [
        f"the state of bank/a does not follow from its events: {wrong}",
        "the state of bank/b does not follow from its events: it has none",
    ]
    log.rebuild()
    assert log.state("bank/a") == state
    assert log.verify() == []


def test_verify_finds_a_state_without_events(log):
    acts.answer(log, "bank/a", 3, 0)
    log.db.execute("update event set card = 'bank/b'")
    assert log.verify()[-1] == "bank/a has a state but no events"
    log.rebuild()
    assert set(log.states()) == {"bank/b"}


def test_verify_finds_an_event_that_cannot_be(log):
    review, _ = acts.answer(log, "bank/a", 3, 0)
    log.db.execute("update event set rating = 9")
    assert log.verify() == [f"event {review.uid} needs a rating from 1 to 4"]


def test_nothing_is_ever_deleted_or_changed(log, again):
    seen = []
    for number in range(5):
        seen.append(acts.answer(log, f"bank/{number}", 3, 0)[0])
        acts.rerate(log, seen[-1], 1)
        seen += [acts.undo(log, seen[-1]), acts.note(log, "reset", f"bank/{number}")]
        log.rebuild()
        log.verify()
        log = again(log, log.clock.at + DAY_MS)
        assert [event for event in log.events() if event.kind != "rerate"] == seen


def test_states_of_named_cards_leave_out_those_nothing_happened_to(log):
    _, state = acts.answer(log, "bank/a", 3, 0)
    acts.answer(log, "bank/b", 3, 0)
    assert log.states(["bank/a", "bank/none"]) == {"bank/a": state}
    assert set(log.states()) == {"bank/a", "bank/b"}


def test_settings_events_come_in_the_order_they_hold(log, desk):
    acts.note(log, "settings", None, data={"retention": 0.8})
    late = acts.note(log, "settings", None, data={"retention": 0.85, "bank": "bank"})
    early = late._replace(uid="early", device="phone", at=5, day=0, data={"retention": 0.75, "max_interval": 9})
    desk.merge(log, [early])
    assert [event.data["retention"] for event in log.settings_events()] == [0.75, 0.8, 0.85]
    assert (log.settings().general.retention, log.settings().general.max_interval) == (0.8, 9)
    assert log.settings().of("bank/a").retention == 0.85
    acts.undo(log, late)
    assert log.settings().of("bank/a").retention == 0.8
