"""A text as its words: what is left when case, accents, marks, articles and plural endings do not matter."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

ARTICLES = frozenset({"the", "a", "an"})
FOREIGN_ARTICLES = frozenset(
    "der die das den dem ein eine einen le la les l un une des el los las una il lo gli o os as um uma".split()
)
SMALL = frozenset(
    {"the", "of", "and", "for", "in", "on", "at", "by", "de", "du", "des", "von", "und", "y", "et", "del"}
)
"""Words inside a name that people leave out when they type it."""

LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"}
    | dict.fromkeys("'’‘`´ʼʻ′\"“”„«»‹›″", "")
)
DIGITS = {
    word: str(n) for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {
    roman: str(n)
    for n, roman in enumerate(
        ["ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"], 2
    )
}
NUMBER_WORDS = re.compile(
    r"\b(?:thir|four|fif|six|seven|eigh|nine)teen\b|\b(?:twen|thir|for|fif|six|seven|eigh|nine)ty\b|hundred|thousand|million"
)
SHORT_MAGNITUDES = re.compile(r"(?<=\d)\s*(?:(?P<million>mil|mill|mln|mio|mn)|(?P<billion>bil|bln|bn))\b\.?")
ONE_OF = re.compile(r"\b(?:an?|one)\s+(?=(?:mil|mill|mln|mio|mn|bil|bln|bn)\b)")
LONE_ROMAN = {"i": "1", "v": "5", "x": "10"}
ORDINALS = {
    word: f"{n}th"
    for n, word in enumerate(
        ["fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"], 4
    )
} | {"first": "1st", "second": "2nd", "third": "3rd"}
MARKS = re.compile(r"(?<!\w)[-‐-―−](?!\d)|(?<=\w)[-‐-―−]|(?<=\w)[!?]+|[¡¿]|[.,:;](?!\d)|(?<!\d)[.,:;]|[()\[\]{}_/…·•]")
AMERICAN = {"grey": "gray", "aluminium": "aluminum", "tyre": "tire", "cheque": "check", "plough": "plow",
            "sulph": "sulf"}  # fmt: skip
SPELLINGS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=\w{2})our(?=s?$|ed$|ing$|ite|able|ful|ab)"), "or"),
    (re.compile(r"(?<=\w{2}[bt])re$"), "er"),
    (re.compile(r"(?<=\w{3})is(?=e[ds]?$|ing$|ation)"), "iz"),
    (re.compile(r"(?<=\w{2}l)ys(?=e[ds]?$|ing$)"), "yz"),
    (re.compile(r"(?<=\w{2})ence$"), "ense"),
    (re.compile(r"(?<=\w{2})ogue$"), "og"),
    (re.compile(r"(?<=\w{3})amme$"), "am"),
    (re.compile(r"(?<=\w)ll(?=ed$|ing$|er$)"), "l"),
    (re.compile(r"^(grey|aluminium|tyre|cheque|plough|sulph)"), lambda m: AMERICAN[m[0]]),
    (re.compile(r"(?<=\w)[ao]e(?=\w{3})|^[ao]e(?=\w{4})"), "e"),
)
"""What British and American spelling write in two ways, taken for one."""


def normal(text: str) -> str:
    """A text as it is compared letter by letter: composed letters, one case, single spaces, no final punctuation."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.rstrip(".!?;,").strip() or folded


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for case, spaces and a final full stop."""
    return normal(one) == normal(other)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and marks: `The "U.S." – Café` is the, us, cafe."""
    given = text
    text = re.sub(r"(?<=\w)\+(?=\s|$)", " plus", text)
    text = text.replace("&", " and ").replace("%", " percent ").translate(LETTERS)
    text = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda m: m[0].replace(".", ""), text)
    text = re.sub(r"(?<=\d)[ \u00a0\u2009\u202f,](?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    folded = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
    folded = "".join(c for c in folded if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    folded = ONE_OF.sub("1 ", folded)
    folded = SHORT_MAGNITUDES.sub(lambda m: f" {m.lastgroup}", folded)
    if NUMBER_WORDS.search(folded):
        from text_to_num import alpha2digit  # noqa: PLC0415  # few texts hold such numbers

        folded = str(alpha2digit(folded.replace("-", " "), "en"))
    found = MARKS.sub(" ", folded).replace("per cent", "percent").split()
    return tuple(found) or tuple(normal(given).split())


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: one spelling, one number, digits for numerals, no article before
    another word."""
    found = list(words(text))
    if len(found) > 1 and found[-1] in LONE_ROMAN:
        found[-1] = LONE_ROMAN[found[-1]]
    kept = [w for i, w in enumerate(found) if i == len(found) - 1 or (w != "the" and (i or w not in ARTICLES))]
    return tuple(map(stem, kept))


def stem(word: str) -> str:
    """A word in one spelling and number: programmes and program, colour and colors, two and 2."""
    if word in DIGITS or word in ORDINALS:
        return DIGITS.get(word) or ORDINALS[word]
    if len(word) > 3 and word.isalpha():
        word = _singular(word)
        for pattern, instead in SPELLINGS:
            word = pattern.sub(instead, word)
    return word


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=8192)
def joined(found: tuple[str, ...]) -> str:
    """Words as one text: `e-mail`, `e mail` and `email` are one; figures stay apart."""
    text = "".join(w + " " * (w[-1:].isdigit()) for w in found)
    return re.sub(r" (?!\d)", "", text)


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What two texts have in common when they say the same: a name to look a text up by."""
    return joined(stems(text))


def roots(word: str) -> frozenset[str]:
    """A word and what it may be a form of: launched of launch, applies of apply."""
    found = {word}
    if len(word) > 4:
        for ending, instead in (("ing", ""), ("ing", "e"), ("ed", ""), ("d", ""), ("s", ""), ("es", ""), ("ies", "y")):
            if word.endswith(ending):
                found.add(word[: -len(ending)] + instead)
    return frozenset(found)


@lru_cache(maxsize=8192)
def without_small(found: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that are left out in a hurry; the first and the last stay."""
    return tuple(w for i, w in enumerate(found) if i in (0, len(found) - 1) or w not in SMALL)
