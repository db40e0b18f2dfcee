"""What is asked on a study day, and in which order."""

from random import Random

from kzlearn.bank.cards import cards_of
from kzlearn.memory import acts
from kzlearn.memory.days import MINUTE_MS
from kzlearn.study.queue import Queue, Wishes, queue
from kzlearn.study.session import Session

from .conftest import ALL, Books, Room, asked_through, by_id, name, names

# --- what comes first -------------------------------------------------------------------------------------------------


def test_a_step_that_is_due_comes_before_reviews_and_reviews_before_new_cards(room: Room) -> None:
    room.plain(3)
    room.ripen("q1")
    room.learn("q2", easy=False)
    room.clock.wait(minutes=10)
    session = room.session()
    seen = []
    for _ in range(3):
        seen.append(name(session.ask()))
        session.reply("yes", 0)
    assert seen == ["q2", "q1", "q0"]


def test_a_step_becomes_due_in_the_middle_of_a_session(room: Room) -> None:
    room.plain(4)
    session = room.session()
    session.ask()
    session.reply("no", 0)
    assert name(session.ask()) == "q1"
    session.reply("yes", 0)
    room.clock.wait(minutes=1)
    assert name(session.ask()) == "q0"


def test_of_two_steps_the_earlier_comes_first(room: Room) -> None:
    room.plain(2)
    room.learn("q1", easy=False)
    room.clock.wait(minutes=1)
    room.learn("q0", easy=False)
    room.clock.wait(minutes=30)
    assert name(room.session().ask()) == "q1"


def test_a_later_step_comes_early_only_when_nothing_else_is_left(room: Room) -> None:
    room.plain(2)
    session = room.session()
    assert asked_through(session) == ["q0", "q1"]
    assert name(session.ask()) == "q0"  # in ten minutes, within the twenty of learn_ahead
    assert session.waiting() == 10 * MINUTE_MS


def test_a_step_beyond_learn_ahead_ends_the_session_and_tells_how_long_to_wait(room: Room) -> None:
    room.plain(1)
    session = room.session(ALL._replace(learn_ahead=9 * MINUTE_MS))
    assert asked_through(session) == ["q0"]
    assert session.ask() is None
    assert session.waiting() == 10 * MINUTE_MS
    room.clock.wait(minutes=1)
    assert name(session.ask()) == "q0"


def test_without_steps_nothing_is_waiting(room: Room) -> None:
    room.plain(1)
    room.learn("q0")
    session = room.session()
    assert session.ask() is None
    assert session.waiting() is None


def test_reviews_come_most_nearly_forgotten_first(room: Room) -> None:
    room.plain(3)
    for days, question in ((40, "q1"), (90, "q0"), (60, "q2")):
        room.clock.wait(days=-days)
        room.learn(question)
        room.clock.wait(days=days)
    assert names(room.due().review) == ["q0", "q2", "q1"]


def test_new_cards_come_in_the_order_of_the_bank(room: Room) -> None:
    room.plain(12)
    assert names(room.due().new) == [f"q{n}" for n in range(12)]


def test_topics_alternate_and_within_a_topic_the_order_stays(room: Room) -> None:
    room.facts("x/a: a", "x/b: b", "x/c: c", "y/d: d", "z/e: e", "z/f: f")
    assert names(room.due().new) == ["a", "d", "e", "b", "f", "c"]
    room.ripen(*"abcdef")
    assert names(room.due().review) == ["a", "d", "e", "b", "f", "c"]


def test_order_bank_asks_as_the_bank_stands(room: Room) -> None:
    room.facts("x/a: a", "x/b: b", "y/c: c", "y/d: d")
    room.ripen("b", "d", "a")
    due = room.due(ALL._replace(order="bank"))
    assert (names(due.review), names(due.new)) == (["a", "b", "d"], ["c"])


def test_order_random_shuffles_what_is_due_and_draws_new_cards_from_the_whole_bank(room: Room) -> None:
    room.plain(60)
    room.ripen(*(f"q{n}" for n in range(20)))
    wishes = Wishes(new=5, limit=20, learn_ahead=0, order="random")
    due = [queue(room.log(), by_id(room.books.cards), wishes, Random(seed)) for seed in range(20)]
    assert {frozenset(names(one.review)) for one in due} == {frozenset(f"q{n}" for n in range(20))}
    assert len({one.review for one in due}) > 15
    assert len({card for one in due for card in one.new}) > 30


def test_the_review_limit_keeps_the_most_nearly_forgotten_whatever_the_order(room: Room) -> None:
    room.plain(3)
    for days, question in ((60, "q0"), (90, "q2"), (70, "q1")):
        room.clock.wait(days=-days)
        room.learn(question)
        room.clock.wait(days=days)
    assert names(room.due(ALL._replace(order="bank", limit=2)).review) == ["q1", "q2"]


# --- limits -----------------------------------------------------------------------------------------------------------


