"""Units as people write them: %, per cent, km, kilometres, $, and exact conversions, by pint."""

import re
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from kzlearn.grading.numbers import MAGNITUDES
from kzlearn.grading.words import stems

if TYPE_CHECKING:
    import pint

NAMES = tuple(
    frozenset(name.strip() for name in group.split("|"))
    for group in """
        percent | pct | % | percents | percentage | p c | pc | prozent | pour cent | por ciento | procent | процент
        | процента | процентов | проц | пайыз ;
        $ | us$ | usd | dollar | dollars | us dollar | us dollars | american dollar | american dollars | u.s. dollar
        | u.s. dollars | bucks | доллар | долларов | доллара ;
        € | eur | euro | euros | евро ;
        £ | gbp | pound | pounds | pound sterling | pounds sterling | british pounds | quid ;
        ¥ | jpy | yen | yens ;
        ₸ | kzt | tenge | tenges | тенге | теңге | tg | тг | kazakh tenge | kazakhstani tenge ;
        ₽ | rub | rouble | roubles | ruble | rubles | рубль | рублей | рубля | руб | russian rubles ;
        people | persons | person | inhabitants | human beings | individuals | человек ;
        year | years | y.o | yo | yr | yrs | year old | years old | года | лет | год | jahre | ans | años ;
        km/h | kph | kmh | km per hour | kilometers per hour | kilometres per hour | km/hr | kilometer per hour |
        kilometre per hour ;
        mb/s | mbps | mbit/s | megabits per second | megabit per second | mbit | mb per second | megabit/s ;
        kb/s | kbps | kbit/s | kilobits per second | kilobit per second | kb per second | kilobit/s | kilobits/s ;
        gb/s | gbps | gbit/s | gigabits per second | gigabit per second | gb per second | gigabit/s | gigabits/s ;
        m/s | mps | meters per second | metres per second | meter per second | metre per second ;
        °c | c | degree celsius | degrees celsius | degrees c | celsius | deg c | centigrade | degrees centigrade |
        grad celsius ;
        °f | f | degree fahrenheit | degrees fahrenheit | degrees f | fahrenheit | deg f ;
        ° | degree | degrees | deg ;
        km² | km2 | km^2 | sq km | square km | sq. km | square kilometers | square kilometres | square kilometer |
        square kilometre | sqkm ;
        m² | m2 | m^2 | sq m | square m | square meters | square metres | square meter | square metre | sqm ;
        time | times | x | × | fold
    """.replace("\n", " ").split(";")
)
"""Names of one unit each, where symbols and plain words part or where pint has none."""


CURRENCIES = frozenset(name for group in NAMES[1:7] for name in group)


def is_currency(word: str) -> bool:
    """Whether a word stands before amounts of money: $, US$, EUR."""
    return word in CURRENCIES


def meant(written: str, names: tuple[str, ...]) -> bool:
    """Whether what was written beside a number is one of the names of its unit, or another name of the same."""
    plain = _plain(written)
    for name in names:
        own = _plain(name)
        same = _same_names(own)
        if plain == own or stems(written) == stems(name) or plain in same:
            return True
        if plain not in MAGNITUDES and not is_unit(written) and any(_slipped(plain, other) for other in (own, *same)):
            return True
    return False


def is_unit(word: str) -> bool:
    """Whether a word is a unit, a currency or percent; not `in`, `at` or another short word that pint takes for one."""
    plain = _plain(word)
    return bool(_same_names(plain)) or (len(plain) > 2 and _unit(word) is not None)


def _slipped(typed: str, name: str) -> bool:
    if len(name) < 5 or not name.replace(" ", "").isalpha():
        return False
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # few units are misspelled

    return OSA.distance(typed, name) <= (1 if len(name) < 7 else 2)


PAIR = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-zµ°']+)\.?(?:\s*(?:,|and|und|et|y|и)?\s*(?=\d)|$)")


def compound(text: str, unit: str) -> Fraction | None:
    """A quantity in parts (`1 h 30 min`, `42 km 195 m`, `1h30`) in the unit wanted; None when it is none."""
    line = " ".join(text.casefold().split()).strip(" .")
    if m := re.fullmatch(r"(\d+) ?h ?(\d\d)", line):
        line = f"{m[1]} h {m[2]} min"
    found = PAIR.findall(line)
    if len(found) < 2 or PAIR.sub("", line):
        return None
    if {name for _, name in found} <= {"h", "m", "s"}:
        found = [(n, {"m": "min"}.get(name, name)) for n, name in found]
    parts = [converted(Fraction(n.replace(",", ".")), name, unit) for n, name in found]
    return sum((p for p in parts if p is not None), Fraction(0)) if None not in parts else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("²", "2").replace("-", " ").strip(" .,;:()").split())


