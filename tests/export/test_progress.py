"""A learner's memory goes over to Anki, and Anki goes on from it."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from kzlearn.memory.acts import note
from kzlearn.memory.days import DAY_MS, Moment, moment_of, study_day
from kzlearn.memory.history import History
from kzlearn.memory.log import Log
from kzlearn.memory.settings import DEFAULT_PARAMETERS
from kzlearn.model.cards import CardState, Event, Phase

from .conftest import collection, export

CARDS = 40


def moment(at: int) -> Moment:
    """A moment where this machine is."""
    return moment_of(datetime.fromtimestamp(at / 1000, UTC), None)


def bank_of(folder: Path) -> Path:
    lines = [f"- {{id: q{n}, prompt: What is {n}?, answer: 'n{n}'}}" for n in range(CARDS)]
    lines.append("- {id: gap, kind: cloze, text: 'The {{one::first}} and the {{two::second}}.'}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bank.yaml").write_text("\n".join(["bank: sums", "title: Sums", "questions:", *lines]))
    return folder / "bank.yaml"


def lived(folder: Path, now: int, seed: int = 5) -> Log:
    """The log of someone who answered for two years, also at night, across summer time, several times a day."""
    rng = Random(seed)
    log = Log.open(folder, lambda: moment(now), rng)
    events = []
    for number in range(CARDS - 5):
        at = now - rng.randrange(20, 700) * DAY_MS + rng.randrange(DAY_MS)
        while at < now and len(events) < 4_000:
            there = moment(at)
            day = study_day(there, 4)
            rating = rng.choices((1, 2, 3, 4), (2, 1, 6, 1))[0]
            events.append(
                Event(f"e{len(events)}", "phone", len(events) + 1, at, day, there.zone, "review", f"sums/q{number}",
                      rating=rating, took_ms=rng.randrange(60_000), correct=rating > 1)
            )  # fmt: skip
            at += rng.choice((400_000, 3_600_000, DAY_MS, 3 * DAY_MS, 40 * DAY_MS, 200 * DAY_MS)) + rng.randrange(
                900_000
            )
    last = events[-1]
    events += [
        Event("s", "phone", 9_001, last.at + 1, last.day, last.zone, "suspend", "sums/q0"),
        Event("f", "phone", 9_002, last.at + 2, last.day, last.zone, "flag", "sums/q1", data={"word": "odd"}),
        Event("r", "phone", 9_003, last.at + 3, last.day, last.zone, "reset", "sums/q2"),
        Event("u", "phone", 9_004, last.at + 4, last.day, last.zone, "undo", "sums/q3",
              of=next(e.uid for e in reversed(events) if e.card == "sums/q3")),
        Event("c", "phone", 9_005, now - 60_000, study_day(moment(now - 60_000), 4), last.zone, "review",
              "sums/gap#two", rating=3, took_ms=900, correct=True),
    ]  # fmt: skip
    with log.writing() as writer:
        writer.merge(events)
    return log


@pytest.mark.parametrize("seed", range(3))
def test_states_due_days_and_history_arrive(zone: str, seed: int, tmp_path: Path) -> None:
    now = time.time_ns() // 1_000_000
    bank = bank_of(tmp_path / "bank")
    with lived(tmp_path / "home", now, seed) as log:
        history = History(log, moment(now))
        export("apkg", bank, tmp_path / "k.apkg", moment(now), history=history)
        states = log.states()
        reviews = sum(len(history.of(card).steps) for card in states)
    with collection(tmp_path / "anki") as anki:
        anki.col.set_config("fsrs", True)
        taken = anki.take(tmp_path / "k.apkg", progress=True, presets=True)
        assert len(taken.new) == CARDS + 1
        assert anki.sound()
        today = study_day(moment(now), 4)
        for name, card in anki.ids().items():
            question, ord_ = name.split(".")
            known = f"{question}#{('one', 'two')[int(ord_)]}" if question == "sums/gap" else question
            state = states.get(known) or CardState(known)
            data = json.loads(anki.col.db.scalar("select data from cards where id = ?", card.id) or "{}")
            if state.phase is Phase.NEW:
                assert card.type == 0
                continue
            assert data["s"] == pytest.approx(
                state.stability, rel=1.2e-7, abs=1.2e-4
            )  # and single precision beyond a thousand days
            assert data["d"] == pytest.approx(state.difficulty, abs=5e-4)
            assert card.queue == -1 if state.suspended else card.queue > 0
            assert bool(card.user_flag()) == (state.flag is not None)
            if state.phase is Phase.REVIEW:
                assert card.due - anki.col.sched.today == state.due_day - today
            memory = anki.col.compute_memory_state(card.id)
            assert memory.stability == pytest.approx(state.stability, rel=1e-5)
            assert memory.difficulty == pytest.approx(state.difficulty, rel=1e-5)
        assert anki.col.db.scalar("select count(*) from revlog") == reviews
        assert reviews > 200


def test_a_preset_with_the_learners_parameters_and_retention_arrives(tmp_path: Path) -> None:
    now = time.time_ns() // 1_000_000
    bank = bank_of(tmp_path / "bank")
    parameters = [*DEFAULT_PARAMETERS[:20], 0.2]
    with lived(tmp_path / "home", now) as log:
        note(log, "settings", None, data={"parameters": parameters, "retention": 0.85, "steps": [120, 900]})
        export("apkg", bank, tmp_path / "k.apkg", moment(now), history=History(log, moment(now)))
    with collection(tmp_path / "anki") as anki:
        anki.take(tmp_path / "k.apkg", progress=True, presets=True)
        deck = anki.col.decks.id_for_name("Sums")
        config = anki.col.decks.config_dict_for_deck_id(deck)
        assert config["name"] == "kzlearn Sums"
        assert config["fsrsParams6"] == pytest.approx(parameters, rel=1e-6)
        assert config["desiredRetention"] == pytest.approx(0.85)
        assert config["new"]["delays"] == [2, 15]
