"""A learner with real logs, real banks and a clock that a test moves."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from textwrap import dedent

import pytest

from kzlearn.bank.cards import cards_of
from kzlearn.bank.fresh import answers
from kzlearn.bank.load import load
from kzlearn.grading.words import key
from kzlearn.memory import acts, lines
from kzlearn.memory.days import MINUTE_MS
from kzlearn.memory.log import Log
from kzlearn.model.cards import Card, Phase
from kzlearn.model.questions import Bank, Fact, Question
from kzlearn.study.queue import Queue, Wishes, queue
from kzlearn.study.session import Asked, Session
from kzlearn.study.showing import As

from ..clock import Clock

HOUR_MS = 60 * MINUTE_MS
SEEDS = int(os.environ.get("KZLEARN_SEEDS", "8"))
ALL = Wishes(new=99, limit=99, learn_ahead=20 * MINUTE_MS)


@dataclass
class Books:
    """Banks as a session wants them, without the cache."""

    banks: tuple[Bank, ...]

    @property
    def cards(self) -> list[Card]:
        return [card for bank in self.banks for card in cards_of(bank)]

    def question(self, card: Card) -> Question:
        return next(q for q in self.bank(card.bank).questions if q.id == card.question)

    def bank(self, name: str) -> Bank:
        return next(bank for bank in self.banks if bank.id == name)

    def facts(self, bank: str, names: Iterable[str]) -> list[Fact]:
        known = {str(fact.id): fact for fact in self.bank(bank).facts}
        return [known[name] for name in names if name in known]

    def answering(self, bank: str, text: str) -> list[Card]:
        found = {(id_, part) for name, id_, part in answers(self.bank(bank).questions) if name == key(text)}
        return [card for card in self.cards if card.bank == bank and (card.question, card.part) in found]

    def reread(self, bank: str) -> None:
        (again,) = load([Path(self.bank(bank).origin)]).banks
        self.banks = tuple(again if b.id == bank else b for b in self.banks)


@dataclass
class Room:
    """A learner: a home, a clock, the banks at hand. Every question's answer is `yes`."""

    folder: Path
    stack: ExitStack
    clock: Clock = field(default_factory=Clock)
    devices: dict[str, Log] = field(default_factory=dict)
    books: Books = field(default_factory=lambda: Books(()))

    def log(self, device: str = "laptop", again: int = 0) -> Log:
        """A device's log; `again` opens it once more, as another process would."""
        name = f"{device} {again}"
        if name not in self.devices:
            opened = Log.open(self.folder / device, self.clock, Random(name))
            self.devices[name] = self.stack.enter_context(opened)
        return self.devices[name]

    def bank(self, text: str, name: str = "b") -> Books:
        file = self.folder / f"{name}.yaml"
        file.write_text(f"bank: {name}\ntitle: {name}\n{dedent(text)}", encoding="utf-8")
        loaded = load([file])
        assert not loaded.problems
        self.books = Books((*(bank for bank in self.books.banks if bank.origin != str(file)), *loaded.banks))
        return self.books

    def facts(self, *shape: str, name: str = "b") -> Books:
        """A bank of facts written `topic/fact: question question`."""
        facts = []
        for line in shape:
            where, _, names = line.partition(": ")
            topic, fact = where.split("/")
            asked = ", ".join(f"{{id: {q}, prompt: {q}?, answer: 'yes'}}" for q in names.split())
            facts.append(f"- {{id: {fact}, topic: {topic}, statement: {fact}., questions: [{asked}]}}")
        return self.bank("facts:\n" + "\n".join(facts), name)

    def plain(self, count: int, name: str = "b") -> Books:
        """A bank of questions that have nothing to do with each other: q0, q1, ..."""
        return self.facts(*(f"t/f{n}: q{n}" for n in range(count)), name=name)

    def session(
        self,
        wishes: Wishes = ALL,
        only: Callable[[Card], bool] = lambda card: True,
        device: str = "laptop",
        again: int = 0,
        seed: int = 0,
        wish: As = "auto",
        introduce: bool = False,
    ) -> Session:
        cards = [card for card in self.books.cards if only(card)]
        log = self.log(device, again)
        return Session(log, self.books, cards, wishes, Random(seed), self.books.cards, wish, introduce)

    def due(self, wishes: Wishes = ALL, device: str = "laptop") -> Queue:
        return queue(self.log(device), by_id(self.books.cards), wishes, Random(0))

    def learn(self, *questions: str, easy: bool = True) -> None:
        """Answer cards now, outside of any session; they leave their steps at once, or stay in them."""
        for name in questions:
            acts.answer(self.log(), f"b/{name}" if "/" not in name else name, 4 if easy else 3, 0, reply="yes")

    def ripen(self, *questions: str) -> None:
        """Make reviews of cards: learned long ago, due now."""
        self.clock.wait(days=-400)
        self.learn(*questions)
        self.clock.wait(days=400)

    def merge(self, source: str, target: str) -> None:
        with self.log(target).writing() as writer:
            writer.merge([lines.read(lines.write(event)) for event in self.log(source).events()])


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with ExitStack() as stack:
        yield Room(tmp_path, stack)


def by_id(cards):
    return {card.id: card for card in cards}


def name(asked: Asked | None) -> str | None:
    return asked.card.id.partition("/")[2] if asked else None


def names(cards: Iterable[Card]) -> list[str]:
    return [card.id.partition("/")[2] for card in cards]


def asked_through(session: Session, right: bool = True) -> list[str]:
    """Answer until nothing but steps is left; what was asked."""
    found = []
    while (asked := session.ask()) and asked.phase in (Phase.NEW, Phase.REVIEW):
        found.append(name(asked))
        session.reply("yes" if right else "no", 0)
    return found
