"""From events to states.

A card's state is a function of its own events and the settings, folded in the order (at, device, seq). The loop here
is our own because it must replay a million reviews in seconds; `fsrs` is the reference it is held against on every
random history (tests/memory/test_replay.py), and fsrs-rs and Anki beside it (tests/memory/test_parity.py).

Formulas: FSRS-6, open-spaced-repetition wiki, "The Algorithm". Elapsed time is a difference of study days.
"""

from collections.abc import Callable, Iterable, Iterator
from math import exp
from typing import NamedTuple

from kzlearn.memory.days import DAY_MS
from kzlearn.memory.settings import Scheduling
from kzlearn.model.cards import CardState, Event, Phase

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
S_MIN, S_MAX = 0.001, 36_500.0  # fsrs-rs caps stability at a hundred years, fsrs does not; we follow fsrs-rs


class Track:
    """A card's state while it is being folded; `snapshot` freezes it."""

    __slots__ = (
        "buried_day", "difficulty", "due_at", "due_day", "first_day", "flag", "lapses", "last_at", "last_day",
        "phase", "reps", "stability", "step", "suspended",
    )  # fmt: skip

    def __init__(self) -> None:
        self.suspended = False
        self.buried_day: int | None = None
        self.flag: str | None = None
        self.forget()

    def forget(self) -> None:
        """Back to a card that was never asked; what is not memory (suspended, buried, flag) stays."""
        self.phase = Phase.NEW
        self.stability = self.difficulty = 0.0
        self.step = self.reps = self.lapses = 0
        self.first_day: int | None = None
        self.last_day: int | None = None
        self.last_at: int | None = None
        self.due_day: int | None = None
        self.due_at: int | None = None

    def snapshot(self, card: str) -> CardState:
        new = self.phase is Phase.NEW
        return CardState(
            card,
            self.phase,
            self.step,
            None if new else self.stability,
            None if new else self.difficulty,
            self.first_day,
            self.last_day,
            self.last_at,
            self.due_day,
            self.due_at,
            self.reps,
            self.lapses,
            self.suspended,
            self.buried_day,
            self.flag,
        )


Review = tuple[int, int, int, int | None]
"""A review as replay takes it: at, day, rating, due_day."""

Replay = Callable[[Track, Iterable[Review]], None]


def replayer(settings: Scheduling) -> Replay:  # noqa: C901, PLR0915  # flat: it must run a million times a second
    """The function `replay(track, reviews)` that folds reviews, in their order, into a card's track, under `settings`.

    `due_day` is the day that was promised when the review was made (fuzz included); where it is None and the card is
    in review, the unfuzzed interval counts. A day before the card's last counts as that last day.
    """
    w = settings.parameters
    initial_s = (0.0, *(min(max(v, S_MIN), S_MAX) for v in w[:4]))
    initial_d = (0.0, *(min(max(w[4] - exp(w[5] * (r - 1)) + 1, 1.0), 10.0) for r in (1, 2, 3, 4)))
    easy_d = w[7] * (w[4] - exp(w[5] * 3) + 1)
    keep_d = 1 - w[7]
    delta_d = (0.0, *(-w[6] * (r - 3) / 9 for r in (1, 2, 3, 4)))
    short = (0.0, *(exp(w[17] * (r - 3 + w[18])) for r in (1, 2, 3, 4)))
    short_power = -w[19]
    decay = -w[20]
    factor = 0.9 ** (1 / decay) - 1
    growth = (0.0, 0.0, exp(w[8]) * w[15], exp(w[8]), exp(w[8]) * w[16])
    growth_power, growth_rate = -w[9], w[10]
    lapse, lapse_d, lapse_s, lapse_r = w[11], -w[12], w[13], w[14]
    lapse_cap = exp(w[17] * w[18])
    reach = settings.retention ** (1 / decay) - 1
    longest = settings.max_interval
    review, learning, relearning = Phase.REVIEW, Phase.LEARNING, Phase.RELEARNING
    relearning_steps = settings.relearning_steps
    steps = {learning: settings.steps, relearning: relearning_steps}

    def replay(track: Track, reviews: Iterable[Review]) -> None:  # noqa: C901, PLR0912  # flat, as above
        # The track's values are kept in local names while its reviews are folded: twice as fast.
        s, d, last, last_at = track.stability, track.difficulty, track.last_day, track.last_at
        phase, position, reps, lapses = track.phase, track.step, track.reps, track.lapses
        due, due_at = track.due_day, track.due_at
        for at, day, rating, due_day in reviews:
            reps += 1
            if last is None:
                s, d = initial_s[rating], initial_d[rating]
                track.first_day = day
                phase = learning
            else:
                if day <= last:
                    day = last  # noqa: PLW2901  # a name the less in a loop run a million times
                    rise = short[rating] * s**short_power
                    s *= rise if rating == AGAIN or rise > 1.0 else 1.0
                else:
                    r = (1 + factor * (day - last) / s) ** decay
                    if rating == AGAIN:
                        s = min(lapse * d**lapse_d * ((s + 1) ** lapse_s - 1) * exp((1 - r) * lapse_r), s / lapse_cap)
                    else:
                        s *= 1 + growth[rating] * (11 - d) * s**growth_power * (exp((1 - r) * growth_rate) - 1)
                if s < S_MIN:
                    s = S_MIN
                elif s > S_MAX:
                    s = S_MAX
                d = easy_d + keep_d * (d + (10 - d) * delta_d[rating])
                if d < 1.0:
                    d = 1.0
                elif d > 10.0:
                    d = 10.0
            last, last_at = day, at
            if phase is review:
                if rating == AGAIN:
                    lapses += 1
                    if due_day is None and relearning_steps:
                        phase, position = relearning, 0
                        due, due_at = day, at + relearning_steps[0] * 1000
                        continue
            elif due_day is None:
                position, wait = _next_step(position, rating, steps[phase])
                if wait is not None:
                    due, due_at = day, at + wait
                    continue
            phase, position, due_at, due = review, 0, None, due_day
            if due_day is None:
                days = round(s / factor * reach)
                due = day + (1 if days < 1 else min(days, longest))
        track.stability, track.difficulty, track.last_day, track.last_at = s, d, last, last_at
        track.phase, track.step, track.reps, track.lapses = phase, position, reps, lapses
        track.due_day, track.due_at = due, due_at

    return replay


