"""Dates as people type them, read by dateutil, in the words of several languages."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from kzlearn.grading.numbers import ABOUT
from kzlearn.grading.texts import TALK
from kzlearn.grading.words import roots

MONTHS = {
    name: n
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "januar februar maerz april mai juni juli august september oktober november dezember",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
        "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    )
    for n, name in enumerate(names.split(), 1)
} | {"sept": 9, "marz": 3, "mrz": 3, "okt": 10, "dez": 12, "juil": 7, "avr": 4, "fev": 2, "ene": 1, "abr": 4,
     "dic": 12, "янв": 1, "фев": 2, "мар": 3, "апр": 4, "авг": 8,
     "сен": 9, "окт": 10, "ноя": 11, "дек": 12}  # fmt: skip
ENGLISH = [*MONTHS][:12]
DAYS = "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun tues thur thurs".split()
NOISE = frozenset(
    """in on the of at by during since from year years month day date around early s it was that is
        launched happened began am im vom le du den der de del el anno ad ce a.d. c.e. г г. год года году лет в
        this there then back answer ж жыл жылы ago about zum zur das die l'an an fue en desde as
        have had so au er sie il elle jahr jahre año ete published""".split()
) | ABOUT - {"c"} | TALK - {"no", "c", "y", "zwischen", "between"}  # fmt: skip
TEENS = {"nineteen": 19, "eighteen": 18, "seventeen": 17, "sixteen": 16, "fifteen": 15, "fourteen": 14}
TENS = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
        "nineties": 9}  # fmt: skip
ORDINAL_WORDS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first""".split()  # fmt: skip
ROMAN = {"xv": 15, "xvi": 16, "xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21, "xiv": 14, "xiii": 13,
         "xii": 12, "xi": 11, "x": 10, "ix": 9,
         "viii": 8, "vii": 7, "vi": 6, "v": 5, "iv": 4, "iii": 3, "ii": 2, "i": 1}  # fmt: skip
ACCENTS = "\u0300\u0301\u0302\u0308"
CENTURIES = frozenset(
    """century cent centuries c jahrhundert jahrhunderts jh jhd siecle siglo
        век века веке столетие столетии ғасыр""".split()
)
CENTURY = r"(?:century|c\b)"
LINKS = frozenset("to till until til through thru bis по до and und y hasta a between zwischen entre".split())
"""Words between the two ends of a span; the question may have them too."""
BETWEEN = re.compile(r" (?:to|till|until|til|through|thru|bis|по|до|and|und|y|hasta|a) | ?[–—] ?| - |/|(?<=\w)-(?=\w)")


@lru_cache(maxsize=1024)
def read(text: str, near: str, said: frozenset[str] = frozenset()) -> frozenset[str]:
    """What dates a text may mean, in EDTF. `near` is the date it is held against: its century is meant where two digits
    name a year. `said` are words of the question, which may stand around the date."""
    if len(text) > 200:
        return frozenset()
    line = _line(text, near, said)
    if "/" in near or ".." in near:
        return frozenset(_spans(line, *near.split("/")))
    return frozenset(_points(line, near))


