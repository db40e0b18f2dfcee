"""Lines for a person or a program: nothing in them acts on the terminal, and for a person they break between words."""

import shutil
import sys
import textwrap

from kzlearn.cli._paint import UNSAFE


def say(text: str, broken: bool) -> None:
    """Print at once, with what a terminal would act on made harmless; `broken` between words where its lines end."""
    text = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
    print("\n".join(map(_wrapped, text.split("\n"))) if broken else text, flush=True)


def read(prompting: bool) -> str | None:
    """One line of input without its end; None at the end of input. A person sees where to type. Raises
    KeyboardInterrupt at Ctrl-C."""
    if prompting:
        try:
            return input("> ").strip()
        except EOFError:
            return None
    line = sys.stdin.readline() if sys.stdin else ""
    return line.removeprefix("\ufeff").strip() if line else None


def watched() -> bool:
    """Whether a person types what is read."""
    return bool(sys.stdin and sys.stdin.isatty())


def _wrapped(line: str) -> str:
    """A line broken between words where the terminal ends, with its indent."""
    indent = line[: len(line) - len(line.lstrip())]
    width = shutil.get_terminal_size().columns - 1
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
