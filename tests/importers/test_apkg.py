"""What was answered in Anki comes back, and what others made for Anki becomes a bank."""

import time
from pathlib import Path
from random import Random

import pytest
from anki.collection import ExportAnkiPackageOptions

from kzlearn.bank.load import load
from kzlearn.bank.plain import text
from kzlearn.importers import Found
from kzlearn.importers.apkg import read
from kzlearn.memory.arrivals import new
from kzlearn.memory.days import study_day
from kzlearn.memory.history import History
from kzlearn.memory.log import Log
from kzlearn.model.cards import Phase

from ..export.conftest import Anki, collection, export
from ..export.test_progress import bank_of, lived, moment

FORMS = ["apkg", "legacy apkg", "colpkg", "legacy colpkg"]


def packed(anki: Anki, out: Path, form: str) -> Path:
    """Everything in a collection as a package that Anki writes."""
    legacy = form.startswith("legacy")
    if form.endswith("colpkg"):
        path = out / "c.colpkg"
        anki.col.export_collection_package(str(path), include_media=True, legacy=legacy)
        anki.col.reopen()
        return path
    path = out / "d.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy)
    anki.col.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def taken_in(log: Log, found: Found) -> int:
    events = list(new(log, found.events))
    with log.writing() as writer:
        merged = writer.merge(events)
    assert merged.clashes == ()
    return merged.added


@pytest.mark.parametrize("form", FORMS)
def test_there_and_back_is_the_identity(form: str, zone: str, tmp_path: Path) -> None:
    now = time.time_ns() // 1_000_000
    bank = bank_of(tmp_path / "bank")
    with lived(tmp_path / "home", now) as log:
        before = log.states()
        export("apkg", bank, tmp_path / "k.apkg", moment(now), history=History(log, moment(now)))
        with collection(tmp_path / "anki") as anki:
            anki.take(tmp_path / "k.apkg", progress=True, presets=True)
            found = read(packed(anki, tmp_path, form))
        assert taken_in(log, found) == 0
        assert log.states() == before
        assert found.banks == []
    with Log.open(tmp_path / "elsewhere", lambda: moment(now), Random(1)) as other:
        assert taken_in(other, found) > 200
        assert taken_in(other, found) == 0
        states = other.states()
        for card, state in before.items():
            if state.phase is Phase.NEW:
                continue
            again = states[card]
            assert (again.phase, again.due_day, again.reps) == (state.phase, state.due_day, state.reps)
            assert again.stability == pytest.approx(state.stability, rel=1e-9)
            assert again.suspended == state.suspended
            assert (again.flag is None) == (state.flag is None)


