"""No wrong answer that is offered is right."""

from collections.abc import Iterator

from kzlearn.grading import same
from kzlearn.model import Bank, Problem


def check(bank: Bank) -> Iterator[Problem]:
    for question in bank.questions:
        content = question.content
        accepted = [right for part in content.parts() for right in content.accepted(part)]
        for i, wrong in enumerate(content.wrong()):
            if any(same(wrong, right) for right in accepted):
                yield question.problem(
                    f"distractors[{i}]", f"{wrong!r} is offered as wrong but counts as right", "replace it"
                )
