"""apkg: a deck for Anki, with every question's proof, updated in place when it is imported again."""

import html
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from kzlearn.bank import files, lock, quotes
from kzlearn.bank.cards import guid
from kzlearn.export import Cannot, Job, Outcome, Sort, each
from kzlearn.export._anki import package, progress
from kzlearn.export._anki.notes import body
from kzlearn.export._anki.text import deck, shown, tag
from kzlearn.export._anki.types import FIELDS, NoteType, cloze_type, question_type
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Bank, Content, Fact, Question

SUFFIX = ".apkg"
WHAT = "a deck for Anki"
CARRIES_PROGRESS = True
SOUNDS = frozenset(".mp3 .ogg .oga .opus .wav .flac .m4a .mp4 .webm .mov .ogv .3gp".split())


def export(job: Job) -> list[Outcome]:
    """Write the banks as one package and bring their locks up to date. Raises Unreadable when a lock is none."""
    outcomes: list[Outcome] = []
    schedule = _Schedule(job)
    locks = {bank.id: lock.Lock.read(lock.beside(bank), job.now.at // 1000) for bank in job.banks}
    media: dict[str, bytes] = {}
    made = [note for bank in job.banks for note in _notes(bank, locks[bank.id], media, schedule, outcomes)]
    if job.strict and any(o.sort in (Sort.SIMPLER, Sort.LEFT_OUT) for o in outcomes):
        return outcomes
    for bank in job.banks:
        try:
            locks[bank.id].write(lock.beside(bank))
        except Unreadable as error:
            job.found.append(bank.problem("", str(error), "the next export will take all for new", severity="warning"))
    package.write(job.out, made, media, schedule.began)
    return outcomes


def _notes(
    bank: Bank, locked: lock.Lock, media: dict[str, bytes], schedule: "_Schedule", outcomes: list[Outcome]
) -> Iterator[package.Note]:
    maker = _Maker(bank, locked, media)
    place = 1
    for outcome, notes in each(bank, kept_back, maker.note):
        outcomes.append(outcome)
        for note, names in notes:
            cards = tuple(schedule.card(ord_, place + n, name) for n, (ord_, name) in enumerate(names))
            place += len(cards)
            yield note._replace(cards=cards, preset=schedule.preset(bank, names[0][1]))


class _Schedule:
    """Where cards stand: new ones in the bank's order, or what a learner's history says of them."""

    def __init__(self, job: Job) -> None:
        self.history, self.now = job.history, job.now
        self.presets: dict[int, dict[str, Any]] = {}
        self.reviewed: set[int] = set()
        rollover = self.history.force.general.rollover if self.history else 4
        self.began = package.BEGINNING
        if self.history:
            self.began = progress.beginning(job.now, rollover)._replace(presets=self.presets)
            self.standard = package.standard()

    def card(self, ord_: int, place: int, name: str) -> package.CardRow:
        if self.history is None:
            return package.CardRow(ord_, place)
        return progress.card(ord_, place, self.history.of(name), self.now, self._free)

    def preset(self, bank: Bank, card: str) -> int:
        """The options of a bank's decks."""
        if self.history is None:
            return 1
        made = progress.preset(f"kzlearn {bank.title or bank.id}", self.history.force.of(card), self.standard)
        self.presets[made["id"]] = made
        return int(made["id"])

    def _free(self, at: int) -> int:
        """The next ms without a review: a second one would be dropped without a word."""
        while at in self.reviewed:
            at += 1
        self.reviewed.add(at)
        return at


def kept_back(question: Question) -> str:
    """Why a question is not for learners; empty when it is. Retired ones go along, so that decks which have them can
    tell."""
    if question.status in ("draft", "rejected"):
        return f"its status is {question.status}"
    return "" if "practice" in question.use else "it is kept for exams"


class _Maker:
    """Makes the notes of one bank."""

    def __init__(self, bank: Bank, locked: lock.Lock, media: dict[str, bytes]) -> None:
        self.bank, self.locked, self.media = bank, locked, media
        self.facts = {fact.id: fact for fact in bank.facts}
        self.first_bank = bank.was[0] if bank.was else bank.id

    def note(self, question: Question, content: Content, part: str) -> tuple[package.Note, list[tuple[int, str]]]:
        """A note, and the place among its type's cards and the id of each card it has now."""
        first = question.was[0] if question.was else question.id
        name = f"{first}#{part}" if part else str(first)
        facts = [self.facts[fact] for fact in question.facts if fact in self.facts]
        topic = next((fact.topic for fact in facts if fact.topic), "")
        seed = Random(sha256(f"{self.first_bank}/{name}".encode()).hexdigest())
        parts = self.locked.parts(name, content.parts()) if content.parts() != ("",) else ("",)
        filled = body(content, part, seed, parts)
        if not filled["Prompt"].strip():
            raise Cannot("its prompt is empty, and Anki makes no card of that")
        held = {
            **dict.fromkeys(FIELDS, ""),
            **filled,
            "Hint": shown(question.hint),
            "Explanation": shown(question.explanation),
            "Proof": self._proof(facts),
            "Source": self._source(facts),
            "Media": "".join(self._medium(question, name) for name in question.media),
            "Id": shown(f"{self.first_bank}/{name}"),
            "Kind": shown(content.kind),
            "Language": html.escape(self.bank.language),
        }
        tags = self._tags(question, topic)
        names = deck(self.bank.title or str(self.bank.id), _heading(topic))
        fields = tuple(held[field] for field in FIELDS)
        changed = self.locked.changed(name, "\x1f".join((*fields, *tags, names)))
        now = content.parts()
        note = package.Note(
            guid=guid(str(self.first_bank), name),
            model=self._type(parts),
            mod=changed,
            tags=tags,
            fields=fields,
            deck=names,
            cards=(),
        )
        card = f"{self.first_bank}/{name}"
        return note, [(n, f"{card}#{one}" if one else card) for n, one in enumerate(parts) if one in now]

    @staticmethod
    def _type(parts: tuple[str, ...]) -> NoteType:
        return question_type() if parts == ("",) else cloze_type()

    @staticmethod
    def _tags(question: Question, topic: str) -> tuple[str, ...]:
        own = [tag(word) for word in question.tags]
        found = [tag("topic", topic)] * bool(topic) + [tag("level", question.level or "")] * bool(question.level)
        found += [tag("difficulty", question.difficulty or "")] * bool(question.difficulty)
        found += ["status::retired"] * (question.status == "retired")
        return tuple(sorted({*filter(None, own), *found}))

    def _proof(self, facts: list[Fact]) -> str:
        found = (quotes.proof(self.bank, evidence) for fact in facts for evidence in fact.quote)
        return "".join(
            f"<blockquote>{shown(one.before)}<mark>{shown(one.quote)}</mark>{shown(one.after)}"
            f"<cite>{shown(one.title)}, line {one.line}</cite></blockquote>"
            for one in dict.fromkeys(each for each in found if each)
        )

    def _source(self, facts: list[Fact]) -> str:
        """Where the documents were found, by whom, under which licence."""
        cited = (quotes.document_of(self.bank, evidence) for fact in facts for evidence in fact.quote)
        said = []
        for document in dict.fromkeys(one.file for one in cited if one):
            one = next(each for each in self.bank.sources.values() if each.file == document)
            title = shown(one.title or one.file)
            link = f'<a href="{html.escape(one.url)}">{title}</a>' if one.url.startswith(("https:", "http:")) else title
            said.append(", ".join(filter(None, [link, shown(one.author), shown(one.licence or self.bank.licence)])))
        return "<br>".join(said)

    def _medium(self, question: Question, name: str) -> str:
        """A file under a name that holds its sum: Anki never overwrites one of the same name."""
        data = files.content(files.beside(question.origin, name))
        if data is None:
            raise Cannot(f"its file {name!r} is not there, or too large")
        safe = "".join(c if c.isalnum() or c in "-_." else "_" for c in Path(name).name)[-60:]
        kept = f"kz-{sha256(data).hexdigest()[:8]}-{safe}"
        self.media[kept] = data
        return f"[sound:{kept}]" if Path(name).suffix.lower() in SOUNDS else f'<img src="{kept}" alt="">'


def _heading(topic: str) -> str:
    """A topic as the name of a deck: `second-tier ISPs` is Second-tier ISPs."""
    return topic[:1].upper() + topic[1:]
