"""The YAML format of a bank, as types: what a file holds beside what `model` names."""

from collections.abc import Mapping
from dataclasses import dataclass

from kzlearn.model.questions import AsWritten, Document, Fact, Id, Question, Written, key


@dataclass(frozen=True, kw_only=True)
class FactEntry(Fact):
    """A fact as it is written, with its questions under it."""

    questions: tuple[Question, ...] = key("The questions that ask for it.", "[...]", default=())


@dataclass(frozen=True, kw_only=True)
class BankFile(Written):
    """One YAML file. A bank is one file, or all files of a folder that name the same `bank`."""

    bank: Id = key("The bank's name; never changes.", "internet-in-kazakhstan")
    title: str = key("Its title.", "Internet in Kazakhstan", default="")
    language: str = key("The language it is written in.", "en", default="")
    licence: str = key("Its licence.", "CC-BY-SA-4.0", default="")
    was: tuple[Id, ...] = key("Earlier names of the bank, so that history follows.", "[kaznet]", default=())
    sources: Mapping[str, Document] = key("The documents quotes are taken from, by a short name.",
                                          "{article: {file: source.txt}}", default_factory=dict)  # fmt: skip
    facts: tuple[FactEntry, ...] = key("The facts, each with its questions.", "[...]", default=())
    questions: tuple[Question, ...] = key("Questions over several facts, or with no document behind them.", "[...]",
                                          default=())  # fmt: skip
    translates: AsWritten = key("Reserved.", "other-bank", default=AsWritten(""))
    unread: frozenset[str] = frozenset()
