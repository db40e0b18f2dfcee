"""Checks of banks, one file each: a module with `check(bank)` that yields a problem for each mistake it sees.

A new check is a new module here (or an entry point in the group `kzlearn.checks`). A question's `allow: [name]`
silences a check's warnings about it; errors cannot be allowed.
"""

from collections.abc import Iterable, Iterator

from kzlearn import plugins
from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank


def check(banks: Iterable[Bank]) -> Iterator[Problem]:
    """All problems that every check sees in some banks."""
    modules = plugins.every(__name__)
    for bank in banks:
        allowed = {(question.id, rule) for question in bank.questions for rule in question.allow}
        for name, module in modules.items():
            for problem in module.check(bank):
                if problem.severity == "error" or (problem.about, name) not in allowed:
                    yield problem._replace(rule=name)
