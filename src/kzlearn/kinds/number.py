"""number: a number is typed, with or without its unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from random import Random
from re import fullmatch
from typing import ClassVar, Self

from kzlearn.grading import units
from kzlearn.grading.numbers import MAGNITUDES, SLASH, Reading, readings, spelled
from kzlearn.grading.texts import FILLERS, TALK, TURNED, bare, says
from kzlearn.grading.words import roots, same, stem, stems, words
from kzlearn.kinds._options import judged, repeated
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Screen, Taken, Verdict, free, key

MOST = 200
"""Digits of a number, before or after its point."""

DIGITS = "[+-]?(0|[1-9][0-9]*)?([.][0-9]*)?([eE][+-]?[0-9]+)?"
RANGE = re.compile(r" ?(?:\.\.+|…|[–—]|(?<=[\d%]) ?-|(?<=[a-z])-(?=[a-z])|\b(?:to|and|till|until|bis|до|through)\b) ?")
IN_MAGNITUDES = re.compile(r"\b(?:how many|in) (?:hundred|thousand|million|billion|trillion)s?\b", re.IGNORECASE)
MOST_TYPED = 250
"""Letters of a reply that is read as a number."""
SHARE = re.compile(r"\b(?:probability|chance|share|fraction|proportion|likelihood|part of)\b", re.IGNORECASE)
ONE_IN = re.compile(r"(\d{1,6}) (?:in|out of|of|to) ([1-9]\d{0,5})")
PEOPLE = frozenset("people person user inhabitant человек mensch personne".split())


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

    def covers(self, right: Fraction, given: Fraction) -> bool:
        by = Fraction(self.by)
        return abs(right - given) <= (by * abs(right) / 100 if self.share else by)


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

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        right = any(same(reply, form) for form in self.accepted(screen.part)) or self._right(reply)
        right = right or says(reply, self.accept)
        return judged(right, self._with_unit(self.answer))

    def unclear(self, screen: Screen, reply: str) -> str:
        known = readings(reply) or any(c.isdigit() for c in reply) or says(reply, self.accept)
        return "" if known else "that holds no number"

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
            if self._near(Fraction(self.answer.low), Fraction(wrong.low)) and self._near(
                Fraction(self.answer.high), Fraction(wrong.high)
            ):
                yield Flaw(f"distractors[{i}]", f"{wrong.text} is offered as wrong but counts as right", "replace it")
        if self.units and not self.unit:
            yield Flaw("units", "units names other names of a unit, but there is no unit", "add unit:")

    def _with_unit(self, amount: Amount) -> str:
        if not self.unit:
            return amount.shown()
        return f"{amount.shown()}{'' if self.unit == '%' else ' '}{self.unit}"

    def _right(self, reply: str) -> bool:
        low, high = Fraction(self.answer.low), Fraction(self.answer.high)
        if low == high:
            return self._is(reply, low)
        line = " ".join(reply.casefold().split())
        for m in RANGE.finditer(line):
            one, other = line[: m.start()], line[m.end() :]
            tail = re.sub(r"^[^a-zа-я%°€$₸₽£]*", "", other)
            sign = re.match(r"\D*?([$€£₸₽¥])", one)
            if (self._is(one, low) or self._is(f"{one} {tail}", low)) and (
                self._is(other, high) or bool(sign and self._is(f"{sign[1]}{other}", high))
            ):
                return True
        return False

    def _is(self, reply: str, right: Fraction) -> bool:
        if len(reply) > MOST_TYPED:
            return False
        reply = bare(reply)
        if any(self._means(reading, right) for reading in readings(reply)):
            return True
        if self.unit:
            given = units.compound(spelled(reply.casefold()), self.unit)
            if given is not None and self._near(right, given):
                return True
            share = SLASH.fullmatch(spelled(reply.casefold()))  # three quarters, where percent are asked for
            return bool(
                share
                and units.meant(self.unit, ("percent",))
                and not share["whole"]
                and self._near(right, Fraction(int(share["top"]) * 100, int(share["below"])))
            )
        return self._is_share(reply, right)

    def _is_share(self, reply: str, right: Fraction) -> bool:
        """Whether a probability or share is given in percent, or as one in so many."""
        if not SHARE.search(self.prompt):
            return False
        one_in = ONE_IN.fullmatch(re.sub(r"\bone\b", "1", " ".join(reply.casefold().split())))
        for word, n in (("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("six", "6"), ("ten", "10")):
            one_in = one_in or ONE_IN.fullmatch(re.sub(rf"\b{word}\b", n, reply.casefold().replace("one", "1")))
        if one_in:
            return self._near(right, Fraction(int(one_in[1]), int(one_in[2])))
        return any(
            units.meant(reading.after, ("percent",)) and not reading.before and self._near(right, reading.value / 100)
            for reading in readings(reply)
        )

    def _means(self, reading: Reading, right: Fraction) -> bool:
        """Whether a number with what stands around it is the right one: its unit or none, and words of the question."""
        before, signs = self._signs(reading.before)
        after = re.sub(r"^-(?=[^\W\d])", "", reading.after).replace("%", " % ").split()
        if not self._talk(before) or reading.places == -1:
            return False
        factor, base = units.scaled(self.unit)
        for length in range(len(after), -1, -1):
            if not self._talk(" ".join(after[length:])) or (length == 0 and after and self._other_unit(after[0])):
                continue
            for unit in [" ".join(after[:length])] if after[:length] else (signs or [""]):
                if self._has_unit(reading, unit, right, factor, base):
                    return True
        return False

    def _other_unit(self, word: str) -> bool:
        """Whether a word that the question says too is a unit, and not the one that is asked for."""
        names = tuple(filter(None, (self.unit, *self.units)))
        if stem(word) in PEOPLE and not units.scaled(self.unit)[1]:
            return False
        return (
            bool(self.unit) and word.casefold() not in FILLERS and units.is_unit(word) and not units.meant(word, names)
        )

    def _has_unit(self, reading: Reading, unit: str, right: Fraction, factor: Fraction, base: str) -> bool:
        """Whether a value in a unit is the right one in the unit of the question."""
        value = reading.value
        written = not self._misread(reading, right)
        if not unit:
            return written and (self._near(right, value) or (factor != 1 and self._near(right * factor, value)))
        if not self.unit:
            return written and self._near(right, value) and any(units.meant(unit, (w,)) for w in self._names_in_prompt)
        if units.meant(unit, tuple(filter(None, (self.unit, *self.units)))):
            return written and self._near(right, value)
        if base and units.meant(unit, (base,)):
            return written and self._near(right * factor, value)
        given = units.converted(value, unit, base or self.unit)
        return given is not None and self._near(right * factor, given)

    @staticmethod
    def _misread(reading: Reading, right: Fraction) -> bool:
        """Whether a mark before three digits was read as only an answer with such digits, or so large, lets it be."""
        if reading.places == 3:
            return (right * 100).denominator == 1
        return reading.places == 0 and right.denominator != 1

    def _signs(self, before: str) -> tuple[str, list[str]]:
        """What stands before a number, and the currency in it."""
        found = [w for w in before.split() if units.is_currency(w.strip("~≈"))]
        return " ".join(w for w in before.split() if w not in found), found

    def _talk(self, text: str) -> bool:
        """Whether words beside a number say nothing that the question does not say."""
        if not text.strip(" .,;:~≈=()"):
            return True
        found = [stem(w) for w in words(text.replace("~", " ").replace("≈", " ").replace("=", " "))]
        people = PEOPLE if not units.scaled(self.unit)[1] else frozenset()
        said = self._said
        known = all(
            w in FILLERS or w in TALK or w in said or not self._roots.isdisjoint(roots(w)) or w in people for w in found
        )
        return known and not TURNED & {*found}

    @cached_property
    def _roots(self) -> frozenset[str]:
        return frozenset(form for w in self._said if not w[0].isdigit() for form in roots(w))

    @cached_property
    def _said(self) -> frozenset[str]:
        said = frozenset(stems(self.prompt))
        return said if IN_MAGNITUDES.search(self.prompt) else said - {stem(w) for w in MAGNITUDES}

    @cached_property
    def _names_in_prompt(self) -> tuple[str, ...]:
        return tuple(words(self.prompt))

    def _near(self, right: Fraction, given: Fraction) -> bool:
        return right == given if self.tolerance is None else self.tolerance.covers(right, given)