def _line(text: str, near: str, said: frozenset[str]) -> str:
    """Small letters, English months, days as plain numbers, nothing that says nothing."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'").strip(" .!?;")
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if c not in ACCENTS)
    bare = unicodedata.normalize("NFC", bare)
    bare = re.sub(r" ?([–—]) ?", r" \1 ", bare)
    text = _years_in_words(bare.replace("~", " ").replace("≈", " "))
    text = re.sub(r"\bb\.? ?c\.?(?: ?e\.?)?(?![a-z])", "bc", re.sub(r"\bbefore christ\b", "bc", text))
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th|-?го|-?е|er|º)\b(?! *" + CENTURY + ")", " ", text)
    text = re.sub(r"(?<=\d)\.(?= ?[a-zа-яәғқңөұүһі])", " ", text)
    text = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))", " ", text)
    kept = []
    forms = frozenset(form for word in said for form in roots(word))
    for word in re.sub(r"[,()\"“”]|:(?!\d)", " ", text).split():
        bare_word = word.strip(".")
        if month := _month(bare_word):
            kept.append(ENGLISH[month - 1])
        elif near_century(bare_word):
            kept.append("century")
        elif bare_word in LINKS and ("/" in near or "X" in near):
            kept.append(bare_word)
        elif not (bare_word in NOISE or bare_word in DAYS or _is_said(bare_word, forms)):
            kept.append(word)
    return " ".join(kept)


@cache
def _month(word: str) -> int | None:
    if word in MONTHS:
        return MONTHS[word]
    if not 4 <= len(word) <= 12 or not word.isalpha():
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # few months are misspelled

    near = {
        n for name, n in MONTHS.items() if len(name) > 3 and OSA.distance(word, name) <= (1 if len(name) < 8 else 2)
    }
    return near.pop() if len(near) == 1 else None


def _is_said(word: str, said: frozenset[str]) -> bool:
    """Whether the question says a word that is no figure."""
    return not said.isdisjoint(roots(word)) and not any(c.isdigit() for c in word)


@cache
def near_century(word: str) -> bool:
    """Whether a word is century, in one of several languages; a slip of it too."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # few replies are no dates

    return word in CENTURIES or (
        len(word) > 5 and any(OSA.distance(word, name) <= 2 for name in ("century", "jahrhundert"))
    )


def _years_in_words(text: str) -> str:
    """Years and days that are spelled: two thousand and eight, nineteen ninety-one, the eleventh."""
    for n, name in reversed([*enumerate(ORDINAL_WORDS, 1)]):
        text = re.sub(rf"\b{name}\b", f"{n}th", text)
    if not re.search(
        r"\b(?:thousand|hundred|teen|twenty|nineteen|eighteen|seventeen|sixteen|fifteen|ten|eleven|twelve|thirteen|fourteen)\b",
        text,
    ):
        return text
    from text_to_num import alpha2digit  # noqa: PLC0415  # few type words

    for language in () if re.search(r"\d", text) else ("es", "fr", "de"):
        if re.search(r"\d{3,4}", found := str(alpha2digit(text, language, threshold=0))):
            return found
    teens = re.search(rf"\b({'|'.join(TEENS)})[ -]({'|'.join(TENS)})\b", text)
    if teens:
        return text
    text = str(alpha2digit(text.replace("-", " "), "en", threshold=0))
    return re.sub(r"\b(1[0-9]|20) (?:0 |oh )?(\d{1,2})\b", lambda m: f"{m[1]}{int(m[2]):02}", text)


def _points(line: str, near: str) -> Iterator[str]:
    line = line.strip()
    if m := re.fullmatch(r"(\d{1,4}) ?bc", line):
        yield f"-{int(m[1]) - 1:04}"
        return
    if re.fullmatch(r"-?\d{4}", line):
        yield line
    if re.fullmatch(r"\d{1,3}", line) and near.startswith("0"):
        yield f"{int(line):04}"
    if m := re.fullmatch(r"'(\d\d)", line):
        yield near[:2] + m[1]
    yield from _decades(line, near[:2])
    yield from _centuries(line)
    yield from _calendar(line, near)


def _decades(line: str, century: str) -> Iterator[str]:
    if m := re.fullmatch(r"(?:between )?(\d{3})(?:0 ?'?s|0-?е|x|0(?: ?[-–] ?| to | and )(?:\1)?9)", line):
        yield f"{m[1]}X"
    if (m := re.fullmatch(r"(\w+teen)[ -](\w+)", line)) and m[1] in TEENS and m[2] in TENS:
        yield f"{TEENS[m[1]]}{TENS[m[2]]}X"
    if m := re.fullmatch(r"'?(\d)0(?: ?'?s|-?е)", line):
        yield f"{century}{m[1]}X"
    if line in TENS:
        yield f"{century}{TENS[line]}X"


def _centuries(line: str) -> Iterator[str]:
    if m := re.fullmatch(rf"(\d\d)(?:00 ?'?s ?{CENTURY}?|xx|00(?: ?[-–] ?| to | and )(?:\1)?99)", line):
        yield f"{m[1]}XX"
    m = re.fullmatch(rf"(\d{{1,2}})(?:st|nd|rd|th|\.|-?го|-?й|-?м|e|eme|er)?[ -]?{CENTURY}?", line)
    if m and not line.isdigit():
        yield f"{int(m[1]) - 1:02}XX"
    if (m := re.fullmatch(rf"([ivx]+?)(?:th|e|eme|er|\.)? ?{CENTURY}?", line)) and m[1] in ROMAN:
        yield f"{ROMAN[m[1]] - 1:02}XX"


