"""`make bench`: measures kzlearn beside its peers, in one run, and writes docs/benchmarks.md.

Nothing here is a test: machines differ and are noisy, so ratios within a run count, and spread is told. Whole processes
are timed with subprocess and perf_counter; what is made for it lies in build/bench and is made once.
"""

import argparse
import gc
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import inner
import report
from banks import write_bank
from figures import Target, Times
from history import NOW_ISO, write_log
from peers import ROOT, Ready, made_ready
from startup import Program, clean_env, timed

SIZES = (1_000, 10_000, 100_000)
DAILY = 10_000
CARDS, REVIEWS = 100_000, 1_000_000
REPLIES = 10_000
T = TypeVar("T")


@dataclass
class Found:
    """Everything a run found."""

    missing: list[str] = field(default_factory=list)
    processes: dict[str, Times] = field(default_factory=dict)
    loads: dict[int, tuple[Times, Times, Times]] = field(default_factory=dict)
    answers: tuple[Times, Times] = (Times(""), Times(""))
    queue: Times = field(default_factory=lambda: Times(""))
    verdicts: Times = field(default_factory=lambda: Times(""))
    marking: Times = field(default_factory=lambda: Times(""))
    replays: tuple[Times, ...] = ()
    targets: list[Target] = field(default_factory=list)


def main() -> None:
    options = _options()
    folder: Path = options.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    found = Found()
    _say("peers")
    ready, found.missing = made_ready(folder)
    _say("banks and logs")
    banks = {size: _bank(folder / f"bank-{size}", size) for size in SIZES}
    daily, large = folder / f"home-{DAILY}", folder / f"home-{CARDS}"
    ids = {size: list(inner.cards_of(banks[size], folder / "cache")) for size in (DAILY, CARDS)}
    write_log(daily, ids[DAILY][: DAILY // 3], DAILY * 3)
    write_log(large, ids[CARDS][:CARDS], REVIEWS)
    _say("start-up")
    programs = _programs(ready, banks[DAILY])
    found.processes = timed(
        programs, options.rounds, clean_env(folder / "home", NOW_ISO) | {"KZLEARN_HOME": str(daily)}
    )
    _say("loading")
    found.loads = {
        size: inner.loading(banks[size], folder / "load", options.loads if size < CARDS else 1) for size in SIZES
    }
    _say("answers, queue, replay")
    gc.set_threshold(100_000)  # as every command does
    cards = dict(list(inner.cards_of(banks[CARDS], folder / "cache").items())[-CARDS:])
    found.queue = inner.queueing(large, cards, options.rounds)
    found.replays = (*inner.replaying(large, options.loads), inner.py_fsrs(large, 20))
    found.answers = _on_a_copy(large, folder / "home-answers", lambda home: inner.answering(home, options.answers))
    found.verdicts = _on_a_copy(
        large,
        folder / "home-answers",
        lambda home: inner.verdicts(home, banks[CARDS], folder / "cache", options.answers),
    )
    found.marking = inner.marking(REPLIES, options.loads)
    found.targets = _targets(found)
    text = report.page(found, ready, ROOT)
    options.output.write_text(text, encoding="utf-8")
    _say(f"written: {options.output.name}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25, help="runs of every program")
    parser.add_argument("--loads", type=int, default=5, help="cold loads of a bank, and replays")
    parser.add_argument("--answers", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench", help="where things are made")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "benchmarks.md")
    return parser.parse_args()


def _bank(folder: Path, size: int) -> Path:
    return folder if (folder / "source.txt").exists() else write_bank(folder, size)


def _programs(ready: list[Ready], bank: Path) -> list[Program]:
    """Ours and theirs, and each bare Python they run on."""
    ours = str(Path(sys.executable).with_name("kzlearn"))
    bare = {peer.python: str(Path(peer.command[0]).with_name("python")) for peer in ready}
    return [
        Program("`kzlearn --version`", (ours, "--version")),
        Program("`kzlearn due`", (ours, "due", str(bank))),
        Program("`kzlearn due --json`", (ours, "due", "--json", str(bank))),
        Program("`kzlearn quiz`, first prompt", (ours, "quiz", str(bank)), prompts=True),
        Program("`kzlearn quiz`, first prompt in a terminal", (ours, "quiz", str(bank)), in_terminal=True),
        *(Program(f"`{' '.join(peer.peer.command)}`", peer.command) for peer in ready),
        *(Program(f"Python {version} alone", (python, "-c", "pass")) for version, python in bare.items()),
    ]


def _on_a_copy(home: Path, copy: Path, act: Callable[[Path], T]) -> T:
    """On a copy of the log, so that every run measures the same."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home, copy)
    try:
        return act(copy)
    finally:
        shutil.rmtree(copy)


def _targets(found: Found) -> list[Target]:
    took = {name: times.median for name, times in found.processes.items()}
    answer, bare = (times.median for times in found.answers)
    targets = []
    for ours in ("`kzlearn --version`", "`kzlearn due`"):
        for name, seconds in took.items():
            if name == "`termcard --version`":
                targets.append(Target(ours, took[ours], seconds * 1.5, f"1.5 × {name}"))
            elif not name.startswith(("`kzlearn", "Python")):
                targets.append(Target(ours, took[ours], seconds / 3, f"a third of {name}"))
    if "`termcard --version`" in took:
        targets += [
            Target(name, took[name], took["`termcard --version`"] * 2, "2 × `termcard --version`")
            for name in took
            if "first prompt" in name
        ]
    return [
        *targets,
        Target("an answer, durable", answer, bare + 0.002, "fsync + 2 ms"),
        Target(f"keystroke to verdict, {CARDS:,} cards", found.verdicts.median, bare + 0.03, "fsync + 30 ms"),
        Target(f"{REPLIES:,} replies marked", found.marking.median, 1.0, "at most"),
        Target(f"due queue, {CARDS:,} cards", found.queue.median, 0.05, "at most"),
        Target(f"{CARDS:,} states from {REVIEWS:,} events", found.replays[0].median, 2.0, "at most"),
    ]


def _say(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")


if __name__ == "__main__":
    main()
