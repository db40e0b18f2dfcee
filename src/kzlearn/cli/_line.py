"""One line of input that is edited where it stands, over as many rows as it takes."""

import re

from kzlearn.cli._paint import Painter, cells

MOST = 1000


class Line:
    """What is being typed, and where the cursor stands in it."""

    def __init__(self, painter: Painter, prefix: str) -> None:
        self.painter, self.prefix = painter, prefix
        self.text, self.at = "", 0
        self._row = 0

    def key(self, key: str) -> bool:
        """Take a key that edits; False when it is none."""
        text, at = self.text, self.at
        if len(key) == 1:
            if len(text) < MOST:
                self.text, self.at = text[:at] + key + text[at:], at + 1
        elif key == "backspace":
            self.text, self.at = text[: max(at - 1, 0)] + text[at:], max(at - 1, 0)
        elif key == "delete":
            self.text = text[:at] + text[at + 1 :]
        elif key in ("left", "right"):
            self.at = min(max(at + (1 if key == "right" else -1), 0), len(text))
        elif key in ("home", "end"):
            self.at = 0 if key == "home" else len(text)
        elif key == "ctrl-u":
            self.text, self.at = text[at:], 0
        elif key == "ctrl-k":
            self.text = text[:at]
        elif key == "ctrl-w":
            start = len(re.sub(r"\S*\s*$", "", text[:at]))
            self.text, self.at = text[:start] + text[at:], start
        else:
            return False
        self.draw()
        return True

    def draw(self) -> None:
        """Write the line anew where it stands; the cursor goes to its place in it."""
        rows, (row, column) = self._rows()
        up = f"\x1b[{self._row}A" if self._row else ""
        back = f"\x1b[{len(rows) - 1 - row}A" if row < len(rows) - 1 else ""
        right = f"\x1b[{column}C" if column else ""
        self.painter.raw(f"{up}\r\x1b[J" + "\r\n".join(rows) + f"{back}\r{right}")
        self._row = row

    def leave(self) -> None:
        """Put the cursor below the line, which stays."""
        self.at = len(self.text)
        self.draw()
        self.painter.raw("\r\n")
        self._row = 0

    def clear(self) -> None:
        """Take the line away."""
        self.painter.raw((f"\x1b[{self._row}A" if self._row else "") + "\r\x1b[J")
        self._row = 0

    def _rows(self) -> tuple[list[str], tuple[int, int]]:
        width = self.painter.columns
        rows, used = [""], 0
        place = (0, 0)
        shown = self.painter.shown(self.prefix)
        for n, letter in enumerate([*shown, *self.text]):
            size = cells(letter)
            if used + size > width - 1:
                rows.append("")
                used = 0
            if n == len(shown) + self.at:
                place = (len(rows) - 1, used)
            rows[-1] += letter
            used += size
        return rows, place if self.at < len(self.text) else (len(rows) - 1, used)
