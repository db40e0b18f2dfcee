"""First meetings: a new fact is shown before it is asked for, and asked a few prompts later."""

from random import Random

import pytest

from kzlearn.memory import acts
from kzlearn.study.meetings import PROMPTS_LATER, Meeting
from kzlearn.study.queue import may_be_asked
from kzlearn.study.session import Asked, Session

from .conftest import ALL, SEEDS, Room, name


def course(session: Session, most: int = 30) -> list[str]:
    """What a session shows (`!fact`) and asks, answered rightly, until only steps are left."""
    found: list[str] = []
    for _ in range(most):
        now = session.ask()
        if isinstance(now, Meeting):
            found += [f"!{fact.id}" for fact in now.facts]
            session.met()
        elif isinstance(now, Asked) and now.phase == "new":
            found.append(str(name(now)))
            session.reply("yes", 0)
        else:
            break
    return found


def test_a_new_fact_is_shown_and_asked_a_few_prompts_later(room: Room) -> None:
    room.plain(6)
    shown = course(room.session(introduce=True))
    assert sorted(shown) == sorted([f"q{n}" for n in range(6)] + [f"!f{n}" for n in range(6)])
    for n in range(4):
        between = shown.index(f"q{n}") - shown.index(f"!f{n}") - 1
        assert between >= PROMPTS_LATER, shown


def test_where_nothing_else_is_left_it_is_asked_at_once(room: Room) -> None:
    room.plain(1)
    assert course(room.session(introduce=True)) == ["!f0", "q0"]


def test_a_fact_that_was_asked_before_is_not_shown(room: Room) -> None:
    room.facts("t/f: a b", "t/g: c")
    room.learn("a")
    room.clock.wait(days=1)
    shown = course(room.session(introduce=True))
    assert "!f" not in shown
    assert "!g" in shown


def test_without_introductions_nothing_is_shown(room: Room) -> None:
    room.plain(3)
    assert course(room.session()) == ["q0", "q1", "q2"]


def test_a_question_without_a_fact_is_asked_at_once(room: Room) -> None:
    room.bank("questions:\n- {id: q, prompt: q?, answer: 'yes'}\n")
    assert course(room.session(introduce=True)) == ["q"]


def test_a_meeting_leaves_nothing_in_the_log_and_comes_again_the_next_time(room: Room) -> None:
    room.plain(2)
    session = room.session(introduce=True)
    session.ask()
    session.met()
    assert [*room.log().events()] == []
    assert isinstance(room.session(introduce=True).ask(), Meeting)


def test_a_card_that_was_suspended_since_its_meeting_is_not_asked(room: Room) -> None:
    room.plain(2)
    session = room.session(introduce=True)
    session.ask()
    session.met()
    acts.note(room.log(), "suspend", "b/q0")
    assert course(session) == ["!f1", "q1"]


def test_a_card_that_waits_counts_as_new_and_is_not_asked_twice(room: Room) -> None:
    room.plain(3)
    session = room.session(introduce=True)
    session.ask()
    session.met()
    assert session.ask().left == (0, 0, 2)
    acts.note(room.log(again=1), "flag", "b/q1", data={"word": ""})  # the queue is made anew
    assert sorted(course(session)) == ["!f1", "!f2", "q0", "q1", "q2"]


def test_the_limit_of_new_cards_holds_with_meetings(room: Room) -> None:
    room.plain(9)
    shown = course(room.session(ALL._replace(new=4), introduce=True))
    assert len([one for one in shown if not one.startswith("!")]) == 4
    assert course(room.session(ALL._replace(new=4), introduce=True)) == []


def test_a_card_that_had_its_turn_after_a_meeting_is_not_new_again(room: Room) -> None:
    """The queue is made anew while a card waits, and holds it; its turn comes before the queue gives it."""
    room.plain(4)
    session = room.session(introduce=True)
    session.ask()
    session.met()
    session.ask()
    session.met()
    acts.note(room.log(again=1), "flag", "b/q1", data={"word": ""})
    shown = course(session)
    assert sorted(one for one in shown if one.startswith("q")) == ["q0", "q1", "q2", "q3"]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_is_done_no_card_is_asked_that_is_not_due(room: Room, seed: int) -> None:
    rng = Random(seed)
    room.facts(*(f"t{n % 3}/f{n}: q{n}" for n in range(12)))
    for _ in range(4):
        session = room.session(ALL._replace(new=6), introduce=True)
        answered: list[str] = []
        for _ in range(60):
            now = session.ask()
            if isinstance(now, Meeting):
                assert session.log.state(now.card.id).phase == "new"
                session.met()
            elif now is None:
                break
            else:
                state = session.log.state(now.card.id)
                assert may_be_asked(state, session._today()) or state.due_at is not None, now.card.id
                assert answered.count(now.card.id) < 1 or state.phase != "review" or now.phase != "review"
                deed = rng.random()
                if deed < 0.2:
                    session.undo()
                    answered.clear()
                elif deed < 0.3:
                    acts.note(room.log(again=1), "flag", now.card.id, data={"word": ""})
                elif deed < 0.35:
                    session.stop(now.card, rng.choice(["suspend", "bury"]))
                else:
                    session.reply(rng.choice(["yes", "yes", "no"]), 0)
                    answered.append(now.card.id)
            room.clock.wait(minutes=rng.choice([0, 0, 1, 11]))
        room.clock.wait(days=1)
