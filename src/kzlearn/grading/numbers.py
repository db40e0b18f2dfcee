"""Numbers as people type them: 12,4 %, 2.4 mln, two hundred thousand, $5m, 3×10^8, one and a half."""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from kzlearn.grading.words import words

TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ONES_TO_NINE = "one|two|three|four|five|six|seven|eight|nine"
MOST = 400
"""Letters of a reply that are looked at, and digits of a number."""

MAGNITUDES = {
    name: Fraction(10) ** power
    for power, names in {
        2: "hundred hundreds",
        3: "thousand thousands k tsd tausend mille mil тыс тысяч тысяча тысячи мың",
        6: "million millions mln mio mill mn m mm млн миллион миллиона миллионов millones millionen",
        9: "billion billions bn bln b mrd md milliard milliards milliarde milliarden млрд миллиард "
        "миллиарда миллиардов",
        12: "trillion trillions tn trn трлн триллион триллиона триллионов",
    }.items()
    for name in names.split()
} | {"lakh": Fraction(10**5), "crore": Fraction(10**7), "dozen": Fraction(12), "dozens": Fraction(12)}
FRACTIONS = {
    "half": Fraction(1, 2), "halves": Fraction(1, 2), "third": Fraction(1, 3), "thirds": Fraction(1, 3),
    "quarter": Fraction(1, 4), "quarters": Fraction(1, 4), "fourth": Fraction(1, 4), "fourths": Fraction(1, 4),
    "fifth": Fraction(1, 5), "fifths": Fraction(1, 5), "tenth": Fraction(1, 10), "tenths": Fraction(1, 10),
    "sixth": Fraction(1, 6), "eighth": Fraction(1, 8), "eighths": Fraction(1, 8),
}  # fmt: skip
ABOUT = frozenset(
    """about around approximately approx ca circa c roughly some exactly precisely just only ungefähr etwa
        environ около примерно somewhere near""".split()
)
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NUMBER = re.compile(
    r"""(?P<sign>[+-])?(?:(?P<body>\d{1,3}(?:[ '_]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)|[.,](?P<bare>\d+))
        (?:(?:\ ?(?:×|x|\*|·|⋅)\ ?10(?:\ ?\^|\ ?\*\*)?\ ?\(?|(?<=\d)e)(?P<power>[+-]?\d{1,3})\)?(?!\d))?""",
    re.VERBOSE,
)
SLASH = re.compile(r"(?:(?P<whole>\d{1,9}) )?(?P<top>\d{1,9}) ?[/⁄] ?(?P<below>[1-9]\d{0,8})(?![\d/])")


class Reading(NamedTuple):
    """One way of reading a reply: a value, what stands before it and after it. `places` are the decimals written where
    a mark before three digits was taken for a decimal one, else None."""

    value: Fraction
    before: str
    after: str
    places: int | None = None


@lru_cache(maxsize=1024)
def readings(text: str) -> tuple[Reading, ...]:
    """Every way to read a text with one number in it; none when it holds none, or several."""
    if len(text) > MOST:
        return ()
    line = _line(text)
    found = list(_in_digits(line))
    if any(c.isalpha() for c in line) and (in_digits := spelled(line)) != line:
        found += _in_digits(in_digits)
    return tuple(found)


def _line(text: str) -> str:
    """One line of small letters, plain digits and plain signs."""
    text = re.sub(r"(?<=10)([⁻⁰¹²³⁴-⁹]+)", lambda m: "^" + m[1].translate(SUPERSCRIPT), text)
    text = re.sub(
        r"[ ·⋅*]([a-z])⁻([¹²³])", lambda m: f"/{m[1]}{'' if m[2] == '¹' else m[2].translate(SUPERSCRIPT)}", text
    )
    text = re.sub(r"(?<=\d)([½¼¾⅓⅔⅕⅛])", r" \1", text)
    text = unicodedata.normalize("NFKC", text.replace("½", "1/2")).casefold().replace("\u2044", "/").replace("’", "'")
    text = text.replace("−", "-").replace("–", "-").replace("per cent", "percent")
    text = text.replace("por ciento", "percent").replace("pour cent", "percent")
    text = re.sub(r"(\d)-?ish\b", r"\1", re.sub(r"#(?=\d)|^[a-z] ?= ?", "", " ".join(text.split())))
    text = re.sub(rf"\b({TENS})({ONES_TO_NINE})\b", r"\1 \2", text)
    return text.strip(' !?;:"“”').rstrip(".")


def _in_digits(line: str) -> Iterator[Reading]:
    line = re.sub(r"(?:^|(?<=\s))(?:minus |negative |- )(?=\d)", "-", line)
    if fraction := SLASH.search(line):
        value = Fraction(int(fraction["top"]), int(fraction["below"])) + int(fraction["whole"] or 0)
        yield from _scaled(value, line[: fraction.start()], line[fraction.end() :], None)
        return
    found = [m for m in NUMBER.finditer(line) if m["body"] or m["bare"]]
    for m in found:
        before, after = line[: m.start()], line[m.end() :]
        if before and (
            before[-1].isalpha() and not before.endswith(("us", "usd", "eur", "kzt", "rub", "c", "ca", "gbp"))
        ):
            continue
        if m["sign"] and before and not before.endswith((" ", "(")):
            continue
        for value, places in _values(m["body"] or f"0.{m['bare']}"):
            signed = -value if m["sign"] == "-" else value
            if m["power"]:
                signed *= Fraction(10) ** int(m["power"])
            yield from _scaled(signed, before, after, places)


