"""docs/session.svg: a session in a terminal, recorded. `--check` says whether the one that is kept is what is played.

The program is played in a pty on the shipped deck at a set moment; pyte, a terminal emulator, keeps the screen, and
rich draws it.
"""

import os
import re
import sys
import tempfile
import time
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "session.svg"
COLUMNS, ROWS = 88, 200
NOW = "2026-11-24T18:00+05:00"
COLOURS = {"default": "", "brown": "yellow"}
REPLIES = {
    "ccTLD": ".kz", "how is the Internet": "It is growing rapidly", "have in 2001": "200 thousand",
    "have in 2005": "200,000", "five times": "5",
}  # fmt: skip
"""What is answered, by words of the question."""
ANSWERS = 3


def main() -> None:
    screen = play()
    while re.search(r"Easy \d\d", "\n".join(screen.display)):
        screen = play()
    drawn = draw(screen)
    if sys.argv[1:] == ["--check"]:
        if not FILE.exists() or FILE.read_text(encoding="utf-8") != drawn:
            sys.exit("docs/session.svg is out of date: run 'make docs'")
    else:
        FILE.write_text(drawn, encoding="utf-8")


def play() -> pyte.Screen:
    """Play the session; the screen at its end, with all that was shown on it."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as home:
        env = {"PATH": os.environ["PATH"], "KZLEARN_HOME": home, "KZLEARN_NOW": NOW, "TERM": "xterm-256color",
               "LANG": "C.UTF-8", "TZ": "Asia/Almaty"}  # fmt: skip
        words = ["-m", "kzlearn", "quiz", "--as", "typed", "--order", "bank",
                 "--topic", "overview", "--new", "3",
                 str(ROOT / "decks")]  # fmt: skip
        child = pexpect.spawn(sys.executable, words, env=env, dimensions=(ROWS, COLUMNS), echo=False)
        done, end = 0, time.monotonic() + 30
        while done < ANSWERS:
            if time.monotonic() > end:
                sys.exit("nothing more came\n" + "\n".join(_lines(screen)))
            try:
                stream.feed(child.read_nonblocking(65536, timeout=0.3))
            except pexpect.EOF:
                sys.exit("it ended\n" + "\n".join(_lines(screen)))
            except pexpect.TIMEOUT:
                done += any("Enter next" in line for line in _lines(screen)[-2:])
                child.send(_keys(_lines(screen)) if done < ANSWERS else "")
        child.close(force=True)
    return screen


def _keys(lines: list[str]) -> str:
    """What is pressed at a screen that waits."""
    if "›" not in lines[-1] and "answers" not in lines[-1]:
        return "\r"
    asked = next(n for n in range(len(lines) - 1, 0, -1) if "to go" in lines[n])
    question = " ".join(lines[asked:])
    reply = next(reply for words, reply in REPLIES.items() if words in question)
    letter = next((line.strip()[0] for line in lines[asked:] if line.strip().endswith(f") {reply}")), "")
    return letter or f"{reply}\r"


def _lines(screen: pyte.Screen) -> list[str]:
    return "\n".join(line.rstrip() for line in screen.display).rstrip().split("\n")


def draw(screen: pyte.Screen) -> str:
    """The screen as an SVG, from the first question on."""
    lines = _lines(screen)
    first = next(n for n, line in enumerate(lines) if "to go" in line) - 1
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w", encoding="utf-8"), force_terminal=True)  # noqa: SIM115, PTH123
    for row in range(first, len(lines)):
        console.print(_row(screen, row), overflow="crop", no_wrap=True)
    return console.export_svg(title="kzlearn quiz", unique_id="session")


def _row(screen: pyte.Screen, row: int) -> Text:
    """One row with its styles."""
    text = Text()
    for column in range(COLUMNS):
        cell = screen.buffer[row][column]
        colour = COLOURS.get(cell.fg, cell.fg)
        style = (
            [colour] * bool(colour)
            + ["bold"] * cell.bold
            + ["underline"] * cell.underscore
            + ["strike"] * cell.strikethrough
        )
        shown = "8" if re.search(r"Easy $", text.plain) else cell.data  # the days are spread by chance
        text.append(shown, " ".join(style) or None)
    text.rstrip()
    return text


if __name__ == "__main__":
    main()
