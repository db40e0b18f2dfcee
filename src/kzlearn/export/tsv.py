"""tsv: the same, parted by tabs."""

from kzlearn.export import Job, Outcome, _table

SUFFIX = ".tsv"
WHAT = "the same, parted by tabs"


def export(job: Job) -> list[Outcome]:
    """Write the banks as one table."""
    return _table.write(job, "\t", "utf-8")
