"""No wrong answer that is offered is right."""

from collections.abc import Iterator

from kzlearn.grading.words import normal
from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank


def check(bank: Bank) -> Iterator[Problem]:
    for question in bank.questions:
        content = question.content
        offered = content.wrong()
        accepted = {normal(right) for part in content.parts() if offered for right in content.accepted(part)}
        for i, wrong in enumerate(offered):
            if normal(wrong) in accepted:
                yield question.problem(
                    f"distractors[{i}]", f"{wrong!r} is offered as wrong but counts as right", "replace it"
                )
