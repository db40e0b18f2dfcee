"""markdown: flashcards as people write them in text: `Q:` and `A:`, `C:` for a text with [blanks], task lists.

Text, choice, choices and cloze are written as they are, every other kind as its nearest simpler one. What these forms
do not show, an id or other right answers, follows in a comment, which no reader of Markdown shows. hashcards and
repeater read `Q:`, `A:` and `C:` too.
"""

import json
import re
from collections.abc import Iterable
from functools import singledispatch

from kzlearn.bank.insert import put_new
from kzlearn.bank.plain import keys, plain
from kzlearn.bank.reader import keys_of
from kzlearn.export import Cannot, Job, Outcome, Sort, each
from kzlearn.importers._cards import escaped
from kzlearn.kinds.choice import Choice
from kzlearn.kinds.choices import Choices
from kzlearn.kinds.cloze import Cloze
from kzlearn.kinds.text import Text
from kzlearn.model.questions import Content, Question

SUFFIX = ".md"
WHAT = "flashcards as text: Q:, A:, C:, task lists"
UNWRITABLE = re.compile("[\0\r\ud800-\udfff\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def export(job: Job) -> list[Outcome]:
    """Write the banks one after another, each under its title, by topics."""
    outcomes, blocks = [], []
    for bank in job.banks:
        blocks.append(f"# {' '.join((bank.title or bank.id).split())}")
        topics, topic = {fact.id: fact.topic for fact in bank.facts}, ""
        for outcome, made in each(bank, lambda _: "", _block):
            outcomes.append(outcome)
            here = next((topics[fact] for fact in outcome.question.facts if topics.get(fact)), "")
            if made and here != topic:
                topic = here
                blocks.append(f"## {' '.join(topic.split())}")
            blocks += made
    if not job.strict or all(outcome.sort is Sort.WRITTEN for outcome in outcomes):
        put_new(job.out, ("\n\n".join(blocks) + "\n").encode())
    return outcomes


def _block(question: Question, content: Content, part: str) -> str:
    shown = form(content)
    rest = {**keys(question, *(name for name in keys_of(Question) if name != "facts")), **plain(content_rest(content))}
    if content is not question.content:
        rest["id"] = f"{question.id}-{part}" if part else f"{question.id}-{content.kind}"
    comment = json.dumps(rest, ensure_ascii=True).replace("--", "-\\u002d")
    text = f"{shown}\n<!-- {comment} -->" if rest else shown
    if UNWRITABLE.search(text) or re.search(r"\n[ \t]*\n|[ \t]\n|^\s|\s$", text):
        raise Cannot("it holds an empty line, or a character that no flashcard in text can")
    return text


def content_rest(content: Content) -> dict[str, object]:
    """What the form of a kind does not show."""
    hidden = {"text": ("accept", "distractors", "exact"), "cloze": ("accept", "exact", "text")}.get(content.kind, ())
    return keys(content, *hidden) if hidden else {}


@singledispatch
def form(content: Content) -> str:
    """A question as a flashcard. Raises Cannot for a kind that has no form."""
    raise Cannot(f"flashcards know no {content.kind}")


@form.register
def _(content: Text) -> str:
    return f"Q: {escaped(content.prompt)}\nA: {escaped(content.answer)}"


@form.register
def _(content: Cloze) -> str:
    pieces = (piece if isinstance(piece, str) else f"[{piece.answer}]" for piece in content.pieces())
    return f"C: {escaped(''.join(pieces))}"


@form.register
def _(content: Choice) -> str:
    return _options(content.prompt, (content.answer,), content.distractors)


@form.register
def _(content: Choices) -> str:
    return _options(content.prompt, content.answers, content.distractors)


def _options(prompt: str, right: Iterable[str], wrong: Iterable[str]) -> str:
    lines = [f"- [{mark}] {option}" for mark, options in (("x", right), (" ", wrong)) for option in options]
    if any("\n" in line for line in lines):
        raise Cannot("an option of it has more than one line")
    return "\n".join([f"Q: {escaped(prompt)}", *lines])