def test_new_cards_are_limited_for_the_day_over_all_sessions(room: Room) -> None:
    room.plain(9)
    wishes = ALL._replace(new=4)
    first = room.session(wishes)
    for _ in range(3):
        first.ask()
        first.reply("yes", 0)
    assert asked_through(room.session(wishes)) == ["q3"]
    assert asked_through(room.session(wishes)) == []
    room.clock.wait(days=1)
    assert len(room.due(wishes).new) == 4


def test_a_limit_lowered_below_what_was_done_asks_nothing(room: Room) -> None:
    room.plain(9)
    room.learn("q0", "q1", "q2")
    assert room.due(ALL._replace(new=1)).new == ()


def test_reviews_are_limited_for_the_day_over_all_sessions(room: Room) -> None:
    room.plain(6)
    room.ripen(*(f"q{n}" for n in range(6)))
    wishes = Wishes(new=0, limit=4, learn_ahead=0)
    first = room.session(wishes)
    for reply in ("yes", "no"):  # a lapse is one review, not two
        first.ask()
        first.reply(reply, 0)
    assert len(room.due(wishes).review) == 2


def test_a_step_left_over_from_yesterday_takes_the_place_of_a_review(room: Room) -> None:
    room.plain(6)
    room.ripen(*(f"q{n}" for n in range(5)))
    room.clock.wait(days=-1)
    room.learn("q5", easy=False)
    room.clock.wait(days=1)
    session = room.session(Wishes(new=0, limit=3, learn_ahead=0))
    assert name(session.ask()) == "q5"
    session.reply("yes", 0)
    assert asked_through(session) == ["q0", "q1"]


def test_learning_steps_are_no_matter_of_limits(room: Room) -> None:
    room.plain(3)
    room.learn("q0", "q1", easy=False)
    room.clock.wait(minutes=30)
    assert asked_steps(room.session(Wishes(new=0, limit=0, learn_ahead=0))) == ["q0", "q1"]


def asked_steps(session: Session) -> list[str]:
    found = []
    while asked := session.ask():
        found.append(name(asked))
        session.reply("yes", 0)
    return found


def test_what_another_device_did_today_counts(room: Room) -> None:
    room.plain(8)
    room.merge("laptop", "phone")
    phone = room.session(ALL._replace(new=3), device="phone")
    for _ in range(2):
        phone.ask()
        phone.reply("yes", 0)
    room.merge("phone", "laptop")
    assert names(room.due(ALL._replace(new=3)).new) == ["q2"]


def test_what_was_done_in_another_bank_counts(room: Room) -> None:
    room.plain(4)
    room.plain(4, name="c")
    room.learn("c/q0", "c/q1")
    assert len(queue(room.log(), by_id(cards_of(room.books.bank("b"))), ALL._replace(new=3), Random(0)).new) == 1


def test_two_sessions_at_once_keep_one_limit(room: Room) -> None:
    room.plain(40)
    wishes = Wishes(new=10, limit=0, learn_ahead=0, order="random")
    sessions = [room.session(wishes, again=n, seed=n) for n in range(2)]
    while any(session.ask() for session in sessions):
        for session in sessions:
            if session.ask():
                session.reply("yes", 0)
    assert len(room.log().states()) in (10, 11)  # both may have a card at hand when the tenth is answered


def test_a_card_taken_back_does_not_count_against_the_limit(room: Room) -> None:
    room.plain(9)
    wishes = Wishes(new=2, limit=0, learn_ahead=0, order="random")
    session = room.session(wishes)
    assert len(asked_through(session)) == 2
    session.undo()
    assert len(asked_through(session)) == 1
    assert len(room.log().states()) == 2


# --- siblings ---------------------------------------------------------------------------------------------------------


def test_questions_of_one_fact_are_not_asked_on_the_same_day(room: Room) -> None:
    room.facts("t/f: a b", "t/g: c")
    assert asked_through(room.session()) == ["a", "c"]
    room.learn("a", "c")  # out of their steps
    room.clock.wait(days=1)
    assert names(room.due().new) == ["b"]


def test_parts_of_one_question_are_not_asked_on_the_same_day(room: Room) -> None:
    room.bank("questions: [{id: q, kind: cloze, text: 'From {{a::yes}} to {{b::yes}} in {{c::yes}}.'}]")
    days = []
    for _ in range(3):
        days.append(asked_through(room.session()))
        room.learn(*days[-1])  # out of its steps
        room.clock.wait(days=1)
    assert days == [["q#a"], ["q#b"], ["q#c"]]


def test_a_question_over_two_facts_is_a_sibling_of_both(room: Room) -> None:
    room.bank("""
        facts:
        - {id: f, statement: F., questions: [{id: a, prompt: a, answer: 'yes'}]}
        - {id: g, statement: G., questions: [{id: b, prompt: b, answer: 'yes'}]}
        questions:
        - {id: both, facts: [f, g], prompt: both, answer: 'yes'}
        - {id: none, prompt: none, answer: 'yes'}
        """)
    assert names(room.due().new) == ["a", "b", "none"]
    room.learn("a", "b", "none")
    room.clock.wait(days=1)
    assert names(room.due().new) == ["both"]
    room.learn("both")
    room.clock.wait(days=400)
    assert names(room.due().review) in (["a", "none", "b"], ["a", "b", "none"], ["both", "none"])


