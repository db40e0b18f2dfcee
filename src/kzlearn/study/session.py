"""Cards put before a learner one after another, and what their replies come to."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from kzlearn import grading
from kzlearn.memory.days import study_day
from kzlearn.memory.log import Log
from kzlearn.model.cards import Card, CardState, Event, Phase
from kzlearn.model.questions import Bank, Outcome, Question, Screen, Verdict
from kzlearn.study.queue import Step, Wishes, may_be_asked, queue, steps

AGAIN, GOOD = 1, 3


class Library(Protocol):
    """Where a session finds the questions of its cards."""

    def question(self, card: Card) -> Question: ...
    def bank(self, name: str) -> Bank: ...


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
            verdict = Verdict(Outcome.WRONG, content.grade(self.asked.screen, "").expected, 0.0)
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
    """Asks what is due and saves every answer. `beside` are cards it does not ask, whose turns count for siblings."""

    def __init__(
        self,
        log: Log,
        library: Library,
        cards: Sequence[Card],
        wishes: Wishes,
        rng: Random,
        beside: Sequence[Card] = (),
    ) -> None:
        super().__init__(library)
        self.log, self.wishes, self.rng, self.beside = log, wishes, rng, beside
        self.known = {card.id: card for card in cards}
        self.taken_back: list[Card] = []
        self.worked_out: tuple[int, int] | None = None
        self._work_out()

    def ask(self) -> Asked | None:
        if self.asked is None and (card := self._next()):
            state = self.log.state(card.id)
            learning = sum(step.card != card.id for step in self._steps())
            review, new = (sum(other.id != card.id for other in rest) for rest in (self.review, self.new))
            self._put(card, state.phase, state.reps, (learning, review, new))
        return self.asked

    def _work_out(self) -> None:
        """Make the queue; anew when another session has written to the log, or a new study day has begun."""
        ((version,),) = self.log.query("pragma data_version")
        if self.worked_out != (version, self._today()):
            self.worked_out = (version, self._today())
            due = queue(self.log, self.known, self.wishes, self.rng, self.beside)
            self.review, self.new = list(reversed(due.review)), list(reversed(due.new))

    def _next(self) -> Card | None:
        """The card whose turn it is."""
        self._work_out()
        now, today = self.log.clock().at, self._today()
        while self.taken_back:
            card = self.taken_back.pop()
            self.worked_out = None  # the queue holds it too, or another in its stead
            if may_be_asked(self.log.state(card.id), today):
                return card
        step = next(iter(self._steps()), None)
        if step and step.due_at <= now:
            return self.known[step.card]
        if rest := self.review or self.new:
            return rest.pop()
        return self.known[step.card] if step and step.due_at <= now + self.wishes.learn_ahead else None

    def _steps(self) -> list[Step]:
        return [step for step in steps(self.log, self._today()) if step.card in self.known]

    def waiting(self) -> int | None:
        """How long until the next learning step is due, in ms; None when no step is waiting today."""
        step = next(iter(self._steps()), None)
        return max(step.due_at - self.log.clock().at, 0) if step else None

    def next_day(self) -> int | None:
        """The day after today on which a review of these cards is due; None when none ever is."""
        later = (
            "select due_day, card from card where phase = 'review' and suspended = 0 and due_day > ? order by due_day"
        )
        return next((day for day, card in self.log.query(later, self._today()) if card in self.known), None)

    def _answered(self, asked: Asked, verdict: Verdict, reply: str | None, took_ms: int) -> Answered:
        from kzlearn.bank.hashing import question_hash  # noqa: PLC0415  # brings in OpenSSL
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
        from kzlearn.memory import acts  # noqa: PLC0415  # brings in fsrs

        state = acts.rerate(self.log, review, rating)
        if self.asked and self.asked.card.id == review.card:
            self.pass_over()  # it was asked again, ahead of its step; now it may be due on another day
        return state

    def undo(self) -> Event | None:
        """Take back what was done last on this device, this session or before; None when nothing is left. A card whose
        answer was taken back is asked next."""
        from kzlearn.memory import acts  # noqa: PLC0415  # brings in fsrs

        event = acts.last_undoable(self.log)
        if event is None:
            return None
        acts.undo(self.log, event)
        self.worked_out = None
        if event.kind in ("review", "suspend", "bury") and event.card in self.known:
            cards = [*self.taken_back, *([self.asked.card] if self.asked else [])]
            self.taken_back = [*(card for card in cards if card.id != event.card), self.known[event.card]]
            self.pass_over()
        return event

    def suspend(self) -> Card:
        """Ask the card at hand no more; which it was."""
        from kzlearn.memory import acts  # noqa: PLC0415  # brings in fsrs

        assert self.asked
        card = self.asked.card
        acts.note(self.log, "suspend", card.id)
        self.worked_out = None
        self.pass_over()
        return card

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
