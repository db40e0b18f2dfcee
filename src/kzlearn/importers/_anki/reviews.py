"""Reviews in Anki as events: with uids that follow from where they came from, so that twice adds nothing."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from kzlearn.importers._anki.collection import Card, Collection, Review
from kzlearn.model.cards import Event

DEVICE = "anki"
FILTERED, MANUAL = 3, 4
MOST_MS = 60_000
LAST = 253_370_764_800_000
"""The year 9999 in ms: days after it cannot be written down."""
COLOURS = ("", "red", "orange", "green", "blue", "pink", "turquoise", "purple")


def events(col: Collection, origin: str, card: str, held: Card, reviews: Iterable[Review]) -> Iterator[Event]:
    """What happened to a card in Anki. `origin` names it there for good: its note's guid and its place.

    A review keeps the day that Anki promised; where the card's own due day is another one by now (moved by hand, or by
    rescheduling), the last review is rated anew with that day.
    """
    last: Event | None = None
    for review in reviews:
        event = _event(col, origin, card, review)
        if event is None:
            continue
        yield event
        last = event if event.kind == "review" else None
    moved = held.due_day if last and held.due_day is not None and held.due_day != last.due_day else None
    if last and moved is not None and moved >= last.day:
        at = max(held.mod * 1000, last.at + 1)
        yield _made(col, f"{origin} due {last.uid} {moved}", at, "rerate", card)._replace(
            of=last.uid, rating=last.rating, due_day=moved
        )
    if held.suspended:
        yield _made(col, f"{origin} suspend {held.mod}", held.mod * 1000, "suspend", card)
    if held.flag:
        yield _made(col, f"{origin} flag {held.flag} {held.mod}", held.mod * 1000, "flag", card)._replace(
            data={"word": COLOURS[held.flag]}
        )


def _event(col: Collection, origin: str, card: str, review: Review) -> Event | None:
    """A review, or a reset (notes on Anki: an entry made by hand that has no factor); None for what is neither."""
    if review.type >= MANUAL and review.factor == 0 and review.ease == 0:
        return _made(col, f"{origin} {review.at}", review.at, "reset", card)
    if review.ease not in (1, 2, 3, 4) or review.type >= MANUAL or (review.type == FILTERED and review.factor == 0):
        return None
    at = min(max(review.at, 0), LAST)
    day = col.day(at)
    return Event(
        _uid(f"{origin} {review.at}"), DEVICE, at, at, day, col.zone, "review", card,
        rating=review.ease,
        correct=review.ease > 1,
        took_ms=min(max(review.took_ms, 0), MOST_MS),
        due_day=day + min(review.interval, 36_500) if review.interval > 0 else None,
        scheduler="anki",
    )  # fmt: skip


def _made(col: Collection, name: str, at: int, kind: str, card: str) -> Event:
    at = min(max(at, 0), LAST)
    return Event(_uid(name), DEVICE, at, at, col.day(at), col.zone, kind, card)


def _uid(name: str) -> str:
    return f"anki-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:24]}"
