"""kzlearn generate: documents to facts and draft questions."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from kzlearn import readers
from kzlearn.cli import _common, _options
from kzlearn.cli._busy import busy
from kzlearn.generate import drafts
from kzlearn.generate.merge import merge
from kzlearn.importers import id_of

app = _options.application()
Documents = Annotated[
    list[Path], typer.Argument(help="Documents: text, Markdown, HTML, PDF, Word, e-books.", metavar="DOC...")
]
Out = Annotated[Path, typer.Option("-o", "--out", help="The bank's folder; made if there is none.", metavar="BANK")]
Engine = Annotated[
    str, typer.Option(help="How sentences are read: 'nlp' by spaCy, 'simple' by pattern.", metavar="NAME")
]
Title = Annotated[str, typer.Option(help="The document's title, where it does not say it itself.", metavar="TEXT")]
Score = Annotated[float, typer.Option("--min-score", help="How sure a rule must be of an answer.", min=0.0, max=1.0)]


@app.command()
def generate(
    documents: Documents,
    out: Out,
    engine: Engine = "nlp",
    min_score: Score = 0.5,
    title: Title = "",
    home: _options.Home = None,
) -> None:
    """Find facts in documents and draft questions on them, each with its quote. What a bank holds already stays."""
    _common.desk(home)
    for path in documents:
        with busy(f"Reading {path}"):
            read = readers.read(path)
            named = title or (read.title if read.title != path.stem else "")
            found = drafts(replace(read, title=named), engine, min_score)
            made = merge(out, id_of(path.stem), named or path.stem, read, found)
        for remark in read.remarks:
            print(f"{path}: {remark}", file=sys.stderr)
        refused = ", ".join(f"{count} by {gate}" for gate, count in made.refused.most_common())
        told = f"{_common.counted(made.added, 'new fact')}, {made.known} known already"
        print(f"{made.file}: {told}{f'; refused: {refused}' if refused else ''}.")
