"""A study session: what is asked next, and what a reply leads to. It has no screen and no clock of its own.

Learning cards come when their step is due, then reviews, then new cards. Limits hold for a study day over all sessions;
siblings (cards that share a fact, or a question) are not asked on the same day; topics alternate. All of this is the
queue's business: it is worked out from the log when a session begins, and is never part of a card's state.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from random import Random
from typing import Protocol

from kzlearn import grading
from kzlearn.bank.hashing import question_hash
from kzlearn.memory.days import study_day
from kzlearn.memory.log import Log
from kzlearn.model import Bank, Card, CardState, Event, Outcome, Phase, Question, Screen, Verdict

AGAIN, GOOD = 1, 3


class Library(Protocol):
    """Where a session finds the questions of its cards."""

    def question(self, card: Card) -> Question: ...
    def bank(self, name: str) -> Bank: ...


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the learner wants of a session. `learn_ahead` in ms."""

    new: int
    limit: int
    learn_ahead: int
    order: str = "due"


@dataclass(frozen=True, slots=True)
class Queue:
    """What is due on a study day: the cards in learning with the moment their step is due, reviews and new cards in the
    order they are asked."""

    learning: tuple[tuple[int, Card], ...]
    review: tuple[Card, ...]
    new: tuple[Card, ...]


def queue(log: Log, cards: Sequence[Card], wishes: Wishes, rng: Random) -> Queue:
    """What is due today of some cards, within the limits of the day."""
    moment = log.clock()
    today = study_day(moment, log.settings().general.rollover)
    known = {card.id: card for card in cards}
    asked_before = {id_ for (id_,) in log.query("select card from card where first_day is not null")}
    stopped = {id_ for (id_,) in log.query("select card from card where suspended = 1 or buried_day = ?", today)}
    spent = _Siblings(
        known[id_] for (id_,) in log.query("select card from card where last_day = ?", today) if id_ in known
    )
    (new_done,) = next(log.query("select count(*) from card where first_day = ?", today))
    (reviews_done,) = next(log.query("select count(*) from card where last_day = ? and first_day < ?", today, today))
    learning = _learning(log, known, today)
    spent.add_all(card for _, card in learning)
    ripe = (known[id_] for id_ in _ripe(log, today) if id_ in known and id_ not in stopped)
    fresh = (
        card for card in _ordered(cards, wishes.order, rng) if card.id not in asked_before and card.id not in stopped
    )
    review = spent.first(ripe, wishes.limit - reviews_done)
    new = spent.first(fresh, wishes.new - new_done)
    if wishes.order == "due":
        return Queue(learning, _interleaved(review), _interleaved(new))
    return Queue(learning, tuple(_ordered(_as_in(cards, review), wishes.order, rng)), new)


def _learning(log: Log, known: Mapping[str, Card], today: int) -> tuple[tuple[int, Card], ...]:
    """The cards within learning steps, by the moment their step is due."""
    rows = log.query(
        "select due_at, card, buried_day from card where due_at is not null and suspended = 0 order by due_at, card"
    )
    return tuple((due, known[id_]) for due, id_, buried in rows if id_ in known and buried != today)


def _ripe(log: Log, today: int) -> Iterator[str]:
    """The cards in review that are due, the most nearly forgotten first (notes on FSRS: exact while parameters are
    shared)."""
    rows = log.query(
        """select card from card where phase = 'review' and suspended = 0 and due_day <= ?
            order by (? - last_day) / stability desc, card""",
        today,
        today,
    )
    return (id_ for (id_,) in rows)


class _Siblings:
    """Which facts and questions have had their turn today."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self.seen: set[str] = set()
        self.add_all(cards)

    def add_all(self, cards: Iterable[Card]) -> None:
        for card in cards:
            self.seen.update(self._groups(card))

    def first(self, cards: Iterable[Card], count: int) -> tuple[Card, ...]:
        """The first `count` cards none of whose siblings had a turn; they then have had theirs."""
        chosen: list[Card] = []
        for card in cards:
            if len(chosen) >= count:
                break
            groups = self._groups(card)
            if self.seen.isdisjoint(groups):
                self.seen.update(groups)
                chosen.append(card)
        return tuple(chosen)

    @staticmethod
    def _groups(card: Card) -> tuple[str, ...]:
        return (f"{card.bank}/{card.question}", *(f"{card.bank}#{fact}" for fact in card.facts))


def _ordered(cards: Sequence[Card], order: str, rng: Random) -> Sequence[Card]:
    if order != "random":
        return cards
    shuffled = list(cards)
    rng.shuffle(shuffled)
    return shuffled


def _as_in(cards: Sequence[Card], chosen: Sequence[Card]) -> list[Card]:
    wanted = {card.id for card in chosen}
    return [card for card in cards if card.id in wanted]


def _interleaved(cards: Sequence[Card]) -> tuple[Card, ...]:
    """The cards with their topics taking turns; within a topic the order stays."""
    topics: dict[tuple[str, str], list[Card]] = {}
    for card in cards:
        topics.setdefault((card.bank, card.topic), []).append(card)
    return tuple(card for card in chain(*zip_longest(*topics.values())) if card)


@dataclass(frozen=True, slots=True)
class Asked:
    """A card as it is put before the learner. `left` counts what is to come: steps in learning, reviews, new cards."""

    card: Card
    question: Question
    screen: Screen
    phase: Phase
    left: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a reply came to. `review` and `state` are None where nothing is saved."""

    asked: Asked
    verdict: Verdict
    review: Event | None = None
    state: CardState | None = None


