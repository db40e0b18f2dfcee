"""What is written is read: whatever a bank says, however it is laid out."""

from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.bank.format import BankFile
from kzlearn.bank.load import read_file
from kzlearn.grading.words import normal
from kzlearn.model.questions import Content, Outcome

SLOW = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


@given(file=st.from_type(BankFile), chance=st.randoms(use_true_random=False))
@SLOW
def test_a_bank_reads_back_as_it_was_written(file: BankFile, chance: Random, desk: Any) -> None:
    with desk.folder(bank__yaml=desk.write(file, chance)) as folder:
        read, problems = read_file(folder / "bank.yaml")
    assert list(map(str, problems)) == []
    assert read == file


@given(content=st.from_type(Content), seed=st.integers(0, 9))
@SLOW
def test_the_answer_of_every_question_is_right(content: Content, seed: int) -> None:
    for part in content.parts():
        accepted = content.accepted(part)
        screen = content.screen(part, Random(seed))
        named_by_letters = any(len(option) == 1 for option in screen.options)
        if {*map(normal, accepted)} & {*map(normal, content.wrong())}:
            continue  # a wrong answer that is right is for the check of distractors
        assert named_by_letters or content.grade(screen, accepted[0]).outcome is Outcome.RIGHT
        simple = content.simpler(part)
        while simple is not None:
            assert list(simple.flaws()) == []
            simple = simple.simpler("")
