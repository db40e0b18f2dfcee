"""What is asked, and when: the queue and the session, with real logs, real banks and a clock that a test moves.

The last test lives through weeks of random sessions and holds each against the rules, said again as plainly as can be.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from textwrap import dedent

import pytest

from kzlearn.bank.cards import cards_of
from kzlearn.bank.load import load
from kzlearn.memory import acts, lines
from kzlearn.memory.days import DAY_MS, MINUTE_MS, Moment
from kzlearn.memory.log import Log
from kzlearn.memory.store import LogError
from kzlearn.model import Bank, Card, CardState, Event, Outcome, Phase, Question
from kzlearn.study import Asked, Cram, Queue, Session, Wishes, queue

NOON = 20_780 * DAY_MS + DAY_MS // 2  # 2026-11-23T12:00Z
TODAY = 20_780
HOUR_MS = 60 * MINUTE_MS
SEEDS = int(os.environ.get("KZLEARN_SEEDS", "8"))
ALL = Wishes(new=99, limit=99, learn_ahead=20 * MINUTE_MS)


@dataclass
class Clock:
    at: int = NOON
    zone: int = 0

    def __call__(self) -> Moment:
        return Moment(self.at, self.zone)

    def wait(self, days: int = 0, minutes: int = 0) -> None:
        self.at += days * DAY_MS + minutes * MINUTE_MS


@dataclass
class Books:
    """Banks as a session wants them, without the cache."""

    banks: tuple[Bank, ...]

    @property
    def cards(self) -> list[Card]:
        return [card for bank in self.banks for card in cards_of(bank)]

    def question(self, card: Card) -> Question:
        return next(q for q in self.bank(card.bank).questions if q.id == card.question)

    def bank(self, name: str) -> Bank:
        return next(bank for bank in self.banks if bank.id == name)


@dataclass
class Room:
    """A learner: a home, a clock, the banks at hand. Every question's answer is `yes`."""

    folder: Path
    stack: ExitStack
    clock: Clock = field(default_factory=Clock)
    devices: dict[str, Log] = field(default_factory=dict)
    books: Books = field(default_factory=lambda: Books(()))

    def log(self, device: str = "laptop", again: int = 0) -> Log:
        """A device's log; `again` opens it once more, as another process would."""
        name = f"{device} {again}"
        if name not in self.devices:
            opened = Log.open(self.folder / device, self.clock, Random(name))
            self.devices[name] = self.stack.enter_context(opened)
        return self.devices[name]

    def bank(self, text: str, name: str = "b") -> Books:
        file = self.folder / f"{name}.yaml"
        file.write_text(f"bank: {name}\ntitle: {name}\n{dedent(text)}", encoding="utf-8")
        loaded = load([file])
        assert not loaded.problems
        self.books = Books((*(bank for bank in self.books.banks if bank.origin != str(file)), *loaded.banks))
        return self.books

    def facts(self, *shape: str, name: str = "b") -> Books:
        """A bank of facts written `topic/fact: question question`."""
        facts = []
        for line in shape:
            where, _, names = line.partition(": ")
            topic, fact = where.split("/")
            asked = ", ".join(f"{{id: {q}, prompt: {q}?, answer: 'yes'}}" for q in names.split())
            facts.append(f"- {{id: {fact}, topic: {topic}, statement: {fact}., questions: [{asked}]}}")
        return self.bank("facts:\n" + "\n".join(facts), name)

    def plain(self, count: int, name: str = "b") -> Books:
        """A bank of questions that have nothing to do with each other: q0, q1, ..."""
        return self.facts(*(f"t/f{n}: q{n}" for n in range(count)), name=name)

    def session(
        self,
        wishes: Wishes = ALL,
        only: Callable[[Card], bool] = lambda card: True,
        device: str = "laptop",
        again: int = 0,
        seed: int = 0,
    ) -> Session:
        cards = [card for card in self.books.cards if only(card)]
        return Session(self.log(device, again), self.books, cards, wishes, Random(seed), self.books.cards)

    def due(self, wishes: Wishes = ALL, device: str = "laptop") -> Queue:
        return queue(self.log(device), by_id(self.books.cards), wishes, Random(0))

    def learn(self, *questions: str, easy: bool = True) -> None:
        """Answer cards now, outside of any session; they leave their steps at once, or stay in them."""
        for name in questions:
            acts.answer(self.log(), f"b/{name}" if "/" not in name else name, 4 if easy else 3, 0, reply="yes")

    def ripen(self, *questions: str) -> None:
        """Make reviews of cards: learned long ago, due now."""
        self.clock.wait(days=-400)
        self.learn(*questions)
        self.clock.wait(days=400)

    def merge(self, source: str, target: str) -> None:
        with self.log(target).writing() as writer:
            writer.merge([lines.read(lines.write(event)) for event in self.log(source).events()])


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with ExitStack() as stack:
        yield Room(tmp_path, stack)


