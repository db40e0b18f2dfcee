"""Values of the format as what YAML and JSON hold: texts, numbers, lists, mappings; and a whole new file of them."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

import yaml

from kzlearn.bank.reader import keys_of
from kzlearn.kinds.date import Edtf
from kzlearn.kinds.number import Amount, Tolerance
from kzlearn.model.questions import Bank, Question, Written

Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def plain(thing: Any) -> Any:
    """A value of the format without the keys that say nothing new."""
    match thing:
        case Question():
            kind = {} if thing.content.kind == "text" else {"kind": thing.content.kind}
            return {**keys(thing, "id"), **kind, **keys(thing, *(n for n in keys_of(Question) if n != "id")),
                    **keys(thing.content)}  # fmt: skip
        case Written():
            held = keys(thing)
            return held["text"] if hasattr(thing, "shorthand") and [*held] == ["text"] else held
        case Amount() | Edtf():
            return thing.text
        case Tolerance():
            return f"{thing.by}{'%' * thing.share}"
        case tuple():
            return [plain(item) for item in thing]
        case Mapping():
            return {name: plain(value) for name, value in thing.items()}
    return str(thing) if isinstance(thing, str) else thing


def keys(thing: Any, *names: str) -> dict[str, Any]:
    """The keys of a thing, or some of them, that differ from their defaults."""
    defaults = {f.name: f.default if f.default_factory is MISSING else f.default_factory() for f in fields(thing)}
    cls: type = type(thing)
    held = {name: getattr(thing, name) for name in names or keys_of(cls)}
    return {name: plain(value) for name, value in held.items() if value != defaults[name]}


def whole(bank: Bank) -> dict[str, Any]:
    """A bank as one file would hold it: each question under the first of its facts, the others at the end. What a
    document says is not in it; its file lies beside the bank."""
    head = {"bank": str(bank.id), "title": bank.title, "language": bank.language, "licence": bank.licence,
            "was": plain(bank.was), "sources": plain(bank.sources)}  # fmt: skip
    facts = {str(fact.id): plain(fact) for fact in bank.facts}
    loose = []
    for question in bank.questions:
        held = plain(question)
        under = facts.get(next(iter(held.get("facts", ())), ""))
        if under is None:
            loose.append(held)
            continue
        under.setdefault("questions", []).append(held)
        if not (rest := held.pop("facts")[1:]):
            continue
        held["facts"] = rest
    lists = {"facts": [*facts.values()], "questions": loose}
    return {name: value for name, value in {**head, **lists}.items() if value}


def text(held: Mapping[str, Any]) -> str:
    """A new bank file that holds this; every text that YAML would take for something else is in quotes."""
    written: str = yaml.dump(held, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=120)
    return written