@pytest.mark.parametrize("form", FORMS)
def test_reviews_by_ankis_scheduler_come_back_with_its_states(form: str, tmp_path: Path) -> None:
    now = time.time_ns() // 1_000_000
    bank = bank_of(tmp_path / "bank")
    export("apkg", bank, tmp_path / "k.apkg", moment(now))
    with collection(tmp_path / "anki") as anki:
        anki.col.set_config("fsrs", True)
        anki.take(tmp_path / "k.apkg")
        for config in anki.col.decks.all_config():
            config["new"]["perDay"] = 100
            anki.col.decks.update_config(config)
        for deck in anki.col.decks.all_names_and_ids():
            anki.col.decks.select(deck.id)
            rng = Random(3)
            while queued := anki.col.sched.get_queued_cards(fetch_limit=1).cards:
                card = anki.col.get_card(queued[0].card.id)
                card.start_timer()
                anki.col.sched.answerCard(card, rng.choice((2, 3, 3, 4)))
                time.sleep(0.002)  # Anki names reviews by their ms
        by_name = anki.ids()
        memory = {name: anki.col.compute_memory_state(card.id) for name, card in by_name.items()}
        found = read(packed(anki, tmp_path, form))
        today = study_day(moment(time.time_ns() // 1_000_000), 4)
        with Log.open(tmp_path / "home", lambda: moment(time.time_ns() // 1_000_000), Random(1)) as log:
            assert taken_in(log, found) >= 40
            assert taken_in(log, found) == 0
            states = log.states()
            for name, card in by_name.items():
                question, ord_ = name.split(".")
                known = f"{question}#{('one', 'two')[int(ord_)]}" if question == "sums/gap" else question
                state = states[known]
                assert state.stability == pytest.approx(memory[name].stability, rel=2e-5)
                assert state.difficulty == pytest.approx(memory[name].difficulty, rel=2e-5)
                if card.type == 2:
                    assert state.due_day - today == card.due - anki.col.sched.today
        assert len(states) == 42


def bank_from(found: Found, folder: Path) -> dict[str, dict]:
    """The questions of the one bank that was made, as they are read."""
    (made,) = found.banks
    folder.mkdir()
    for name, data in made.media.items():
        (folder / name).write_bytes(data)
    (folder / "bank.yaml").write_text(text(made.bank), encoding="utf-8")
    loaded = load([folder])
    assert [str(p) for p in loaded.problems if p.severity == "error"] == []
    return {q.content.__dict__.get("prompt") or q.content.__dict__["text"]: q for q in loaded.banks[0].questions}


def add(anki: Anki, kind: str, deck: str = "Geo::Capitals", tags: tuple[str, ...] = (), **fields: str) -> int:
    model = anki.col.models.by_name(kind)
    note = anki.col.new_note(model)
    for name, value in fields.items():
        note[name.replace("_", " ")] = value
    note.tags = list(tags)
    anki.col.add_note(note, anki.col.decks.id(deck))
    return note.id


@pytest.mark.parametrize("form", FORMS)
def test_decks_of_others_become_banks(form: str, anki: Anki, tmp_path: Path) -> None:
    (tmp_path / "flag.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    picture = anki.col.media.add_file(str(tmp_path / "flag.png"))
    add(
        anki,
        "Basic",
        Front="Capital of <b>Kazakhstan</b>?<br>Since 1997",
        Back="Astana &amp; nothing else",
        tags=("asia",),
    )
    add(anki, "Basic (and reversed card)", Front="Oslo", Back="Norway")
    add(anki, "Basic (optional reversed card)", Front="Rome", Back="Italy", Add_Reverse="")
    add(anki, "Basic (type in the answer)", Front="Capital of France?", Back="Paris")
    add(anki, "Cloze", Text="{{c1::Bern}} is in {{c2::Switzerland::a country}}, x\\y.", Back_Extra="Not Zurich.")
    add(anki, "Basic", Front=f'<img src="{picture}">Whose flag?', Back="<ul><li>Nepal</li><li>no other</li></ul>")
    add(anki, "Basic", Front="Draw it", Back=f'<img src="{picture}">')
    found = read(packed(anki, tmp_path, form))
    asked = bank_from(found, tmp_path / "bank")
    assert {*asked} == {
        "Capital of Kazakhstan?\nSince 1997", "Oslo", "Norway", "Rome", "Capital of France?", "Whose flag?",
        "{{c1::Bern}} is in {{c2::Switzerland::a country}}, x\\\\y.",
    }  # fmt: skip
    assert asked["Capital of Kazakhstan?\nSince 1997"].content.answer == "Astana & nothing else"
    assert asked["Capital of Kazakhstan?\nSince 1997"].tags == ("asia", "Capitals")
    assert asked["Norway"].content.answer == "Oslo"
    assert asked["Capital of France?"].content.answer == "Paris"
    assert asked["Whose flag?"].media == ("flag.png",)
    assert asked["Whose flag?"].content.answer == "- Nepal\n- no other"
    assert asked["{{c1::Bern}} is in {{c2::Switzerland::a country}}, x\\\\y."].explanation == "Not Zurich."
    (left_out,) = found.problems
    assert "'Draw it': no question can be made of it: its back has no text of its own" in str(left_out)


def test_a_deck_of_others_comes_with_its_history(anki: Anki, tmp_path: Path) -> None:
    add(anki, "Basic", Front="2 + 2?", Back="4", deck="Sums")
    add(anki, "Cloze", Text="{{c1::one}} {{c2::two}}", deck="Sums")
    anki.col.decks.select(anki.col.decks.id("Sums"))
    while queued := anki.col.sched.get_queued_cards(fetch_limit=1).cards:
        card = anki.col.get_card(queued[0].card.id)
        card.start_timer()
        anki.col.sched.answerCard(card, 4)
        time.sleep(0.002)
    found = read(packed(anki, tmp_path, "apkg"))
    (made,) = found.banks
    ids = [q["id"] for q in made.bank["questions"]]
    cards = {f"sums/{ids[0]}", f"sums/{ids[1]}#c1", f"sums/{ids[1]}#c2"}
    assert {event.card for event in found.events} == cards
    assert len(list(found.events)) == 3


def test_a_copy_of_our_note_made_in_anki_is_no_question_of_ours(anki: Anki, tmp_path: Path) -> None:
    export("apkg", bank_of(tmp_path / "bank"), tmp_path / "k.apkg")
    anki.take(tmp_path / "k.apkg")
    (nid,) = anki.col.find_notes('Id:"sums/q1"')
    anki.col.db.execute("update notes set guid = 'copied' where id = ?", nid)
    found = read(packed(anki, tmp_path, "apkg"))
    assert "41 notes" not in found.said[0]
    assert len(found.banks[0].bank["questions"]) == 1
