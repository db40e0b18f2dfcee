"""kzlearn refresh: a document has changed; what of a bank still stands."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from kzlearn import readers
from kzlearn.bank.load import load
from kzlearn.cli import _common, _lines, _options
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Document
from kzlearn.refresh import Sort, compared

app = _options.application()
STANDING = (Sort.STANDS, Sort.MOVED)
Folder = Annotated[Path, typer.Argument(help="The bank that quotes the document.", metavar="BANK")]
New = Annotated[Path, typer.Argument(help="The document as it is now.", metavar="DOC")]
Source = Annotated[str, typer.Option(help="Which of the bank's documents it is, if there are several.", metavar="NAME")]


@app.command()
def refresh(
    bank: Folder, new: New, source: Source = "", as_json: _options.Json = False, home: _options.Home = None
) -> None:
    """List what became of each quote in a document's new version. Nothing is changed. Ends with 1 if a quote no longer
    stands."""
    _common.desk(home)
    loaded = load([bank])
    if len(loaded.banks) != 1:
        raise Unreadable(f"{bank} holds {len(loaded.banks)} banks", "name the folder or file of one")
    (held,) = loaded.banks
    document = _document(dict(held.sources), source)
    rows = list(compared(held, document, readers.read(new).text))
    if as_json:
        print(json.dumps([row._asdict() for row in rows], ensure_ascii=False))
    else:
        for row in rows:
            if row.sort not in STANDING:
                now = f"+ line {row.line}: {row.now}" if row.now else "(nothing like it is there)"
                _lines.say(f"{row.fact}: {row.sort}\n  - {row.quote}\n  {now}", broken=False)
        count = Counter(row.sort for row in rows)
        told = ", ".join(f"{sort} {count[sort]}" for sort in Sort if count[sort])
        print(f"{_common.counted(len(rows), 'quote')}: {told}.")
    if any(row.sort not in STANDING for row in rows):
        raise typer.Exit(1)


def _document(sources: dict[str, Document], name: str) -> Document:
    if name in sources:
        return sources[name]
    if name or len(sources) != 1:
        raise Unreadable(f"the bank has no document {name!r}" if name else f"the bank has {len(sources)} documents",
                         f"name one with --source: {', '.join(sources) or 'it has none'}")  # fmt: skip
    return next(iter(sources.values()))
