"""Mends events that a wrong clock dated ahead: each gets a time that its device's own order allows."""

from kzlearn.memory.days import DAY_MS, Moment, study_day
from kzlearn.memory.log import Log


def retime_ahead(log: Log) -> int:
    """Add a `retime` for every event dated more than a day ahead of now; how many there were.

    A device numbers its events, so what it did before and after is known even when its clock was wrong: an event is
    put a millisecond after the device's last event before it that has a credible time; where there is none, with the
    next that has one; else now. Events put at one moment keep the device's order.
    """
    with log.writing() as writer:
        late = writer.clock.at + DAY_MS
        for event in (ahead := sorted(log.ahead(), key=lambda e: (e.device, e.seq))):
            ((last, following),) = log.query(
                """select max(at) filter (where seq < ?), min(at) filter (where seq > ?) from event
                    where device = ? and at <= ?""",
                event.seq,
                event.seq,
                event.device,
                late,
            )
            at = (following or writer.clock.at) if last is None else min(last + 1, late)
            day = study_day(Moment(at, event.zone), writer.settings().general.rollover)
            writer.add(writer.stamp(event.card), "retime", event.card, of=event.uid, data={"at": at, "day": day})
    return len(ahead)