def _calendar(line: str, near: str) -> Iterator[str]:
    """A year, month, day or minute that dateutil reads; what is left out shows in two readings with other defaults."""
    if not any(c.isdigit() for c in line):
        return
    if m := re.fullmatch(r"(\d{1,2})[./-](\d{4})|(\d{4})[./-](\d{1,2})", line):
        year, month = (m[2], m[1]) if m[2] else (m[3], m[4])
        if 1 <= int(month) <= 12:
            yield f"{year}-{int(month):02}"
        return
    line = re.sub(r"(?<=\d)(?:h| uhr)(?: ?)(?=\d\d\b|$)", ":", line).rstrip(":")
    line = re.sub(r"'(?=\d\d\b)", near[:2], line)
    if re.fullmatch(r"[\d ]{1,7}", line) or re.search(r"\bbc\b|[+x*]", line):
        return
    from dateutil import parser  # noqa: PLC0415  # the forms a bank writes need no parser

    for day_first in (False,) if re.match(r"\d{4}\D", line) else (True, False):
        found = []
        for default in (datetime(1896, 2, 3, 4, 7), datetime(2096, 5, 6, 9, 11)):  # noqa: DTZ001  # no moment is meant
            try:
                found.append(parser.parse(line, _words(near[:2]), default=default, dayfirst=day_first, ignoretz=True))
            except (ValueError, OverflowError, TypeError, AttributeError):
                break
        if len(found) == 2:
            yield from _precision(*found)


def _precision(one: datetime, other: datetime) -> Iterator[str]:
    fixed = [getattr(one, name) == getattr(other, name) for name in ("year", "month", "day", "hour", "minute")]
    if fixed[:1] == [False]:
        return
    year = f"{one.year:04}"
    if not fixed[1] and not fixed[2]:
        yield year
    elif fixed[1] and not fixed[2]:
        yield f"{year}-{one.month:02}"
    elif fixed[1]:
        day = f"{year}-{one.month:02}-{one.day:02}"
        yield f"{day}T{one.hour:02}:{one.minute:02}" if fixed[3] and fixed[4] else day


@cache
def _words(century: str) -> Any:
    from dateutil import parser  # noqa: PLC0415  # see above

    class Words(parser.parserinfo):
        """English words; two digits are a year of the century at hand, whatever the day today."""

        def convertyear(self, year: int, century_specified: bool = False) -> int:
            return year if century_specified or year > 99 or not century.isdigit() else int(century) * 100 + year

    return Words()


def _spans(line: str, first: str, last: str) -> Iterator[str]:
    line = re.sub(r"^(?:between|from|zwischen|entre) ", "", line)
    for m in BETWEEN.finditer(line):
        one, other = line[: m.start()].strip(), line[m.end() :].strip()
        ends = {*_points(other, last)}
        starts = {*_points(one, first)}
        for end in ends:
            year, _, rest = end.partition("-")
            month = ENGLISH[int(rest[:2]) - 1] if rest else ""
            more = {*_points(f"{one} {year}", first)} | ({*_points(f"{one} {month} {year}", first)} if month else set())
            for start in starts | more:
                yield f"{start}/{end}"
        if not ends and re.fullmatch(r"\d{1,2}", other):  # 1939-45, 5-9 of a month named first
            for start in starts:
                yield (
                    f"{start}/{start[: 4 - len(other)]}{other}"
                    if len(start) == 4
                    else f"{start}/{start[:8]}{int(other):02}"
                )
        elif not starts and not ends:
            continue


def agree(given: str, right: str) -> bool:
    """Whether a date says what another says, or more: 2009-03-11 for 2009-03."""
    if given == right:
        return True
    if "X" in right or "/" in right or "X" in given:
        return False
    return given.startswith((right + "-", right + "T"))
