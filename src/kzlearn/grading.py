"""Comparing what was typed with what is right: letter by letter, apart from case, spaces and a final full stop."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

NAME = "exact-1"
"""What a review records as its grader."""

NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[  , ']\d{3})+|\d+)?(?:[.,]\d+)?")


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


def number(text: str) -> tuple[Decimal, str] | None:
    """A number and what follows it (its unit): 12.4, 12,4 %, 1,000,000, -3; None when it does not begin with one.

    A single comma or point parts decimals unless exactly three digits follow and the other mark parts them too:
    `1,000` is a thousand, as English writes it.
    """
    found = NUMBER.match(text.strip())
    if not found or not re.search(r"\d", found[0]):
        return None
    digits = re.sub(r"[  ']", "", found[0])
    whole = re.sub(r",(?=\d{3}(?:\D|$))", "", digits)
    try:
        return Decimal(whole.replace(",", ".")), text.strip()[found.end() :].strip()
    except InvalidOperation:
        return None
