"""What a session's screen says, as paragraphs: the question, the verdict, the proof, the end."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kzlearn.cli._paint import BLANK, Para, Span, para
from kzlearn.model.questions import Outcome, Screen, Verdict
from kzlearn.study.session import Answered, Asked

if TYPE_CHECKING:
    from kzlearn.bank.quotes import Proof

MARKS = {Outcome.RIGHT: ("✓ ", "good"), Outcome.NEARLY: ("≈ ", "near"), Outcome.WRONG: ("✗ ", "bad")}
PLAIN_KINDS = ("text", "cloze", "choice", "true_false")
"""Kinds of question that need no word on how they are answered."""
BAR = 16
ALIKE = 0.5
"""How much of two texts must agree for a difference between their letters to say something."""


def heading(word: str, topic: str, done: int, left: tuple[int, int, int], columns: int) -> Para:
    """Where the session stands: a bar, what is done of what, the topic, what the card is."""
    total = done + sum(left) + 1
    full = round(BAR * done / total)
    bar = [Span("━" * full, "good"), Span("─" * (BAR - full), "dim"), Span("  ")] if columns >= 60 else []
    count = f"{done} done, {total - done} to go"
    said = " · ".join(filter(None, [count, topic.replace("-", " "), word]))
    return para(*bar, Span(said, "dim"))


def question(screen: Screen, kind: str) -> Iterator[Para]:
    """A question with its options, and how it is answered where that does not go without saying."""
    yield para(Span(screen.prompt, "bold"))
    for n, left in enumerate(screen.lefts, 1):
        yield para(Span(f"{n}. ", "key"), left, indent=3, hang=6)
    if screen.lefts:
        yield BLANK
    for n, option in enumerate(screen.options):
        yield para(Span(f"{chr(ord('a') + n)}) ", "key"), option, indent=3, hang=6)
    if screen.how and kind not in PLAIN_KINDS:
        yield para(Span(f"({screen.how})", "dim"), indent=3)


def verdict(answered: Answered, told: str, when: str, took: str = "") -> Iterator[Para]:
    """What a reply was worth, with its letters compared where it is typed, and when the card comes next. `told` is the
    reply in words."""
    found = answered.verdict
    mark, style = MARKS[found.outcome]
    typed = answered.asked.shown_as == "typed" and not answered.asked.screen.options
    right, wrong = _compared(found, told) if typed and told else (None, None)
    said = [Span(f"{mark}{found.outcome}", style), Span("  "), *(right or [Span(found.expected, "bold")])]
    yield para(*said, hang=4)
    if wrong:
        yield para(Span("you typed  ", "dim"), *wrong, indent=3, hang=6)
    elif told and not found.correct and answered.reply is not None:
        yield para(Span("you said  ", "dim"), told, indent=3, hang=6)
    if found.remark:
        yield para(found.remark[:1].upper() + found.remark[1:] + ("" if found.remark.endswith(".") else "."), indent=3)
    if when:
        yield para(Span(f"Next {when}{took}", "dim"), indent=3)


def _compared(found: Verdict, told: str) -> tuple[list[Span] | None, list[Span] | None]:
    """The right answer and what was typed, letter by letter; nothing where the two have little in common."""
    if found.outcome is Outcome.RIGHT or not told:
        return None, None
    from rapidfuzz.distance import OSA, Levenshtein  # noqa: PLC0415  # not before the first verdict

    one, other = told, found.expected
    alike = OSA.normalized_similarity(one.casefold(), other.casefold())
    if alike < ALIKE or len(one) > 200:
        return None, [Span(told)]
    right: list[Span] = []
    wrong: list[Span] = []
    for step in Levenshtein.opcodes(one.casefold(), other.casefold()):
        typed, wanted = one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        same = step.tag == "equal"
        wrong += [Span(typed, "" if same else "lost")] if typed else []
        right += [Span(wanted, "bold" if same else "added")] if wanted else []
    return right, wrong


def proofs(found: Iterable["Proof"]) -> Iterator[Para]:
    """The sentences of the document, the quote marked, with their lines."""
    for one in found:
        before, quote, after = (re.sub(r"\s+", " ", text) for text in (one.before, one.quote, one.after))
        spans = [Span("“"), *_marked(before, quote, after), Span("” "), Span(f"{one.title}, line {one.line}", "dim")]
        yield para(*spans, indent=3)


def _marked(before: str, quote: str, after: str) -> list[Span]:
    """The words of the quote are marked each on its own, so that a line break does not carry the mark over."""
    return [Span(f"{before}«"), Span(quote, "mark"), Span(f"»{after}")]


def missed(answers: Sequence[Answered]) -> list[Asked]:
    """The cards whose last answer was wrong, and those that were wrong before, each once."""
    wrong: dict[str, Asked] = {}
    for one in answers:
        if not one.verdict.correct:
            wrong[one.asked.card.id] = one.asked
    return [*wrong.values()]


def spoken(minutes: float) -> str:
    """A time as people say it."""
    whole = round(minutes)
    return "under a minute" if whole < 1 else f"{whole} minute{'s' if whole > 1 else ''}"
