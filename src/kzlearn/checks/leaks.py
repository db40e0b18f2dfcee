"""No question gives an answer away: not its own, and not that of another that may be asked beside it.

Questions that share a fact are known to give each other away and never meet. Two that share none must be `enemies` when
one shows the other's answer together with most of what the other asks.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank, Question

WORD = re.compile(r"\w+(?:[.,]\d+)*")
SHARE = 0.6
"""Which share of a question's telling words another must show, beside its answer, to give it away."""
RARE, MOST = 0.03, 50
"""A word is telling when at most this share of the bank's cards show it, and at most so many."""


class Shown(NamedTuple):
    """What a card shows before it is answered and what it wants, as words."""

    question: Question
    text: str
    words: frozenset[str]
    answer: tuple[str, ...]


def check(bank: Bank) -> Iterator[Problem]:
    cards = [_shown(question, part) for question in bank.questions for part in question.content.parts()]
    for card in cards:
        if not card.question.content.wrong() and _shows(card, card.answer):
            yield card.question.problem("prompt", "the question holds its own answer", "reword it", severity="warning")
    yield from _given_away(cards)


def _given_away(cards: list[Shown]) -> Iterator[Problem]:
    showing: dict[str, list[Shown]] = defaultdict(list)
    for card in cards:
        for word in card.words:
            showing[word].append(card)
    count = Counter({word: len(shown) for word, shown in showing.items()})
    told = set()
    for card in cards:
        telling = {word for word in card.words if count[word] <= min(max(RARE * len(cards), 2), MOST)}
        if len(telling) < 2:
            continue
        for other in _near(telling, showing, count):
            pair = (card.question.id, other.question.id)
            if pair not in told and not _apart(card.question, other.question) and _shows(other, card.answer):
                told.add(pair)
                hint = f"write enemies: [{other.question.id}], or reword one of them"
                message = f"{other.question.id!r} gives its answer away"
                yield card.question.problem("enemies", message, hint, severity="warning")


def _near(telling: set[str], showing: Mapping[str, list[Shown]], count: Mapping[str, int]) -> Iterator[Shown]:
    """The cards that show most of some words. Each of them shows one of the rarest few, so no others are looked at."""
    few = sorted(telling, key=lambda word: (count[word], word))[: int((1 - SHARE) * len(telling)) + 1]
    seen = {id(card): card for word in few for card in showing[word]}
    return (card for card in seen.values() if len(telling & card.words) >= SHARE * len(telling))


def _apart(one: Question, other: Question) -> bool:
    """Whether two questions never meet: they are one, share a fact, or are enemies."""
    enemies = other.id in one.enemies or one.id in other.enemies
    return one is other or enemies or not set(one.facts).isdisjoint(other.facts)


def _shown(question: Question, part: str) -> Shown:
    screen = question.content.screen(part, Random(0))
    words = _words(" ".join((screen.prompt, *screen.lefts)))
    return Shown(question, f" {' '.join(words)} ", frozenset(words), tuple(_words(question.content.accepted(part)[0])))


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _shows(card: Shown, answer: tuple[str, ...]) -> bool:
    """Whether a card shows an answer; a single letter or digit is none that could be told."""
    return len("".join(answer)) > 1 and f" {' '.join(answer)} " in card.text
