"""Moments and study days.

A moment is milliseconds since 1970-01-01 UTC together with the zone's offset in minutes. A study day begins at the
rollover hour of local time; it is counted in days since 1970-01-01, so that elapsed days are a subtraction. The day
is computed once, when something happens, and stored (notes on FSRS: Anki counts rollovers, not 24-hour periods).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

DAY_MS = 86_400_000
MINUTE_MS = 60_000
EPOCH = date(1970, 1, 1)


class Moment(NamedTuple):
    """`at` in ms since 1970 UTC, `zone` in minutes east of UTC."""

    at: int
    zone: int


Clock = Callable[[], Moment]


def moment_of(instant: datetime, zone: tzinfo | None) -> Moment:
    """The moment of an aware instant, in `zone` (None: this machine's local zone, with its summer time)."""
    offset = instant.astimezone(zone).utcoffset() or timedelta()
    since = instant - datetime(1970, 1, 1, tzinfo=UTC)
    return Moment(since // timedelta(milliseconds=1), offset // timedelta(minutes=1))


def clock_from(start: datetime, ticks: Callable[[], float], zone: tzinfo | None) -> Clock:
    """A clock that stands at `start` now and runs on with `ticks` (seconds, monotonic), whatever the system's does."""
    began = ticks()
    return lambda: moment_of(start + timedelta(seconds=ticks() - began), zone)


def study_day(moment: Moment, rollover: int) -> int:
    """The study day a moment belongs to, when a day begins `rollover` hours after local midnight."""
    return (moment.at + moment.zone * MINUTE_MS - rollover * 3_600_000) // DAY_MS


def day_starts(day: int, zone: int, rollover: int) -> int:
    """When a study day begins, in ms since 1970 UTC, at a zone offset of `zone` minutes."""
    return day * DAY_MS + rollover * 3_600_000 - zone * MINUTE_MS


def iso(day: int) -> str:
    """2026-11-23 for 20780."""
    return (EPOCH + timedelta(days=day)).isoformat()


def from_iso(text: str) -> int:
    """20780 for 2026-11-23. Raises ValueError when the text is no such date."""
    return (date.fromisoformat(text) - EPOCH).days
