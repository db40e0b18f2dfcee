"""What became of quotes when their document changed."""

from pathlib import Path

import pytest

from kzlearn.bank.load import load
from kzlearn.refresh import Row, Sort, compared

BEFORE = """Lake Balkhash covers 16,400 km2. Its depth is 26 metres at most, near the eastern end. The Ili River feeds it.
The lake does not freeze in the south. Fishing was banned in 2001 by the government of Kazakhstan.
"""
BANK = """bank: lake
sources: {lake: {file: lake.txt}}
facts:
- {id: area, statement: It covers 16400 km2., quote: covers 16,400 km2}
- {id: depth, statement: It is 26 m deep., quote: "Its depth is 26 metres at most, near the eastern end."}
- {id: river, statement: The Ili feeds it., quote: The Ili River feeds it.}
- {id: ice, statement: It does not freeze., quote: The lake does not freeze in the south.}
- {id: ban, statement: Fishing was banned in 2001., quote: Fishing was banned in 2001 by the government of Kazakhstan.}
"""


def rows(folder: Path, after: str) -> dict[str, Row]:
    (folder / "lake.txt").write_text(BEFORE, encoding="utf-8")
    (folder / "bank.yaml").write_text(BANK, encoding="utf-8")
    (bank,) = load([folder]).banks
    return {row.fact: row for row in compared(bank, bank.sources["lake"], after)}


def test_an_unchanged_document_leaves_all_standing(tmp_path: Path) -> None:
    assert {row.sort for row in rows(tmp_path, BEFORE).values()} == {Sort.STANDS}


def test_words_that_moved_stand_elsewhere(tmp_path: Path) -> None:
    found = rows(tmp_path, f"A new first line.\n{BEFORE}")
    assert {row.sort for row in found.values()} == {Sort.MOVED}
    assert (found["area"].was, found["area"].line) == (1, 2)


@pytest.mark.parametrize(
    ("fact", "old", "new", "sort"),
    [
        ("depth", "Its depth is 26 metres at most", "At most its depth is 26 metres", Sort.REWORDED),
        ("depth", "26 metres", "25 metres", Sort.CHANGED),
        ("area", "16,400", "17,000", Sort.CHANGED),
        ("ice", "does not freeze", "does freeze", Sort.CHANGED),
        ("ban", "the government of Kazakhstan", "the government of Kyrgyzstan", Sort.CHANGED),
        ("ban", "banned", "forbidden", Sort.REWORDED),
        ("river", "The Ili River feeds it.", "", Sort.GONE),
    ],
)
def test_each_change_is_named_and_no_other_quote_is_touched(
    fact: str, old: str, new: str, sort: Sort, tmp_path: Path
) -> None:
    assert old in BEFORE
    found = rows(tmp_path, BEFORE.replace(old, new))
    assert {name: row.sort for name, row in found.items() if row.sort is not Sort.STANDS} == {fact: sort}


def test_the_new_words_are_those_of_the_new_text(tmp_path: Path) -> None:
    after = BEFORE.replace("banned", "forbidden")
    assert rows(tmp_path, after)["ban"].now == "Fishing was forbidden in 2001 by the government of Kazakhstan."
