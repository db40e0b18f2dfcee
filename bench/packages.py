"""`make bench-anki`: packages of Anki's, beside genanki alone and Anki's own library; figures for docs/anki.md.

Each program runs in a process of its own, in turn, so that its largest memory is its own. All write the same notes: a
prompt, an answer, a tag, a card. Reading is compared with the least that can be done: rows by bare SQLite, and the same
number of events inserted in bulk.
"""

import json
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

ROUNDS = 3
NOTES, REVIEWS = 100_000, 1_000_000
DECK, MODEL = 1_700_000_000_001, 1_700_000_000_002


def rows(count: int) -> Iterator[tuple[str, str]]:
    rng = Random(7)
    for n in range(count):
        year = rng.randrange(1900, 2020)
        yield f"What share of users had a line of kind {n} in {year}?", f"{rng.randrange(1000) / 10} percent of {n}"


def kzlearn(out: Path, count: int) -> None:
    from kzlearn.bank.cards import guid
    from kzlearn.export._anki.package import CardRow, Note, write
    from kzlearn.export._anki.types import FIELDS, question_type

    model, rest = question_type(), ("",) * (len(FIELDS) - 2)
    notes = (
        Note(guid("bench", str(n)), model, 1_700_000_000, ("tag",), (prompt, answer, *rest), "Bench",
             (CardRow(0, n + 1),))
        for n, (prompt, answer) in enumerate(rows(count))
    )  # fmt: skip
    write(out, notes, {})


def genanki(out: Path, count: int) -> None:
    import genanki

    from kzlearn.export._anki.types import FIELDS, question_type

    ours = question_type()
    model = genanki.Model(MODEL, "Bench", ours.fields, ours.templates, ours.css)
    deck, rest = genanki.Deck(DECK, "Bench"), ("",) * (len(FIELDS) - 2)
    for n, (prompt, answer) in enumerate(rows(count)):
        guid = genanki.guid_for("bench", n)
        deck.add_note(genanki.Note(model, [prompt, answer, *rest], tags=["tag"], guid=guid, due=n + 1))
    genanki.Package(deck).write_to_file(out)


def anki(out: Path, count: int) -> None:
    from anki.collection import AddNoteRequest, Collection, ExportAnkiPackageOptions

    from kzlearn.export._anki.types import FIELDS, question_type

    base = out.with_suffix(".anki2")
    base.unlink(missing_ok=True)
    col, ours = Collection(str(base)), question_type()
    model = col.models.new("Bench")
    for name in FIELDS:
        col.models.add_field(model, col.models.new_field(name))
    template = col.models.new_template("Card 1")
    template["qfmt"], template["afmt"] = ours.templates[0]["qfmt"], ours.templates[0]["afmt"]
    col.models.add_template(model, template)
    col.models.add(model)
    deck, requests = col.decks.id("Bench"), []
    for prompt, answer in rows(count):
        note = col.new_note(col.models.by_name("Bench"))
        note.fields[:2], note.tags = [prompt, answer], ["tag"]
        requests.append(AddNoteRequest(note=note, deck_id=deck))
    col.add_notes(requests)
    options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=False, legacy=True)
    col.export_anki_package(out_path=str(out), options=options, limit=None)
    col.close()


