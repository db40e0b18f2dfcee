"""csv: tables parted by commas, semicolons or tabs."""

from pathlib import Path

from kzlearn.importers import Found, _table

SUFFIXES = (".csv",)
WHAT = "a table with a header, or of two columns: prompt, answer"


def read(path: Path) -> Found:
    """The questions of a table."""
    return _table.read(path, ",;\t")
