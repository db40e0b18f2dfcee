# what it prints is what the tests hold it to
"""A learner in a process of its own, started by the tests: `worker.py WHAT FOLDER ...`.

A line is printed for each event only after the transaction that saved it has returned.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random

from kzlearn.memory import acts, lines
from kzlearn.memory.days import clock_from
from kzlearn.memory.log import Log
from kzlearn.memory.store import LogError

CLOCK = clock_from(datetime.now(UTC), time.monotonic, UTC)
CARDS = 7


def answers(folder: Path, at_most: str) -> None:
    """All that a learner does, at random."""
    rng = Random()
    with Log.open(folder, CLOCK, rng) as log:
        print("opened", flush=True)
        for number in range(int(at_most)):
            card = f"bank/{rng.randrange(CARDS)}"
            print(_act(log, card, number, rng).uid, flush=True)


def _act(log, card, number, rng):
    event, _ = acts.answer(log, card, rng.randint(1, 4), 1_000, reply=f"reply {number}", correct=True)
    match rng.randrange(12):
        case 0:
            return acts.undo(log, event)
        case 1:
            acts.rerate(log, event, rng.randint(1, 4))
        case 2:
            return acts.note(log, rng.choice(["suspend", "unsuspend", "bury", "flag", "reset"]), card)
        case 3:
            return acts.note(log, "settings", None, data={"retention": rng.uniform(0.7, 0.99)})
    return event


def merge(folder: Path, file: str) -> None:
    """A whole file of events in one transaction."""
    with Log.open(folder, CLOCK, Random()) as log:
        events = [lines.read(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
        print("opened", flush=True)
        with log.writing() as writer:
            writer.merge(events)
        print("merged", flush=True)


def fills(folder: Path, limit: str = "") -> None:
    """Answers until nothing more can be saved, first held to files of `limit` bytes if that is given; then again with
    room: what takes up the disk is gone, or the limit lifted."""
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    try:
        with Log.open(folder, CLOCK, Random()) as log:
            for uid in _until_it_fails(log):
                print(uid, flush=True)
    except LogError as error:
        print(f"error: {error}", flush=True)
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    for filler in folder.parent.glob("filler"):
        filler.unlink()
    with Log.open(folder, CLOCK, Random()) as log:
        print("kept:", *(event.uid for event in log.events()), flush=True)
        print("wrong:", *log.verify(), flush=True)
        acts.answer(log, "bank/after", 3, 1_000)
        print("answered", flush=True)


def _until_it_fails(log: Log) -> Iterator[str]:
    for number in count():
        yield acts.answer(log, f"bank/{number % CARDS}", 3, 1_000, reply="x" * 2_000)[0].uid


def tries_to_write(folder: Path) -> None:
    """As a user who may not write there; root may write anywhere."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65_534)
        os.setuid(65_534)
    try:
        with Log.open(folder, CLOCK, Random()) as log:
            acts.answer(log, "bank/a", 3, 1_000)
            print("saved", flush=True)
    except LogError as error:
        print(f"error: {error}", flush=True)


if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    globals()[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
