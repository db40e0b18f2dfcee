"""A clock that a test moves."""

from dataclasses import dataclass

from kzlearn.memory.days import DAY_MS, MINUTE_MS, Moment

TODAY = 20_780
NOON = TODAY * DAY_MS + DAY_MS // 2  # 2026-11-23T12:00Z


@dataclass
class Clock:
    at: int = NOON
    zone: int = 0

    def __call__(self) -> Moment:
        return Moment(self.at, self.zone)

    def wait(self, days: int = 0, minutes: int = 0) -> None:
        self.at += days * DAY_MS + minutes * MINUTE_MS
