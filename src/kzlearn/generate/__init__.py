"""From a document to draft questions: facts with their quotes, and what can be asked of each.

The engine `nlp` parses sentences (`kzlearn.extract`), the engine `simple` only looks for figures and dates. Every draft
then passes the gates, which are the checks of banks.
"""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from kzlearn import extract
from kzlearn.extract import Answer
from kzlearn.generate import _simple, _when
from kzlearn.generate._parse import parser
from kzlearn.generate._sentences import Sentence, prose_of, sentences
from kzlearn.model.problems import Unreadable
from kzlearn.readers import Read

BLANKS = 4
"""Blanks of a cloze at most: each is shown with the others filled in."""
STOP = frozenset("a an the of in on at to for and or by with from as is are was were be been it its that which".split())


class Draft(NamedTuple):
    """A fact that was found, and its draft questions as YAML would have them."""

    id: str
    statement: str
    quotes: tuple[str, ...]
    topic: str
    questions: tuple[dict[str, Any], ...]
    score: float


def engine(name: str) -> Callable[[Read], Iterator[Sentence]]:
    """How a document becomes sentences that stand alone. Raises Unreadable for a name that is none."""
    if name not in ENGINES:
        raise Unreadable(f"there is no engine {name!r}", f"the engines are: {', '.join(ENGINES)}")
    return ENGINES[name]


def drafts(read: Read, name: str, least: float) -> Iterator[Draft]:
    """The facts of a document, in its order, each once: those with an answer whose rule is at least so sure, 0 to 1.
    Where a sentence does not name what the document is about, its title stands before the question."""
    title = re.sub(r"\s*\(.*?\)$", "", read.title).strip()
    seen: set[str] = set()
    for sentence in engine(name)(read):
        found = [pair for pair in extract.answers(sentence.span, name != "simple") if pair[1].score >= least]
        draft = _draft(sentence, found, title)
        if draft and draft.id not in seen:
            seen.add(draft.id)
            yield draft


def _parsed(read: Read) -> Iterator[Sentence]:
    blocks = list(prose_of(read))
    docs = parser().pipe(prose.text for _, prose in blocks)
    return sentences(read, [(block, prose, doc) for (block, prose), doc in zip(blocks, docs, strict=True)])


ENGINES: dict[str, Callable[[Read], Iterator[Sentence]]] = {"nlp": _parsed, "simple": _simple.sentences}


def _draft(sentence: Sentence, found: list[tuple[str, Answer]], title: str) -> Draft | None:
    statement = sentence.statement()
    titled = {word.lower() for word in re.findall(r"\w+", title)}
    titled.add("".join(word[0] for word in re.findall(r"\w+", title)).lower())
    placed = []
    for rule, answer in found:
        start, end = sentence.moved(answer.start), sentence.moved(answer.end)
        if start is None or end is None:
            continue
        words = statement[start:end]
        told = re.findall(r"\w+", words.lower())
        if set(told) <= titled or len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", statement, re.IGNORECASE)) > 1:
            continue
        placed.append((rule, Answer(start, end, answer.sort, answer.score)))
    if not placed:
        return None
    chosen = sorted(placed[:BLANKS], key=lambda pair: pair[1].start)
    context = "" if titled & set(re.findall(r"\w+", statement.lower())) or not title else f"{title}: "
    id_ = _id(statement)
    cloze = {
        "id": f"{id_}-cloze", "kind": "cloze", "text": context + _cloze(statement, [answer for _, answer in chosen]),
        "status": "draft", "score": round(max(a.score for _, a in chosen), 2),
        "rule": "+".join(dict.fromkeys(rule for rule, _ in chosen)), "level": "remember",
    }  # fmt: skip
    questions = [cloze]
    if when := _when.question(sentence, found):
        prompt, date = when
        questions.append({
            "id": f"{id_}-when", "kind": "date", "prompt": context + prompt if context else prompt, "answer": date,
            "enemies": [cloze["id"]], "status": "draft", "score": 0.85, "rule": "when", "level": "remember",
        })  # fmt: skip
    topic = next((name for name in reversed(sentence.heading) if name and name != title), "")
    return Draft(id_, statement, sentence.quotes, topic, tuple(questions), float(str(cloze["score"])))


def _cloze(statement: str, answers: list[Answer]) -> str:
    pieces, at, names = [], 0, dict[str, int]()
    for answer in answers:
        names[answer.sort] = names.get(answer.sort, 0) + 1
        name = answer.sort if names[answer.sort] == 1 else f"{answer.sort}-{names[answer.sort]}"
        inside = _plain(statement[answer.start : answer.end])
        pieces += [_plain(statement[at : answer.start]), f"{{{{{name}::{inside}}}}}"]
        at = answer.end
    return "".join([*pieces, _plain(statement[at:])])


def _plain(text: str) -> str:
    return re.sub(r"[\\{}]|::", lambda found: "".join(f"\\{c}" for c in found[0]), text)


def _id(statement: str) -> str:
    """A name for a fact that stays while its sentence does."""
    words = [word for word in re.findall(r"[^\W_]+", statement.lower()) if word not in STOP][:5]
    return f"{'-'.join(words)[:50]}-{sha256(statement.encode()).hexdigest()[:4]}"
