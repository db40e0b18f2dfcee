"""Puts banks together from files: which files make a bank, its documents, the ids its questions go by."""

import gc
import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeVar

from kzlearn.bank.files import bank_files
from kzlearn.bank.format import BankFile, FactEntry
from kzlearn.bank.nodes import parse, read_text
from kzlearn.bank.reader import Notes, Refused, record
from kzlearn.model import Bank, Document, Fact, Id, Problem, Question, Spot

Named = TypeVar("Named", Fact, Question)


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
        for path in paths:
            found = bank_files(path)
            if not found:
                why = "there is no YAML file in this folder" if path.is_dir() else "there is no such file"
                problems.append(Problem(str(path), Spot(1, 1), why, "name a bank's file or folder"))
            for files in found:
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
    for name, group in parts.items():
        other = next((bank for bank in banks if bank.id == name), None)
        if other and other.files != tuple(part.origin for part in group):
            message = f"the bank id {name!r} is taken by {other.files[0]}"
            problems.append(group[0].problem("bank", message, "give one of them another id"))
        elif not other:
            banks.append(_bank(group))


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
    try:
        return record(BankFile, root, notes), [*problems, *notes.problems]
    except Refused:
        return None, [*problems, *notes.problems]


def _bank(parts: list[BankFile]) -> Bank:
    """One bank of its files, with the documents' texts, and ids for what has none."""
    facts: list[Fact] = []
    questions: list[Question] = []
    for part in parts:
        for entry in part.facts:
            fact = _fact(entry, {f.id for f in facts})
            facts.append(fact)
            questions += [replace(q, facts=(fact.id, *q.facts)) for q in entry.questions]
        questions += part.questions
    sources = {name: _with_text(document) for part in parts for name, document in part.sources.items()}
    first = parts[0]
    return Bank(
        id=first.bank,
        title=next((p.title for p in parts if p.title), first.bank),
        language=next((p.language for p in parts if p.language), "en"),
        licence=next((p.licence for p in parts if p.licence), ""),
        was=tuple(old for part in parts for old in part.was),
        sources=sources,
        facts=tuple(facts),
        questions=tuple(_with_ids(questions)),
        files=tuple(part.origin for part in parts),
        origin=first.origin,
        spots=first.spots,
    )


def _fact(entry: FactEntry, taken: set[Id]) -> Fact:
    own = {f.name: getattr(entry, f.name) for f in fields(Fact)}
    return Fact(**{**own, "id": entry.id or proposed(entry.statement, taken)})


def _with_ids(questions: list[Question]) -> Iterator[Question]:
    """The questions, those without an id under the one `check --fix` would write: so history follows from the start."""
    taken = {question.id for question in questions}
    for question in questions:
        if question.id:
            yield question
        else:
            name = proposed(prompt_of(question), taken)
            taken.add(name)
            yield replace(question, id=name)


def prompt_of(question: Question) -> str:
    """What a question asks, as its author wrote it."""
    content = question.content
    return str(getattr(content, "prompt", None) or getattr(content, "text", content.kind))


def proposed(text: str, taken: Iterable[str]) -> Id:
    """An id from the first words of a text, unlike any taken."""
    words = re.findall(r"\w+", re.sub(r"\{\{[^:}]*::|\}\}|['’]", "", text.casefold()))
    base = "-".join(words[:7])[:60].strip("-_") or "question"
    taken = set(taken)
    number = next(n for n in range(1, len(taken) + 2) if (base if n == 1 else f"{base}-{n}") not in taken)
    return Id(base if number == 1 else f"{base}-{number}")


def _with_text(document: Document) -> Document:
    path = Path(document.origin).parent / document.file
    try:
        data = path.read_bytes()
        return replace(document, text=data.decode("utf-8-sig"), found_sha256=hashlib.sha256(data).hexdigest())
    except (OSError, UnicodeDecodeError):
        return document


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