def by_id(cards):
    return {card.id: card for card in cards}


def name(asked: Asked | None) -> str | None:
    return asked.card.id.partition("/")[2] if asked else None


def names(cards: Iterable[Card]) -> list[str]:
    return [card.id.partition("/")[2] for card in cards]


def asked_through(session: Session, right: bool = True) -> list[str]:
    """Answer until nothing but steps is left; what was asked."""
    found = []
    while (asked := session.ask()) and asked.phase in (Phase.NEW, Phase.REVIEW):
        found.append(name(asked))
        session.reply("yes" if right else "no", 0)
    return found


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
    session = room.session(replace(ALL, learn_ahead=9 * MINUTE_MS))
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
    due = room.due(replace(ALL, order="bank"))
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
    assert names(room.due(replace(ALL, order="bank", limit=2)).review) == ["q1", "q2"]


# --- limits -----------------------------------------------------------------------------------------------------------


def test_new_cards_are_limited_for_the_day_over_all_sessions(room: Room) -> None:
    room.plain(9)
    wishes = replace(ALL, new=4)
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
    assert room.due(replace(ALL, new=1)).new == ()


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
    phone = room.session(replace(ALL, new=3), device="phone")
    for _ in range(2):
        phone.ask()
        phone.reply("yes", 0)
    room.merge("phone", "laptop")
    assert names(room.due(replace(ALL, new=3)).new) == ["q2"]


def test_what_was_done_in_another_bank_counts(room: Room) -> None:
    room.plain(4)
    room.plain(4, name="c")
    room.learn("c/q0", "c/q1")
    assert len(queue(room.log(), by_id(cards_of(room.books.bank("b"))), replace(ALL, new=3), Random(0)).new) == 1


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
    ours.suspend()
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
    session = room.session(replace(ALL, new=1))
    session.ask()
    assert session.suspend().id == "b/q0"
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
    session = room.session(replace(ALL, new=1))
    assert asked_through(session) == ["q0"]
    room.clock.wait(days=30)
    assert [name(session.ask()), session.reply("yes", 0).asked.phase] == ["q0", Phase.LEARNING]
    assert asked_through(session) == ["q3", "q1"]


def test_the_day_begins_at_four_in_the_morning(room: Room) -> None:
    room.plain(4)
    room.clock.at = TODAY * DAY_MS + 3 * HOUR_MS + 59 * MINUTE_MS
    wishes = replace(ALL, new=1)
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
    session = room.session(replace(ALL, new=1))
    for _ in range(2):
        session.ask()
        session.reply("no", 0)  # q0, and q0 again ahead of its step
    session.undo()
    session.undo()
    assert [name(session.ask()), session.ask().phase] == ["q0", Phase.NEW]
    session.reply("yes", 0)
    session.wishes = replace(session.wishes, learn_ahead=0)
    assert session.ask() is None


def test_undo_of_the_card_at_hand_does_not_ask_it_twice(room: Room) -> None:
    room.plain(1)
    session = room.session(replace(ALL, learn_ahead=9 * MINUTE_MS))
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
    session.suspend()
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


# --- weeks of random sessions, against the rules said again -----------------------------------------------------------