def _next_step(position: int, rating: int, steps: tuple[int, ...]) -> tuple[int, int | None]:
    """The next position within learning steps and how long to wait for it, in ms; None when the card leaves for review.

    The same rules as fsrs 6.3.2: Again starts over, Hard repeats (midway to the second step from the first), Good
    goes on, Easy leaves.
    """
    if not steps or rating == EASY or (position >= len(steps) and rating != AGAIN):
        return 0, None
    if rating == AGAIN:
        return 0, steps[0] * 1000
    if rating == GOOD:
        return (position + 1, steps[position + 1] * 1000) if position + 1 < len(steps) else (0, None)
    if position > 0:
        return position, steps[position] * 1000
    return 0, steps[0] * 1500 if len(steps) == 1 else (steps[0] + steps[1]) * 500


def interval(stability: float, settings: Scheduling) -> int:
    """In how many days the chance of recall falls to the retention asked for; 1 to `max_interval`, before fuzz."""
    decay = -settings.parameters[20]
    days: int = round(stability / (0.9 ** (1 / decay) - 1) * (settings.retention ** (1 / decay) - 1))
    return min(max(days, 1), settings.max_interval)


def retrievability(state: CardState, day: int, settings: Scheduling) -> float:
    """The chance, 0 to 1, that the card is recalled on a study day; 0.0 for a card never asked."""
    if state.stability is None or state.last_day is None:
        return 0.0
    decay = -settings.parameters[20]
    factor = 0.9 ** (1 / decay) - 1
    return float((1 + factor * max(day - state.last_day, 0) / state.stability) ** decay)


class Corrections(NamedTuple):
    """What later events say about earlier ones, by uid: undone, rated anew, moved to their right time."""

    undone: frozenset[str]
    rerated: dict[str, tuple[int, int | None]]
    retimed: dict[str, tuple[int, int]]


def corrections(events: Iterable[Event]) -> Corrections:
    """Gather undo, rerate and retime from a card's events. They hold wherever they sort; an undo is final."""
    events = sorted(events, key=Event.order)
    undone = frozenset(e.of for e in events if e.kind == "undo" and e.of)
    alive = [e for e in events if e.of and e.uid not in undone]
    return Corrections(
        undone=undone,
        rerated={e.of: (e.rating, e.due_day) for e in alive if e.kind == "rerate" and e.of and e.rating},
        retimed={e.of: (e.data["at"], e.data["day"]) for e in alive if e.kind == "retime" and e.of},
    )


def counting(events: Iterable[Event], now: int) -> Iterator[Event]:
    """A card's events that a state is folded from, in their order, each as later ones say it was: undone ones left out,
    rated anew, moved to their right time. `now` is in ms; what lies more than a day ahead of it is left out."""
    events = list(events)
    fix = corrections(events)
    held = [e for e in events if e.kind == "review" or e.kind in SWITCHES]
    timed = [(*fix.retimed.get(e.uid, (e.at, e.day)), e) for e in held]
    for at, day, event in sorted(timed, key=lambda t: (t[0], t[2].device, t[2].seq, t[2].uid)):
        if at > now + DAY_MS or event.uid in fix.undone:
            continue
        rating, due_day = fix.rerated.get(event.uid) or (event.rating, event.due_day)
        if event.uid in fix.retimed:
            due_day = None  # it was promised from the wrong day
        yield event._replace(at=at, day=day, rating=rating, due_day=due_day)


def fold(card: str, events: Iterable[Event], settings: Scheduling, now: int) -> CardState:
    """A card's state after its events, which may come in any order. `now` is in ms.

    Events that lie more than a day ahead of `now` are left out: they come from a clock that was wrong, and count once
    a `retime` event repairs them or their time has come.
    """
    replay = replayer(settings)
    track = Track()
    for event in counting(events, now):
        if event.kind == "review":
            replay(track, [(event.at, event.day, event.rating or AGAIN, event.due_day)])
        else:
            SWITCHES[event.kind](track, event, event.day)
    return track.snapshot(card)


def _suspend(track: Track, event: Event, _day: int) -> None:
    track.suspended = event.kind == "suspend"


def _bury(track: Track, event: Event, day: int) -> None:
    track.buried_day = day if event.kind == "bury" else None


def _flag(track: Track, event: Event, _day: int) -> None:
    track.flag = str(event.data.get("word", "")) if event.kind == "flag" else None


def _reset(track: Track, _event: Event, _day: int) -> None:
    track.forget()


SWITCHES: dict[str, Callable[[Track, Event, int], None]] = {
    "suspend": _suspend,
    "unsuspend": _suspend,
    "bury": _bury,
    "unbury": _bury,
    "flag": _flag,
    "unflag": _flag,
    "reset": _reset,
}
