"""What a fair person would say of a reply, the program says too: tests/grading.yaml.

The examples were written by people who had not seen the code. `python tests/grading/examples.py FILE` prints those of a
file that the program marks otherwise.
"""

import pytest
import yaml

from kzlearn import kinds

from .examples import FILE, Example, examples

EVERY = [*examples()]
FAIR_SHARE = 0.98


def of(*said: str) -> list[Example]:
    return [example for example in EVERY if example.said in said]


def test_the_examples_are_as_many_as_promised_and_of_all_kinds() -> None:
    assert len(of("fair")) >= 300
    assert len(of("miss")) >= 250
    assert {example.content.kind for example in EVERY} == {*kinds.names()}


def test_no_near_miss_is_accepted() -> None:
    assert [str(example) for example in of("miss") if not example.well] == []


def test_fair_variants_are_accepted() -> None:
    wrong = [str(example) for example in of("fair") if not example.well]
    assert len(wrong) <= (1 - FAIR_SHARE) * len(of("fair")), wrong


def test_slips_of_spelling_count_and_are_shown() -> None:
    slips = of("nearly")
    wrong = [str(example) for example in slips if not example.well]
    assert len(wrong) <= (1 - FAIR_SHARE) * len(slips), wrong
    assert sum(example.verdict.outcome == "nearly" for example in slips) >= 0.95 * len(slips)


def test_what_is_right_in_part_gets_its_share_and_is_wrong() -> None:
    assert [str(example) for example in of("partial") if not example.well] == []


def test_no_example_stands_twice() -> None:
    entries = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CBaseLoader)
    for entry in entries:
        replies = [*entry.get("fair", ()), *entry.get("nearly", ()), *entry.get("miss", ()), *entry.get("partial", ())]
        assert len({*replies}) == len(replies), entry["question"]


@pytest.mark.parametrize("said", ["fair", "nearly", "miss", "partial"])
def test_every_verdict_names_the_right_answer(said: str) -> None:
    assert all(example.verdict.expected for example in of(said))
