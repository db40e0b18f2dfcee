"""How a card is shown: as a choice first, typed once it is known, revealed on wish; wrong answers that are right elsewhere."""

import pytest

from kzlearn.kinds.choice import Choice
from kzlearn.model.cards import CardState, Phase
from kzlearn.study.session import AGAIN, HARD
from kzlearn.study.showing import TYPED_FROM, As, show

from .conftest import ALL, Room

CITIES = """
facts:
- id: then
  statement: Penetration was 8.5 percent in 2007.
  questions:
  - {id: y2007, kind: number, prompt: In 2007?, answer: 8.5, unit: percent}
- id: now
  statement: Penetration was 12.4 percent in 2008.
  questions:
  - {id: y2008, kind: number, prompt: In 2008?, answer: 12.4, unit: percent, distractors: [1, 2, 3]}
questions:
- {id: text, prompt: Which provider?, answer: Astel, distractors: [a1, a2, a3]}
- {id: two, prompt: Which other provider?, answer: Altel, distractors: [b1, b2]}
- {id: pick, kind: choice, prompt: Which?, answer: x, distractors: [y, none of the above]}
- {id: gap, kind: cloze, text: "It is {{a::big}}."}
- {id: km, kind: number, prompt: How far?, answer: 8.5, unit: km}
"""
NEW = CardState("b/x")
KNOWN = CardState("b/x", Phase.REVIEW, stability=TYPED_FROM, reps=1)
LAPSED = CardState("b/x", Phase.RELEARNING, stability=TYPED_FROM / 2, reps=2)


@pytest.mark.parametrize(("question", "state", "wish", "shown"), [
    ("text", NEW, "auto", "choice"), ("text", KNOWN, "auto", "typed"), ("text", LAPSED, "auto", "choice"),
    ("text", NEW, "typed", "typed"), ("text", KNOWN, "choice", "choice"), ("two", NEW, "auto", "typed"),
    ("two", NEW, "choice", "choice"), ("y2008", NEW, "auto", "choice"), ("gap", NEW, "choice", "typed"),
    ("pick", KNOWN, "typed", "choice"), ("text", NEW, "reveal", "reveal"), ("pick", NEW, "reveal", "choice"),
])  # fmt: skip
def test_a_card_is_shown_as_it_is_known_and_as_is_wished(
    room: Room, question: str, state: CardState, wish: As, shown: str
) -> None:
    (found,) = [q for q in room.bank(CITIES).bank("b").questions if q.id == question]
    part = found.content.parts()[0]
    showing = show(found, part, state, wish)
    assert showing.shown_as == shown
    assert bool(showing.screen.options) == bool(showing.seed) == (shown == "choice")
    if shown == "choice" and found.content.kind != "choice":
        assert isinstance(showing.content, Choice)
        assert showing.content.grade(showing.screen, found.content.accepted(part)[0]).correct


def test_options_are_shuffled_anew_each_time_by_a_seed_that_says_how(room: Room) -> None:
    (found,) = [q for q in room.bank(CITIES).bank("b").questions if q.id == "text"]
    each = [show(found, "", CardState("b/text", reps=n), "choice") for n in range(12)]
    assert len({one.screen.options for one in each}) > 3
    assert all(show(found, "", CardState("b/text", reps=n), "choice") == one for n, one in enumerate(each))
    assert len({one.seed for one in each}) == 12


def test_what_speaks_of_all_options_stays_last(room: Room) -> None:
    (found,) = [q for q in room.bank(CITIES).bank("b").questions if q.id == "pick"]
    for n in range(10):
        assert show(found, "", CardState("b/pick", reps=n), "auto").screen.options[-1] == "none of the above"


def answered(room: Room, question: str, reply: str, wish: As = "typed"):
    session = room.session(only=lambda card: card.question == question, wish=wish)
    session.ask()
    return session.reply(reply, 0)


def test_the_log_says_how_a_card_was_shown_and_by_which_seed(room: Room) -> None:
    room.bank(CITIES)
    answered(room, "text", "Astel", "choice")
    answered(room, "gap", "big")
    first, second = room.log().events()
    assert (first.shown_as, len(first.data["seed"])) == ("choice", 8)
    assert (second.shown_as, dict(second.data)) == ("typed", {})


def test_a_figure_of_another_year_is_told_as_such(room: Room) -> None:
    room.bank(CITIES)
    verdict = answered(room, "y2008", "8,5 %").verdict
    assert not verdict.correct
    assert verdict.remark == "that is right elsewhere: Penetration was 8.5 percent in 2007"


def test_a_figure_in_another_unit_is_nobody_elses(room: Room) -> None:
    room.bank(CITIES)
    assert answered(room, "km", "12.4").verdict.remark == ""


def test_an_answer_to_a_question_without_a_fact_is_told_by_its_prompt(room: Room) -> None:
    room.bank(CITIES)
    assert answered(room, "two", "Astel").verdict.remark == "that answers another question: Which provider?"


def test_a_slip_that_is_anothers_answer_is_no_slip(room: Room) -> None:
    room.bank("questions:\n- {id: a, prompt: A?, answer: Karatau}\n- {id: b, prompt: B?, answer: Karatal}\n")
    assert not answered(room, "a", "Karatal").verdict.correct
    assert answered(room, "b", "Karatall").verdict.outcome == "nearly"


def test_an_option_that_is_right_elsewhere_is_told_too(room: Room) -> None:
    room.bank(
        "questions:\n- {id: a, prompt: A?, answer: Astel, distractors: [Nursat, x, y]}\n- {id: b, prompt: B?, answer: Nursat}\n"
    )
    session = room.session(only=lambda card: card.question == "a")
    letter = "abcd"[session.ask().screen.options.index("Nursat")]
    assert session.reply(letter, 0).verdict.remark == "that answers another question: B?"


def test_what_was_called_to_mind_is_rated_by_the_learner(room: Room) -> None:
    room.bank(CITIES)
    for question, rating, correct in (("text", AGAIN, False), ("two", HARD, True)):
        session = room.session(only=lambda card, q=question: card.question == q, wish="reveal")
        assert session.ask().shown_as == "reveal"
        answered = session.rate(rating, 0)
        assert (answered.review.rating, answered.review.correct, answered.review.reply) == (rating, correct, None)


def test_each_rating_says_when_it_brings_the_card_back(room: Room) -> None:
    room.plain(1)
    session = room.session()
    session.ask()
    answered = session.reply("yes", 0)
    ways = session.ways(answered.review)
    assert [way.wait_ms for way in ways[:3]] == sorted(way.wait_ms for way in ways[:3])
    state = session.rerate(answered.review, 4)
    assert state.due_day == ways[3].due_day


def test_an_edited_question_is_asked_in_its_new_words(room: Room) -> None:
    books = room.bank("questions:\n- {id: a, prompt: Old?, answer: 'yes'}\n")
    session = room.session()
    asked = session.ask()
    file = room.folder / "b.yaml"
    file.write_text(file.read_text().replace("Old?", "New?"))
    assert session.reread(asked.card).content.prompt == "New?"
    assert session.ask().screen.prompt == "New?"
    assert books.bank("b")


def test_tomorrow_brings_what_is_due_and_what_is_new(room: Room) -> None:
    room.plain(5)
    session = room.session(ALL._replace(new=2))
    session.ask()
    session.reply("yes", 0)
    assert session.tomorrow() == (1, 2)