class Rules:
    """What may be asked, from all events and states each time, with nothing remembered."""

    def __init__(self, log: Log, cards: list[Card], every: list[Card], wishes: Wishes) -> None:
        self.log, self.cards, self.wishes = log, cards, wishes
        self.now = log.clock().at
        self.today = (self.now + log.clock().zone * MINUTE_MS - 4 * HOUR_MS) // DAY_MS
        self.state = {card.id: log.state(card.id) for card in every}
        events = list(log.events())
        undone = {event.of for event in events if event.kind == "undo"}
        self.days: dict[str, list[int]] = {}
        for event in sorted(events, key=Event.order):
            if event.uid not in undone and event.kind == "reset":
                self.days[event.card] = []
            if event.uid not in undone and event.kind == "review":
                self.days.setdefault(event.card, []).append(event.day)
        self.in_steps = [card for card in every if self.state[card.id].due_at is not None and not self.aside(card)]
        today = [card for card in every if max(self.days.get(card.id) or [0]) == self.today]
        self.had_turn = {group for card in [*today, *self.in_steps] for group in groups(card)}

    def aside(self, card: Card) -> bool:
        return self.state[card.id].suspended or self.state[card.id].buried_day == self.today

    def steps(self) -> list[Card]:
        return sorted(set(self.in_steps) & set(self.cards), key=lambda card: (self.state[card.id].due_at, card.id))

    def new(self) -> list[Card]:
        done = sum(bool(days) and days[0] == self.today for days in self.days.values())
        fresh = [card for card in self.cards if not self.days.get(card.id) and not self.aside(card)]
        blocked = self.had_turn | {group for card in self.review() for group in groups(card)}
        return self.unrelated(fresh, self.wishes.new - done, blocked)

    def review(self) -> list[Card]:
        answered = sum(bool(days) and days[0] < self.today == max(days) for days in self.days.values())
        carried_over = sum(max(self.days[card.id]) < self.today for card in self.in_steps)
        ripe = [card for card in self.cards if self.ripe(card) and not self.aside(card)]
        ripe.sort(key=lambda card: (-self.overdue(self.state[card.id]), card.id))
        return self.unrelated(ripe, self.wishes.limit - answered - carried_over, self.had_turn)

    def ripe(self, card: Card) -> bool:
        return self.state[card.id].phase is Phase.REVIEW and self.state[card.id].due_day <= self.today

    def overdue(self, state: CardState) -> float:
        return (self.today - state.last_day) / state.stability

    def open(self, card: Card) -> bool:
        step = self.state[card.id].due_at is not None
        return not self.aside(card) and (step or self.ripe(card) or not self.days.get(card.id))

    @staticmethod
    def unrelated(cards: list[Card], count: int, blocked: set[str]) -> list[Card]:
        chosen: list[Card] = []
        for card in cards:
            if len(chosen) < count and not blocked & groups(card):
                chosen.append(card)
                blocked = blocked | groups(card)
        return chosen


def groups(card: Card) -> set[str]:
    return {f"question {card.bank} {card.question}", *(f"fact {card.bank} {fact}" for fact in card.facts)}


def in_turns(cards: list[Card]) -> list[Card]:
    """One of each topic, then the next of each, until none is left."""
    topics = list(dict.fromkeys((card.bank, card.topic) for card in cards))
    place = {card: sum((c.bank, c.topic) == (card.bank, card.topic) for c in cards[:n]) for n, card in enumerate(cards)}
    return sorted(cards, key=lambda card: (place[card], topics.index((card.bank, card.topic))))


