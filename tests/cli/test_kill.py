"""Nothing that was shown as saved is ever lost: sessions killed at any moment, sessions at once.

KZLEARN_KILLS=500 kills that many; 25 otherwise.
"""

import os
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from .conftest import VERDICT, Kzlearn

KILLS = int(os.environ.get("KZLEARN_KILLS", "25"))
A_HOME_LASTS = 20
"""Sessions on one home, so that some are killed while they make it."""
CARDS = 400
LONGEST_S = 0.9

Answer = tuple[str, str, bool]
"""The card, the reply, whether it was right."""


@pytest.fixture
def big(kz: Kzlearn) -> Kzlearn:
    questions = "".join(f"- {{id: q{n}, prompt: Which is q{n}?, answer: 'yes'}}\n" for n in range(CARDS))
    kz.write("big.yaml", f"bank: b\ntitle: B\nquestions:\n{questions}")
    kz.write("home/config.toml", "new = 9999\nlimit = 9999\n")
    return kz


def replies(session: object, rng: Random) -> list[str]:
    """Every reply unlike any other, but for those that are right."""
    return ["yes" if rng.random() < 0.3 else f"reply {session}.{n}" for n in range(CARDS)]


def printed(out: str, said: list[str]) -> Iterator[Answer]:
    """The verdicts that were printed to the end of their line, each with its card and its reply."""
    card, waiting = "", iter(said)
    for line in out.splitlines(keepends=True):
        if asked := re.match(r"Which is (q\d+)\?\n", line):
            card = f"b/{asked[1]}"
        elif VERDICT.match(line) and line.endswith("\n"):
            yield card, next(waiting), not line.startswith("wrong")


@dataclass
class Watch:
    """Reads a home's log past what it has read before, as SQLite and not as the program would."""

    home: Path
    seq: int = 0
    read: list[Answer] = field(default_factory=list)

    def saved(self) -> list[Answer]:
        log = self.home / "log.sqlite"
        if not log.exists():
            return []
        db = sqlite3.connect(log)
        try:
            query = "select seq, card, reply, correct from event where kind = 'review' and seq > ? order by seq"
            rows = db.execute(query, (self.seq,)).fetchall()
        finally:
            db.close()
        self.seq = rows[-1][0] if rows else self.seq
        return [(card, reply, bool(correct)) for _, card, reply, correct in rows]


def test_a_session_killed_at_any_moment_has_saved_every_verdict_it_printed(big: Kzlearn) -> None:
    rng = Random(os.environ.get("KZLEARN_SEED", "kill"))
    figures: Counter[str] = Counter()
    watch = Watch(Path())
    for n in range(KILLS):
        if n % A_HOME_LASTS == 0:
            home = big.write(f"home{n}/config.toml", "new = 9999\nlimit = 9999\n").parent
            big.more, watch = {"KZLEARN_HOME": str(home)}, Watch(home)
        said = replies(n, rng)
        with (big.folder / "out").open("wb") as out, big.start("quiz", "--plain", "big.yaml", stdout=out) as process:
            assert process.stdin
            process.stdin.write("".join(f"{reply}\n" for reply in said).encode())
            process.stdin.flush()
            time.sleep(rng.uniform(0, LONGEST_S))
            process.kill()
        shown = list(printed((big.folder / "out").read_text(encoding="utf-8"), said))
        saved = watch.saved()
        assert saved[: len(shown)] == shown
        assert len(saved) - len(shown) in (0, 1)  # the last may have been saved and not yet shown
        figures.update(verdicts=len(shown), saved_unseen=len(saved) - len(shown), before_any=not shown)
        if n % A_HOME_LASTS == A_HOME_LASTS - 1 or n == KILLS - 1:
            ran = big("log", "verify")
            assert (ran.code, "all is well" in ran.out) == (0, True), ran.out
    print(f"{KILLS} kills:", dict(figures))  # `make kill` shows it
    assert figures["verdicts"] > KILLS


@pytest.mark.parametrize("count", [2, 4])
def test_sessions_at_once_lose_nothing_and_all_end_well(big: Kzlearn, count: int) -> None:
    rng = Random(count)
    said = [[f"reply {n}.{i}" if rng.random() < 0.7 else "yes" for i in range(60)] for n in range(count)]
    outs = [big.folder / f"out{n}" for n in range(count)]
    running = []
    for n, out in enumerate(outs):
        with out.open("wb") as file:
            running.append(big.start("quiz", "--plain", "big.yaml", "--order", "random", stdout=file))
        stdin = running[-1].stdin
        assert stdin
        stdin.write("".join(f"{reply}\n" for reply in said[n]).encode())
    ends = [process.communicate(timeout=120)[1] for process in running]
    assert [(process.returncode, err) for process, err in zip(running, ends, strict=True)] == [(0, b"")] * count
    shown = [list(printed(out.read_text(encoding="utf-8"), replied)) for out, replied in zip(outs, said, strict=True)]
    assert [len(one) for one in shown] == [60] * count
    assert Counter(Watch(big.home).saved()) == Counter(answer for one in shown for answer in one)
    assert big("log", "verify").code == 0
