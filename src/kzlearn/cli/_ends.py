"""How a command ends when what it prints cannot be written."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def to_the_end() -> Iterator[None]:
    """All that a command prints is written, to the last letter. When nobody reads it, the program ends with 2."""
    try:
        try:
            yield
        finally:
            if sys.stdout:
                sys.stdout.flush()
    except BrokenPipeError:
        write_no_more()
        sys.exit(2)


def write_no_more() -> None:
    """Leave what stdout could not take, so that Python does not try again, and complain, at its end."""
    with suppress(AttributeError, OSError):  # there is no stdout, or it is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
