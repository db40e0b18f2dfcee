"""Weeks of random sessions, each held against the rules, said again as plainly as can be."""

from random import Random

import pytest

from kzlearn.memory import acts
from kzlearn.memory.days import DAY_MS, MINUTE_MS
from kzlearn.memory.log import Log
from kzlearn.model.cards import Card, CardState, Event, Phase
from kzlearn.study.queue import Queue, Wishes, queue
from kzlearn.study.session import Asked, Session

from .conftest import HOUR_MS, SEEDS, Room, by_id

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
        sessions = [
            Session(room.log(device, n), room.books, cards, wishes, Random(n), every, introduce=False) for n in range(2)
        ]
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
            session.stop(session.asked.card, "suspend")
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
