"""csv: a table for spreadsheets, a question a row."""

from kzlearn.export import Job, Outcome, _table

SUFFIX = ".csv"
WHAT = "a table for spreadsheets, a question a row"


def export(job: Job) -> list[Outcome]:
    """Write the banks as one table."""
    return _table.write(job, ",", "utf-8-sig")
