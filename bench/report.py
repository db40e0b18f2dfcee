"""docs/benchmarks.md, from what a run found."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from figures import Times, shown
from peers import Ready

HEAD = """\
# Benchmarks

Written by `make bench` (bench/run.py); not edited by hand. All programs are timed in the same run, in turn and in an
order drawn anew each round, so ratios hold where absolute times do not: other work may run on the machine. Spread is
the 10th to the 90th percentile, of fewer than ten runs the least and the most.
"""

MEASURED = """\
## How it is measured

- Whole processes: Python's subprocess and perf_counter, from before the start until the end, or for `quiz` until the
  first question can be read from a pipe, or in a terminal until a key can be pressed;
  two rounds to warm up are not counted. Peers are on PyPI, each in a venv made
  with the same pip, with their quickest command that needs nothing of the user's.
- `due` and `quiz`: a bank of 10,000 questions that has not changed since, with a log of 30,000 reviews.
- Loading: fresh processes, from a YAML file to cards; cold also writes the cache. PyYAML's C loader alone, on the same
  file, gives plain lists and dictionaries, unchecked and without places.
- An answer: in one process, to a card drawn by chance of the 100,000 in a log of 1,000,000 reviews, planned, saved and
  on the disk; in turn with 4 KB appended to a file beside it and fsync.
- Keystroke to verdict: as an answer, but through a session on the bank of 100,000 questions, every second reply wrong
  and looked for among all answers of the bank; marked, saved, and put on the screen with its proof and the time each
  rating gives. The replies marked are those of tests/grading.yaml, most of them chosen to be hard.
- The queue: all 100,000 questions' cards at hand, the log open.
- Replay: every state computed anew from the events in the log: 1,000,000 reviews, 2,000 undone, 1,000 suspensions.
  The target is held against all of it, saving included. py-fsrs is given its reviews from memory, and saves nothing.
"""


def page(found: Any, ready: list[Ready], root: Path) -> str:
    """The whole page."""
    parts = [HEAD, _machine(ready, found.missing), "## Targets", _targets(found), "## Start-up", _processes(found)]
    parts += ["## Loading a bank", _loads(found), "## The log", _log(found), MEASURED]
    assert str(root) not in "".join(parts)
    return "\n".join(part if part.endswith("\n") else f"{part}\n" for part in parts)


def _machine(ready: list[Ready], missing: list[str]) -> str:
    today = datetime.now(UTC).date().isoformat()
    cores = os.cpu_count()
    load = os.getloadavg()[0]
    machine = f"{platform.system()} {platform.machine()}, {cores} cores (load at the end {load:.1f})"
    lines = [
        f"{today}, {machine}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}.",
        "Peers: " + ", ".join(f"{peer.peer.requirement} (Python {peer.python})" for peer in ready) + ".",
        *missing,
    ]
    return "\n".join(lines)


def _targets(found: Any) -> str:
    head = "| what | median | target | share of it | reached |\n|---|---|---|---|---|"
    return "\n".join([head, *(target.row() for target in found.targets)])


def _processes(found: Any) -> str:
    base = found.processes.get("`termcard --version`")
    head = "| command | median | spread | runs | × termcard |\n|---|---|---|---|---|"
    rows = [
        f"{times.row()} {f'{times.median / base.median:.2f}' if base else '-'} |" for times in found.processes.values()
    ]
    return "\n".join([head, *rows])


def _loads(found: Any) -> str:
    head = "| questions | | median | spread | runs | × the loader alone |\n|---|---|---|---|---|---|"
    rows = [
        f"| {size:,} {times.row()} {times.median / loads[2].median:.2f} |"
        for size, loads in found.loads.items()
        for times in loads
    ]
    return "\n".join([head, *rows])


def _log(found: Any) -> str:
    head = "| what | median | spread | runs |\n|---|---|---|---|"
    times: list[Times] = [*found.answers, found.verdicts, found.marking, found.queue, *found.replays]
    added = found.answers[0].median - found.answers[1].median
    return "\n".join([head, *(t.row() for t in times), "", f"An answer takes {shown(max(added, 0))} beyond the fsync."])