class Sitting(ABC):
    """Asks cards one after another. `ask` gives the card at hand until it is answered or passed."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.asked: Asked | None = None
        self.hints = 0

    @abstractmethod
    def ask(self) -> Asked | None:
        """The card to ask now; None when there is nothing left."""

    @abstractmethod
    def _answered(self, asked: Asked, verdict: Verdict, reply: str | None, took_ms: int) -> Answered:
        """Keep what a reply was worth."""

    def reply(self, reply: str | None, took_ms: int) -> Answered:
        """Grade a reply to the card at hand (None: the learner does not know) and keep it. What is returned is saved.

        Raises LogError when it could not be saved; the card is then still at hand.
        """
        assert self.asked
        content = self.asked.question.content
        if reply is None:
            verdict = Verdict(Outcome.WRONG, content.accepted(self.asked.screen.part)[0], 0.0)
        else:
            verdict = content.grade(self.asked.screen, reply)
        answered = self._answered(self.asked, verdict, reply, took_ms)
        self.pass_over()
        return answered

    def hint(self) -> str:
        """The hint of the card at hand, or an empty text; that it was seen is kept with the answer."""
        assert self.asked
        if self.asked.question.hint:
            self.hints += 1
        return self.asked.question.hint

    def pass_over(self) -> None:
        """Leave the card at hand."""
        self.asked, self.hints = None, 0

    def _put(self, card: Card, phase: Phase, times: int, left: tuple[int, int, int]) -> Asked:
        question = self.library.question(card)
        screen = question.content.screen(card.part, Random(f"{card.id} {times}"))
        self.asked = Asked(card, question, screen, phase, left)
        return self.asked


class Session(Sitting):
    """Asks what is due and saves every answer."""

    def __init__(self, log: Log, library: Library, cards: Sequence[Card], wishes: Wishes, rng: Random) -> None:
        super().__init__(library)
        self.log, self.wishes = log, wishes
        self.known = {card.id: card for card in cards}
        due = queue(log, cards, wishes, rng)
        self.review, self.new = list(reversed(due.review)), list(reversed(due.new))
        self.taken_back: list[Card] = []

    def ask(self) -> Asked | None:
        if self.asked is None and (card := self._next()):
            state = self.log.state(card.id)
            left = (len(_learning(self.log, self.known, self._today())), len(self.review), len(self.new))
            self._put(card, state.phase, state.reps, left)
        return self.asked

    def _next(self) -> Card | None:
        """The card whose turn it is. States are read from the log each time: another session may have gone on."""
        if self.taken_back:
            return self.taken_back.pop()
        now, today = self.log.clock().at, self._today()
        steps = _learning(self.log, self.known, today)
        if steps and steps[0][0] <= now:
            return steps[0][1]
        while self.review:
            card = self.review.pop()
            state = self.log.state(card.id)
            if state.due_day is not None and state.due_day <= today and state.due_at is None and not state.suspended:
                return card
        while self.new:
            card = self.new.pop()
            state = self.log.state(card.id)
            if state.phase is Phase.NEW and not state.suspended:
                return card
        return steps[0][1] if steps and steps[0][0] <= now + self.wishes.learn_ahead else None

    def waiting(self) -> int | None:
        """How long until the next learning step is due, in ms; None when no step is waiting today."""
        steps = _learning(self.log, self.known, self._today())
        return max(steps[0][0] - self.log.clock().at, 0) if steps else None

    def _answered(self, asked: Asked, verdict: Verdict, reply: str | None, took_ms: int) -> Answered:
        from kzlearn.memory import acts  # noqa: PLC0415  # brings in fsrs, which the first prompt need not wait for

        review, state = acts.answer(
            self.log,
            asked.card.id,
            GOOD if verdict.correct else AGAIN,
            took_ms,
            correct=verdict.correct,
            reply=reply,
            hints=self.hints,
            shown_as="choice" if asked.screen.options else "typed",
            question_hash=question_hash(asked.question),
            grader=grading.NAME,
        )
        return Answered(asked, verdict, review, state)

    def rerate(self, review: Event, rating: int) -> CardState:
        """Give an answer another rating."""
        from kzlearn.memory import acts  # noqa: PLC0415

        return acts.rerate(self.log, review, rating)

    def undo(self) -> Event | None:
        """Take back what was done last on this device, this session or before; None when nothing is left. A card whose
        answer was taken back is asked next."""
        from kzlearn.memory import acts  # noqa: PLC0415

        event = acts.last_undoable(self.log)
        if event is None:
            return None
        acts.undo(self.log, event)
        if event.kind in ("review", "suspend", "bury") and event.card in self.known:
            if self.asked:
                self.taken_back.append(self.asked.card)
            self.taken_back.append(self.known[event.card])
            self.pass_over()
        return event

    def suspend(self) -> None:
        """Ask the card at hand no more."""
        from kzlearn.memory import acts  # noqa: PLC0415

        assert self.asked
        acts.note(self.log, "suspend", self.asked.card.id)
        self.pass_over()

    def _today(self) -> int:
        return study_day(self.log.clock(), self.log.settings().general.rollover)


class Cram(Sitting):
    """Asks all cards, whatever is due, until each was right once. Nothing is saved and nothing scheduled."""

    def __init__(self, library: Library, cards: Sequence[Card]) -> None:
        super().__init__(library)
        self.left = list(reversed(cards))
        self.times = 0

    def ask(self) -> Asked | None:
        if self.asked is None and self.left:
            self.times += 1
            self._put(self.left.pop(), Phase.REVIEW, self.times, (0, len(self.left), 0))
        return self.asked

    def _answered(self, asked: Asked, verdict: Verdict, reply: str | None, took_ms: int) -> Answered:
        if not verdict.correct:
            self.left.insert(0, asked.card)
        return Answered(asked, verdict)