def reviewed(out: Path) -> None:
    """A package of our own notes with a history: what reading is measured on."""
    from kzlearn.bank.cards import guid
    from kzlearn.export._anki.package import CardRow, Note, write
    from kzlearn.export._anki.types import FIELDS, question_type

    rng, start = Random(8), 1_600_000_000_000
    held = dict.fromkeys(FIELDS, "")

    def notes() -> Iterator[Note]:
        for n, (prompt, answer) in enumerate(rows(NOTES)):
            values = {**held, "Prompt": prompt, "Answer": answer, "Id": f"bench/q{n}"}
            history = tuple(
                (start + (n * 10 + k) * 3_000 + k * 86_400_000, rng.choice((1, 3, 3, 4)), 3, 1, 500, 4_000, min(k, 1))
                for k in range(REVIEWS // NOTES)
            )
            card = CardRow(0, 10, 2, 2, ivl=3, factor=2500, reps=len(history), history=history)
            yield Note(
                guid("bench", f"q{n}"), question_type(), 1_700_000_000, (), tuple(values.values()), "Bench", (card,)
            )

    write(out, notes(), {})


def taking_in(package: Path, home: Path) -> None:
    from kzlearn.importers.apkg import read
    from kzlearn.memory.arrivals import new
    from kzlearn.memory.days import Moment
    from kzlearn.memory.log import Log

    found = read(package)
    with Log.open(home, lambda: Moment(1_795_000_000_000, 0), Random(1)) as log:
        events = list(new(log, found.events))
        with log.writing() as writer:
            assert writer.merge(events).added == REVIEWS


def bare(package: Path, home: Path) -> None:
    """The rows read by SQLite, and as many events inserted in bulk into an empty log."""
    import zipfile

    from kzlearn.memory.days import Moment
    from kzlearn.memory.log import Log
    from kzlearn.memory.rows import EVENT_COLUMNS, EVENT_NAMES, marks

    with zipfile.ZipFile(package) as zipped:
        zipped.extract("collection.anki2", home.parent)
    with closing(sqlite3.connect(home.parent / "collection.anki2")) as db:
        cards = dict(db.execute("select c.id, n.guid from cards c join notes n on n.id = c.nid"))
        db.execute("select flds from notes").fetchall()
        reviews = db.execute("select * from revlog").fetchall()
    with Log.open(home, lambda: Moment(1_795_000_000_000, 0), Random(1)) as log:
        log.db.execute("begin immediate")
        log.db.executemany(
            f"insert into event({EVENT_COLUMNS}) values({marks(EVENT_NAMES)})",
            ((f"{at}-{cid}", "anki", at, at, at // 86_400_000, 0, "review", cards[cid], None, ease, None, 1, None, took,
              None, None, None, None, "anki", None) for at, cid, _, ease, _, _, _, took, _ in reviews),
        )  # fmt: skip
        log.db.execute("commit")


def main() -> None:
    if len(sys.argv) > 2:
        name, first, second = sys.argv[1:]
        path = Path(first)
        began = time.perf_counter()
        {"kzlearn": kzlearn, "genanki": genanki, "anki": anki, "taking_in": taking_in, "bare": bare}[name](
            path,
            int(second) if second.isdigit() else Path(second),  # type: ignore[arg-type]
        )
        spent = time.perf_counter() - began
        print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
        return
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/bench").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    for count in (10_000, 100_000):
        _compare(("kzlearn", "genanki", "anki"), count, folder)
    package = folder / "reviewed.apkg"
    if not package.exists():
        reviewed(package)
    for name, (seconds, memory) in _in_turn(
        ("taking_in", "bare"), lambda n, k: (package, folder / f"{n}{k}-{os.getpid()}")
    ):
        print(f"reading {NOTES:,} notes and {REVIEWS:,} reviews: {name:<10} {seconds:6.2f} s {memory:6.0f} MiB")


def _compare(names: tuple[str, ...], count: int, folder: Path) -> None:
    for name, (seconds, memory) in _in_turn(names, lambda n, _: (folder / f"{n}.apkg", count)):
        size = (folder / f"{name}.apkg").stat().st_size / 1e6
        print(f"writing {count:,} notes: {name:<10} {seconds:6.2f} s {memory:6.0f} MiB {size:6.1f} MB")


def _in_turn(names, arguments):  # type: ignore[no-untyped-def]
    found = {name: [] for name in names}
    for turn in range(ROUNDS):
        for name in names:
            words = [sys.executable, __file__, name, *map(str, arguments(name, turn))]
            done = subprocess.run(words, capture_output=True, text=True, check=True)
            found[name].append(json.loads(done.stdout.splitlines()[-1]))
    return [(name, tuple(map(statistics.median, zip(*each, strict=True)))) for name, each in found.items()]


if __name__ == "__main__":
    main()
