"""What is asked on a study day, and in which order.

Learning cards come when their step is due, then reviews, then new cards. Limits hold for a study day over all sessions;
siblings (cards that share a fact, or a question) are not asked on the same day; topics alternate. All of this is worked
out from the log when a session begins and again when it no longer holds; it is never part of a card's state.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest
from random import Random
from typing import NamedTuple

from kzlearn.memory.days import study_day
from kzlearn.memory.log import Log
from kzlearn.model.cards import Card, CardState, Phase


class Wishes(NamedTuple):
    """What the learner wants of a session. `learn_ahead` in ms."""

    new: int
    limit: int
    learn_ahead: int
    order: str = "due"


class Queue(NamedTuple):
    """What is due on a study day: the cards in learning with the moment their step is due, reviews and new cards in the
    order they are asked."""

    learning: tuple[tuple[int, Card], ...]
    review: tuple[Card, ...]
    new: tuple[Card, ...]


def queue(log: Log, known: Mapping[str, Card], wishes: Wishes, rng: Random, beside: Iterable[Card] = ()) -> Queue:
    """What is due today of some cards, by their ids and in the bank's order, within the limits of the day. The turns of
    cards `beside` them count too."""
    moment = log.clock()
    today = study_day(moment, log.settings().general.rollover)
    stopped = {
        id_
        for (id_,) in log.query(
            "select card from card where suspended = 1 union all select card from card where buried_day = ?", today
        )
    }
    due = steps(log, today)
    had_turn = {step.card for step in due} | {
        id_ for (id_,) in log.query("select card from card where last_day = ?", today)
    }
    spent = _Siblings(known[id_] for id_ in had_turn if id_ in known)
    if others := {id_ for id_ in had_turn if id_ not in known}:
        spent.add_all(card for card in beside if card.id in others)
    (new_done,) = next(log.query("select count(*) from card where last_day >= ? and first_day = ?", today, today))
    (reviews_done,) = next(log.query("select count(*) from card where last_day = ? and first_day < ?", today, today))
    reviews_done += sum(step.last_day < today for step in due)  # a step since an earlier day has a review's place
    # All in one text: a hundred thousand rows one by one would take three times as long.
    ((asked_before,),) = log.query("select group_concat(card, char(10)) from card where first_day is not null")
    no_longer_new = set((asked_before or "").split("\n"))
    unseen = [id_ for id_ in known if id_ not in no_longer_new]
    ripe = (known[id_] for id_ in _ripe(log, today) if id_ in known and id_ not in stopped)
    fresh = (known[id_] for id_ in _ordered(unseen, wishes.order, rng) if id_ not in stopped)
    review = spent.first(ripe, wishes.limit - reviews_done)
    new = spent.first(fresh, wishes.new - new_done)
    learning = tuple((step.due_at, known[step.card]) for step in due if step.card in known)
    if wishes.order == "due":
        return Queue(learning, _interleaved(review), _interleaved(new))
    chosen = {card.id for card in review}
    in_order = _ordered([id_ for id_ in known if id_ in chosen], wishes.order, rng)
    return Queue(learning, tuple(known[id_] for id_ in in_order), new)


class Step(NamedTuple):
    """A card within its learning steps."""

    due_at: int
    card: str
    last_day: int


def steps(log: Log, today: int) -> list[Step]:
    """The learning steps that may be asked, by the moment they are due."""
    rows = log.query(
        """select due_at, card, last_day from card
            where due_at is not null and suspended = 0 and buried_day is not ? order by due_at, card""",
        today,
    )
    return [Step(*row) for row in rows]


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


def may_be_asked(state: CardState, today: int) -> bool:
    """Whether a card may be asked on a study day, limits and siblings aside."""
    ripe = state.phase is Phase.NEW or (state.due_day is not None and state.due_day <= today)
    return ripe and not state.suspended and state.buried_day != today


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


def _ordered(ids: Collection[str], order: str, rng: Random) -> Iterable[str]:
    return rng.sample([*ids], len(ids)) if order == "random" else ids


def _interleaved(cards: Sequence[Card]) -> tuple[Card, ...]:
    """The cards with their topics taking turns; within a topic the order stays."""
    topics: dict[tuple[str, str], list[Card]] = {}
    for card in cards:
        topics.setdefault((card.bank, card.topic), []).append(card)
    return tuple(card for card in chain(*zip_longest(*topics.values())) if card)
