"""kzlearn quiz: asks what is due; every answer is saved before its verdict is shown."""

from typing import Annotated, cast, get_args

import typer

from kzlearn.cli import _options
from kzlearn.cli._session import Chosen, hold
from kzlearn.config import Order
from kzlearn.study.showing import As

app = _options.application()


@app.command()
def quiz(
    banks: _options.Banks = None,
    new: Annotated[int | None, typer.Option(min=0, help="New cards today, over all sessions.", metavar="N")] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="Reviews today, over all sessions.", metavar="N")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Only this topic (may be repeated).", metavar="NAME")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only this tag (may be repeated).", metavar="NAME")] = None,
    order: Annotated[str | None, typer.Option(help="due, bank or random.", metavar="ORDER")] = None,
    cram: Annotated[
        bool, typer.Option("--cram", help="Ask everything until right once; nothing is saved or scheduled.")
    ] = False,
    shown_as: Annotated[
        str, typer.Option("--as", help="auto, choice, typed or reveal: how answers are given.", metavar="WAY")
    ] = "auto",
    test_first: Annotated[bool, typer.Option("--test-first", help="Ask new facts without showing them first.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Speak lines, for programs and screen readers.")] = False,
    home: _options.Home = None,
) -> None:
    """Ask what is due, then new cards. Every answer is saved before you see the verdict."""
    if order not in (None, *get_args(Order)):
        raise typer.BadParameter(f"{order!r} is none of {', '.join(get_args(Order))}", param_hint="--order")
    if shown_as not in get_args(As):
        raise typer.BadParameter(f"{shown_as!r} is none of {', '.join(get_args(As))}", param_hint="--as")
    topics, tags = tuple(topic or ()), tuple(tag or ())
    chosen = Chosen(new, limit, topics, tags, cast(Order | None, order), cram, plain, cast(As, shown_as), test_first)
    hold(home, banks, chosen)
