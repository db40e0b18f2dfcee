"""Sessions beside each other, what they save, what they take back."""

from collections import Counter

import pytest

from kzlearn.memory import acts
from kzlearn.memory.days import DAY_MS, MINUTE_MS
from kzlearn.memory.store import LogError
from kzlearn.model.cards import CardState, Phase
from kzlearn.model.questions import Outcome
from kzlearn.study.session import Cram

from ..clock import TODAY
from .conftest import ALL, HOUR_MS, Room, asked_through, name, names

# --- sessions beside each other ---------------------------------------------------------------------------------------


def test_a_card_that_another_session_answered_is_passed_over(room: Room) -> None:
    room.plain(4)
    room.ripen("q3")
    ours, theirs = room.session(), room.session(again=1)
    for _ in range(3):
        theirs.ask()
        theirs.reply("yes", 0)
    assert asked_through(ours) == ["q2"]


def test_a_card_that_two_sessions_have_at_hand_gets_both_answers(room: Room) -> None:
    room.plain(1)
    ours, theirs = room.session(), room.session(again=1)
    assert name(ours.ask()) == name(theirs.ask()) == "q0"
    ours.reply("mine", 0)
    theirs.reply("theirs", 0)
    assert [event.reply for event in room.log().events("b/q0")] == ["mine", "theirs"]


def test_a_step_that_another_session_left_is_asked_here(room: Room) -> None:
    room.plain(2)
    ours, theirs = room.session(), room.session(again=1)
    theirs.ask()
    theirs.reply("no", 0)
    room.clock.wait(minutes=1)
    assert name(ours.ask()) == "q0"


def test_a_session_left_open_over_night_asks_what_the_new_day_brings(room: Room) -> None:
    room.plain(4)
    room.clock.wait(days=-3)
    room.learn("q3")
    room.clock.wait(days=3)
    session = room.session(ALL._replace(new=1))
    assert asked_through(session) == ["q0"]
    room.clock.wait(days=30)
    assert [name(session.ask()), session.reply("yes", 0).asked.phase] == ["q0", Phase.LEARNING]
    assert asked_through(session) == ["q3", "q1"]


def test_the_day_begins_at_four_in_the_morning(room: Room) -> None:
    room.plain(4)
    room.clock.at = TODAY * DAY_MS + 3 * HOUR_MS + 59 * MINUTE_MS
    wishes = ALL._replace(new=1)
    assert asked_through(room.session(wishes)) == ["q0"]
    assert room.due(wishes).new == ()
    room.clock.wait(minutes=1)
    assert len(room.due(wishes).new) == 1


# --- taking back ------------------------------------------------------------------------------------------------------


def test_a_card_whose_answer_was_taken_back_is_asked_next_and_then_the_one_at_hand(room: Room) -> None:
    room.plain(4)
    session = room.session()
    for _ in range(2):
        session.ask()
        session.reply("yes", 0)
    assert name(session.ask()) == "q2"
    assert session.undo().card == "b/q1"
    assert name(session.ask()) == "q1"
    assert session.undo().card == "b/q0"
    assert asked_through(session) == ["q0", "q1", "q2", "q3"]


def test_undo_reaches_into_the_session_before(room: Room) -> None:
    room.plain(2)
    asked_through(room.session())
    session = room.session()
    assert session.undo().card == "b/q1"
    assert [name(session.ask()), session.ask().phase] == ["q1", Phase.NEW]


def test_an_answer_taken_back_outside_puts_the_card_back_where_it_was(room: Room) -> None:
    room.plain(1)
    room.ripen("q0")
    before = room.log().state("b/q0")
    asked_through(room.session(), right=False)
    acts.undo(room.log(), acts.last_undoable(room.log()))
    assert room.log().state("b/q0") == before
    assert names(room.due().review) == ["q0"]


def test_undo_twice_on_one_card_asks_it_once(room: Room) -> None:
    room.plain(2)
    session = room.session(ALL._replace(new=1))
    for _ in range(2):
        session.ask()
        session.reply("no", 0)  # q0, and q0 again ahead of its step
    session.undo()
    session.undo()
    assert [name(session.ask()), session.ask().phase] == ["q0", Phase.NEW]
    session.reply("yes", 0)
    session.wishes = session.wishes._replace(learn_ahead=0)
    assert session.ask() is None


def test_undo_of_the_card_at_hand_does_not_ask_it_twice(room: Room) -> None:
    room.plain(1)
    session = room.session(ALL._replace(learn_ahead=9 * MINUTE_MS))
    session.ask()
    session.reply("no", 0)
    assert name(session.ask()) == "q0"  # ahead of its step
    session.undo()
    session.ask()
    session.reply("yes", 0)
    assert session.ask() is None


