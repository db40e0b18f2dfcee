"""Text on a terminal: wrapped by the width of its characters, in few colours, or none.

rich would take 30 ms before the first prompt; its table of character widths is all that is used, and only for text
that is not ASCII.
"""

import os
import re
import shutil
from contextlib import suppress
from typing import NamedTuple, TextIO

UNSAFE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal would act on, or could not show; marks that turn the direction of what follows."""
STYLES = {"": "", "dim": "2", "bold": "1", "good": "1;32", "bad": "1;31", "near": "1;33", "key": "36", "mark": "1;4",
          "lost": "31;9", "added": "32;4"}  # fmt: skip
PLAIN = str.maketrans({"›": ">", "✓": "+", "✗": "x", "≈": "~", "·": "-", "“": '"', "”": '"', "«": "<<", "»": ">>",
                       "━": "=", "─": "-", "→": "->", "–": "-", "—": "-", "’": "'", "…": "..."})  # fmt: skip
"""What takes the place of our own marks where the terminal has no Unicode."""


class Span(NamedTuple):
    """Words in one style."""

    text: str
    style: str = ""


class Para(NamedTuple):
    """A paragraph: its spans, where it begins, and where its further lines begin."""

    spans: tuple[Span, ...]
    indent: int = 1
    hang: int | None = None


def para(*spans: str | Span, indent: int = 1, hang: int | None = None) -> Para:
    """A paragraph of words and spans."""
    return Para(tuple(s if isinstance(s, Span) else Span(s) for s in spans), indent, hang)


BLANK = Para((), 0)


def cells(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415  # most prompts are ASCII

    return cell_len(text)


class Painter:
    """Writes paragraphs to a terminal."""

    def __init__(self, out: TextIO, colour: bool, unicode: bool) -> None:
        self.out, self.colour, self.unicode = out, colour, unicode

    @classmethod
    def of(cls, out: TextIO) -> "Painter":
        """For a terminal as the environment describes it."""
        colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in ("vt100", "vt102", "vt220")
        return cls(out, colour, "utf" in (out.encoding or "").lower())

    @property
    def columns(self) -> int:
        return max(self.size().columns, 10)

    def size(self) -> os.terminal_size:
        """The terminal's size now; what COLUMNS says is out of date once a window was resized."""
        with suppress(OSError, ValueError):
            found = os.get_terminal_size(self.out.fileno())
            if found.columns and found.lines:
                return found
        return shutil.get_terminal_size()

    def say(self, *paragraphs: Para) -> None:
        """Write paragraphs at once."""
        self.raw("".join(line + "\r\n" for each in paragraphs for line in self.lines(each)))

    def raw(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()

    def lines(self, paragraph: Para) -> list[str]:
        """A paragraph as lines of the terminal's width, with its styles."""
        width = self.columns - 1
        indent = min(paragraph.indent, width // 4)
        hang = min(indent if paragraph.hang is None else paragraph.hang, width // 2)
        found: list[str] = []
        line, used = " " * indent, indent
        empty = True
        for word in self._words(paragraph, width - max(hang, indent)):
            text = "".join(piece for piece, _ in word)
            size = cells(text)
            if text == "\n" or (used + size > width and not empty and not text.isspace()):
                found.append(line.rstrip(" "))
                line, used, empty = " " * hang, hang, True
            if text == "\n" or (text.isspace() and (empty or used + size > width)):
                continue
            line += "".join(self.styled(piece, style) for piece, style in word)
            used, empty = used + size, False
        return [each.replace("\u00a0", " ") for each in (*found, line.rstrip(" "))]

    def styled(self, text: str, style: str) -> str:
        code = STYLES[style]
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code else text

    def shown(self, text: str) -> str:
        """A text as this terminal can show it, and does not act on it."""
        text = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " "))
        return text if self.unicode else text.translate(PLAIN)

    def _words(self, paragraph: Para, room: int) -> list[list[tuple[str, str]]]:
        """Words, spaces and line breaks, each in pieces of one style; a word longer than a line in parts."""
        found: list[list[tuple[str, str]]] = []
        wide = 0
        joins = False
        for text, style in paragraph.spans:
            for piece in re.findall(r"\n|[^\S\n\u00a0]+|[\S\u00a0]+", self.shown(text)):
                for part in _parts(piece, room):
                    size = cells(part)
                    if joins and not part.isspace() and wide + size <= room:
                        found[-1].append((part, style))
                        wide += size
                    else:
                        found.append([(part, style)])
                        wide = size
                    joins = not part.isspace()
        return found


def _parts(word: str, room: int) -> list[str]:
    if cells(word) <= room:
        return [word]
    parts, part = [], ""
    for letter in word:
        if part and cells(part + letter) > room:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]