def test_a_review_whose_sibling_had_its_turn_is_due_the_next_day(room: Room) -> None:
    room.facts("t/f: a b")
    room.ripen("a", "b")
    session = room.session()
    assert asked_through(session) == ["a"]
    room.clock.wait(days=1)
    assert names(room.due().review) == ["b"]


def test_a_sibling_in_its_steps_since_yesterday_has_the_turn_today(room: Room) -> None:
    room.facts("t/f: a b")
    room.learn("a", easy=False)
    room.clock.wait(days=1)
    assert (names(card for _, card in room.due().learning), room.due().new) == (["a"], ())


def test_a_sibling_that_was_not_selected_counts_too(room: Room) -> None:
    room.facts("t/f: a b")
    room.learn("a")
    assert room.session(only=lambda card: card.question == "b").ask() is None


def test_facts_of_two_banks_are_no_siblings_though_they_share_a_name(room: Room) -> None:
    room.facts("t/f: a")
    room.facts("t/f: a", name="c")
    assert len(room.due().new) == 2


def test_a_sibling_answered_in_another_session_meanwhile_has_had_the_turn(room: Room) -> None:
    room.facts("t/f: a b", "t/g: c")
    ours = room.session()
    assert name(ours.ask()) == "a"
    ours.stop(ours.asked.card, "suspend")
    theirs = room.session(again=1)
    assert name(theirs.ask()) == "b"
    theirs.reply("yes", 0)
    assert asked_through(ours) == ["c"]


# --- cards that stand aside -------------------------------------------------------------------------------------------


def test_a_suspended_card_is_not_asked_until_it_is_unsuspended(room: Room) -> None:
    room.plain(3)
    room.ripen("q1")
    room.learn("q2", easy=False)
    for question in ("q0", "q1", "q2"):
        acts.note(room.log(), "suspend", f"b/{question}")
    room.clock.wait(minutes=30)
    assert room.due() == Queue((), (), ())
    for question in ("q0", "q1", "q2"):
        acts.note(room.log(), "unsuspend", f"b/{question}")
    due = room.due()
    assert (len(due.learning), names(due.review), names(due.new)) == (1, ["q1"], ["q0"])


def test_suspending_the_card_at_hand_gives_another_its_place(room: Room) -> None:
    room.plain(3)
    session = room.session(ALL._replace(new=1))
    session.ask()
    card = session.asked.card
    session.stop(card, "suspend")
    assert card.id == "b/q0"
    assert asked_through(session) == ["q1"]


def test_a_buried_card_is_not_asked_today_but_tomorrow(room: Room) -> None:
    room.plain(2)
    room.ripen("q1")
    session = room.session()
    for question in ("q0", "q1"):
        acts.note(room.log("laptop", again=1), "bury", f"b/{question}")
    assert session.ask() is None
    assert room.due() == Queue((), (), ())
    room.clock.wait(days=1)
    assert (names(room.due().review), names(room.due().new)) == (["q1"], ["q0"])


def test_a_buried_step_waits_until_tomorrow(room: Room) -> None:
    room.plain(1)
    room.learn("q0", easy=False)
    acts.note(room.log(), "bury", "b/q0")
    room.clock.wait(minutes=30)
    assert room.session().ask() is None
    room.clock.wait(days=1)
    assert name(room.session().ask()) == "q0"


def test_a_reset_card_is_new_again(room: Room) -> None:
    room.plain(1)
    room.ripen("q0")
    acts.note(room.log(), "reset", "b/q0")
    assert names(room.due().new) == ["q0"]
    assert room.due().review == ()


def test_history_whose_question_is_gone_takes_no_place(room: Room) -> None:
    room.plain(3)
    room.ripen("q0", "gone", "elsewhere/q")
    assert (names(room.due().review), names(room.due().new)) == (["q0"], ["q1", "q2"])


def test_a_renamed_question_keeps_its_history(room: Room) -> None:
    room.plain(1)
    room.ripen("q0")
    room.bank("questions: [{id: newest, was: [q0, newer], prompt: q, answer: 'yes'}]")
    assert [card.name for card in room.due().review] == ["b/newest"]
    asked_through(room.session())
    assert room.log().state("b/q0").reps == 2


def test_a_renamed_bank_keeps_its_history(room: Room) -> None:
    room.plain(1)
    room.ripen("q0")
    room.books = Books(())
    room.bank("was: [b]\nquestions: [{id: q0, prompt: q, answer: 'yes'}]", name="renamed")
    assert [card.name for card in room.due().review] == ["renamed/q0"]


def test_drafts_and_exam_questions_are_not_asked(room: Room) -> None:
    room.bank("""
        questions:
        - {id: draft, status: draft, prompt: p, answer: a}
        - {id: retired, status: retired, prompt: p, answer: a}
        - {id: exam, use: [exam], prompt: p, answer: a}
        """)
    assert room.session().ask() is None
