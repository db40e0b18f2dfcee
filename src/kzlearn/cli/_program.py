"""What typer makes of the command line."""

from typing import Any

import typer
from typer.core import TyperGroup

from kzlearn import __version__, plugins
from kzlearn.cli._ends import to_the_end


class Commands(TyperGroup):
    """The commands are the modules beside this one; `app` in each is what it does."""

    def list_commands(self, ctx: Any) -> list[str]:
        return plugins.own(__package__)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        module = plugins.find(__package__, cmd_name)
        if module is None:
            return None
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        with to_the_end():
            return super().invoke(ctx)


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