def test_a_suspended_card_comes_back_by_undo(room: Room) -> None:
    room.plain(2)
    session = room.session()
    session.ask()
    session.stop(session.asked.card, "suspend")
    assert name(session.ask()) == "q1"
    assert session.undo().kind == "suspend"
    assert asked_through(session) == ["q0", "q1"]


def test_undo_of_a_suspension_asks_no_card_ahead_of_its_day(room: Room) -> None:
    room.plain(2)
    room.learn("q0")
    acts.note(room.log(), "suspend", "b/q0")
    session = room.session()
    assert session.undo().kind == "suspend"
    assert name(session.ask()) == "q1"


def test_undo_of_a_new_rating_leaves_the_card_at_hand(room: Room) -> None:
    room.plain(2)
    session = room.session()
    session.ask()
    answered = session.reply("yes", 0)
    asked = session.ask()
    assert session.rerate(answered.review, 4).phase is Phase.REVIEW
    assert session.undo().kind == "rerate"
    assert session.asked is asked
    assert room.log().state("b/q0") == answered.state


def test_undo_of_another_banks_answer_leaves_the_card_at_hand(room: Room) -> None:
    room.plain(2)
    room.learn("c/q0")
    session = room.session()
    asked = session.ask()
    assert session.undo().card == "c/q0"
    assert session.ask() is asked


def test_there_is_an_end_to_taking_back(room: Room) -> None:
    room.plain(1)
    session = room.session()
    session.ask()
    session.reply("yes", 0)
    assert session.undo() is not None
    assert session.undo() is None
    assert room.log().state("b/q0") == CardState(card="b/q0")


# --- what is saved ----------------------------------------------------------------------------------------------------


def test_an_answer_is_in_the_log_when_reply_returns(room: Room) -> None:
    room.plain(1)
    session = room.session()
    session.ask()
    answered = session.reply(" Yes. ", 1234)
    (event,) = room.log("laptop", again=1).events()
    assert event == answered.review
    assert (event.reply, event.correct, event.rating, event.took_ms, event.shown_as) == (
        " Yes. ",
        True,
        3,
        1234,
        "typed",
    )
    assert answered.state == room.log("laptop", again=1).state("b/q0")


def test_not_to_know_is_wrong_and_is_kept_as_no_reply(room: Room) -> None:
    room.plain(1)
    session = room.session()
    session.ask()
    answered = session.reply(None, 10)
    assert (answered.verdict.outcome, answered.verdict.expected) == (Outcome.WRONG, "yes")
    assert (answered.review.reply, answered.review.rating, answered.review.correct) == (None, 1, False)


def test_hints_that_were_seen_are_counted_for_their_card_alone(room: Room) -> None:
    room.bank("questions: [{id: a, hint: h, prompt: p, answer: 'yes'}, {id: b, prompt: p2, answer: 'yes'}]")
    session = room.session()
    session.ask()
    assert [session.hint(), session.hint()] == ["h", "h"]
    first = session.reply("yes", 0)
    session.ask()
    assert session.hint() == ""
    second = session.reply("yes", 0)
    assert (first.review.hints, second.review.hints) == (2, 0)


def test_a_card_whose_answer_could_not_be_saved_is_still_at_hand(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.plain(1)
    session = room.session()
    asked = session.ask()
    with monkeypatch.context() as patch:
        patch.setattr(acts, "answer", lambda *_, **__: (_ for _ in ()).throw(LogError("full")))
        with pytest.raises(LogError):
            session.reply("yes", 0)
    assert session.ask() is asked
    assert session.reply("yes", 0).review is not None
    assert len(list(room.log().events())) == 1


def test_what_is_left_does_not_count_the_card_at_hand(room: Room) -> None:
    room.plain(3)
    room.ripen("q0")
    session = room.session()
    left = []
    for _ in range(4):
        left.append(session.ask().left)
        session.reply("yes", 0)
    assert left == [(0, 0, 2), (0, 0, 1), (1, 0, 0), (1, 0, 0)]


def test_options_are_shuffled_anew_each_time_but_stay_while_a_card_is_at_hand(room: Room) -> None:
    room.bank("questions: [{id: q, kind: choice, prompt: p, answer: a1, distractors: [a2, a3, a4, a5, a6]}]")
    shown = []
    session = room.session()
    for _ in range(6):
        screen = session.ask().screen
        assert session.ask().screen == screen
        shown.append(screen.options)
        session.reply("no", 0)
    assert len(set(shown)) > 3


def test_cram_asks_each_card_until_it_was_right_once_and_saves_nothing(room: Room) -> None:
    room.plain(3)
    cram = Cram(room.books, room.books.cards)
    seen: Counter[str | None] = Counter()
    while asked := cram.ask():
        seen[name(asked)] += 1
        answered = cram.reply("yes" if name(asked) != "q1" or seen["q1"] == 3 else None, 0)
        assert (answered.review, answered.state) == (None, None)
    assert seen == {"q0": 1, "q1": 3, "q2": 1}
    assert list(room.log().events()) == []
