"""What is wrong with banks, by example: problems/NAME.yaml, or a folder NAME, and in NAME.expected every problem with
it, of form and of content, in the order `kzlearn check` prints them.

To accept what is found now: KZLEARN_ACCEPT=1 pytest tests/bank/test_problems.py; then read the difference.
"""

import os
from pathlib import Path

import pytest

from kzlearn.bank.load import load
from kzlearn.checks import check

HERE = Path(__file__).parent / "problems"
RULES = {"distractors", "documents", "evidence", "ids", "references"}
"""The checks that are about right and wrong; those that are about good and better have examples of their own."""
CASES = sorted(path for path in HERE.iterdir() if path.is_dir() or path.suffix == ".yaml")


def found(path: Path) -> str:
    loaded = load([path])
    problems = {*loaded.problems, *(problem for problem in check(loaded.banks) if problem.rule in RULES)}
    lines = [str(problem) for problem in sorted(problems, key=lambda p: (p.file, p.spot, p.message))]
    return "".join(f"{line}\n" for line in lines).replace(f"{HERE}{os.sep}", "")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_every_problem_is_told_with_its_place(path: Path) -> None:
    expected = path.with_suffix(".expected")
    if os.environ.get("KZLEARN_ACCEPT"):
        expected.write_text(found(path), encoding="utf-8")
    assert found(path) == expected.read_text(encoding="utf-8")


def test_no_expectation_is_left_without_its_bank() -> None:
    assert {path.stem for path in HERE.glob("*.expected")} == {path.stem for path in CASES}
