"""Persons: by the family name, with initials or given names, with a title or without."""

import re
from collections.abc import Sequence

from kzlearn.grading.slips import slip
from kzlearn.grading.words import joined, normal, stem, stems, words
from kzlearn.model.questions import Outcome

TITLES = frozenset(
    """mr mrs ms miss dr prof professor doctor president sir dame lord lady king queen prince princess emperor
        empress tsar czar saint st general gen captain capt colonel col minister senator judge justice
        chancellor pope chairman chairwoman ceo director herr frau monsieur madame senor senora dona don sultan
        khan vice prime first deputy former foreign then american german french british russian kazakh italian
        english polish soviet physicist chemist scientist author writer philosopher mathematician engineer
        господин доктор президент""".split()
)
PARTICLES = frozenset("van von de da di bin al der la le".split())
WHO = re.compile(
    r"""\b(?:who|whom|whose|wer|wen|wem|qui|quien|quienes|chi|кто|кого|кому|кем|чей)\b
      | \b(?:which|what|name\ the|the|this|a)\b[^.?]{0,50}\b(?:president|minister|
        person|scientist|physicist|author|writer|king|
        queen|inventor|explorer|composer|painter|artist|engineer|mathematician|philosopher|poet|doctor|chemist|biologist|
        leader|founder|chair(?:man|woman|person)|head|activist|journalist|blogger|politician|general|emperor|
        astronomer|economist|ceo|actor|singer|player|monk|pope|nurse|physician|programmer|novelist|playwright|psychologist)\b""",
    re.VERBOSE | re.IGNORECASE,
)
BODY = frozenset(
    """council ministry agency committee commission bank company union party court office department university
        institute government parliament senate group telecom corporation service association organization
        federation league army church association fund center station network authority assembly bureau board of
        for""".split()
)
ORDER = (Outcome.WRONG, Outcome.NEARLY, Outcome.RIGHT)


def asks_who(asked: str) -> bool:
    """Whether a question asks for a person."""
    return bool(WHO.search(asked))


def named_person(reply: str, accepted: Sequence[str], rivals: Sequence[str]) -> Outcome:
    """What a reply is worth where any of some texts, if it names a person, is right."""
    return max((_named(reply, text, rivals) for text in accepted), key=ORDER.index, default=Outcome.WRONG)


def _named(reply: str, text: str, rivals: Sequence[str]) -> Outcome:
    name = [w for w in re.findall(r"[^\s,]+", text) if normal(w) not in TITLES]
    if not _is_person(name) or BODY & {*words(text)}:
        return Outcome.WRONG
    family, given = stems(name[-1]), [stem(w) for part in name[:-1] for w in words(part)]
    found = _without_title(reply)
    if len(found) > 1 and found[0] == family[0] and found[-1] != family[-1]:
        found = [*found[1:], found[0]]  # the family name first
    before, ending = found[: -len(family)], tuple(found[-len(family) :])
    if joined(tuple(found)) == joined(family):
        before, ending = [], family
    if len(ending) != len(family) or any(slip(a, b) is None for a, b in zip(ending, family, strict=True)):
        return Outcome.WRONG
    if not before and any(family == stems(rival)[-len(family) :] for rival in rivals):
        return Outcome.WRONG
    firsts = _given(before, given)
    if ending != family and firsts is Outcome.RIGHT:
        return Outcome.NEARLY
    return firsts


def _is_person(name: Sequence[str]) -> bool:
    return 1 <= len(name) <= 4 and all(w[0].isupper() or w in PARTICLES for w in name)


def _without_title(reply: str) -> list[str]:
    """The words of a name, the family name last, without titles."""
    last, comma, first = reply.partition(",")
    line = f"{first} {last}" if comma and "," not in first else reply
    found = [w for w in words(line) if w not in ("it", "was", "is", "by")]
    while len(found) > 1 and found[0] in TITLES:
        found = found[1:]
    return [stem(w) for w in found]


def _nearly(typed: str, given: str) -> bool:
    """Whether a first name is one with a slip; such names are words of their own more often than others."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # few names are so near

    return slip(typed, given) is not None or (len(given) > 5 and OSA.distance(typed, given) == 1)


def _given(before: Sequence[str], given: Sequence[str]) -> Outcome:
    """What the words before a family name are worth: given names, initials; a second name after a right first one."""
    outcome, full = Outcome.RIGHT, False
    initials = [g[0] for g in given]
    for w in before:
        if w in given or w in initials or (len(w) <= 3 and w == "".join(initials)):
            full = full or w in given
        elif any(_nearly(w, g) for g in given):
            full, outcome = True, Outcome.NEARLY
        elif not full:
            return Outcome.WRONG
    return outcome
