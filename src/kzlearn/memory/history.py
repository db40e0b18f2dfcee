"""What a learner did with cards and what they remember, for a format that carries both."""

from collections.abc import Iterable
from typing import NamedTuple

from kzlearn.memory import replay
from kzlearn.memory.days import Moment
from kzlearn.memory.log import Log
from kzlearn.memory.settings import InForce, Scheduling
from kzlearn.model.cards import CardState, Event, Phase


class Step(NamedTuple):
    """A review, or a reset, and the card's state before and after it."""

    event: Event
    before: CardState
    after: CardState


class Past(NamedTuple):
    """A card's steps in their order, its state now, and the settings it is scheduled with."""

    steps: tuple[Step, ...]
    state: CardState
    settings: Scheduling


class History:
    """The pasts of a learner's cards, as of a moment."""

    def __init__(self, log: Log, now: Moment) -> None:
        self.log, self.now = log, now
        self.force: InForce = log.settings()

    def of(self, card: str) -> Past:
        """A card's past; without steps for a card nothing happened to."""
        settings = self.force.of(card)
        events = list(self.log.events(card))
        steps = tuple(_steps(card, replay.counting(events, self.now.at), settings))
        return Past(steps, replay.fold(card, events, settings, self.now.at), settings)


def _steps(card: str, events: Iterable[Event], settings: Scheduling) -> Iterable[Step]:
    track, folding = replay.Track(), replay.replayer(settings)
    before = CardState(card, Phase.NEW)
    for event in events:
        if event.kind == "review":
            folding(track, [(event.at, event.day, event.rating or replay.AGAIN, event.due_day)])
        elif event.kind == "reset":
            track.forget()
        else:
            continue
        after = track.snapshot(card)
        yield Step(event, before, after)
        before = after