def _values(body: str) -> Iterator[tuple[Fraction, int | None]]:
    """What digits with marks between them may mean. A comma before three digits parts thousands, as in English; a point
    parts decimals; the other way round where a reply can only mean that is for the caller to see by `places`."""
    plain = re.sub(r"[ '_]", "", body)
    commas, points = plain.count(","), plain.count(".")
    if not commas and not points:
        yield Fraction(int(plain)), None
    elif commas and points:
        last = max(plain.rfind(","), plain.rfind("."))
        whole, decimals = plain[:last], plain[last + 1 :]
        if plain.count(plain[last]) == 1 and _grouped(re.split("[.,]", whole)):
            yield Fraction(re.sub("[.,]", "", whole) + "." + decimals), None
    else:
        mark = "," if commas else "."
        groups = plain.split(mark)
        if len(groups) > 2:
            if _grouped(groups):
                yield Fraction("".join(groups)), None
        elif len(groups[1]) == 3 and groups[0] != "0" and len(groups[0]) <= 3 and not groups[0].startswith("0"):
            thousands, decimal = Fraction("".join(groups)), Fraction(".".join(groups))
            yield (thousands, None) if mark == "," else (decimal, None)
            yield (decimal, 3) if mark == "," else (thousands, 0)
        else:
            yield Fraction(".".join(groups)), None


def _grouped(groups: list[str]) -> bool:
    """Whether digits stand in groups of three, or in the Indian way, the last in three."""
    first, *rest = groups
    return 1 <= len(first) <= 3 and bool(rest) and len(rest[-1]) == 3 and all(len(g) in (2, 3) for g in rest)


def _scaled(value: Fraction, before: str, after: str, places: int | None) -> Iterator[Reading]:
    """The value with the magnitude that follows it; without it too, for `m` may be metres."""
    yield Reading(value, before.strip(), after.strip(), places)
    rest = after.lstrip(" -")
    factor = Fraction(1)
    while (m := re.match(r"([^\W\d_]+)(?:\.(?!\d))?(?![^\W_])", rest)) and (size := _magnitude(m[1])):
        factor *= size
        rest = rest[m.end() :].lstrip(" -")
        yield Reading(value * factor, before.strip(), rest.strip(), None if places is None else -1)


@lru_cache(maxsize=512)
def _magnitude(word: str) -> Fraction | None:
    """What a word makes of the number before it; a slip of million or thousand too."""
    if word in MAGNITUDES or not 5 <= len(word) <= 9:
        return MAGNITUDES.get(word)
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # few words stand there

    near = [name for name in ("thousand", "million", "billion", "trillion") if OSA.distance(word, name) == 1]
    return MAGNITUDES[near[0]] if len(near) == 1 else None


ONES = re.compile(r"\ba (?=hundred|thousand|million|billion|trillion|dozen)")


def spelled(line: str) -> str:
    """The line with its number words as digits, by text2num: English, German, French, Spanish."""
    from text_to_num import alpha2digit  # noqa: PLC0415  # few type words

    line = ONES.sub("one ", line.replace("half a dozen", "six").replace("a couple of", "two")).replace("-", " ")
    half = re.sub(r"\b(an|a) (\w+) and a half\b", r"1.5 \2", line)
    half = re.sub(r"\b(\w+) and a half\b", r"\1 point five", half)
    half = re.sub(r"(\d) and a half\b", r"\1.5", half)
    half = re.sub(r"\bhalf(?:[ -]an?)? (?=\w)|\bone half (?:of )?an? (?=\w)", "0.5 ", half)
    half = SHARES.sub(_fraction, half)
    for language in ("en", "de", "fr", "es"):
        try:
            found = str(alpha2digit(half, language, threshold=0))
        except ValueError:  # words that make no number
            continue
        found = re.sub(r"(?<=\d) (?:point|comma|komma|virgule|coma) (?=\d)", ".", found)
        if found != half or any(c.isdigit() for c in found):
            return found
    return half


SHARES = re.compile(
    rf"\b(an?|one|two|three|four|five|[1-9]) ({'|'.join(FRACTIONS)})s?\b"
    r"(?! (?:of )?(?:an?|hundred|thousand|million|billion)\b)"
)
COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def _fraction(m: re.Match[str]) -> str:
    """`three quarters` is 3/4."""
    share = FRACTIONS[m[2]] * (COUNT.get(m[1]) or int(m[1]))
    return f"{share.numerator}/{share.denominator}"


def plain(text: str) -> tuple[str, ...]:
    """The words around a number that say something: not about, not around."""
    return tuple(w for w in words(text.replace("~", " ").replace("≈", " ")) if w not in ABOUT)
