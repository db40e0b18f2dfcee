"""Banks as files of other programs: one module a format.

A format says of a question's content how it writes it, or raises `Cannot`; then the content's nearest simpler kind is
tried. The loop is here, once, and gives an outcome for each question: nothing is left out in silence.

A module has `SUFFIX` (`.apkg`), `WHAT` (a line for people), and `export(job) -> list[Outcome]`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from kzlearn import plugins
from kzlearn.memory.days import Moment
from kzlearn.memory.history import History
from kzlearn.model.problems import Problem, Unreadable
from kzlearn.model.questions import Bank, Content, Question

T = TypeVar("T")


class Sort(StrEnum):
    """What became of a question."""

    WRITTEN = "written"
    SIMPLER = "written as a simpler kind"
    KEPT_BACK = "kept back"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Outcome:
    """What became of a question, and why where it was not simply written."""

    question: Question
    sort: Sort
    why: str = ""

    @property
    def problem(self) -> Problem:
        """The outcome as a problem at the question's line."""
        about = f"{self.question.id or 'a question'} is {self.sort}: {self.why}"
        return self.question.problem("", about, severity="warning", rule="export")


class Cannot(Exception):
    """A format has no way to write a question as it is; says why."""


@dataclass(frozen=True)
class Job:
    """What is to be exported, and where to. `history` is what a learner did, where it goes along."""

    banks: Sequence[Bank]
    out: Path
    now: Moment
    strict: bool = False
    history: History | None = None
    found: list[Problem] = field(default_factory=list)


def format_named(name: str) -> ModuleType:
    """The module of a format. Raises Unreadable when there is none of that name."""
    module = plugins.find(__name__, name)
    if module is None:
        raise Unreadable(f"there is no format {name!r}", f"the formats are: {', '.join(plugins.names(__name__))}")
    return module


def each(
    bank: Bank, wanted: Callable[[Question], str], form: Callable[[Question, Content, str], T]
) -> Iterator[tuple[Outcome, list[T]]]:
    """The questions of a bank in their order, each with what became of it and its form: one, or one a part where only
    the parts can be written. `wanted` says why a question is kept back; empty when it is not."""
    for question in bank.questions:
        if why := wanted(question):
            yield Outcome(question, Sort.KEPT_BACK, why), []
            continue
        try:
            yield Outcome(question, Sort.WRITTEN), [form(question, question.content, "")]
        except Cannot as first:
            try:
                found = [_simpler(question, part, first, form) for part in question.content.parts()]
            except Cannot as last:
                yield Outcome(question, Sort.LEFT_OUT, str(last)), []
            else:
                yield Outcome(question, Sort.SIMPLER, f"{first}; it is {found[0][1]}"), [item for item, _ in found]


def _simpler(question: Question, part: str, why: Cannot, form: Callable[[Question, Content, str], T]) -> tuple[T, str]:
    content = question.content.simpler(part)
    while content is not None:
        try:
            return form(question, content, part), content.kind
        except Cannot as error:
            why = error
        content = content.simpler("")
    raise why
