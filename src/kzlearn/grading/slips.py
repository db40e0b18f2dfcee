"""Slips of spelling: when a typed word can only be meant as the right one.

Distances are Damerau's (a swap of neighbours is one edit), from rapidfuzz. A typed word that is a word of its own is
never a slip: the dictionaries of pyspellchecker know affect and effect, Austria and Australia.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spellchecker import SpellChecker

CONFUSED = tuple(
    tuple(group.split())
    for group in (
        "hyper hypo",
        "inter intra",
        "endo exo ecto",
        "macro micro",
        "ante anti",
        "ab ad",
        "im em",
        "mono di tri bi uni",
        "over under",
        "sub super supra",
        "pre pro per",
        "homo hetero",
        "iso aniso",
        "mega giga kilo tera milli nano",
        "un in im dis non a il ir anti",
        "neo paleo",
    )
)
"""Beginnings that make another word of the field, which no dictionary need hold."""
NUMBER = re.compile(
    "three|seven|eight|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    "(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand"
)
"""A number in a word has no slips: one is as near to the next as to itself."""
ENDINGS = tuple(
    tuple(group.split())
    for group in ("ite ate ide", "ase ose", "ane ene yne", "ous ic", "or ee", "er ee", "ium ine",
                  "oma osis itis emia", "ov ova", "ev eva")
)  # fmt: skip


def slip(typed: str, right: str) -> int | None:
    """How many letters a typed word is away from the right one, when it is a slip of it; None when it is none."""
    if typed == right:
        return 0
    if len(right) < 5 or any(c.isdigit() for c in typed + right) or NUMBER.fullmatch(right):
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # few replies are so near

    limit = 1 if len(right) < 8 else 2 if len(right) < 14 else 3
    away = OSA.distance(typed, right, score_cutoff=limit)
    if away > limit or _other_word(typed, right) or known(typed):
        return None
    return away


def known(word: str) -> bool:
    """Whether a word is one of its own."""
    checker = _dictionary("ru" if re.match("[а-яё]", word) else "en")
    return word in checker or (word.endswith("s") and word[:-1] in checker)


@cache
def _dictionary(language: str) -> "SpellChecker":
    """Takes about 0.1 s for the first word; `warm` has it ready."""
    from spellchecker import SpellChecker  # noqa: PLC0415  # opens when the first slip is looked at

    return SpellChecker(language=language)


def warm() -> None:
    """Have the dictionary ready before it is needed."""
    _dictionary("en")


def _other_word(typed: str, right: str) -> bool:
    for group in CONFUSED:
        for one in (*group, ""):
            for other in (*group, ""):
                if (
                    one != other
                    and right.startswith(one)
                    and typed == other + right[len(one) :]
                    and (one or len(other) > 1)
                ):
                    return True
    return any(
        one != other and right.endswith(one) and typed == right[: -len(one)] + other
        for group in ENDINGS
        for one in group
        for other in group
    )
