"""kzlearn coverage: which sentences of the documents nothing asks for."""

import json

import typer

from kzlearn.bank.load import load
from kzlearn.cli import _common, _lines, _options
from kzlearn.coverage import covered

app = _options.application()


@app.command()
def coverage(banks: _options.Banks = None, as_json: _options.Json = False, home: _options.Home = None) -> None:
    """List the sentences that carry a figure, a date or a name, and that no question asks for, by their lines."""
    desk = _common.desk(home)
    loaded = load(desk.banks(banks))
    if not loaded.banks:
        _common.end_with(loaded.problems)
    rows = [row for bank in loaded.banks for row in covered(bank)]
    if as_json:
        print(json.dumps([row._asdict() for row in rows], ensure_ascii=False))
        raise typer.Exit
    for row in rows:
        if not row.asked:
            _lines.say(f"{row.file}:{row.line}: {row.sentence}", broken=False)
    asked = sum(row.asked for row in rows)
    print(f"{asked} of {_common.counted(len(rows), 'sentence')} with a figure, a date or a name are asked for.")
