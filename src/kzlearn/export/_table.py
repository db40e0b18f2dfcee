"""A bank as a table: a question a row, a key a column."""

import csv
import io
import re

from kzlearn.bank.insert import put_new
from kzlearn.bank.plain import plain
from kzlearn.export import Cannot, Job, Outcome, Sort, each
from kzlearn.importers._cells import FACT, cell
from kzlearn.model.questions import Bank, Content, Question

FIRST = ("bank", "id", "kind", "prompt", "text", "answer", "answers", "distractors", "items", "pairs", "unit")
UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def write(job: Job, delimiter: str, encoding: str) -> list[Outcome]:
    """Write the banks as one table: all their questions, those that nobody is asked too, for tables are for authors."""
    made = [found for bank in job.banks for found in each(bank, lambda _: "", lambda *q, bank=bank: _row(bank, *q))]
    outcomes = [outcome for outcome, _ in made]
    if job.strict and any(outcome.sort is not Sort.WRITTEN for outcome in outcomes):
        return outcomes
    rows = [row for _, some in made for row in some]
    used = dict.fromkeys(name for row in rows for name in row)
    columns = [*(name for name in FIRST if name in used), *(name for name in used if name not in FIRST)]
    out = io.StringIO()
    table = csv.DictWriter(out, columns, delimiter=delimiter)
    table.writeheader()
    table.writerows(rows)
    put_new(job.out, out.getvalue().encode(encoding))
    return outcomes


def _row(bank: Bank, question: Question, content: Content, part: str) -> dict[str, str]:
    held = {"bank": str(bank.id), "kind": content.kind, **plain(question)}
    fact = next((fact for fact in bank.facts if fact.id == next(iter(question.facts), None)), None)
    if fact:
        told = plain(fact)
        held |= {name: told[name] for name in FACT if name in told}
        if isinstance(held.get("quote"), list):  # a quote may hold the sign that parts a list
            held["quote"] = [{"text": one} if isinstance(one, str) else one for one in held["quote"]]
    row = {name: cell(value) for name, value in held.items()}
    if found := next(filter(UNWRITABLE.search, row.values()), None):
        raise Cannot(f"{found[:20]!r} holds a character that no table can")
    return row
