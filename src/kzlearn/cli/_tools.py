"""Other programs beside a session: the editor at a question, the document at a sentence."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from kzlearn.model.problems import Unreadable

GOTO = frozenset({"code", "codium", "code-insiders", "cursor", "zed", "subl"})
COLON = frozenset({"hx", "helix", "kak"})
EDITORS = ("sensible-editor", "nano", "vim", "vi")
PAGERS = ("less", "more")


def edit(file: str, line: int) -> None:
    """Open a file at a line in `$VISUAL` or `$EDITOR`, and wait. Raises Unreadable when there is no editor."""
    command = _command(("VISUAL", "EDITOR"), EDITORS, "no editor was found", "set EDITOR")
    name = Path(command[0]).name
    if name in GOTO:
        place = ["--wait", "--goto", f"{file}:{line}"] if name not in ("zed", "subl") else ["--wait", f"{file}:{line}"]
    else:
        place = [f"{file}:{line}"] if name in COLON else [f"+{line}", file]
    _run([*command, *place])


def read(file: str, line: int, words: str) -> None:
    """Show a document at some words of it in `$PAGER`, or less. Raises Unreadable when there is none."""
    command = _command(("PAGER",), PAGERS, "no pager was found", "install less, or set PAGER")
    if Path(command[0]).name == "less":
        _run([*command, "-m", "-PmPress q to come back", f"+/{re.escape(words.partition(chr(10))[0][:60])}", file])
    else:
        _run([*command, f"+{line}", file])


def _command(variables: tuple[str, ...], usual: tuple[str, ...], message: str, hint: str) -> list[str]:
    for variable in variables:
        if words := shlex.split(os.environ.get(variable, "")):
            return words
    for name in usual:
        if shutil.which(name):
            return [name]
    raise Unreadable(message, hint)


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=False)  # noqa: S603  # the learner's own editor or pager
    except OSError as error:
        raise Unreadable(f"{command[0]} cannot be started: {error.strerror}", "see EDITOR and PAGER") from error
