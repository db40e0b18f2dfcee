"""Anki itself takes every export, shows every kind, and takes an edited bank in place."""

import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.bank.load import load
from kzlearn.export import Sort
from kzlearn.memory.days import Moment

from .conftest import NOW, collection, export

HERE = Path(__file__).parent
DECK = HERE.parent.parent / "decks/internet-in-kazakhstan"
KINDS = {"text", "true_false", "choice", "choices", "number", "cloze", "date", "order", "match", "list"}
LATER = Moment(NOW.at + 3_600_000_000, 300)
CODE = re.compile(r"<style>.*?</style>|<script>.*?</script>", re.DOTALL)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank with a question of each kind, in a folder of its own."""
    (tmp_path / "bank").mkdir()
    for name in ("kinds.yaml", "sea.txt"):
        (tmp_path / "bank" / name).write_bytes((HERE / name).read_bytes())
    return tmp_path / "bank" / "kinds.yaml"


def edit(bank: Path, before: str, after: str) -> None:
    text = bank.read_text(encoding="utf-8")
    assert before in text
    bank.write_text(text.replace(before, after, 1), encoding="utf-8")


def seen(html: str) -> str:
    return CODE.sub("", html)


def test_the_shipped_deck_comes_with_every_card_in_the_banks_order(anki, tmp_path):
    (tmp_path / "deck").mkdir()
    for file in DECK.iterdir():
        if file.is_file():
            (tmp_path / "deck" / file.name).write_bytes(file.read_bytes())
    outcomes = export("apkg", tmp_path / "deck", tmp_path / "k.apkg")
    log = anki.take(tmp_path / "k.apkg")
    (bank,) = load([tmp_path / "deck"]).banks
    wanted = [f"{bank.id}/{q.was[0] if q.was else q.id}" for q in bank.questions for _ in q.content.parts()]
    assert {o.sort for o in outcomes} == {Sort.WRITTEN}
    assert len(log.new) == anki.col.note_count() == len(bank.questions)
    assert [card.note()["Id"] for card in anki.cards()] == wanted
    assert anki.sound()


def test_every_kind_is_shown_with_its_answer_and_its_proof(anki, bank, tmp_path):
    export("apkg", bank, tmp_path / "k.apkg")
    anki.take(tmp_path / "k.apkg")
    shown = {}
    for card in anki.cards():
        note = card.note()
        shown.setdefault(note["Kind"], (seen(card.question()), seen(card.answer()), note))
    assert {*shown} == KINDS
    for kind, (question, answer, note) in shown.items():
        front, back = question, answer.partition('<hr id="answer">')[2]
        assert note["Prompt"].split("{{")[0] in front, kind
        if kind != "cloze":
            assert note["Answer"] in back, kind
            assert note["Answer"] not in front.replace(note["Options"], ""), kind
        if kind in {"text", "number", "date"}:
            assert "[[type:Typed]]" in front
    assert "<mark>is blue</mark>. <cite>" not in shown["text"][1]
    assert "At noon the sea <mark>is blue</mark>.<cite>On the sea, line 1</cite>" in shown["text"][1]
    assert '<a href="https://example.org/sea?a=1&amp;b=2">On the sea</a>, A. Sailor, CC0-1.0' in shown["text"][1]
    assert "It mirrors the sky." in shown["text"][1]
    assert '<span class="cloze" data-ordinal="1">11 km</span>' in shown["cloze"][1]
    assert "Like the sky." in shown["text"][0]
    assert "<td>crab</td><td>shore</td>" in shown["match"][1]
    assert re.sub(r"<.*?>", " ", shown["order"][1]).split()[-3:] == ["shelf", "slope", "trench"]


def test_tags_and_decks_say_what_the_bank_says(anki, bank, tmp_path):
    export("apkg", bank, tmp_path / "k.apkg")
    anki.take(tmp_path / "k.apkg")
    (card,) = anki.cards("sea/text")
    assert card.note().tags == ["core", "difficulty::easy", "level::remember", "topic::looks", "two_words"]
    assert anki.col.decks.name(card.did) == "The sea::Looks"
    (retired,) = anki.cards("sea/retired")
    assert "status::retired" in retired.note().tags


def test_what_is_not_for_learners_never_leaves(anki, bank, tmp_path):
    outcomes = export("apkg", bank, tmp_path / "k.apkg")
    anki.take(tmp_path / "k.apkg")
    kept = {o.question.id: o.why for o in outcomes if o.sort is Sort.KEPT_BACK}
    assert kept == {
        "draft": "its status is draft", "rejected": "its status is rejected", "exam": "it is kept for exams"
    }  # fmt: skip
    assert [name for name in kept if anki.cards(f"sea/{name}")] == []


def test_the_same_bank_gives_the_same_bytes(bank, tmp_path):
    export("apkg", bank, tmp_path / "a.apkg")
    export("apkg", bank, tmp_path / "b.apkg", LATER)
    assert (tmp_path / "a.apkg").read_bytes() == (tmp_path / "b.apkg").read_bytes()


def test_one_prompt_edited_changes_one_note_and_adds_none(anki, bank, tmp_path):
    export("apkg", bank, tmp_path / "k.apkg")
    anki.take(tmp_path / "k.apkg")
    edit(bank, "What colour is the sea?", "Which colour has the sea?")
    export("apkg", bank, tmp_path / "k.apkg", LATER)
    log = anki.take(tmp_path / "k.apkg")
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (0, 1, 0)
    assert anki.fields("sea/text")["Prompt"] == "Which colour has the sea?"


def test_what_the_user_wrote_stays_until_the_question_itself_changes(anki, bank, tmp_path):
    export("apkg", bank, tmp_path / "k.apkg")
    anki.take(tmp_path / "k.apkg")
    for name in ("sea/text", "sea/number"):
        (nid,) = anki.col.find_notes(f'Id:"{name}"')
        note = anki.col.get_note(nid)
        note["Explanation"] = "mine"
        anki.col.update_note(note)
    edit(bank, "How deep is the sea?", "How deep does the sea go?")
    export("apkg", bank, tmp_path / "k.apkg", Moment(2_000_000_000_000, 0))
    anki.take(tmp_path / "k.apkg")
    assert anki.fields("sea/text")["Explanation"] == "mine"
    assert anki.fields("sea/number")["Explanation"] == ""


def test_ten_versions_of_a_bank_update_one_set_of_notes(anki, bank, tmp_path):
    edits = [
        ("What colour is the sea?", "Which colour is it?"),
        ("topic: looks", "topic: appearance"),
        ("answer: blue, hint: Like the sky.", "answer: blue, accept: [azure], hint: As the sky."),
        ("{{where::Mariana Trench::a trench}}", "{{where::Mariana Trench::a trench}} of the {{ocean::Pacific}}"),
        ("{{depth::11 km}}", "{{deep::11 km}}"),
        ("prompt: How deep is the sea?, answer: 11, unit: km", "prompt: How deep?, answer: 11, unit: km, status: retired"),
        ("{id: true-false, kind: true_false, prompt: The sea is green., answer: false}",
         "{id: true-false, kind: choice, prompt: The sea is, answer: blue, distractors: [green, red]}"),
        ("{id: text,", "{id: colour-of-the-sea, was: [text],"),
        ("title: The sea\n", "title: The oceans\n"),
        ("- {id: order,", "- {id: more, prompt: What does it taste of?, answer: salt}\n- {id: order,"),
    ]  # fmt: skip
    export("apkg", bank, tmp_path / "k.apkg")
    anki.take(tmp_path / "k.apkg")
    known = {card.id for card in anki.cards()}
    notes = anki.col.note_count()
    for version, (before, after) in enumerate(edits, 1):
        edit(bank, before, after)
        export("apkg", bank, tmp_path / "k.apkg", Moment(2_000_000_000_000 + version * 60_000, 0))
        log = anki.take(tmp_path / "k.apkg")
        assert len(log.conflicting) == 0
        assert len(log.new) == (version == 10)
        assert anki.sound()
    assert anki.col.note_count() == notes + 1
    assert known <= {card.id for card in anki.cards()}
    assert anki.fields("sea/text")["Hint"] == "As the sky."
    assert anki.fields("sea/true-false")["Kind"] == "choice"
    assert anki.fields("sea/cloze")["Prompt"].count("{{c") == 3
    assert "{{c4::11 km}}" in anki.fields("sea/cloze")["Prompt"]  # c1, whose name is gone, is given to no other
    assert "topic::appearance" in anki.cards("sea/text")[0].note().tags
    assert "status::retired" in anki.cards("sea/number")[0].note().tags
    assert len(anki.col.models.all_names_and_ids()) == len({m.name for m in anki.col.models.all_names_and_ids()})


def test_a_question_that_became_a_cloze_is_left_as_it_was(anki, bank, tmp_path):
    export("apkg", bank, tmp_path / "k.apkg")
    anki.take(tmp_path / "k.apkg")
    edit(bank, "{id: true-false, kind: true_false, prompt: The sea is green., answer: false}",
         "{id: true-false, kind: cloze, text: 'The sea is {{a::blue}}.'}")  # fmt: skip
    export("apkg", bank, tmp_path / "k.apkg", Moment(2_000_000_000_000, 0))
    log = anki.take(tmp_path / "k.apkg")
    assert (len(log.new), len(log.conflicting)) == (0, 1)
    assert anki.sound()


HOSTILE = st.text(min_size=1, max_size=40) | st.sampled_from(
    ["<b>&amp;</b>", "{{c1::x}}", "a::b}}", "{{Front}}", "[sound:x.mp3]", "\\(x<y\\)", "[latex]x[/latex]", "й", "Қазақ"]
)


@given(prompt=HOSTILE, answer=HOSTILE, hint=HOSTILE, tag=HOSTILE, topic=HOSTILE)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_shown_as_written_or_left_out_with_a_reason(prompt, answer, hint, tag, topic, tmp_path_factory):
    import html
    import unicodedata

    from kzlearn.export import Job, format_named
    from kzlearn.kinds.cloze import Cloze
    from kzlearn.kinds.text import Text
    from kzlearn.model.questions import Bank, Fact, Id, Question

    folder = tmp_path_factory.mktemp("hostile")
    fact = Fact(id=Id("f"), statement="x", topic=topic)
    blank = "{{a::" + answer.replace("\\", "").replace("{", "").replace("}", "").replace(":", "") + "}}"
    questions = (
        Question(id=Id("q"), content=Text(prompt=prompt, answer=answer), hint=hint, tags=(tag,), facts=(Id("f"),)),
        Question(id=Id("c"), content=Cloze(text=blank), facts=(Id("f"),)),
    )
    made = Bank(id=Id("b"), facts=(fact,), questions=questions, origin=str(folder / "b.yaml"))
    outcomes = {o.question.id: o for o in format_named("apkg").export(Job((made,), folder / "k.apkg", NOW))}
    with collection(folder / "anki") as anki:
        anki.take(folder / "k.apkg")
        assert anki.col.note_count() == sum(o.sort is Sort.WRITTEN for o in outcomes.values())
        assert anki.sound()
        if outcomes["q"].sort is Sort.WRITTEN:
            note = anki.cards("b/q")[0].note()
            for field, text in (("Prompt", prompt), ("Answer", answer), ("Hint", hint)):
                wanted = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
                assert html.unescape(note[field].replace("<br>", "\n")) == wanted
        else:
            assert outcomes["q"].why
        if outcomes["c"].sort is Sort.WRITTEN and "::" not in answer:
            assert anki.cards("b/c")[0].question() != ""


@pytest.mark.parametrize("text", ["\x1f", "\0", "\ud800", " ", "x" * 1_000_000])
def test_what_no_field_can_keep_is_left_out_with_its_line(text: str, tmp_path: Path, anki: Any) -> None:
    from kzlearn.export import Job, format_named
    from kzlearn.kinds.text import Text
    from kzlearn.model.questions import Bank, Id, Question

    good = Question(id=Id("good"), content=Text(prompt="p", answer="a"))
    bad = Question(id=Id("bad"), content=Text(prompt=text, answer="a"))
    made = Bank(id=Id("b"), questions=(good, bad), origin=str(tmp_path / "b.yaml"))
    outcomes = format_named("apkg").export(Job((made,), tmp_path / "k.apkg", NOW))
    anki.take(tmp_path / "k.apkg")
    assert [o.sort for o in outcomes] == [Sort.WRITTEN, Sort.WRITTEN if len(text) > 1 else Sort.LEFT_OUT]
    assert anki.col.note_count() == 1 + (len(text) > 1)


def test_media_come_along_under_a_name_that_holds_their_sum(anki, bank, tmp_path):
    (bank.parent / "map of it.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    edit(bank, "{id: text,", "{id: text, media: [map of it.png],")
    export("apkg", bank, tmp_path / "k.apkg")
    anki.take(tmp_path / "k.apkg")
    (name,) = re.findall(r'<img src="(.*?)"', anki.fields("sea/text")["Media"])
    assert Path(anki.col.media.dir(), name).read_bytes() == b"\x89PNG\r\n\x1a\n"
    assert re.fullmatch(r"kz-[0-9a-f]{8}-map_of_it\.png", name)


def test_strict_writes_nothing_unless_all_is_written_as_it_is(bank, tmp_path):
    edit(bank, "{id: text,", "{id: text, media: [gone.png],")
    from kzlearn.export import Job, format_named

    loaded = load([bank])
    outcomes = format_named("apkg").export(Job(tuple(loaded.banks), tmp_path / "k.apkg", NOW, strict=True))
    assert [(o.question.id, o.sort) for o in outcomes if o.sort is Sort.LEFT_OUT] == [("text", Sort.LEFT_OUT)]
    assert "kinds.yaml:12" in str(next(o for o in outcomes if o.sort is Sort.LEFT_OUT).problem)
    assert not (tmp_path / "k.apkg").exists()
    assert not bank.with_suffix(".lock").exists()


def test_a_package_holds_nothing_that_depends_on_the_machine(bank, tmp_path):
    export("apkg", bank, tmp_path / "k.apkg")
    with zipfile.ZipFile(tmp_path / "k.apkg") as zipped:
        assert {info.date_time for info in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_changed_template_says_when_it_changed():
    """When this falls, set TEMPLATES_CHANGED to now, in s since 1970, then the sum."""
    from hashlib import sha256

    from kzlearn.export._anki import types

    made = (types.question_type(), types.cloze_type())
    said = "".join(f"{t.model_id}{t.css}{t.templates[0]['qfmt']}{t.templates[0]['afmt']}{types.FIELDS}" for t in made)
    assert (types.TEMPLATES_CHANGED, sha256(said.encode()).hexdigest()[:12]) == (1_795_478_400, "99962e7f0ea1")


def test_what_is_committed_is_what_the_deck_gives(tmp_path):
    """When this falls: `make export`, and commit the package with the deck's lock."""
    (tmp_path / "deck").mkdir()
    for file in DECK.iterdir():
        (tmp_path / "deck" / file.name).write_bytes(file.read_bytes())
    export("apkg", tmp_path / "deck", tmp_path / "k.apkg", LATER)
    committed = DECK.parent.parent / "export/internet-in-kazakhstan.apkg"
    assert (tmp_path / "deck/bank.lock").read_bytes() == (DECK / "bank.lock").read_bytes()
    assert dumped(tmp_path / "k.apkg", tmp_path) == dumped(committed, tmp_path)


def dumped(package: Path, folder: Path) -> list[str]:
    with zipfile.ZipFile(package) as zipped:
        zipped.extract("collection.anki2", folder)
    with closing(sqlite3.connect(folder / "collection.anki2")) as db:
        return list(db.iterdump())
