"""Events that come back from another program: those that say something new.

What we sent there returns under other uids. A review is known by its card and its moment: ours may have been moved by
what zones differ by, into the day that the other program counts, and by some ms, out of another's way.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from kzlearn.memory.log import Log
from kzlearn.model.cards import CardState, Event

QUARTER_MS, FARTHEST, NEAR = 900_000, 4 * 26, 1_000
ALREADY: dict[str, Callable[[CardState], bool]] = {
    "suspend": lambda state: state.suspended,
    "flag": lambda state: state.flag is not None,
    "reset": lambda state: state.stability is None,
}


def new(log: Log, events: Iterable[Event]) -> Iterator[Event]:
    """Those of some events, card by card, that the log does not hold in another form."""
    known = {card for (card,) in log.query("select distinct card from event where card is not null")}
    for card, group in groupby(events, lambda event: event.card):
        if card is None or card not in known:
            yield from group
            continue
        rows = list(log.query("select uid, at, kind from event where card = ?", card))
        here = {uid for uid, *_ in rows}
        state, ours = log.state(card), dict[str, str]()
        for event in group:
            if event.uid in here:
                yield event
            elif event.kind in ALREADY and ALREADY[event.kind](state):
                continue
            elif same := next((uid for uid, at, kind in rows if kind == event.kind and _same(event.at, at)), None):
                ours[event.uid] = same
            else:
                yield event._replace(of=ours.get(event.of, event.of)) if event.of else event


def _same(at: int, known: int) -> bool:
    quarters = round((at - known) / QUARTER_MS)
    return abs(quarters) <= FARTHEST and abs(at - known - quarters * QUARTER_MS) <= NEAR
