"""What a learner does, each one transaction: answering, rating anew, undoing."""

from typing import Any

from kzlearn.memory import lines, schedule
from kzlearn.memory.log import Log
from kzlearn.model.cards import CardState, Event

TOOK_AT_MOST = 60_000
"""Nobody thinks longer than a minute about one card: the learner went away (Anki's cap too)."""


def answer(log: Log, card: str, rating: int, took_ms: int, **details: Any) -> tuple[Event, CardState]:
    """Save an answer and plan the card's next day; the review and the state after it.

    `details` are the review's other fields. Raises LogError, and then nothing was saved.
    """
    details = {name: lines.storable(value) if isinstance(value, str) else value for name, value in details.items()}
    with log.writing() as writer:
        stamp = writer.stamp(card)
        settings = writer.settings().of(card)
        plan = schedule.plan(writer.state(card), rating, stamp["day"], settings, f"{card} {stamp['uid']}")
        event = writer.add(
            stamp,
            "review",
            card,
            rating=rating,
            due_day=plan.due_day,
            took_ms=min(max(took_ms, 0), TOOK_AT_MOST),
            scheduler=schedule.NAME,
            **details,
        )
        return event, writer.state(card)


def rerate(log: Log, review: Event, rating: int) -> CardState:
    """Give a review another rating, as if it had been given then; the state after it."""
    assert review.card is not None
    with log.writing() as writer:
        settings = writer.settings().of(review.card)
        before = writer.state(review.card, before=review)
        plan = schedule.plan(before, rating, review.day, settings, f"{review.card} {review.uid}")
        stamp = writer.stamp(review.card)
        writer.add(stamp, "rerate", review.card, of=review.uid, rating=rating, due_day=plan.due_day)
        return writer.state(review.card)


def ways(log: Log, review: Event) -> list[schedule.Plan]:
    """What each rating of a review leads to, 1 (Again) to 4 (Easy)."""
    assert review.card is not None
    settings = log.settings().of(review.card)
    before = log.before(review)
    return [schedule.plan(before, n, review.day, settings, f"{review.card} {review.uid}") for n in (1, 2, 3, 4)]


def note(log: Log, kind: str, card: str | None, **more: Any) -> Event:
    """Save an event that plans nothing: suspend, unsuspend, bury, unbury, reset, flag, unflag, settings."""
    with log.writing() as writer:
        return writer.add(writer.stamp(card), kind, card, **more)


def undo(log: Log, event: Event) -> Event:
    """Take an event back. It stays in the log and counts no more."""
    return note(log, "undo", event.card, of=event.uid)


def last_undoable(log: Log, card: str | None = None) -> Event | None:
    """The newest event of this device, or of a card, that an undo can take back; None when nothing is left."""
    where, order = ("card", "at desc, device desc, seq desc, uid desc") if card else ("device", "seq desc")
    undone = "select 1 from event as u where u.kind = 'undo' and u.of = event.uid and u.card is event.card"
    rows = log.query(
        f"select uid, card from event where {where} = ? and kind not in ('undo', 'settings', 'retime')"
        f" and not exists({undone}) order by {order} limit 1",
        card or log.device,
    )
    return next((e for uid, of_card in rows for e in log.events(of_card) if e.uid == uid), None)
