"""date: a date of any precision is typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from re import fullmatch
from typing import ClassVar, Self

from kzlearn.grading.dates import agree, read
from kzlearn.grading.texts import says
from kzlearn.grading.words import same, words
from kzlearn.kinds._options import judged, repeated
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Content, Screen, Taken, Verdict, free, key

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
FORMS = (
    ("-?[0-9]{4}", "year"),
    ("[0-9]{3}X", "decade"),
    ("[0-9]{2}XX", "century"),
    ("[0-9]{4}-[0-9]{2}", "month"),
    ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "day"),
    ("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", "time"),
)
HINT = "write it like 2008, 2008-11, 2008-11-05, 199X or 2021-05/2021-09"


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date in EDTF (ISO 8601-2): 2008, 2008-11, 2008-11-05, 2022-01-05T10:30, 199X, 18XX, 2021-05/2021-09."""

    text: str

    schema: ClassVar = {
        "type": ["integer", "string"],
        "pattern": "^({0})(/({0}))?$".format("|".join(form for form, _ in FORMS)),
    }

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError when the text is no date."""
        ends = text.split("/")
        if len(ends) > 2:
            raise ValueError(f"{text[:40]!r} is no date", HINT)
        for end in ends:
            _precision(end)
        first, last = ends[0], ends[-1]
        if first[:1] != "-" != last[:1] and first[: len(last)] > last[: len(first)] and "X" not in text:
            raise ValueError(f"{text} runs backwards", "write the earlier date first")
        return cls(text)

    def forms(self) -> tuple[str, ...]:
        """How people write it, the best form first."""
        ends = [_forms(end) for end in self.text.split("/")]
        if len(ends) == 1:
            return ends[0]
        first, last = ends
        return (
            f"{first[0]} to {last[0]}",
            *(f"{a}{mark}{b}" for a in first for b in last for mark in ("–", "-", " - ", "/", " to ")),
        )


def _precision(text: str) -> str:
    name = next((name for form, name in FORMS if fullmatch(form, text)), None)
    if name is None:
        raise ValueError(f"{text[:40]!r} is no date", HINT)
    try:
        if name in ("day", "time"):
            datetime.fromisoformat(text)
        elif name == "month":
            date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ValueError(f"{text} is no date that a calendar has", "write it as year-month-day") from None
    return name


def _forms(text: str) -> tuple[str, ...]:
    name = _precision(text)
    if name == "year":
        return (text,) if not text.startswith("-") else (f"{int(text[1:]) + 1} BC", f"{int(text[1:]) + 1} BCE", text)
    if name == "decade":
        return (f"{text[:3]}0s", f"the {text[:3]}0s", text)
    if name == "century":
        return (
            f"{_ordinal(int(text[:2]) + 1)} century",
            f"the {_ordinal(int(text[:2]) + 1)} century",
            f"{text[:2]}00s",
            text,
        )
    year, month = text[:4], int(text[5:7])
    long, short = MONTHS[month - 1], MONTHS[month - 1][:3]
    if name == "month":
        return (f"{long} {year}", f"{short} {year}", f"{long}, {year}", text, f"{month}/{year}", f"{month:02}/{year}")
    day = int(text[8:10])
    days = tuple(
        form
        for m in (long, short)
        for form in (f"{day} {m} {year}", f"{m} {day}, {year}", f"{m} {day} {year}", f"{_ordinal(day)} {m} {year}",
                     f"{m} {_ordinal(day)}, {year}", f"{m} {_ordinal(day)} {year}")
    )  # fmt: skip
    days = (*days, text[:10], f"{day:02}.{month:02}.{year}", f"{day}.{month}.{year}")
    if name == "day":
        return days
    clock = text[11:]
    return (
        f"{clock} on {days[0]}",
        text,
        text.replace("T", " "),
        *(f"{form} {clock}" for form in days),
        *(f"{form}, {clock}" for form in days),
    )


def _ordinal(n: int) -> str:
    end = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{end}"


@dataclass(frozen=True, kw_only=True)
class Date(Content):
    """A date of any precision, typed."""

    kind = "date"
    prompt: str = key("The question.", "When did KazakhTelecom launch its interactive IP TV service?")
    answer: Edtf = key("The date in EDTF.", "2009-03-11")
    accept: tuple[str, ...] = key("Other right answers.", '["the spring of 2009"]', default=())
    distractors: tuple[Edtf, ...] = key("Wrong dates, for when it is asked as a choice.", "[2008-03-11]", default=())

    def screen(self, part: str, rng: Random) -> Screen:
        names = " to ".join(_precision(end) for end in self.answer.text.split("/"))
        return Screen(self.prompt, part, how=f"type a date ({names})")

    def grade(self, screen: Screen, reply: str, taken: Taken = free) -> Verdict:
        return judged(self._right(reply), self.answer.forms()[0])

    def _right(self, reply: str) -> bool:
        if any(same(reply, form) for form in self.answer.forms()) or says(reply, self.accept):
            return True
        said = frozenset(words(self.prompt))
        year = self.answer.text.split("/")[-1][:4]
        ways = [reply, f"{reply} {year}"] if year in said else [reply]
        return any(agree(date, self.answer.text) for way in ways for date in read(way, self.answer.text, said))

    def accepted(self, part: str) -> tuple[str, ...]:
        return (*self.answer.forms(), *self.accept)

    def wrong(self) -> tuple[str, ...]:
        return tuple(wrong.forms()[0] for wrong in self.distractors)

    def simpler(self, part: str) -> Text:
        first, *more = self.accepted(part)
        return Text(prompt=self.prompt, answer=first, accept=tuple(more), distractors=self.wrong())

    def flaws(self) -> Iterator[Flaw]:
        yield from repeated("distractors", self.wrong())
