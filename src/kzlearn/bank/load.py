"""Puts banks together from files: which files make a bank, its documents, the ids its questions go by."""

import gc
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from unicodedata import normalize

from kzlearn.bank.files import bank_files, beside, content
from kzlearn.bank.format import BankFile, FactEntry
from kzlearn.bank.nodes import parse, read_text
from kzlearn.bank.reader import Notes, Refused, TooMuch, record
from kzlearn.model.problems import Problem, Spot
from kzlearn.model.questions import Bank, Document, Fact, Id, Question


@dataclass(frozen=True, slots=True)
class Loaded:
    """What some paths held: the banks that could be read, and everything that is wrong with their form."""

    banks: tuple[Bank, ...]
    problems: tuple[Problem, ...]


def load(paths: Iterable[Path]) -> Loaded:
    """Read every bank in the files and folders named, in order. Nothing is raised for what is wrong in them."""
    banks: list[Bank] = []
    problems: list[Problem] = []
    with _no_collecting():
        for files in bank_files(paths):
            _gather(files, banks, problems)
    return Loaded(tuple(banks), tuple(problems))


def _gather(files: list[Path], banks: list[Bank], problems: list[Problem]) -> None:
    """Read one folder's files and add the banks they make; files with the same id make one."""
    parts: dict[str, list[BankFile]] = {}
    for file in files:
        part, found = read_file(file)
        problems += found
        if part:
            parts.setdefault(part.bank, []).append(part)
    for group in parts.values():
        bank = _bank(group, problems)
        other = next((b for b in banks if {b.id, *b.was} & {bank.id, *bank.was}), None)
        if other:
            name = min({bank.id, *bank.was} & {other.id, *other.was})
            message = f"the bank id {name!r} is taken by {other.files[0]}"
            problems.append(bank.problem("bank" if name == bank.id else "was", message, "give one of them another id"))
        else:
            banks.append(bank)


def read_file(file: Path) -> tuple[BankFile | None, list[Problem]]:
    """One file, and all that is wrong with it; None when too much is."""
    name = str(file)
    text, problems = read_text(file, name)
    if text is None:
        return None, problems
    root, problems = parse(text, name)
    notes = Notes(name)
    if root is None:
        if not problems:
            notes.note(Spot(1, 1), "the file is empty", "begin with bank: and a name")
        return None, [*problems, *notes.problems]
    part = None
    with suppress(Refused, TooMuch):
        part = record(BankFile, root, notes)
    return part and replace(part, unread=frozenset(notes.unread)), [*problems, *notes.problems]


def _bank(parts: list[BankFile], problems: list[Problem]) -> Bank:
    """One bank of its files, with the documents' texts, and ids for what has none: those that `check --fix` would
    write, so that history follows from the start."""
    unread = frozenset(name for part in parts for name in part.unread)
    entries = [entry for part in parts for entry in part.facts]
    fact_names = Names({*unread, *(entry.id for entry in entries)})
    facts: list[Fact] = []
    questions: list[Question] = []
    for part in parts:
        for entry in part.facts:
            fact = _fact(entry, fact_names)
            facts.append(fact)
            questions += [replace(q, facts=(fact.id, *q.facts)) for q in entry.questions]
        questions += part.questions
    names = Names({*unread, *(question.id for question in questions)})
    first = parts[0]
    return Bank(
        id=first.bank,
        title=next((p.title for p in parts if p.title), first.bank),
        language=next((p.language for p in parts if p.language), "en"),
        licence=next((p.licence for p in parts if p.licence), ""),
        was=tuple(old for part in parts for old in part.was),
        sources=_sources(parts, problems),
        facts=tuple(facts),
        questions=tuple(q if q.id else replace(q, id=names.propose(prompt_of(q))) for q in questions),
        files=tuple(part.origin for part in parts),
        unread=unread,
        origin=first.origin,
        spots=first.spots,
    )


def _sources(parts: list[BankFile], problems: list[Problem]) -> dict[str, Document]:
    sources: dict[str, Document] = {}
    for part in parts:
        for name, document in part.sources.items():
            first = sources.setdefault(name, document)
            if first is not document:
                message = f"the source {name!r} is also written in {first.origin}"
                problems.append(document.problem("", message, "keep one, or give one another name"))
    return {name: _with_text(document) for name, document in sources.items()}


def _fact(entry: FactEntry, names: "Names") -> Fact:
    own = {f.name: getattr(entry, f.name) for f in fields(Fact)}
    return Fact(**{**own, "id": entry.id or names.propose(entry.statement)})


def prompt_of(question: Question) -> str:
    """What a question asks, as its author wrote it."""
    content = question.content
    return str(getattr(content, "prompt", None) or getattr(content, "text", content.kind))


class Names:
    """Proposes ids from the first words of texts, each unlike all that are taken."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._last: Counter[str] = Counter()

    def propose(self, text: str) -> Id:
        shown = re.sub(r"\{\{[^:{}]*::|::[^:{}]*\}\}|\}\}|['’]", "", normalize("NFC", text.casefold()))
        base = name = "-".join(re.findall(r"\w+", shown)[:7])[:60].strip("-_") or "question"
        while name in self._taken:
            self._last[base] += 1
            name = f"{base}-{self._last[base] + 1}"
        self._taken.add(name)
        return Id(name)


def _with_text(document: Document) -> Document:
    data = content(beside(document.origin, document.file))
    if data is None:
        return document
    text = None
    with suppress(UnicodeDecodeError):
        text = data.decode("utf-8-sig")
    return replace(document, text=text, found_sha256=hashlib.sha256(data).hexdigest())


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Nothing here is garbage, and a hundred thousand questions make the collector look four times as long."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
