"""First meetings: a new fact is shown before it is asked for, and asked a few prompts later."""

from collections.abc import Iterable
from typing import NamedTuple

from kzlearn.model.cards import Card
from kzlearn.model.questions import Fact, Question

PROMPTS_LATER = 2


class Meeting(NamedTuple):
    """Facts that are new to the learner, before the card that asks for them."""

    card: Card
    question: Question
    facts: tuple[Fact, ...]
    left: tuple[int, int, int]


class Meetings:
    """Which facts a learner has met, and the cards that wait a few prompts after their meeting."""

    def __init__(self, cards: Iterable[Card], asked_before: Iterable[str]) -> None:
        before = set(asked_before)
        self.known = {self._fact(card, fact) for card in cards if card.id in before for fact in card.facts}
        self.waiting: list[Card] = []
        self._passed: list[int] = []

    def new_to(self, card: Card) -> list[str]:
        """The facts of a card that have not been met."""
        return [fact for fact in card.facts if self._fact(card, fact) not in self.known]

    def meet(self, card: Card) -> None:
        """Its facts are shown: the card waits its turn."""
        self.known |= {self._fact(card, fact) for fact in card.facts}
        self.waiting.append(card)
        self._passed.append(0)

    def another_prompt(self) -> None:
        """Something else was asked or shown."""
        self._passed = [n + 1 for n in self._passed]

    def turn(self, nothing_else: bool) -> Card | None:
        """The card whose turn has come: a few prompts after it was met, or at once where nothing else is left."""
        if self.waiting and (nothing_else or self._passed[0] >= PROMPTS_LATER):
            self._passed.pop(0)
            return self.waiting.pop(0)
        return None

    def forget(self, card: Card) -> None:
        """A card waits no more."""
        if card in self.waiting:
            at = self.waiting.index(card)
            del self.waiting[at], self._passed[at]

    @staticmethod
    def _fact(card: Card, fact: str) -> tuple[str, str]:
        return card.bank, fact
