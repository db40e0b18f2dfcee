"""Drafts into a bank: beside what people wrote, never into it.

A document's drafts stand in a file of their own, `NAME.drafts.yaml`, which shares the bank's id; new ones are put at
its end, and what stands there stays, whatever became of it. A fact that the bank has already, under its id or with its
quote, is not drafted again: what was rejected stays rejected.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from kzlearn import checks
from kzlearn.bank.insert import put, put_new, text_of
from kzlearn.bank.load import load, read_file
from kzlearn.bank.plain import text
from kzlearn.generate import Draft
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Bank
from kzlearn.readers import Read


class Merged(NamedTuple):
    """What became of drafts: the file they stand in, how many are new, how many the bank had, which gates refused how
    many."""

    file: Path
    added: int
    known: int
    refused: Counter[str]


def merge(folder: Path, name: str, title: str, read: Read, drafts: Iterable[Draft]) -> Merged:
    """Put a document and its drafts into the bank of a folder; a new one is made of them. `name` is the document's, as
    the files are called.

    Raises Unreadable when the bank there has errors, or the document beside it is another one than this.
    """
    bank = _bank(folder)
    document, file = folder / f"{name}.txt", folder / f"{name}.drafts.yaml"
    if document.exists() and text_of(document) != read.text:
        raise Unreadable(
            f"{document} is another version of this document", "give this one another name, or take that away"
        )
    known_ids = {str(fact.id) for fact in bank.facts} if bank else set[str]()
    quotes = {_normal(e.text) for fact in bank.facts for e in fact.quote} if bank else set[str]()
    found = list(drafts)
    new = [d for d in found if d.id not in known_ids and _normal(d.quotes[0]) not in quotes]
    head: dict[str, Any] = {"bank": str(bank.id) if bank else _slug(name)}
    head |= {} if bank else {"title": title, "language": "en"}
    sum_ = sha256(read.text.encode()).hexdigest()
    head["sources"] = {name: {"file": document.name, "title": title, "sha256": sum_}}
    passed, refused = _gated(head, read, name, new)
    if passed:
        folder.mkdir(parents=True, exist_ok=True)
        if not document.exists():
            put_new(document, read.text.encode())
        _write(file, head, [_fact(draft, name) for draft in passed])
    return Merged(file, len(passed), len(found) - len(new), refused)


def _bank(folder: Path) -> Bank | None:
    """The bank in a folder; None when there is none yet."""
    if folder.exists() and not folder.is_dir():
        raise Unreadable(
            f"{folder} is a file", "name a folder: drafts are never written into a file that a person wrote"
        )
    if not folder.exists() or not any(folder.glob("*.y*ml")):
        return None
    loaded = load([folder])
    if errors := [problem for problem in loaded.problems if problem.severity == "error"]:
        raise Unreadable(
            f"the bank in {folder} has errors, the first: {errors[0]}", "mend it first; 'kzlearn check' has all"
        )
    if len(loaded.banks) != 1:
        raise Unreadable(f"{folder} holds {len(loaded.banks)} banks", "name the folder of one")
    return loaded.banks[0]


def _fact(draft: Draft, source: str) -> dict[str, Any]:
    quotes = [{"source": source, "text": quote} for quote in draft.quotes]
    topic = {"topic": draft.topic} if draft.topic else {}
    quote = quotes[0] if len(quotes) == 1 else quotes
    return {"id": draft.id, "statement": draft.statement, "quote": quote, **topic, "questions": [*draft.questions]}


def _gated(head: dict[str, Any], read: Read, name: str, drafts: Sequence[Draft]) -> tuple[list[Draft], Counter[str]]:
    """The drafts that pass every check of banks, and how many each refused. Those that give each other's answer away
    are refused from the less sure one on."""
    refused: Counter[str] = Counter()
    kept = list(drafts)
    with TemporaryDirectory() as made:
        folder = Path(made)
        (folder / f"{name}.txt").write_bytes(read.text.encode())
        while kept:
            (folder / "x.yaml").write_text(text({**head, "facts": [_fact(d, name) for d in kept]}), encoding="utf-8")
            loaded = load([folder])
            found = [*loaded.problems, *checks.check(loaded.banks)]
            wrong = {problem.about: problem.rule for problem in found if problem.about}
            out = [d for d in kept if wrong.keys() & {d.id, *(str(q["id"]) for q in d.questions)}]
            if not out:
                break
            for draft in out:
                rule = next(
                    rule for about, rule in wrong.items() if about in {draft.id, *(q["id"] for q in draft.questions)}
                )
                refused[rule] += 1
            kept = [draft for draft in kept if draft not in out]
    return kept, refused


def _write(file: Path, head: dict[str, Any], facts: list[dict[str, Any]]) -> None:
    if not file.exists():
        put_new(file, (REMARK + text({**head, "facts": facts})).encode())
        return
    before, more = text_of(file), text({"facts": facts}).partition("\n")[2]
    had = read_file(file)[0]

    def says_it(aside: Path) -> bool:
        now = read_file(aside)[0]
        return now is not None and had is not None and len(now.facts) == len(had.facts) + len(facts)

    put(file, f"{before}{'' if before.endswith(chr(10)) else chr(10)}{more}", says_it)


REMARK = "# Drafts by 'kzlearn generate'. Approve one with status: approved, or take it back with status: rejected.\n"


def _normal(quote: str) -> str:
    return " ".join(quote.split()).casefold()


def _slug(name: str) -> str:
    return re.sub(r"[^\w.]+", "-", name.lower()).strip("-._") or "bank"
