"""What kinds with options share: their order on the screen, and the flaws of wrong answers."""

from collections.abc import Iterator, Sequence
from random import Random

from kzlearn.grading import normal, same
from kzlearn.model import Flaw, Outcome, Verdict

MOST = 26
LAST = frozenset({"none of the above", "all of the above", "none of these", "all of these"})


def shuffled(options: Sequence[str], rng: Random) -> tuple[str, ...]:
    """The options in another order; what speaks of those above it stays last."""
    above = [o for o in options if normal(o) not in LAST]
    rng.shuffle(above)
    return (*above, *(o for o in options if normal(o) in LAST))


def named(reply: str, options: Sequence[str]) -> int | None:
    """The one option whose text a reply gives."""
    return next((i for i, option in enumerate(options) if same(reply, option)), None)


def judged(right: bool, expected: str) -> Verdict:
    """The verdict on a reply that is right or is not."""
    return Verdict(Outcome.RIGHT if right else Outcome.WRONG, expected, 1.0 if right else 0.0)


def shared(score: float, expected: str, remark: str) -> Verdict:
    """The verdict on a reply that can be right in part; below full it is wrong, and the remark says how much was."""
    if score >= 1.0:
        return Verdict(Outcome.RIGHT, expected, 1.0)
    return Verdict(Outcome.WRONG, expected, max(score, 0.0), remark if score > 0 else "")


def repeated(name: str, texts: Sequence[str]) -> Iterator[Flaw]:
    """A flaw for each text that stands in a list more than once."""
    for i, text in enumerate(texts):
        if any(same(text, earlier) for earlier in texts[:i]):
            yield Flaw(f"{name}[{i}]", f"{text!r} stands here twice", "remove one")


def too_many(name: str, count: int) -> Iterator[Flaw]:
    """A flaw when options would run out of letters."""
    if count > MOST:
        yield Flaw(name, f"{count} options are more than there are letters", f"keep {MOST} or fewer")
