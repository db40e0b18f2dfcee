"""What a wrong reply is right for: another question of the bank."""

from collections.abc import Callable, Iterable, Sequence
from random import Random

from kzlearn.model.cards import Card
from kzlearn.model.questions import Content, Fact, Outcome, Question, Verdict

FactsOf = Callable[[Question], Sequence[Fact]]


def explained(
    verdict: Verdict, reply: str, content: Content, candidates: Iterable[tuple[Card, Question]], facts: FactsOf
) -> Verdict:
    """A verdict on a wrong reply, which says so where another question of the bank has the reply for its answer."""
    for card, question in candidates:
        other = question.content
        if not _comparable(content, other):
            continue
        if other.grade(other.screen(card.part, Random(0)), reply).outcome is not Outcome.RIGHT:
            continue
        said = next((fact.statement for fact in facts(question)), "")
        where = f"that is right elsewhere: {said}" if said else f"that answers another question: {_asked(card, other)}"
        remark = f"{verdict.remark}; {where}" if verdict.remark else where
        return Verdict(verdict.outcome, verdict.expected, verdict.score, remark.rstrip("."))
    return verdict


def _asked(card: Card, content: Content) -> str:
    return content.screen(card.part, Random(0)).prompt


def _comparable(one: Content, other: Content) -> bool:
    """Whether answers of the two may be taken for each other: figures of one unit, dates for dates, words for words."""
    sorts = [c.kind if c.kind in ("number", "date") else "words" for c in (one, other)]
    return sorts[0] == sorts[1] and getattr(one, "unit", "") == getattr(other, "unit", "")
