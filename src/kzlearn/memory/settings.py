"""Scheduling settings: what a `settings` event may carry, and which values are in force for a bank."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

# FSRS-6 defaults, as in fsrs 6.3.2, fsrs-rs 6.6 and Anki (Ye, open-spaced-repetition wiki "The Algorithm").
# Copied so that a session starts without importing fsrs; a test holds them equal to the library's.
DEFAULT_PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
LOWER = (0.001, 0.001, 0.001, 0.001, 1, 0.001, 0.001, 0.001, 0, 0, 0.001) + (0.001,) * 3 + (0, 0, 1, 0, 0, 0, 0.1)
UPPER = (100.0,) * 4 + (10, 4, 4, 0.75, 4.5, 0.8, 3.5, 5, 0.25, 0.9, 4, 1, 6, 2, 2, 0.8, 0.8)


class Scheduling(NamedTuple):
    """The settings a card is scheduled with. Steps are in seconds, intervals in days, the rollover in hours."""

    parameters: tuple[float, ...] = DEFAULT_PARAMETERS
    retention: float = 0.9
    steps: tuple[int, ...] = (60, 600)
    relearning_steps: tuple[int, ...] = (600,)
    max_interval: int = 36_500
    rollover: int = 4
    zone: str = "local"


def flaw(key: str, value: Any) -> str | None:
    """What is wrong with a value for a setting, as the end of a sentence; None when nothing is."""
    if key not in RULES:
        return "is no scheduling setting"
    rule = RULES[key]
    return None if rule.holds(value) else f"must be {rule.wanted}"


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _parameters(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == len(LOWER)
        and all(_number(v) and low <= v <= high for v, low, high in zip(value, LOWER, UPPER, strict=True))
    )


def _steps(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) <= 10 and all(_whole(v) and 1 <= v <= 86_400 for v in value)


STEPS = "at most 10 whole seconds from 1 to 86400"


class Rule(NamedTuple):
    """What a setting may be: the test, the same in words, and what the setting means."""

    holds: Callable[[Any], bool]
    wanted: str
    meaning: str


RULES = {
    "retention": Rule(
        lambda v: _number(v) and 0.7 <= v <= 0.99, "a number from 0.7 to 0.99", "How likely you want to recall a card."
    ),
    "steps": Rule(_steps, STEPS, "Seconds until a new card comes again, answer by answer, before it waits for days."),
    "relearning_steps": Rule(_steps, STEPS, "The same for a card that was forgotten."),
    "max_interval": Rule(
        lambda v: _whole(v) and 1 <= v <= 36_500, "whole days from 1 to 36500", "The longest a card may wait, in days."
    ),
    "rollover": Rule(
        lambda v: _whole(v) and 0 <= v <= 23, "a whole hour from 0 to 23", "The hour at which a study day begins."
    ),
    "zone": Rule(
        lambda v: isinstance(v, str) and 0 < len(v) <= 64,
        "a zone name such as Asia/Almaty, or local",
        "The time zone that study days are counted in.",
    ),
    "parameters": Rule(
        _parameters, "21 FSRS-6 parameters, each within its bounds", "How fast you forget, as FSRS-6 describes it."
    ),
}


class InForce(NamedTuple):
    """The settings of every bank: those of all banks, and what single banks change."""

    general: Scheduling = Scheduling()
    banks: Mapping[str, Scheduling] = MappingProxyType({})

    def of(self, card: str) -> Scheduling:
        """The settings for a card, by its bank: what stands before the first `/`."""
        return self.banks.get(card.partition("/")[0], self.general)


def in_force(changes: Iterable[Mapping[str, Any]]) -> InForce:
    """Fold the data of settings events, in order: the last word on a key wins, a bank's own word over the general one.

    What is no setting, or has a value it cannot have, is passed over: no event can make a log unusable.
    """
    general: dict[str, Any] = {}
    banks: dict[str, dict[str, Any]] = {}
    for change in changes:
        bank = change.get("bank")
        values = general if bank is None else banks.setdefault(str(bank), {})
        sound = {k: v for k, v in change.items() if flaw(k, v) is None}
        values.update({k: tuple(v) if isinstance(v, list) else v for k, v in sound.items()})
    base = Scheduling()._replace(**general)
    return InForce(base, {bank: base._replace(**own) for bank, own in banks.items()})
