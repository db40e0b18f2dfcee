"""What is wrong with what a person wrote, and where."""

import re
from typing import Literal, NamedTuple

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Spot(NamedTuple):
    """A place in a file; both counted from 1."""

    line: int
    column: int


class Problem(NamedTuple):
    """A mistake in what a person wrote, with its place and what to do about it.

    `rule` names the check that found it, `about` the id of the fact or question it lies in.
    """

    file: str
    spot: Spot
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    rule: str = "format"
    about: str = ""

    def __str__(self) -> str:
        """The problem as one line; what a file holds cannot break it or speak to the terminal."""
        hint = f" ({self.hint})" if self.hint else ""
        warning = "warning: " if self.severity == "warning" else ""
        line = f"{self.file}:{self.spot.line}:{self.spot.column}: {warning}{self.message}{hint}"
        return CONTROL.sub(lambda control: f"\\x{ord(control[0]):02x}", line)


class Flaw(NamedTuple):
    """A mistake before its file is known: the key it lies in (`distractors[2]`), what is wrong, what to do."""

    key: str
    message: str
    hint: str = ""


class Unreadable(Exception):
    """The program cannot go on: one sentence for the user, with a hint where there is one."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} ({hint})" if hint else message)
