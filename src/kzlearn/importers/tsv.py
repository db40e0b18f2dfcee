"""tsv: tables parted by tabs."""

from pathlib import Path

from kzlearn.importers import Found, _table

SUFFIXES = (".tsv", ".txt")
WHAT = "the same, parted by tabs"


def read(path: Path) -> Found:
    """The questions of a table."""
    return _table.read(path, "\t")
