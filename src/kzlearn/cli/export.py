"""kzlearn export: banks as files of other programs."""

import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kzlearn.bank.load import load
from kzlearn.cli import _common, _options
from kzlearn.cli._busy import busy
from kzlearn.export import Job, Outcome, Sort, format_named
from kzlearn.memory.history import History
from kzlearn.model.problems import Unreadable

app = _options.application()
Format = Annotated[str, typer.Argument(help="The format; 'kzlearn formats' lists them.", metavar="FORMAT")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="The file to write.", metavar="FILE")]
Strict = Annotated[bool, typer.Option("--strict", help="Write nothing unless every question can be written as it is.")]
WithProgress = Annotated[
    bool, typer.Option("--with-progress", help="Let what you remember go along, where the format can hold it.")
]


@app.command()
def export(
    format_: Format,
    banks: _options.Banks = None,
    out: Out = None,
    strict: Strict = False,
    with_progress: WithProgress = False,
    home: _options.Home = None,
) -> None:
    """Write banks as a file of another program. What is not written, or not as it is, is told with its place."""
    desk = _common.desk(home)
    paths = desk.banks(banks)
    module = format_named(format_)
    with busy("Reading the banks"):
        loaded = load(paths)
    for problem in loaded.problems:
        print(problem, file=sys.stderr)
    if not loaded.banks or (strict and loaded.problems):
        raise typer.Exit(1)
    target = out or Path(f"{loaded.banks[0].id}{module.SUFFIX}")
    if not target.parent.is_dir():
        raise Unreadable(f"there is no folder {target.parent}", "make it first")
    job = Job(tuple(loaded.banks), target, desk.clock(), strict)
    with ExitStack() as opened:
        if with_progress:
            if not getattr(module, "CARRIES_PROGRESS", False):
                raise Unreadable(f"{format_} cannot hold what you remember", "leave --with-progress out")
            log = opened.enter_context(desk.open_log())
            job = replace(job, history=History(log, job.now))
        opened.enter_context(busy(f"Writing {target}"))
        outcomes: list[Outcome] = module.export(job)
    for problem in job.found:
        print(problem, file=sys.stderr)
    for outcome in outcomes:
        if outcome.sort in (Sort.SIMPLER, Sort.LEFT_OUT):
            print(outcome.problem, file=sys.stderr)
    count = Counter(outcome.sort for outcome in outcomes)
    failed = strict and bool(count[Sort.SIMPLER] + count[Sort.LEFT_OUT])
    told = ", ".join(f"{count[sort]} {sort}" for sort in Sort if count[sort])
    print(f"Nothing written: {told}." if failed else f"{target}: {told or 'no questions'}.")
    if failed or loaded.problems:
        raise typer.Exit(1)
