"""The program as its users run it: in a process of its own, or by `kzlearn.cli.run` where that says as much."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from kzlearn.cli import run

from .terminal import Terminal

SEA = """\
bank: sea
title: The sea
sources: {text: {file: sea.txt, title: On the sea}}
facts:
- id: colour
  statement: The sea is blue.
  quote: is blue
  topic: looks
  questions:
  - {id: colour, prompt: What colour is the sea?, answer: blue, hint: Like the sky., explanation: It mirrors the sky.}
  - {id: green, kind: true_false, prompt: The sea is green., answer: false}
- id: depth
  statement: The sea is 11 km deep.
  quote: eleven kilometres deep
  topic: size
  questions:
  - {id: depth, kind: number, prompt: How deep is the sea?, answer: 11, unit: km, tags: [core, figures]}
- id: taste
  statement: The sea tastes of salt.
  quote: It tastes of salt.
  topic: looks
  questions:
  - id: taste
    kind: choice
    prompt: What does the sea taste of?
    answer: salt
    distractors: [honey, lime]
    tags: [core]
"""
DOCUMENT = "At noon the sea is blue. Far out it is eleven kilometres deep.\nIt tastes of salt.\n"
ANSWERS = {"What colour": "blue", "The sea is green": "f", "How deep": "11 km", "What does": "salt"}
VERDICT = re.compile(r"^(right|nearly|wrong): ")
PYTHON_SAYS = "Traceback"


@dataclass(frozen=True)
class Ran:
    """How a command ended. A traceback is never an answer."""

    code: int
    out: str
    err: str = ""

    def __post_init__(self) -> None:
        assert PYTHON_SAYS not in self.out + self.err, self.err

    @property
    def verdicts(self) -> list[str]:
        return [line for line in self.out.splitlines() if VERDICT.match(line)]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Kzlearn:
    """Runs commands at a moment, on a home, in a folder that holds the bank `sea.yaml`."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    now: str = "2026-11-23T12:00+00:00"
    more: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def bank(self) -> Path:
        return self.folder / "sea.yaml"

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def env(self) -> dict[str, str]:
        outer = {name: value for name, value in os.environ.items() if not name.startswith(("KZLEARN_", "LC_"))}
        own = {"KZLEARN_HOME": str(self.home), "KZLEARN_NOW": self.now, "TZ": "UTC", "LANG": "C.UTF-8"}
        return {**outer, **own, **self.more}

    def start(self, *words: object, **options: Any) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "kzlearn", *map(str, words)]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(command, env=self.env, **{"cwd": self.folder, **pipes, **options})

    def process(self, *words: object, stdin: str | bytes = b"", **options: Any) -> Ran:
        """Run a command as a process of its own."""
        with self.start(*words, **options) as process:
            out, err = process.communicate(stdin if isinstance(stdin, bytes) else stdin.encode(), timeout=60)
        return Ran(process.returncode, (out or b"").decode(), (err or b"").decode())

    def __call__(self, *words: object, stdin: str | bytes = b"") -> Ran:
        """Run a command inside this process."""
        raw = stdin if isinstance(stdin, bytes) else stdin.encode()
        with self.monkeypatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("KZLEARN_")]:
                patch.delenv(name)
            for name, value in {"KZLEARN_HOME": str(self.home), "KZLEARN_NOW": self.now, **self.more}.items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
            try:
                code = run([str(word) for word in words])
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0
        return Ran(code, *self.capsys.readouterr())

    def terminal(self, *words: object, columns: int = 80, rows: int = 200, **more: str) -> Terminal:
        """A command in a terminal of its own."""
        env = {**self.env, "TERM": "xterm-256color", "COLUMNS": "", "LINES": "", **more}
        command = [sys.executable, "-m", "kzlearn", *map(str, words)]
        return Terminal(command, {k: v for k, v in env.items() if v}, self.folder, columns, rows)

    def quiz(self, *replies: str, options: tuple[object, ...] = (), bank: object = "sea.yaml") -> Ran:
        """A session in lines on a bank."""
        return self("quiz", "--plain", "--test-first", bank, *options, stdin="".join(f"{reply}\n" for reply in replies))

    def answer_all(self, *options: object, bank: object = "sea.yaml") -> list[str]:
        """Answer rightly what is asked until nothing but steps comes; the prompts that were asked."""
        prompts: list[str] = []
        while True:
            asked = self.asked(*options, bank=bank)
            if not asked or asked[0] == "learning":
                return prompts
            prompts.append(asked[1])
            reply = next(answer for start, answer in ANSWERS.items() if start in asked[1])
            ran = self.quiz(reply, ":4", options=options, bank=bank)
            assert ran.verdicts[0].startswith("right"), ran.out

    def asked(self, *options: object, bank: object = "sea.yaml") -> tuple[str, str] | None:
        """The phase and the prompt of what a session asks first."""
        lines = self.quiz(options=options, bank=bank).out.splitlines()
        if len(lines) < 2 or not lines[1].startswith("["):
            return None
        return lines[1][1:].split(" ")[0].rstrip("]"), lines[2]

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """What the log holds."""
        found = [json.loads(line) for line in self("log", "export").out.splitlines()]
        return [event for event in found if not kinds or event["kind"] in kinds]


@pytest.fixture(scope="session", autouse=True)
def _heed_interrupts() -> None:
    """A shell starts what runs in the background deaf to interrupts, and that is passed on."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def kz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kzlearn:
    kzlearn = Kzlearn(tmp_path, monkeypatch, capsys)
    kzlearn.write("sea.yaml", SEA)
    kzlearn.write("sea.txt", DOCUMENT)
    return kzlearn


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that other users may enter, which pytest's own are not."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user without rights for a while, where tests are run by one who has them all."""
    if os.geteuid() == 0:
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Kzlearn]:
    """A learner in a folder that others may look into."""
    with public_folder() as folder:
        kzlearn = Kzlearn(folder, monkeypatch, capsys)
        kzlearn.write("sea.yaml", SEA)
        kzlearn.write("sea.txt", DOCUMENT)
        yield kzlearn
