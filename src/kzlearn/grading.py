"""Comparing what was typed with what is right: letter by letter, apart from case, spaces and a final full stop."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

NAME = "exact-1"
"""What a review records as its grader."""

MOST_DIGITS = 400
NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<groups>[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f,']\d{3})+)(?!\d)|(?P<whole>\d+))?"
    r"(?:[.,](?P<fraction>\d+))?"
)


def normal(text: str) -> str:
    """A text as it is compared: composed letters, one case, single spaces, no final punctuation."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.rstrip(".!?;,").strip() or folded


def same(reply: str, right: str) -> bool:
    """Whether a reply says what is right."""
    return normal(reply) == normal(right)


def parts_of(reply: str) -> list[str]:
    """The entries of a typed list: parted by `;`, else by `,`."""
    mark = ";" if ";" in reply else ","
    return [part.strip() for part in reply.split(mark) if part.strip()]


def letters(reply: str, count: int) -> list[int] | None:
    """Which of `count` options a reply names by letters: `b`, `a c`, `b,a`, `bac`; None when it does not."""
    found = re.sub(r"[\s,;.)]+", "", reply.casefold())
    numbers = [ord(letter) - ord("a") for letter in found]
    return numbers if numbers and all(0 <= n < count for n in numbers) else None


def number(text: str) -> "tuple[Decimal, str] | None":
    """A number and what follows it (its unit): 12.4, 12,4 %, 1,000,000, -3; None when it does not begin with one.

    Commas and spaces part thousands where they stand as in `1,000`, as English writes it; else a comma parts decimals.
    """
    from decimal import Decimal  # noqa: PLC0415  # only numbers need it, the first prompt seldom does

    text = text.strip().replace("−", "-")
    found = NUMBER.match(text)
    if not found or not (found["groups"] or found["whole"] or found["fraction"]) or len(found[0]) > MOST_DIGITS:
        return None
    whole = re.sub(r"\D", "", found["groups"] or found["whole"] or "")
    return Decimal(f"{found['sign']}{whole}.{found['fraction'] or 0}"), text[found.end() :].strip()
