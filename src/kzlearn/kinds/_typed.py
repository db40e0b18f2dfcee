"""Grading what is typed where the answer is a text: as words, and where it is a figure or a date, as that too."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from kzlearn.grading.dates import MONTHS, read
from kzlearn.grading.texts import fits
from kzlearn.grading.units import scaled
from kzlearn.model.questions import Content, Outcome, Screen, Taken

FIGURE = re.compile(
    r"(?P<sign>[-−])?(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,15})(?P<rest>\.\d{1,15})?\s*(?P<unit>%|[^\W\d][^\d]{0,40})?"
)


def typed(
    reply: str, accepted: Sequence[str], asked: str, rivals: Sequence[str], exact: bool, taken: Taken, around: str = ""
) -> Outcome:
    """What a typed reply is worth where any of some texts is right. `around` are words that may stand beside a figure
    or a date; those of the question may anyway."""
    outcome = fits(reply, accepted, asked, rivals, exact, taken)
    if outcome is Outcome.RIGHT or exact:
        return outcome
    for text in accepted:
        for content in (_figure(text, asked or around), _date(text, asked or around)):
            if content and content.grade(Screen(asked), reply).outcome is Outcome.RIGHT:
                return Outcome.RIGHT
    return outcome


@lru_cache(maxsize=256)
def _figure(text: str, asked: str) -> Content | None:
    """The question as one for a number, where the answer is one."""
    found = FIGURE.fullmatch(text.strip())
    if not found:
        return None
    from kzlearn.kinds.number import Amount, Number  # noqa: PLC0415  # it is made of this module

    digits = f"{'-' if found['sign'] else ''}{found['whole'].replace(',', '')}{found['rest'] or ''}"
    factor, unit = scaled(found["unit"] or "")
    value = digits if factor == 1 else f"{Decimal(digits) * int(factor):f}"
    try:
        return Number(prompt=asked, answer=Amount.parse(value), unit=unit)
    except ValueError:  # 007 is a name
        return None


@lru_cache(maxsize=256)
def _date(text: str, asked: str) -> Content | None:
    """The question as one for a date, where the answer names a month and a year."""
    if re.fullmatch(r"(?:1\d|20)\d\d", text.strip()):
        from kzlearn.kinds.date import Date, Edtf  # noqa: PLC0415  # it is made of this module

        return Date(prompt=asked, answer=Edtf(text.strip()))
    if not re.search(r"\d{4}", text) or not {*re.findall(r"[^\W\d_]+", text.casefold())} & MONTHS.keys():
        return None
    dates = read(text, "2000-01-01")
    if len(dates) != 1:
        return None
    from kzlearn.kinds.date import Date, Edtf  # noqa: PLC0415  # it is made of this module

    return Date(prompt=asked, answer=Edtf(*dates))
