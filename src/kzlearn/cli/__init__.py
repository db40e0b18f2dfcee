"""The command line: parse, call, print. One file a command, read only when it is the one that was named."""

import os
import sys
from contextlib import suppress
from typing import Any

import typer
from typer.core import TyperGroup

from kzlearn import __version__, plugins
from kzlearn.model import Unreadable


class Commands(TyperGroup):
    """The commands are the modules beside this one; `app` in each is what it does."""

    def list_commands(self, ctx: Any) -> list[str]:
        return plugins.own(__name__)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        module = plugins.find(__name__, cmd_name)
        if module is None:
            return None
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the command, to the last letter of what it prints; without a word when nobody reads that."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                if sys.stdout:
                    sys.stdout.flush()
        except BrokenPipeError:
            _write_no_more()
            raise typer.Exit(2) from None


def _write_no_more() -> None:
    """Leave what stdout could not take, so that Python does not try again, and complain, at its end."""
    with suppress(AttributeError, OSError):  # there is no stdout, or it is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(cls=Commands, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kzlearn {__version__}")
        raise typer.Exit


@app.callback()
def kzlearn(
    version: bool = typer.Option(False, "--version", help="Show the version.", is_eager=True, callback=_version),
) -> None:
    """Hand in a document, get knowledge that stays and exams that hold up."""


def run(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0, or 2 after one sentence on stderr when it cannot go on. Other endings exit at once:
    1 for problems that were printed, 2 for wrong usage, 130 when interrupted."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(arguments, prog_name="kzlearn")
    except Unreadable as error:
        print(f"kzlearn: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # before the command had begun
        return 130
    except OSError as error:  # what the system refuses: a folder, a full disk
        if error.filename is None:
            _write_no_more()
        where = "" if error.filename is None else f"{error.filename}: "
        print(f"kzlearn: {where}{error.strerror or error}", file=sys.stderr)
        return 2
    return 0
