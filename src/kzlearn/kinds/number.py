"""number: a number is typed, with or without its unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from random import Random
from re import fullmatch
from typing import ClassVar, Self

from kzlearn import grading
from kzlearn.kinds._options import judged, repeated
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Screen, Verdict, key

MOST = 200
"""Digits of a number, before or after its point."""

DIGITS = "[+-]?(0|[1-9][0-9]*)?([.][0-9]*)?([eE][+-]?[0-9]+)?"
RANGE = re.compile(r" ?(?:\.\.|[–—]|(?<=\d) ?-|\bto\b|\band\b) ?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or a range of numbers written `12..16`; `text` is how the author wrote it."""

    low: Decimal
    high: Decimal
    text: str

    schema: ClassVar = {"type": ["number", "string"], "pattern": f"^{DIGITS}([.][.]{DIGITS})?$"}

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError with a hint when the text is no number, or one that YAML readers take for another."""
        if fullmatch(r"[+-]?0\d+", text):
            raise ValueError(f"{text[:40]} begins with a zero, which YAML takes for octal", "write it without the zero")
        if fullmatch(r"[+-]?\d+(:\d+)+", text):
            raise ValueError(
                f"{text[:40]} counts in sixties to YAML", "write one number, or use kind: text with quotes"
            )
        if "_" in text or "," in text:
            raise ValueError(f"{text[:40]!r} is no plain number", "write its digits without marks, like 1000000")
        ends = text.split("..") if ".." in text else [text, text]
        try:
            low, high = (Decimal(end.strip()) for end in ends)
        except (InvalidOperation, ValueError):
            raise ValueError(f"{text[:40]!r} is no number", "write it like 12.4, or a range like 12..16") from None
        if len(text) > MOST or not all(end.is_finite() and abs(end.adjusted()) < MOST for end in (low, high)):
            raise ValueError(f"{text[:40]!r} is no number that can be typed", f"use fewer than {MOST} digits")
        if low > high:
            raise ValueError(f"the range {text} runs backwards", "write the smaller number first")
        return cls(low, high, text)

    def shown(self) -> str:
        """The number as people read it: 200,000; 12 to 16."""
        low, high = (f"{end:,f}" if abs(end) >= 10_000 else f"{end:f}" for end in (self.low, self.high))
        return low if self.low == self.high else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far off a reply may be: a number (`0.5`), or a share of the answer (`5%`)."""

    by: Decimal
    share: bool

    schema: ClassVar = {"type": ["number", "string"], "pattern": r"^[\d.]+ *%?$"}

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError when the text is no tolerance."""
        if not fullmatch(r"[0-9]{1,40}(\.[0-9]{1,40})? *%?", text):
            raise ValueError(f"{text[:40]!r} is no tolerance", "write it like 0.5 or 5%")
        return cls(Decimal(text.rstrip("% ")), text.endswith("%"))

    def covers(self, right: Decimal, given: Decimal) -> bool:
        return abs(right - given) <= (self.by * abs(right) / 100 if self.share else self.by)


@dataclass(frozen=True, kw_only=True)
class Number(Content):
    """A number, typed, with or without its unit."""

    kind = "number"
    prompt: str = key("The question.", "What share of Kazakhstan's population used the Internet in 2008?")
    answer: Amount = key("The number, or a range.", "12.4")
    unit: str = key("Its unit.", "percent", default="")
    units: tuple[str, ...] = key("Other names of the unit.", '["%"]', default=())
    accept: tuple[str, ...] = key("Other right answers, as texts.", "[a dozen]", default=())
    tolerance: Tolerance | None = key("How far off a reply may be: a number, or a share.", "5%", default=None)
    distractors: tuple[Amount, ...] = key("Wrong numbers, for when it is asked as a choice.", "[8.5, 34.3]", default=())

    def screen(self, part: str, rng: Random) -> Screen:
        wanted = "a number" if self.answer.low == self.answer.high else "two numbers, like 3 to 5"
        return Screen(self.prompt, part, how=f"type {wanted}{f' ({self.unit})' if self.unit else ''}")

    def grade(self, screen: Screen, reply: str) -> Verdict:
        right = self._right(reply) or any(grading.same(reply, other) for other in self.accept)
        return judged(right, self._with_unit(self.answer))

    def accepted(self, part: str) -> tuple[str, ...]:
        return (self._with_unit(self.answer), self.answer.shown(), self.answer.text, *self.accept)

    def wrong(self) -> tuple[str, ...]:
        return tuple(self._with_unit(amount) for amount in self.distractors)

    def simpler(self, part: str) -> Text:
        more = dict.fromkeys(self.accepted(part)[1:])
        return Text(
            prompt=self.prompt, answer=self._with_unit(self.answer), accept=tuple(more), distractors=self.wrong()
        )

    def flaws(self) -> Iterator[Flaw]:
        yield from repeated("distractors", self.wrong())
        for i, wrong in enumerate(self.distractors):
            if self._near(self.answer.low, wrong.low) and self._near(self.answer.high, wrong.high):
                yield Flaw(f"distractors[{i}]", f"{wrong.text} is offered as wrong but counts as right", "replace it")
        if self.units and not self.unit:
            yield Flaw("units", "units names other names of a unit, but there is no unit", "add unit:")

    def _with_unit(self, amount: Amount) -> str:
        if not self.unit:
            return amount.shown()
        return f"{amount.shown()}{'' if self.unit == '%' else ' '}{self.unit}"

    def _right(self, reply: str) -> bool:
        reply = " ".join(reply.split())
        wanted, typed = [self.answer.low], [reply]
        if self.answer.low != self.answer.high:
            wanted, typed = [self.answer.low, self.answer.high], RANGE.split(reply.removeprefix("between "), maxsplit=1)
        read = [grading.number(end) for end in typed]
        if any(end is None or not self._is_unit(end[1]) for end in read):
            return False
        numbers = [end[0] for end in read if end]
        return len(numbers) == len(wanted) and all(map(self._near, wanted, numbers))

    def _near(self, right: Decimal, given: Decimal) -> bool:
        return right == given if self.tolerance is None else self.tolerance.covers(right, given)

    def _is_unit(self, text: str) -> bool:
        return not text or any(grading.same(text, name) for name in (self.unit, *self.units) if name)
