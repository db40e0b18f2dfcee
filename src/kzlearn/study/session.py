"""Cards put before a learner one after another, and what their replies come to."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING, Protocol

from kzlearn import grading
from kzlearn.memory.days import study_day
from kzlearn.memory.log import Log
from kzlearn.model.cards import Card, CardState, Event, Phase
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Bank, Content, Fact, Outcome, Question, Screen, Verdict
from kzlearn.study.elsewhere import explained
from kzlearn.study.meetings import Meeting, Meetings
from kzlearn.study.queue import Step, Wishes, may_be_asked, queue, steps
from kzlearn.study.showing import As, show

if TYPE_CHECKING:
    from kzlearn.memory.schedule import Plan

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
MANY_LAPSES = 6
"""A card that was forgotten so often is a leech: it takes more time than it is worth as it stands."""


class Library(Protocol):
    """Where a session finds the questions of its cards."""

    def question(self, card: Card) -> Question: ...
    def bank(self, name: str) -> Bank: ...
    def facts(self, bank: str, names: Iterable[str]) -> Sequence[Fact]: ...
    def answering(self, bank: str, text: str) -> Sequence[Card]: ...
    def reread(self, bank: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A card as it is put before the learner. `left` counts what is to come: steps in learning, reviews, new cards."""

    card: Card
    question: Question
    content: Content
    screen: Screen
    shown_as: str
    seed: str
    phase: Phase
    left: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a reply came to. `review` and `state` are None where nothing is saved."""

    asked: Asked
    verdict: Verdict
    reply: str | None = None
    review: Event | None = None
    state: CardState | None = None

    @property
    def leech(self) -> bool:
        """Whether the card was forgotten so often that something should be done about it."""
        lapses = self.state.lapses if self.state else 0
        return not self.verdict.correct and lapses >= MANY_LAPSES and lapses % (MANY_LAPSES // 2) == 0


class Sitting(ABC):
    """Asks cards one after another. `ask` gives the card at hand until it is answered or passed."""

    def __init__(self, library: Library, wish: As = "auto") -> None:
        self.library, self.wish = library, wish
        self.asked: Asked | None = None
        self.hints = 0

    @abstractmethod
    def ask(self) -> Asked | Meeting | None:
        """The card to ask now, or facts to show before theirs; None when there is nothing left."""

    @abstractmethod
    def _answered(self, answered: Answered, rating: int, took_ms: int) -> Answered:
        """Keep what a reply was worth."""

    def reply(self, reply: str | None, took_ms: int) -> Answered:
        """Grade a reply to the card at hand (None: the learner does not know) and keep it. What is returned is saved.

        Raises LogError when it could not be saved; the card is then still at hand.
        """
        assert self.asked
        unknown = Verdict(Outcome.WRONG, self._expected(), 0.0)
        verdict = unknown if reply is None else self._marked(self.asked, reply)
        return self._keep(Answered(self.asked, verdict, reply), GOOD if verdict.correct else AGAIN, took_ms)

    def unclear(self, reply: str) -> str:
        """Why a reply to the card at hand cannot be meant as an answer; empty when it can."""
        assert self.asked
        return self.asked.content.unclear(self.asked.screen, reply)

    def rate(self, rating: int, took_ms: int) -> Answered:
        """Keep what the learner says of an answer that was only called to mind."""
        assert self.asked
        right = rating > AGAIN
        verdict = Verdict(Outcome.RIGHT if right else Outcome.WRONG, self._expected(), 1.0 if right else 0.0)
        return self._keep(Answered(self.asked, verdict), rating, took_ms)

    def hint(self) -> str:
        """The hint of the card at hand, or an empty text; that it was seen is kept with the answer."""
        assert self.asked
        if self.asked.question.hint:
            self.hints += 1
        return self.asked.question.hint

    def pass_over(self) -> None:
        """Leave the card at hand."""
        self.asked, self.hints = None, 0

    def reread(self, card: Card) -> Question | None:
        """Read a card's bank again, which was edited; the question as it is now, None when it is there no more. The
        card at hand is asked in its new words."""
        self.library.reread(card.bank)
        question = self._there(card)
        if question and self.meeting_of(card):
            self._ask_again(card)
        elif question and self.asked and self.asked.card == card:
            self.pass_over()
            self._ask_again(card)
        return question

    def meeting_of(self, card: Card) -> bool:
        """Whether the facts of a card are on the screen; they are then put away."""
        return False

    def _there(self, card: Card) -> Question | None:
        """The question of a card; None when its bank was edited and it is there no more."""
        try:
            return self.library.question(card)
        except Unreadable:
            return None

    @abstractmethod
    def _ask_again(self, card: Card) -> None:
        """Ask a card next."""

    def _keep(self, answered: Answered, rating: int, took_ms: int) -> Answered:
        kept = self._answered(answered, rating, took_ms)
        self.pass_over()
        return kept

    def _expected(self) -> str:
        assert self.asked
        return self.asked.content.grade(self.asked.screen, "").expected

    def _marked(self, asked: Asked, reply: str) -> Verdict:
        """What a reply is worth, with the rest of the bank in view."""

        def others(text: str) -> list[Card]:
            cards = self.library.answering(asked.card.bank, text)
            return [card for card in cards if card.question != asked.card.question]

        verdict = asked.content.grade(asked.screen, reply, lambda text: bool(others(text)))
        if verdict.correct or asked.content.kind in ("true_false", "match", "order", "choices"):
            return verdict
        said = chosen(asked.screen, reply)
        candidates = [(card, question) for card in others(said)[:20] if (question := self._there(card))]
        return explained(
            verdict,
            said,
            asked.question.content,
            candidates,
            lambda question: self.library.facts(asked.card.bank, question.facts),
        )

    def _put(self, card: Card, state: CardState, left: tuple[int, int, int]) -> Asked:
        question = self.library.question(card)
        shown = show(question, card.part, state, self.wish)
        self.asked = Asked(card, question, *shown, state.phase, left)
        return self.asked


def chosen(screen: Screen, reply: str) -> str:
    """A reply in words: the text of the option that a letter names."""
    letter = reply.strip(" ().").casefold()
    at = ord(letter) - ord("a") if len(letter) == 1 else -1
    return screen.options[at] if 0 <= at < len(screen.options) else reply


class Session(Sitting):
    """Asks what is due and saves every answer. `beside` are cards it does not ask, whose turns count for siblings.
    With `introduce`, a new fact is shown before it is asked for."""

    def __init__(
        self,
        log: Log,
        library: Library,
        cards: Sequence[Card],
        wishes: Wishes,
        rng: Random,
        beside: Sequence[Card] = (),
        wish: As = "auto",
        introduce: bool = True,
    ) -> None:
        super().__init__(library, wish)
        self.log, self.wishes, self.rng, self.beside = log, wishes, rng, beside
        self.introduce = introduce
        self.known = {card.id: card for card in cards}
        self.taken_back: list[Card] = []
        self.gone: list[Card] = []
        self.meeting: Meeting | None = None
        self._meetings: Meetings | None = None
        self.worked_out: tuple[int, int] | None = None
        self._work_out()

    def ask(self) -> Asked | Meeting | None:
        if self.meeting:
            return self.meeting
        while self.asked is None and (card := self._next()):
            state = self.log.state(card.id)
            try:
                if state.phase is Phase.NEW and (meeting := self._first_meeting(card)):
                    return meeting
                self._put(card, state, self._left(card))
            except Unreadable:  # its bank was edited since
                self.gone.append(card)
                del self.known[card.id]
                continue
            if self._meetings:
                self._meetings.another_prompt()
        return self.asked

    def left(self) -> int:
        """How many cards this session would still ask today."""
        new = {card.id for card in (*self.new, *self._waiting(), *self.taken_back)}
        at_hand = {self.asked.card.id} if self.asked else {self.meeting.card.id} if self.meeting else set()
        steps_left = {step.card for step in self._steps()}
        return len(new | at_hand | steps_left | {card.id for card in self.review})

    def meeting_of(self, card: Card) -> bool:
        here = self.meeting is not None and self.meeting.card == card
        if here:
            self.meeting = None
        return here

    def met(self) -> None:
        """The facts at hand have been read: their card waits a few prompts."""
        assert self.meeting
        self.meetings.another_prompt()
        self.meetings.meet(self.meeting.card)
        self.meeting = None

    @property
    def meetings(self) -> Meetings:
        if self._meetings is None:
            ((asked,),) = self.log.query("select group_concat(card, char(10)) from card where first_day is not null")
            self._meetings = Meetings([*self.known.values(), *self.beside], (asked or "").split("\n"))
        return self._meetings

    def _waiting(self) -> list[Card]:
        """The cards that wait after their meeting."""
        return self._meetings.waiting if self._meetings else []

    def _first_meeting(self, card: Card) -> Meeting | None:
        """The facts of a new card that the learner has not met, where they can be shown."""
        if not self.introduce:
            return None
        names = self.meetings.new_to(card)
        if facts := self.library.facts(card.bank, names):
            self.meeting = Meeting(card, self.library.question(card), tuple(facts), self._left(card))
        return self.meeting

    def _left(self, card: Card) -> tuple[int, int, int]:
        learning = sum(step.card != card.id for step in self._steps())
        review, new = ({other.id for other in rest} - {card.id} for rest in (self.review, self.new))
        waiting = {other.id for other in self._waiting()} - {card.id}
        return learning, len(review), len(new | waiting)

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
        if turn := self._met_before(False):
            return turn
        for rest in (self.review, self.new):
            while rest:
                card = rest.pop()
                # The queue may have been made while the card was waiting after its meeting.
                if card not in self._waiting() and may_be_asked(self.log.state(card.id), today):
                    return card
        if turn := self._met_before(True):
            return turn
        return self.known[step.card] if step and step.due_at <= now + self.wishes.learn_ahead else None

    def _met_before(self, nothing_else: bool) -> Card | None:
        """The card whose turn has come after its meeting, unless it was stopped since."""
        while self._meetings and (card := self._meetings.turn(nothing_else)):
            if may_be_asked(self.log.state(card.id), self._today()):
                return card
        return None

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

    def tomorrow(self) -> tuple[int, int]:
        """How many reviews and new cards the next study day brings, as it looks now."""
        day = self._today() + 1
        ripe = self.log.query("select card from card where suspended = 0 and (due_day <= ? or due_at is not null)", day)
        reviews = sum(card in self.known for (card,) in ripe)
        before = {card for (card,) in self.log.query("select card from card where first_day is not null")}
        unseen = sum(card not in before for card in self.known)
        return min(reviews, self.wishes.limit), min(unseen, self.wishes.new)

    def is_early(self, card: Card) -> bool:
        """Whether a card is asked ahead of its step, because nothing else is left."""
        due_at = self.log.state(card.id).due_at
        return due_at is not None and due_at > self.log.clock().at

    def first_ever(self) -> bool:
        """Whether no answer was ever given, here or elsewhere."""
        return next(self.log.query("select 1 from event where kind = 'review' limit 1"), None) is None

    def _answered(self, answered: Answered, rating: int, took_ms: int) -> Answered:
        from kzlearn.bank.hashing import question_hash  # noqa: PLC0415  # brings in OpenSSL
        from kzlearn.memory import acts  # noqa: PLC0415  # brings in fsrs, which the first prompt need not wait for

        asked = answered.asked
        review, state = acts.answer(
            self.log,
            asked.card.id,
            rating,
            took_ms,
            correct=answered.verdict.correct,
            reply=answered.reply,
            hints=self.hints,
            shown_as=asked.shown_as,
            question_hash=question_hash(asked.question),
            grader=grading.NAME,
            data={"seed": asked.seed} if asked.seed else {},
        )
        return replace(answered, review=review, state=state)

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

    def stop(self, card: Card, kind: str, **data: str) -> None:
        """Suspend, bury or flag a card. One that is suspended or buried is asked no more, or not today."""
        from kzlearn.memory import acts  # noqa: PLC0415  # brings in fsrs

        acts.note(self.log, kind, card.id, data=data)
        if kind in ("suspend", "bury"):
            self.worked_out = None
            if self._meetings:
                self._meetings.forget(card)
            if self.asked and self.asked.card == card:
                self.pass_over()

    def ways(self, review: Event) -> "list[Plan]":
        """What each rating of an answer would lead to, from Again to Easy."""
        from kzlearn.memory import acts  # noqa: PLC0415  # brings in fsrs

        return acts.ways(self.log, review)

    def _ask_again(self, card: Card) -> None:
        self.taken_back.append(card)

    def _today(self) -> int:
        return study_day(self.log.clock(), self.log.settings().general.rollover)


class Cram(Sitting):
    """Asks all cards, whatever is due, until each was right once. Nothing is saved and nothing scheduled."""

    def __init__(self, library: Library, cards: Sequence[Card], wish: As = "auto") -> None:
        super().__init__(library, wish)
        self.left = list(reversed(cards))
        self.times = 0

    def ask(self) -> Asked | None:
        if self.asked is None and self.left:
            card = self.left.pop()
            self.times += 1
            self._put(card, CardState(card.id, Phase.REVIEW, reps=self.times), (0, len(self.left), 0))
        return self.asked

    def _ask_again(self, card: Card) -> None:
        self.left.append(card)

    def _answered(self, answered: Answered, rating: int, took_ms: int) -> Answered:
        if not answered.verdict.correct:
            self.left.insert(0, answered.asked.card)
        return answered
