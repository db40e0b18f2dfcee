"""What kinds with options share: their order on the screen, and the flaws of wrong answers."""

from collections.abc import Iterator, Sequence
from random import Random

from kzlearn.grading import letters, normal, parts_of, same
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Outcome, Verdict

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


def picked(reply: str, options: Sequence[str]) -> list[int | None]:
    """The options a reply names, by their texts or by letters; None for what names none. A text of several letters goes
    before the letters it is made of: `bad` is the option "Bad" where there is one, not b, a and d."""
    entries = [reply] if named(reply, options) is not None else parts_of(reply)
    texts = [named(entry, options) for entry in entries]
    if None not in texts and any(len(entry.strip()) > 1 for entry in entries):
        return texts
    return [*(letters(reply, len(options)) or texts)]


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
    seen: set[str] = set()
    for i, text in enumerate(texts):
        if normal(text) in seen:
            yield Flaw(f"{name}[{i}]", f"{text!r} stands here twice", "remove one")
        seen.add(normal(text))


def parted(name: str, texts: Sequence[str]) -> Iterator[Flaw]:
    """A flaw for each text that cannot be typed as one entry of a list."""
    for i, text in enumerate(texts):
        if ";" in text:
            yield Flaw(f"{name}[{i}]", f"{text!r} holds a ';', which parts what is typed", "leave it out")


def too_many(name: str, count: int) -> Iterator[Flaw]:
    """A flaw when options would run out of letters."""
    if count > MOST:
        yield Flaw(name, f"{count} options are more than there are letters", f"keep {MOST} or fewer")
