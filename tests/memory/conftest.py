"""A learner's devices: real logs in real folders, each with a clock that stands still until a test moves it.

What hypothesis tests need is given by fixtures of the session, because a fixture of the function would be shared by all
examples.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st

from kzlearn.memory import lines
from kzlearn.memory.days import DAY_MS
from kzlearn.memory.log import Log, Merged
from kzlearn.memory.settings import DEFAULT_PARAMETERS, LOWER, UPPER
from kzlearn.model.cards import Event

from ..clock import NOON, Clock

IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""For what is only computed: hundreds of logs, each commit of which would wait for the disk."""
WORKER = Path(__file__).with_name("worker.py")


class Desk:
    """Where a learner's devices lie."""

    noon = NOON

    @staticmethod
    def open(folder: Path, seed: int = 0, at: int = NOON) -> Log:
        return Log.open(folder, Clock(at), Random(seed))

    @staticmethod
    @contextmanager
    def logs(count: int = 1, at: int = NOON) -> Iterator[list[Log]]:
        """New devices that know nothing of each other."""
        with TemporaryDirectory(dir=IN_MEMORY) as folder, ExitStack() as stack:
            yield [stack.enter_context(Desk.open(Path(folder) / str(n), n, at)) for n in range(count)]

    @staticmethod
    def merge(log: Log, events: list[Event]) -> Merged:
        """Send events to a device as lines of text, in one transaction."""
        with log.writing() as writer:
            return writer.merge([lines.read(lines.write(event)) for event in events])

    @staticmethod
    def uids(log: Log) -> set[str]:
        return {uid for (uid,) in log.query("select uid from event")}


@pytest.fixture(scope="session")
def desk() -> type[Desk]:
    return Desk


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Desk.open(tmp_path / "home") as opened:
        yield opened


class Worker:
    """A learner in a process of its own. It says `ready`, waits for `go`, then prints a line for what it has saved."""

    def __init__(self, *words: object) -> None:
        self.process = subprocess.Popen(
            [sys.executable, WORKER, *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> "Worker":
        assert self.process.stdout.readline() == "ready\n", self.process.stderr.read()
        return self

    def go(self) -> "Worker":
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        return self

    def lines(self, count: int) -> list[str]:
        """What it prints next; less when it has ended."""
        return [line for line in (self.process.stdout.readline() for _ in range(count)) if line.endswith("\n")]

    def rest(self) -> list[str]:
        """What else it had printed when it ended; a line cut short does not count."""
        out, self.said = self.process.communicate()
        return [line for line in out.splitlines(keepends=True) if line.endswith("\n")]


@pytest.fixture
def worker() -> Iterator[type[Worker]]:
    started = []

    def start(*words: object) -> Worker:
        started.append(Worker(*words))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        for pipe in (one.process.stdin, one.process.stdout, one.process.stderr):
            pipe.close()


# --- any event that a line may hold ---

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
DAYS = st.one_of(st.integers(0, 25_000), st.sampled_from([0, 1, 20_779, 20_780, 20_781, 20_783, 2_932_890]))
DATES = st.one_of(st.none(), st.integers(lines.FIRST_DAY, lines.LAST_DAY), st.integers(20_700, 20_900))
STEPS = st.lists(st.integers(1, 86_400), max_size=3)
PARAMETERS = st.one_of(
    st.just(list(DEFAULT_PARAMETERS)),
    st.just(list(LOWER)),
    st.just(list(UPPER)),
    st.tuples(*(st.floats(low, high) for low, high in zip(LOWER, UPPER, strict=True))).map(list),
)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "bank": st.sampled_from(["", "bank", "/", "bank/a", "NULL", "' or 1=1 --", "банк"]),
        "origin": TEXT,
        "parameters": PARAMETERS,
        "retention": st.floats(0.7, 0.99),
        "steps": STEPS,
        "relearning_steps": STEPS,
        "max_interval": st.integers(1, 36_500),
        "rollover": st.integers(0, 23),
        "zone": TEXT.filter(bool),
    },
)
UIDS = [f"uid-{n}" for n in range(12)]
CARDS = ["bank/a", "bank/b", "bank/b#part", "other/a", "loose", "/", "банк/ü"]


@st.composite
def _moments(draw: st.DrawFn) -> tuple[int, int]:
    day = draw(DAYS)
    return day * DAY_MS + draw(st.integers(0, DAY_MS - 1)), day + draw(st.integers(-2, 2))


@st.composite
def _events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(["review"] * 5 + sorted(lines.KINDS)))
    at, day = draw(_moments())
    said = {}
    if kind == "retime":
        said = dict(zip(("at", "day"), draw(_moments()), strict=True))
    elif kind == "settings":
        said = draw(SETTINGS)
    elif kind == "flag":
        said = draw(st.fixed_dictionaries({}, optional={"word": TEXT}))
    cards = st.sampled_from(CARDS)
    return Event(
        uid=draw(st.sampled_from(UIDS)),
        device=draw(st.sampled_from(["phone", "laptop", ""])),
        seq=draw(st.integers(-3, 9) | st.sampled_from([lines.LARGEST, -lines.LARGEST])),
        at=at,
        day=day,
        zone=draw(st.integers(-24 * 60, 24 * 60)),
        kind=kind,
        card=None if kind == "settings" else draw(cards | st.none() if kind in lines.CARDLESS else cards),
        of=draw(st.sampled_from([*UIDS, "nobody"])) if kind in lines.POINTING else None,
        rating=draw(st.integers(1, 4)) if kind in lines.RATED else None,
        due_day=draw(DATES) if kind in lines.RATED else None,
        correct=draw(st.none() | st.booleans()),
        reply=draw(st.none() | TEXT),
        took_ms=draw(st.none() | st.integers(0, 60_000)),
        hints=draw(st.none() | st.integers(0, 3)),
        shown_as=draw(st.none() | TEXT),
        data=said,
    )


@pytest.fixture(scope="session")
def any_event() -> st.SearchStrategy[Event]:
    """Any event that a line may hold, however odd: few uids and cards, so that events speak of each other."""
    return _events()


@pytest.fixture(scope="session")
def any_history() -> st.SearchStrategy[list[Event]]:
    return st.lists(_events(), max_size=12, unique_by=lambda event: event.uid)
