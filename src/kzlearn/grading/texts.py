"""Whether a typed text says what an accepted answer says."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kzlearn.grading.persons import asks_who, named_person
from kzlearn.grading.slips import slip
from kzlearn.grading.words import FOREIGN_ARTICLES, SMALL, joined, same, stem, stems, without_small, words
from kzlearn.model.questions import Outcome, Taken, free

FRAMES = re.compile(
    r"""^(?: (?:well|um+|uh|hm+|so|ok|okay|oh|ah)\b
      | (?:i\ (?:think|guess|believe|would\ say|m\ pretty\ sure)|im\ pretty\ sure)\b(?:\ (?:that|its|it\ (?:is|was)))?
      | (?:maybe|perhaps|probably|possibly|surely)\b
        (?:\ (?:that|its|it\ (?:is|was)))?
      | (?:the\ |my\ |correct\ |right\ )*(?:answer|solution)\ (?:is|was|would\ be|should\ be)\b
      | (?:its|hes|shes|thats|theyre|(?:it|that|this|they|he|she|there|these|those)\ (?:s|is|was|are|were|would\ be))\b
      | (?:is|was|are|were|because|called|named|known\ as|namely|due\ to|using)\b
      | (?:in|at|on|by|of|with|via|through|for|as|from)\b
      | (?:es|das|dies)\ (?:ist|war|sind|waren)\b | (?:c\ ?est|c\ ?etait|ce\ (?:est|sont))\b
      | (?:es|era|fue|son|eran)\b(?=\ )
      | (?:это|ответ)(?:\ (?:был[аио]?|это))?\b
    )\ +""",
    re.VERBOSE,
)
AFTER = re.compile(
    r"\ +(?:i (?:think|guess|believe)|if i remember(?: correctly| right)?|maybe|probably|please|right|of course|imho)$"
)
LEAD = re.compile(
    r"""^\s*(?:(?:i\ think|i\ guess|maybe|(?:my\ )?answers?:?
      |the\ (?:right\ |correct\ )?(?:answers?|order|statement)\ (?:is|are|was)
      |it(?:['’]?s|\ is|\ was)|that(?:['’]?s|\ is)|they(?:\ a|['’])re|these\ are|those\ are|there\ are|both|first|zuerst
      |das\ sind|es\ sind|das\ ist|ce\ sont|c['’]est|son|это|to\ provide
      |all(?:\ (?:of\ them|two|three|four|five|six|seven|eight|nine|ten))?:)[\s:]+)+""",
    re.IGNORECASE | re.VERBOSE,
)
COMPANY = frozenset("jsc llp llc ltd limited inc incorporated corp gmbh ag plc oao ojsc too ao зао ао оао тоо".split())
HEADS = frozenset(
    """ministry department agency committee commission office bureau law act oblast region province city sea
        lake""".split()
)
TURNED = frozenset(
    "not no never non nicht kein keine pas ne non не нет without neither nor or oder ou или except but".split()
)
DIRECTION = frozenset(
    "to from than before after over by under against per versus vs not no without into on over".split()
)
TALK = frozenset(
    """i think guess believe maybe probably answer roughly about around approximately approx ca circa c some exactly
        precisely just only près etwa rund около примерно between from value figure total they we us every each up aged
        number no nr code error est environ cerca sind es war waren sont c un una eine fue son это rose rise fell fall
        grew ran run paid cost lasted took take place made said began became got reached every zwischen y""".split()
)
"""Words around a figure or a date that say nothing of it."""
HEAD = re.compile(
    r"\b(?:which|what|whose|welche\w*|quel\w*|qué|que|какой|какая|какое|какую)\s+(\w+(?:\s+\w+)?)", re.IGNORECASE
)
HONORIFICS = frozenset(
    "mr mrs ms dr prof professor president sir king queen pope saint st general emperor tsar".split()
)
FILLERS = frozenset(
    """a an the of in on at by for to is was were are be it its their his her and so as with s de el la le has
        have had been being called named about you can do does did one""".split()
)


def fits(
    reply: str,
    accepted: Sequence[str],
    asked: str = "",
    rivals: Sequence[str] = (),
    exact: bool = False,
    taken: Taken = free,
) -> Outcome:
    """What a reply is worth where any of some texts is right.

    `asked` is the question, whose own words may stand in the reply or be left out of it; `rivals` are texts that are
    wrong here, and so no slips of what is right; `taken` tells of any text whether it is right elsewhere. `exact`
    forgives no slip.
    """
    if len(reply) > LONGEST:
        return Outcome.RIGHT if any(same(reply, text) for text in accepted) else Outcome.WRONG
    typed = stems(reply)
    if not typed or not reply.strip():
        return Outcome.WRONG
    right = _all_keys(tuple(accepted))
    if not right.isdisjoint(_keys(typed)):
        return Outcome.RIGHT
    goals = [goal for text in accepted for goal in _forms(text)]
    ways = [way for way in _bare(reply) if way]
    rival_keys = frozenset(key for rival in rivals for key in _keys(stems(rival)))
    if exact or any(not rival_keys.isdisjoint(_keys(way)) for way in ways):
        said = exact and any(not right.isdisjoint(_keys(way)) for way in ways[:2])
        return Outcome.RIGHT if said else Outcome.WRONG
    if any(not right.isdisjoint(_keys(way)) for way in ways):
        return Outcome.RIGHT
    wrong = [stems(rival) for rival in rivals]
    if any(_same_said(way, goal, asked, wrong) for way in ways for goal in goals):
        return Outcome.RIGHT
    if _cut_short(reply, accepted) and not _cut_short(reply, rivals):
        return Outcome.RIGHT
    if _both(reply, goals) or any(_acronym(reply, text, asked, rivals) for text in accepted):
        return Outcome.RIGHT
    person = named_person(reply, accepted, rivals) if asks_who(asked) else Outcome.WRONG
    slipped = any(_slipped(way, goal, wrong) for way in ways for goal in goals) or _slipped_as_written(reply, accepted)
    if person is Outcome.WRONG and slipped and not taken(reply):
        return Outcome.NEARLY
    return person


MOST_AWAY = 8
"""Letters by which a reply with slips may be longer or shorter than the answer, its small words aside."""
LONGEST = 1000
"""Letters of a reply that is looked at word by word; a longer one must be what is right letter by letter."""


def _same_said(way: tuple[str, ...], goal: tuple[str, ...], asked: str, wrong: Sequence[tuple[str, ...]]) -> bool:
    return _turned(way, goal) or _around(way, goal, asked, wrong)


def _both(reply: str, goals: Sequence[tuple[str, ...]]) -> bool:
    """A name and its acronym, one in brackets: Agency for Informatization (AI)."""
    pieces = [stems(piece) for piece in re.split(r"[()]", reply) if piece.strip()]
    if len(pieces) != 2:
        return False
    right = [any(_equal(piece, goal) for goal in goals) for piece in pieces]
    return all(right) or (any(right) and _initials_of(*pieces))


def _cut_short(reply: str, texts: Sequence[str]) -> bool:
    """Whether a reply is one of some texts with words cut short by a full stop: Nat. Stat. Agency."""
    typed = re.findall(r"[^\W\d_]+\.?", reply.casefold())
    if not any(word.endswith(".") and len(word) > 3 for word in typed[:-1]):
        return False
    for text in texts:
        said = [w for w in words(text) if w not in FILLERS]
        if len(said) == len(typed) and all(
            full.startswith(word[:-1]) if word.endswith(".") and len(word) > 3 else full == word.rstrip(".")
            for word, full in zip(typed, said, strict=True)
        ):
            return True
    return False


def says(reply: str, accepted: Sequence[str]) -> bool:
    """Whether a reply is one of some texts, slips apart."""
    return fits(reply, accepted, exact=True) is Outcome.RIGHT


@lru_cache(maxsize=4096)
def _forms(text: str) -> tuple[tuple[str, ...], ...]:
    """What stands for an answer: itself; without its article; `Full Name (FN)` also either of the two."""
    found = [stems(text)]
    first, _, rest = text.partition(" ")
    if rest and first in FOREIGN_ARTICLES:
        found.append(stems(rest))
    bracket = re.fullmatch(r"\s*(.+?)\s*\(([^()]+)\)\s*", text)
    if bracket:
        found.append(stems(bracket[1]))
        if _initials_of(stems(bracket[2]), stems(bracket[1])) or (
            re.fullmatch(r"[A-ZА-ЯЁ][\w.&-]{1,7}", bracket[2]) and bracket[2].isupper()
        ):
            found.append(stems(bracket[2]))
    shorter = tuple(w for w in stems(text) if w not in COMPANY)
    if shorter and shorter != found[0]:
        found.append(shorter)
    return tuple(form for form in found if form)


def _bare(reply: str) -> Iterator[tuple[str, ...]]:
    """A reply as it is, and without what people put around an answer."""
    yield stems(reply)
    line = " ".join(words(reply))
    while True:
        shorter = AFTER.sub("", FRAMES.sub("", line))
        if shorter == line:
            break
        line = shorter
        yield stems(line)
    first, _, rest = line.partition(" ")
    if rest and first in FOREIGN_ARTICLES:
        yield stems(rest)
        line = rest
    found = line.split()
    if len(found) > 1 and found[0] in HONORIFICS:
        yield stems(" ".join(found[1:]))
    kept = tuple(map(stem, (w for w in found if w not in COMPANY)))
    if kept and len(kept) < len(found):
        yield kept


def bare(reply: str) -> str:
    """A reply without the words people put before an answer (`they are`), its marks as they are."""
    return LEAD.sub("", reply)


@lru_cache(maxsize=8192)
def _keys(found: tuple[str, ...]) -> tuple[str, ...]:
    """Words as texts that are one where they say the same: with the small words and without them."""
    return (joined(found), f"{found[0]} {joined(without_small(found))}") if found else ()


@lru_cache(maxsize=4096)
def _all_keys(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key for text in texts for form in _forms(text) for key in _keys(form))


def _equal(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not set(_keys(one)).isdisjoint(_keys(other))


def _turned(typed: tuple[str, ...], goal: tuple[str, ...]) -> bool:
    """The same words in another order, where the order says nothing: salt and pepper, Transport Ministry."""
    if len(typed) < 2 or not (("and" in goal and "and" in typed) or HEADS & {*goal}) or DIRECTION & {*goal, *typed}:
        return False
    drop = {"of", "the", "and", "for"}
    return sorted(w for w in typed if w not in drop) == sorted(w for w in goal if w not in drop)


def _around(typed: tuple[str, ...], goal: tuple[str, ...], asked: str, rivals: Sequence[tuple[str, ...]]) -> bool:
    """The answer with words of the question around it, or without words that the question has said already."""
    if not asked:
        return False
    said, offered, heads = _said(asked)
    extra = [*(Counter(typed) - Counter(goal))]
    missing = [w for w in goal if w not in typed and w not in SMALL]
    if (TURNED | offered | {"and"}) & {*extra} or any(w not in said and w not in FILLERS for w in extra):
        return False
    if any({*rival} <= {*typed} and not {*rival} <= {*goal} for rival in rivals):
        return False
    if not missing:
        return _runs_through(typed, tuple(w for w in goal if w not in heads) or goal)
    own = [w for w in goal if w not in said and w not in SMALL]
    if any(w not in heads or w in offered for w in missing) or (TURNED & {*missing}):
        return False
    return bool(own) and _runs_through(typed, tuple(w for w in goal if w not in missing and w not in heads) or goal)


def _runs_through(typed: tuple[str, ...], goal: tuple[str, ...]) -> bool:
    """Whether the words of one stand in the other in their order."""
    rest = iter(typed)
    return all(w in rest for w in goal if w not in FILLERS) and any(w in typed for w in goal)


@lru_cache(maxsize=4096)
def _said(asked: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The words of a question; those between which it asks to choose (`rise or fall`); those that say what is asked for
    (`which ministry`), which an answer need not say again."""
    found = stems(asked)
    beside = {w for i, word in enumerate(found) if word == "or" for w in found[max(0, i - 3) : i + 4]}
    heads = {word for m in HEAD.finditer(asked) for word in stems(m[1])}
    return frozenset(found) - {"not", "no", "or"}, frozenset(beside), frozenset(heads)


def _acronym(reply: str, text: str, asked: str, rivals: Sequence[str]) -> bool:
    """Capitals for a name that has them: WHO for World Health Organization, where the question does not ask for it."""
    typed = reply.strip(" .")
    letters = typed.replace(".", "")
    if not re.fullmatch(r"[^\W\d_]{2,8}", letters) or letters.casefold() in {*words(asked)}:
        return False
    capitals = [w for w in re.findall(r"\w+", text) if w[0].isupper()]
    if len(capitals) < 2 or any(_initials_of((letters.casefold(),), words(rival)) for rival in rivals):
        return False
    small = {"of", "and", "the", "for", "in", "on", "de", "der", "und", "des"}
    others = [w for w in re.findall(r"\w+", text) if not w[0].isupper()]
    return all(w in small for w in others) and _initials_of((letters.casefold(),), words(text))


def _initials_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    letters = joined(short)
    if len(long) < 2 or len(letters) < 2:
        long, letters = short, joined(long)
    if len(long) < 2:
        return False
    return letters in (
        "".join(w[0] for w in long),
        "".join(w[0] for w in long if w not in ("of", "and", "the", "for", "in", "on", "de")),
    )


def _slipped_as_written(reply: str, accepted: Sequence[str]) -> bool:
    """The same for an answer that is a numeral in letters: `secnod` is no figure, and a slip of `second`."""
    numerals = [words(text) for text in accepted if stems(text) != words(text) and stems(text)[0][:1].isdigit()]
    return any(_distance(words(reply), goal) is not None for goal in numerals if not goal[0][:1].isdigit())


def _slipped(typed: tuple[str, ...], goal: tuple[str, ...], rivals: Sequence[tuple[str, ...]]) -> bool:
    """Whether only slips part a reply from an answer, and no wrong answer is as near."""
    if TURNED & ({*typed} ^ {*goal}) or abs(len(joined(typed)) - len(joined(goal))) > MOST_AWAY:
        return False
    away = _distance(typed, goal)
    if away is None:
        return False
    return not any((other := _distance(typed, rival)) is not None and other <= away for rival in rivals)


def _distance(typed: tuple[str, ...], goal: tuple[str, ...]) -> int | None:
    for one, other in ((typed, goal), (without_small(typed), without_small(goal))):
        if len(one) == len(other):
            away = [slip(a, b) for a, b in zip(one, other, strict=True)]
            if None not in away:
                total = sum(n or 0 for n in away)
                return total if total <= max(2, len(joined(goal)) // 7) else None
    if any(any(c.isdigit() for c in w) for w in (*typed, *goal)) or {*typed} <= {*goal}:
        return None
    glued, right = joined(typed), joined(goal)
    return slip(glued, right) if len(right) >= 8 and abs(len(typed) - len(goal)) == 1 else None
