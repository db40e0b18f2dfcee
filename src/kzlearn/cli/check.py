"""kzlearn check: all problems of banks at once."""

import json
import sys
from typing import Annotated

import typer

from kzlearn.bank.fix import fix
from kzlearn.bank.load import load
from kzlearn.checks import check as run_checks
from kzlearn.cli import _common, _options
from kzlearn.cli._busy import busy
from kzlearn.model.problems import Problem

app = _options.application()


@app.command()
def check(
    banks: _options.Banks = None,
    fix_: Annotated[bool, typer.Option("--fix", help="Write missing ids and sha256 sums into the files.")] = False,
    as_json: _options.Json = False,
    home: _options.Home = None,
) -> None:
    """Find everything that is wrong with banks; silent when nothing is. Ends with 1 if there is an error."""
    paths = _common.desk(home).banks(banks)
    with busy("Checking the banks"):
        loaded = load(paths)
        if fix_:
            for bank in loaded.banks:
                for done in fix(bank):
                    print(done, file=sys.stderr)
            loaded = load(paths)
        problems = sorted({*loaded.problems, *run_checks(loaded.banks)}, key=lambda p: (p.file, p.spot, p.message))
    if as_json:
        print(json.dumps([_plain(problem) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)


def _plain(problem: Problem) -> dict[str, object]:
    values = problem._asdict()
    line, column = values.pop("spot")
    return {"file": values.pop("file"), "line": line, "column": column, **values}
