"""json: banks whole, as their YAML would have them, for programs."""

import json

from kzlearn.bank.insert import put_new
from kzlearn.bank.plain import whole
from kzlearn.export import Job, Outcome, Sort

SUFFIX = ".json"
WHAT = "a bank whole, for programs"


def export(job: Job) -> list[Outcome]:
    """Write the banks: an object for one, a list for several. Nothing is left out."""
    held = [whole(bank) for bank in job.banks]
    text = json.dumps(held[0] if len(held) == 1 else held, ensure_ascii=False, indent=2)
    put_new(job.out, f"{text}\n".encode("utf-8", "backslashreplace"))
    return [Outcome(question, Sort.WRITTEN) for bank in job.banks for question in bank.questions]
