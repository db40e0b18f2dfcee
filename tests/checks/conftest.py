"""Small banks and what the checks say of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kzlearn import checks
from kzlearn.bank.load import load

Said = Callable[..., list[str]]


@pytest.fixture
def said(tmp_path: Path) -> Said:
    """What one check says of a bank with a document, without the name of the file."""

    def check(rule: str, held: str, source: str | None = None) -> list[str]:
        (tmp_path / "bank.yaml").write_text(f"bank: b\n{held}", encoding="utf-8")
        if source is not None:
            (tmp_path / "source.txt").write_text(source, encoding="utf-8")
        loaded = load([tmp_path])
        assert loaded.problems == ()
        found = [problem for problem in checks.check(loaded.banks) if problem.rule == rule]
        return [str(problem).removeprefix(f"{tmp_path}/bank.yaml:") for problem in found]

    return check
