"""A question as the fields of a note; `body` says how each kind looks, and raises Cannot for one it does not know."""

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from random import Random

from kzlearn.export import Cannot
from kzlearn.export._anki.text import in_blank, shown
from kzlearn.grading.words import normal
from kzlearn.kinds._options import LAST
from kzlearn.kinds.choice import Choice
from kzlearn.kinds.choices import Choices
from kzlearn.kinds.cloze import Blank, Cloze
from kzlearn.kinds.date import Date
from kzlearn.kinds.list import List
from kzlearn.kinds.match import Match
from kzlearn.kinds.number import Number
from kzlearn.kinds.order import Order
from kzlearn.kinds.text import Text
from kzlearn.kinds.true_false import TrueFalse
from kzlearn.model.questions import Content, Screen

LONGEST_TYPED = 80
"""Letters of an answer that anyone would type letter by letter, as Anki compares it."""


@singledispatch
def body(content: Content, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    """The fields that a question's kind fills, by name, as HTML. `rng` shuffles what must not stand in its right order;
    `parts` are all the parts the question ever had, in the order of Anki's cloze numbers."""
    raise Cannot(f"nothing is known of the kind {content.kind}")


@body.register
def _(content: Text, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    return _typed(content.screen(part, rng), content.answer, "")


@body.register
def _(content: Number, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    full, typed, *_ = content.accepted(part)
    return {**_typed(content.screen(part, rng), typed, content.unit), "Answer": shown(full)}


@body.register
def _(content: Date, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    screen = content.screen(part, rng)
    return {**_typed(screen, content.accepted(part)[0], ""), "How": shown(screen.how)}


@body.register
def _(content: Cloze, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    number = {name: n for n, name in enumerate(parts, 1)}

    def written(piece: str | Blank) -> str:
        if isinstance(piece, str):
            return shown(piece)
        hint = f"::{in_blank(piece.hint)}" if piece.hint else ""
        return f"{{{{c{number[piece.name]}::{in_blank(piece.answer)}{hint}}}}}"

    return {"Prompt": "".join(map(written, content.pieces())), "Key": "/".join(map(shown, parts))}


@body.register
def _(content: Choice, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    return _options(content.screen(part, rng), {content.answer})


@body.register
def _(content: TrueFalse, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    return _options(content.screen(part, rng), {str(content.answer)}, " data-fixed")


@body.register
def _(content: Choices, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    return _options(content.screen(part, rng), {*content.answers}, " data-many")


@body.register
def _(content: Order, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    screen = content.screen(part, rng)
    return {
        "Prompt": shown(screen.prompt),
        "Body": _list("ul", screen.options, ' class="kz-items"'),
        "Answer": _list("ol", content.items),
    }


@body.register
def _(content: List, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    enough = f"<div>any {content.need} of</div>" if content.need and content.need < len(content.answers) else ""
    return {"Prompt": shown(content.prompt), "Answer": enough + _list("ul", content.answers)}


@body.register
def _(content: Match, part: str, rng: Random, parts: Sequence[str]) -> Mapping[str, str]:
    screen = content.screen(part, rng)
    return {
        "Prompt": shown(screen.prompt),
        "Body": _list("ol", screen.lefts, ' class="kz-items"') + _list("ul", screen.options, ' class="kz-items"'),
        "Answer": _pairs(content.pairs.items()),
    }


def _typed(screen: Screen, answer: str, unit: str) -> dict[str, str]:
    """A question whose answer is typed, where it is short enough; a long one is recalled."""
    typed = answer if len(answer) <= LONGEST_TYPED and "\n" not in answer else ""
    return {"Prompt": shown(screen.prompt), "Typed": shown(typed), "Answer": shown(answer), "How": shown(unit)}


def _options(screen: Screen, right: set[str], more: str = "") -> dict[str, str]:
    items = "".join(f"<li{' data-last' * (normal(o) in LAST)}>{shown(o)}</li>" for o in screen.options)
    chosen = [option for option in screen.options if option in right]
    return {
        "Prompt": shown(screen.prompt),
        "Options": f'<ol class="kz-options"{more}>{items}</ol>',
        "Key": " ".join(str(n) for n, option in enumerate(screen.options) if option in right),
        "Answer": shown(chosen[0]) if len(chosen) == 1 else _list("ul", chosen),
    }


def _list(tag: str, texts: Iterable[str], more: str = "") -> str:
    return f"<{tag}{more}>{''.join(f'<li>{shown(text)}</li>' for text in texts)}</{tag}>"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<tr><td>{shown(left)}</td><td>{shown(right)}</td></tr>" for left, right in pairs)
    return f'<table class="kz-pairs">{rows}</table>'