@lru_cache(maxsize=512)
def _same_names(name: str) -> frozenset[str]:
    bare = name.removeprefix("of ").strip()
    found: set[str] = set()
    for group in NAMES:
        if bare in {_plain(n) for n in group} or bare in group:
            found |= {_plain(n) for n in group}
    return frozenset(found)


def scaled(name: str) -> tuple[Fraction, str]:
    """A unit's own magnitude and what is left of it: `million dollars` is 1,000,000 and dollars."""
    factor, rest = Fraction(1), name.strip()
    while (m := re.match(r"([^\W\d_]+)\b\.?\s*(?:of\s+)?", rest)) and m[1].casefold() in MAGNITUDES and len(m[1]) > 1:
        factor *= MAGNITUDES[m[1].casefold()]
        rest = rest[m.end() :]
    return factor, rest


@lru_cache(maxsize=1024)
def converted(value: Fraction, written: str, unit: str) -> Fraction | None:
    """A value in another unit, in the unit wanted; None when the two do not measure the same, or one is unknown."""
    one, other = _unit(written), _unit(unit)
    if one is None or other is None:
        return None
    import pint  # noqa: PLC0415  # few name another unit

    try:
        return Fraction(_registry().Quantity(value, one).to(other).magnitude).limit_denominator(10**12)
    except (pint.PintError, TypeError, ValueError, OverflowError):
        return None


@cache
def _registry() -> "pint.UnitRegistry[Any]":
    """Takes about 0.2 s once."""
    import pint  # noqa: PLC0415  # few name another unit

    return pint.UnitRegistry(non_int_type=Fraction, autoconvert_offset_to_baseunit=True, case_sensitive=True)


SPECIAL = {"°c": "degC", "celsius": "degC", "degrees celsius": "degC", "°f": "degF", "fahrenheit": "degF",
           "degrees fahrenheit": "degF", "k": "kelvin", "kbps": "kilobit/second", "mbps": "megabit/second",
           "gbps": "gigabit/second", "kbit/s": "kilobit/second", "mbit/s": "megabit/second", "gbit/s": "gigabit/second",
           "kb": "kilobyte", "mb": "megabyte", "gb": "gigabyte",
           "tb": "terabyte", "pb": "petabyte", "eb": "exabyte", "zb": "zettabyte",
           "mo": "month", "mos": "month", "'": "minute",
           "t": "tonne", "tons": "", "ton": "",
           "h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "mins": "minute", "sec": "second",
           "secs": "second",
           "in": "inch", "mph": "mile/hour", "kmh": "km/hour", "kph": "km/hour", "l": "liter", "cal": "",
           "": ""}  # fmt: skip


@lru_cache(maxsize=512)
def _unit(name: str) -> Any:
    """The unit pint knows by a name; None when it knows none."""
    plain = _plain(name)
    for group in NAMES:  # one name of the group is enough
        names = {_plain(n) for n in group}
        if plain in names:
            plain = next((n for n in sorted(names) if n in SPECIAL), plain)
    exact = " ".join(name.replace("²", "2").replace("³", "3").strip(" .,;:()").split())
    wanted = (
        SPECIAL.get(plain)
        if plain in SPECIAL
        else (exact if re.fullmatch(r"[kMGTPmµ]?[bB](?:it|yte)?s?", exact) else plain)
    )
    wanted = BITS.sub(lambda m: f"{BIT_SIZES[m[1]]}{'byte' if m[2] == 'B' else 'bit'}", wanted or "")
    wanted = re.sub(r"^cubic (\w+)$", r"\1**3", re.sub(r"^(?:sq\.?|square) (\w+)$", r"\1**2", wanted))
    wanted = re.sub(r"([a-z])\^?([23])$", r"\1**\2", re.sub(r"\bper\b", "/", wanted))
    if not re.fullmatch(r"[a-zA-Zµμ*/ \d]{1,40}", wanted) or not wanted.strip():
        return None
    import pint  # noqa: PLC0415  # few name another unit

    for spelled in (wanted, wanted.replace("metre", "meter").replace("litre", "liter").replace("gramme", "gram")):
        try:
            return _registry().parse_units(spelled)
        except (pint.PintError, AttributeError, ValueError, TypeError, SyntaxError, AssertionError):
            continue
    return None


BITS = re.compile(r"^([kMGTP])([bB])(?:its?|ytes?)?$")
BIT_SIZES = {"k": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta"}
