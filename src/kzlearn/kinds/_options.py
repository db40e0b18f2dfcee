"""What kinds with options share: their order on the screen, and the flaws of wrong answers."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from kzlearn.grading.entries import finer, letters, parts_of
from kzlearn.grading.slips import slip
from kzlearn.grading.texts import FILLERS, TURNED, bare, fits
from kzlearn.grading.words import key, normal, same, stems
from kzlearn.model.problems import Flaw
from kzlearn.model.questions import Outcome, Taken, Verdict, free

MOST = 26
MOST_WORDS = 40
"""Words of an entry that may be several answers run together."""
LONGEST = 2000
"""Letters of a reply that is held against options as a whole."""
LAST = frozenset({"none of the above", "all of the above", "none of these", "all of these"})


def shuffled(options: Sequence[str], rng: Random) -> tuple[str, ...]:
    """The options in another order; what speaks of those above it stays last."""
    above = [o for o in options if normal(o) not in LAST]
    rng.shuffle(above)
    return (*above, *(o for o in options if normal(o) in LAST))


def named(reply: str, options: Sequence[str], asked: str = "", taken: Taken = free) -> tuple[int | None, Outcome]:
    """The one option whose text a reply gives, and whether it does so rightly or with a slip; some of an option's words
    are enough where no other option has them."""
    typed = key(reply)
    if len(same_key := [i for i, option in enumerate(options) if key(option) == typed]) == 1:
        return same_key[0], Outcome.RIGHT
    worth = [fits(reply, (o,), asked, [other for other in options if other is not o], taken=taken) for o in options]
    for outcome in (Outcome.RIGHT, Outcome.NEARLY):
        if (found := [i for i, each in enumerate(worth) if each is outcome]) and len(found) == 1:
            return found[0], outcome
    if exactly := [i for i, option in enumerate(options) if same(reply, option)]:
        return exactly[0], Outcome.RIGHT
    return shortened(reply, options)


def picked(
    reply: str, options: Sequence[str], asked: str = "", taken: Taken = free
) -> tuple[list[int | None], Outcome]:
    """The options a reply names, by texts or by letters; None for what names none. `NEARLY` when a text has a slip.

    A text of several letters goes before the letters it is made of: `bad` is the option "Bad" where there is one, not
    b, a and d."""
    whole = named(reply, options, asked, taken) if len(reply) < LONGEST else (None, Outcome.WRONG)
    by_letter = letters(reply, len(options))
    if by_letter and (whole[0] is None or len(reply.strip(" ().,")) == 1):
        return [*by_letter], Outcome.RIGHT
    if whole[0] is not None:
        return [whole[0]], whole[1]
    found = [each for entry in parts_of(bare(reply))[: 2 * MOST] for each in _entry(entry, options, asked, taken)]
    slips = any(outcome is Outcome.NEARLY for _, outcome in found)
    return [i for i, _ in found], Outcome.NEARLY if slips else Outcome.RIGHT


def _entry(entry: str, options: Sequence[str], asked: str, taken: Taken) -> list[tuple[int | None, Outcome]]:
    """What an entry of a reply names: an option, or several with `and`, or with nothing, between them."""
    one = named(entry, options, asked, taken)
    if one[0] is not None:
        return [one]
    if (lettered := letters(entry, len(options)) or labelled(entry, options)) and len(lettered) == 1:
        return [(lettered[0], Outcome.RIGHT)]
    pieces = finer(entry)
    if len(pieces) > 1 or pieces[0] != entry:
        return [named(piece, options, asked, taken) for piece in pieces]
    texts = {key(option): i for i, option in enumerate(options)}
    return run_together(entry, lambda text: named(text, options, "", taken), texts)


def run_together(
    entry: str, which: Callable[[str], tuple[int | None, Outcome]], texts: Mapping[str, int]
) -> list[tuple[int | None, Outcome]]:
    """What an entry names: several of some texts, by their keys, where its words are theirs with nothing between."""
    typed = entry.split()
    found: list[tuple[int | None, Outcome]] = []
    while 1 < len(typed) + len(found) <= MOST_WORDS and typed:
        length = next((n for n in range(len(typed), 0, -1) if key(" ".join(typed[:n])) in texts), 0)
        if not length:
            break
        found.append((texts[key(" ".join(typed[:length]))], Outcome.RIGHT))
        typed = typed[length:]
    return found if found and not typed else [which(entry)]


def shortened(reply: str, options: Sequence[str]) -> tuple[int | None, Outcome]:
    """The one option that has all words of a reply, rightly spelled or with slips."""
    typed = [w for w in stems(bare(reply)) if w not in FILLERS]
    if not typed or TURNED & {*typed}:
        return None, Outcome.WRONG
    held = [stems(option) for option in options]
    for outcome, meets in ((Outcome.RIGHT, str.__eq__), (Outcome.NEARLY, _slip)):
        found = [i for i, own in enumerate(held) if all(any(meets(w, o) for o in own) for w in typed)]
        if len(found) == 1 and _enough(typed, options[found[0]]):
            return found[0], outcome
    return None, Outcome.WRONG


def _enough(typed: Sequence[str], option: str) -> bool:
    """Whether some words stand for an option: the last or half of a name, a figure without its unit, most of anything
    else."""
    said = [w for w in stems(option) if w not in FILLERS]
    if all(w[0].isupper() for w in option.split()):
        return said[-1] in typed or len(typed) * 2 >= len(said)
    return len(typed) * 2 > len(said) or (len(typed) * 2 == len(said) and said[0][0].isdigit() and said[0] in typed)


def _slip(typed: str, right: str) -> bool:
    return slip(typed, right) is not None


def labelled(entry: str, options: Sequence[str]) -> list[int] | None:
    """An option by its letter and its text: `b) Nursat`."""
    found = re.match(r"\(?([a-zA-Z])\s*[).:-]\s*(.+)", entry.strip())
    if not found or not (first := letters(found[1], len(options))):
        return None
    return first if fits(found[2], (options[first[0]],)) is not Outcome.WRONG else None


def unclear(reply: str, options: Sequence[str]) -> str:
    """Why a reply can name no option, so that it need not be marked: a letter or number that is not there."""
    typed = re.sub(r"[\s().,;]", "", reply)
    if len(typed) <= 2 and typed and typed.isalnum() and picked(reply, options)[0] in ([None], []):
        return f"there is no option {typed}: {'a' if len(options) == 1 else f'a to {chr(96 + len(options))}'}"
    return ""


def judged(right: bool, expected: str) -> Verdict:
    """The verdict on a reply that is right or is not."""
    return Verdict(Outcome.RIGHT if right else Outcome.WRONG, expected, 1.0 if right else 0.0)


def marked(outcome: Outcome, expected: str) -> Verdict:
    """The verdict on a reply that was held against texts."""
    return Verdict(outcome, expected, 0.0 if outcome is Outcome.WRONG else 1.0)


def shared(score: float, expected: str, remark: str, outcome: Outcome = Outcome.RIGHT) -> Verdict:
    """The verdict on a reply that can be right in part; below full it is wrong, and the remark says how much was."""
    if score >= 1.0:
        return Verdict(outcome, expected, 1.0)
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
