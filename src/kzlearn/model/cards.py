"""Cards, what a learner does with them, and the state that follows."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal, NamedTuple


class Card(NamedTuple):
    """What a queue needs to know of a card: nothing of its wording.

    `id` is what memory knows it by: `bank/question` or `bank/question#part`, with the first ids that bank and question
    ever had, so that a rename moves no history. `question` is the question's id now.
    """

    id: str
    bank: str
    question: str
    part: str
    facts: tuple[str, ...]
    topic: str
    tags: tuple[str, ...]

    @property
    def name(self) -> str:
        """What people call it now."""
        return f"{self.bank}/{self.question}{'#' if self.part else ''}{self.part}"


class Phase(StrEnum):
    """Where a card stands. A card never asked is new, a name of its own rather than a missing value."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


Kind = Literal[
    "review",
    "undo",
    "rerate",
    "retime",
    "suspend",
    "unsuspend",
    "bury",
    "unbury",
    "reset",
    "flag",
    "unflag",
    "settings",
]


class Event(NamedTuple):
    """Something a learner did. `at` in ms since 1970 UTC, `day` in days since 1970, `zone` in minutes east of UTC.

    `of` is the uid of the event that an undo, rerate or retime speaks of. `data` holds what only one kind carries: the
    seed that a review's options were shuffled by, the word of a flag, the values of settings, the right `at` and `day`
    of a retime. The rest belongs to reviews; a rerate uses `rating` and `due_day`.
    """

    uid: str
    device: str
    seq: int
    at: int
    day: int
    zone: int
    kind: str
    card: str | None = None
    of: str | None = None
    rating: int | None = None
    due_day: int | None = None
    correct: bool | None = None
    reply: str | None = None
    took_ms: int | None = None
    hints: int | None = None
    shown_as: str | None = None
    question_hash: str | None = None
    grader: str | None = None
    scheduler: str | None = None
    data: Mapping[str, Any] = MappingProxyType({})

    def order(self) -> tuple[int, str, int, str]:
        """The order events are folded in; the uid decides where a copied store gave two events one place."""
        return (self.at, self.device, self.seq, self.uid)


class CardState(NamedTuple):
    """What follows from a card's events. Stability in days; days since 1970; `due_at` in ms, only within steps."""

    card: str
    phase: Phase = Phase.NEW
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    first_day: int | None = None
    last_day: int | None = None
    last_at: int | None = None
    due_day: int | None = None
    due_at: int | None = None
    reps: int = 0
    lapses: int = 0
    suspended: bool = False
    buried_day: int | None = None
    flag: str | None = None
