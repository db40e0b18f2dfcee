"""A terminal with a person at it: the program in a pty, its screen kept by pyte, a terminal emulator."""

import contextlib
import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pyte

PATIENCE = 20.0
"""Seconds until a screen that does not come is missed."""
KEYS = {
    "enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f", "left": "\x1b[D", "right": "\x1b[C", "home": "\x1b[H",
    "end": "\x1b[F", "delete": "\x1b[3~", "ctrl-c": "\x03", "ctrl-d": "\x04", "ctrl-z": "\x1a", "ctrl-u": "\x15",
    "ctrl-w": "\x17", "ctrl-k": "\x0b", "up": "\x1b[A", "f1": "\x1bOP",
}  # fmt: skip

VERDICT = re.compile(r"[✓✗≈+x~] (right|wrong|nearly)[^✓✗≈]*$")


def _outer() -> dict[str, str]:
    """The environment without the size of the terminal that the tests were started in."""
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


class Terminal:
    """A program and its screen. `rows` may be many, so that all that was ever shown stands on it."""

    def __init__(self, command: list[str], env: dict[str, str], cwd: Path, columns: int = 80, rows: int = 200) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.child: Any = pexpect.spawn(
            command[0], command[1:], env={**_outer(), **env}, cwd=str(cwd), dimensions=(rows, columns), echo=False
        )
        self.child.delaybeforesend = None

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        """The person leaves with Ctrl-C; a program that stays is ended."""
        with contextlib.suppress(OSError, AssertionError):
            end = time.monotonic() + 3
            while self.child.isalive() and time.monotonic() < end:
                self.press("ctrl-c")
                self._read(0.2)
        self.child.close(force=True)

    @property
    def text(self) -> str:
        """The screen without empty lines at its end."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def shows(self, *texts: str, times: int = 1) -> str:
        """Wait until the screen shows each of some texts; the screen."""
        self._until(lambda: all(self._count(text) >= times for text in texts), f"{texts} x {times}")
        return self.text

    def _count(self, text: str) -> int:
        """How often a text is shown, on one line or broken over several."""
        return max(self.text.count(text), " ".join(self.text.split()).count(text))

    def last(self, text: str) -> str:
        """Wait until the last line, or one of the last three, shows a text."""
        self._until(lambda: any(text in line for line in self.text.splitlines()[-3:]), f"{text!r} at the end")
        return self.text

    def press(self, *keys: str) -> None:
        """Press keys by their names; anything else is typed."""
        end = time.monotonic() + 2
        while VERDICT.search(self.text) and "Enter next" not in self.text[-400:] and time.monotonic() < end:
            self._read(0.05)  # what comes before the line of keys is no answer to a verdict
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def ends(self) -> int:
        """Wait until the program has ended; its exit code, or minus the signal that ended it."""
        self._until(lambda: not self.child.isalive(), "the program to end")
        self._read(0)
        return int(-self.child.signalstatus if self.child.signalstatus else self.child.exitstatus)

    def hang_up(self) -> None:
        """Close the terminal, as a window is closed."""
        self.child.kill(signal.SIGHUP)
        self.child.close(force=False)

    def _until(self, done: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise AssertionError(f"waited for {what}; the screen shows:\n{self.text}")
            self._read(0.05)

    def _read(self, wait: float) -> None:
        try:
            data = self.child.read_nonblocking(65536, timeout=wait)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            self.child.wait() if self.child.isalive() else None
            return
        self.raw += data
        self.stream.feed(data)