class Life:
    """A learner who does this and that, on two devices, for weeks."""

    def __init__(self, room: Room, seed: int) -> None:
        self.room, self.rng = room, Random(seed)
        shapes = [f"t{n % 3}/f{n}: {' '.join(f'q{n}{x}' for x in 'abc'[: 1 + n % 3])}" for n in range(9)]
        room.facts(*shapes)
        room.bank("questions: [{id: z, kind: cloze, text: '{{x::yes}} {{y::yes}}'}, {id: w, prompt: w, answer: 'yes'}]",
                  name="c")  # fmt: skip

    def day(self) -> None:
        for _ in range(self.rng.randrange(3)):
            self.sit(self.rng.choice(["laptop", "laptop", "phone"]))
            self.room.clock.wait(minutes=self.rng.choice([0, 1, 15, 300]))
        if self.rng.random() < 0.5:
            self.room.merge("phone", "laptop")
            self.room.merge("laptop", "phone")
        self.elsewhere()
        self.room.clock.wait(days=self.rng.choice([1, 1, 1, 2, 9]))

    def elsewhere(self) -> None:
        """Something done to a card without a session."""
        kind = self.rng.choice(["suspend", "unsuspend", "unsuspend", "bury", "unbury", "reset", "flag"])
        if self.rng.random() < 0.4:
            acts.note(self.room.log(), kind, self.rng.choice(self.room.books.cards).id)

    def sit(self, device: str) -> None:
        rng, room = self.rng, self.room
        wishes = Wishes(rng.choice([0, 3, 20]), rng.choice([1, 4, 200]), rng.choice([0, 20, 2000]) * MINUTE_MS,
                        rng.choice(["due", "bank", "random"]))  # fmt: skip
        topic = rng.choice(["", "", "t0", "t1"])
        every = room.books.cards
        cards = [card for card in every if not topic or card.topic == topic]
        log = room.log(device)
        self.check_queue(Rules(log, cards, every, wishes), queue(log, by_id(cards), wishes, Random(0), every))
        sessions = [Session(room.log(device, n), room.books, cards, wishes, Random(n), every) for n in range(2)]
        back: dict[int, list[Card]] = {0: [], 1: []}
        for _ in range(rng.randrange(25)):
            which = rng.choice([0, 0, 0, 1])
            session = sessions[which]
            if session.asked is None:
                self.check_asked(Rules(log, cards, every, wishes), session.ask(), back[which])
            self.act(session, back[which], {card.id: card for card in cards})
            room.clock.wait(minutes=rng.choice([0, 0, 0, 1, 7]))

    def act(self, session: Session, back: list[Card], known: dict[str, Card]) -> None:
        deed = self.rng.random()
        asked = session.asked
        if deed < 0.12:
            event = session.undo()
            if event and event.kind in ("review", "suspend", "bury") and event.card in known:
                stack = [*back, *([asked.card] if asked else [])]
                back[:] = [*(card for card in stack if card.id != event.card), known[event.card]]
        elif asked is None:
            return
        elif deed < 0.17:
            session.suspend()
        else:
            answered = session.reply(self.rng.choice(["yes", "yes", "yes", "no", None]), 0)
            if deed < 0.35:
                session.rerate(answered.review, self.rng.randint(1, 4))

    @staticmethod
    def check_queue(rules: Rules, found: Queue) -> None:
        assert [card for _, card in found.learning] == rules.steps()
        if rules.wishes.order == "due":
            assert list(found.review) == in_turns(rules.review())
            assert list(found.new) == in_turns(rules.new())
        elif rules.wishes.order == "bank":
            assert list(found.review) == [card for card in rules.cards if card in rules.review()]
            assert list(found.new) == rules.new()
        else:
            assert set(found.review) == set(rules.review())

    @staticmethod
    def check_asked(rules: Rules, asked: Asked | None, back: list[Card]) -> None:
        while back:
            if rules.open(card := back.pop()):
                assert asked.card == card
                return
        step = next(iter(rules.steps()), None)
        wait = rules.state[step.id].due_at - rules.now if step else None
        if step and wait <= 0:
            assert asked.card == step
        elif review := rules.review():
            assert asked.card in review
        elif rules.wishes.order == "random" and asked and asked.phase is Phase.NEW:
            assert rules.unrelated([asked.card], 1, rules.had_turn) == [asked.card]
            assert rules.new()
        elif new := rules.new():
            assert asked.card in new
        elif step and wait <= rules.wishes.learn_ahead:
            assert asked.card == step
        else:
            assert asked is None


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_a_learner_does_for_weeks_each_card_asked_is_the_right_one(room: Room, seed: int) -> None:
    life = Life(room, seed)
    for _ in range(25):
        life.day()
    for device in ("laptop", "phone"):
        assert room.log(device).verify() == []
