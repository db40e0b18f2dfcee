"""Options and arguments that commands share, as typer is told of them."""

from pathlib import Path
from typing import Annotated, Any

import typer

Home = Annotated[
    Path | None,
    typer.Option(help="The folder of your data, instead of the usual one.  [env var: KZLEARN_HOME]", metavar="DIR"),
]
Banks = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Banks: YAML files or folders. None: those you added, else ./decks, else the one shipped.",
        metavar="[BANK]...",
        show_default=False,
    ),
]
Card = Annotated[
    str | None,
    typer.Argument(
        help="A card, bank/question or bank/question#part; the last answered when left out.", metavar="[CARD]"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def application(**more: Any) -> typer.Typer:
    """What a command's module calls `app`: plain help, completion left to the whole program."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, **more)
