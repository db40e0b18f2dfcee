"""Keys of a terminal, read one by one. Text stays in the scrollback; the terminal is given back as it was at the end,
before the program is stopped (Ctrl-Z), and while another program has the screen."""

import codecs
import os
import select
import signal
import sys
import termios
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

NAMES = {
    "\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\t": "tab", "\x03": "ctrl-c",
    "\x04": "ctrl-d", "\x1a": "ctrl-z",
    "\x01": "home",
    "\x05": "end", "\x15": "ctrl-u", "\x17": "ctrl-w", "\x0b": "ctrl-k", "\x02": "left", "\x06": "right",
    "\x0c": "resize",
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left", "\x1b[H": "home", "\x1b[F": "end",
    "\x1bOA": "up", "\x1bOB": "down", "\x1bOC": "right", "\x1bOD": "left", "\x1bOH": "home", "\x1bOF": "end",
    "\x1b[1~": "home", "\x1b[4~": "end", "\x1b[7~": "home", "\x1b[8~": "end", "\x1b[3~": "delete",
    "\x1bOP": "help", "\x1b[11~": "help",
}  # fmt: skip
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
ESCAPE_WAIT = 0.05
"""Seconds within which the rest of a key's sequence follows its escape."""


class Keys:
    """A terminal's keys. `read` waits for one: a character, or a name such as enter, tab, escape, resize.

    Ctrl-C and Ctrl-Z are keys too: the terminal sends no signals for them, so that `make quiz` is not interrupted
    beside its child and ends without a word of its own.
    """

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._waiting: deque[str] = deque()
        self._before: list[Any] = []
        self._wake, self._woken = os.pipe()

    def __enter__(self) -> "Keys":
        self._before = termios.tcgetattr(self.fd)
        for end in (self._wake, self._woken):
            os.set_blocking(end, False)
        self._old_wakeup = signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        self._old = {s: signal.signal(s, self._noticed) for s in (signal.SIGWINCH, signal.SIGCONT)}
        self._old[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, self._stopped)
        self._take()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, termios.error):  # the terminal may be gone
            self._give_back()
        for number, handler in self._old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_wakeup)
        os.close(self._wake)
        os.close(self._woken)

    def read(self) -> str:
        """The next key; `eof` when the terminal is closed. Raises KeyboardInterrupt on Ctrl-C, stops on Ctrl-Z."""
        while True:
            key = self._next()
            if key == "ctrl-c":
                raise KeyboardInterrupt
            if key != "ctrl-z":
                return key
            self._stop()

    def _next(self) -> str:
        while not self._waiting:
            ready, _, _ = select.select([self.fd, self._wake], [], [])
            if self._wake in ready:
                self._signals()
            if self.fd in ready:
                self._more()
        return self._waiting.popleft()

    def forget(self, quiet: float = 0) -> None:
        """Drop what was typed ahead: keys meant for a screen that is gone. Ctrl-C is meant for any. With `quiet`, until
        no key came for so many seconds."""
        while select.select([self.fd], [], [], quiet)[0] and not {"eof", "ctrl-c"} & {*self._waiting}:
            self._more()
        kept = [key for key in self._waiting if key in ("ctrl-c", "eof")]
        self._waiting.clear()
        self._waiting.extend(kept)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """The terminal as it was before, for another program."""
        self._give_back()
        try:
            yield
        finally:
            self._take()

    def _take(self) -> None:
        mode = termios.tcgetattr(self.fd)
        mode[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN | termios.ISIG)
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self.fd, termios.TCSADRAIN, mode)
        _write("\x1b[?2004h")

    def _give_back(self) -> None:
        _write("\x1b[?2004l")
        termios.tcsetattr(self.fd, termios.TCSADRAIN, self._before)

    def _noticed(self, number: int, frame: FrameType | None) -> None:
        """Python's handlers run between steps; what is to be done is done in `read`."""

    def _stopped(self, number: int, frame: FrameType | None) -> None:
        self._stop()

    def _stop(self) -> None:
        """Give the terminal back, stop with all that was started with us, and take it again when that goes on."""
        self._give_back()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0, signal.SIGTSTP)  # stops here, and goes on here
        signal.signal(signal.SIGTSTP, self._stopped)
        self._take()

    def _signals(self) -> None:
        with suppress(BlockingIOError):
            numbers = os.read(self._wake, 512)
            if signal.SIGWINCH in numbers or signal.SIGCONT in numbers:
                self._waiting.append("resize")

    def _more(self) -> None:
        """Read what was typed and tell its keys apart."""
        try:
            data = os.read(self.fd, 4096)
        except OSError:  # the terminal is gone
            data = b""
        if not data:
            self._waiting.append("eof")
            return
        text = self._decode(data)
        while text.endswith("\x1b") or (PASTE in text and PASTED not in text):
            wait = ESCAPE_WAIT if text.endswith("\x1b") and PASTE not in text else 2.0
            if not select.select([self.fd], [], [], wait)[0] or not (data := os.read(self.fd, 65536)):
                break
            text += self._decode(data)
        self._waiting.extend(_told_apart(text))


def _told_apart(text: str) -> Iterator[str]:
    while text:
        if text.startswith(PASTE):
            pasted, _, text = text[len(PASTE) :].partition(PASTED)
            yield from (" " if c.isspace() else c for c in pasted.strip() if c.isprintable() or c.isspace())
            continue
        size = _sequence(text)
        key, text = text[:size], text[size:]
        if key in NAMES:
            yield NAMES[key]
        elif key == "\x1b":
            yield "escape"
        elif len(key) == 1 and (key.isprintable() or key in "\u200d\u200c"):
            yield key


def _sequence(text: str) -> int:
    """How many characters the first key has sent."""
    if text[0] != "\x1b" or len(text) == 1:
        return 1
    if text[1] == "O":
        return 3
    if text[1] != "[":
        return 1 if text[1] == "\x1b" else 2
    return next((n + 1 for n, c in enumerate(text[2:], 2) if "@" <= c <= "~"), len(text))


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
