"""What both conversations of a session say: when a card comes next, what proves an answer, what was undone."""

import re
from collections.abc import Iterable
from math import ceil
from typing import TYPE_CHECKING

from kzlearn.bank.quotes import Proof, proof
from kzlearn.cli._common import counted
from kzlearn.memory.days import Clock, iso, study_day
from kzlearn.model.cards import CardState, Event
from kzlearn.model.questions import Fact, Question
from kzlearn.study.session import Library

if TYPE_CHECKING:
    from kzlearn.memory.schedule import Plan

RATINGS = ("Again", "Hard", "Good", "Easy")
NAMES = {"review": "the answer to", "rerate": "the rating of", "flag": "the flag of", "reset": "the reset of"}


def in_line(text: str) -> str:
    """A text without its line breaks, so that no other line seems to begin with a verdict."""
    return re.sub(r"\s*\n\s*", " ", text)


def when_next(state: CardState, clock: Clock) -> str:
    """When a card comes next: `in 10 minutes`, `tomorrow, 2026-11-24`; empty when nothing is planned."""
    if state.due_at is not None:
        return f"in {counted(max(ceil((state.due_at - clock().at - 5_000) / 60_000), 1), 'minute')}"
    if state.due_day is None or state.last_day is None:
        return ""
    days = state.due_day - state.last_day
    after_midnight = study_day(clock(), 0) > state.last_day  # the study day is still yesterday's
    when = "tomorrow" if days == 1 and not after_midnight else f"in {counted(days, 'day')}"
    return f"{when}, {iso(state.due_day)}"


def short(plan: "Plan", day: int) -> str:
    """How long a rating waits, in a word: 10m, 3d, 4mo, 1.2y."""
    if plan.wait_ms is not None:
        minutes = ceil(plan.wait_ms / 60_000)
        return f"{minutes}m" if minutes < 60 else f"{round(minutes / 60)}h"
    days = (plan.due_day or day) - day
    return f"{days}d" if days < 60 else f"{days / 30.4:.0f}mo" if days < 365 else f"{days / 365:.1f}y"


def proofs(library: Library, bank_name: str, question: Question) -> list[Proof]:
    """The sentences that prove a question's answer, each once."""
    return proofs_of(library, bank_name, library.facts(bank_name, question.facts))


def proofs_of(library: Library, bank_name: str, facts: Iterable[Fact]) -> list[Proof]:
    """The sentences that prove some facts, each once, with the longest of the quotes that it holds."""
    bank = library.bank(bank_name)
    found: dict[tuple[str, str], Proof] = {}
    for one in (proof(bank, evidence) for fact in facts for evidence in fact.quote):
        if one is None:
            continue
        place = (one.file, one.before + one.quote + one.after)
        if place not in found or len(one.quote) > len(found[place].quote):
            found[place] = one
    return [*found.values()]


def undone(event: Event, prompt: str = "") -> str:
    """What was taken back, by the question's prompt or by the card's name."""
    what = NAMES.get(event.kind, f"{event.kind} of")
    return f"{what} “{in_line(prompt)}”" if prompt else f"{what} {event.card}"
