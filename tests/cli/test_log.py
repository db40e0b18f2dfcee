"""log verify, export, import."""

import json
import sqlite3

import pytest

from .conftest import Kzlearn


def lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def test_a_new_home_verifies(kz: Kzlearn) -> None:
    ran = kz("log", "verify")
    assert (ran.code, ran.out) == (0, "0 events, 0 cards: all is well.\n")


def test_verify_in_json_has_its_shape(kz: Kzlearn) -> None:
    kz.quiz("red", ":2")
    assert kz("log", "verify", "--json").json == {"events": 2, "cards": 1, "problems": [], "gone": []}


def test_verify_finds_a_state_that_does_not_follow(kz: Kzlearn) -> None:
    kz.quiz("red")
    with sqlite3.connect(kz.home / "log.sqlite") as db:
        db.execute("update card set reps = 7")
    db.close()
    ran = kz("log", "verify")
    assert ran.code == 1
    assert "the state of sea/colour does not follow from its events: reps is 7, should be 1" in ran.out
    assert kz("log", "verify", "--json").json["problems"]
    assert kz("log", "verify", "--repair").code == 0
    assert kz("log", "verify").code == 0


def test_verify_lists_history_whose_question_is_gone(kz: Kzlearn) -> None:
    kz("add", "sea.yaml")
    kz.quiz("red", "11 km")
    kz.write("sea.yaml", kz.bank.read_text().replace("id: depth, kind", "id: deep, kind"))
    ran = kz("log", "verify")
    assert (ran.code, ran.out.splitlines()[1]) == (
        0,
        "Kept, though no question asks for it any more: sea/depth.",
    )
    assert kz("log", "verify", "--json").json["gone"] == ["sea/depth"]


def test_answers_of_a_clock_that_was_ahead_are_told_and_repaired(kz: Kzlearn) -> None:
    right = kz.now
    kz.quiz("blue")
    kz.now = "2031-01-01T12:00+00:00"
    kz.quiz("blue", "11 km")
    kz.now = right
    ran = kz("log", "verify")
    assert ran.code == 1
    assert ran.out.count("is dated 2031-01-01, ahead of now, and does not count yet") == 2
    assert kz("due", "sea.yaml", "--json").json["learning"] == 1
    assert kz("log", "verify", "--repair").code == 0
    assert kz("log", "verify").code == 0
    assert kz("due", "sea.yaml", "--json").json["learning"] == 1  # colour has left its steps, depth is in them
    assert kz.events("retime")


def test_export_and_import_move_everything_to_another_home(kz: Kzlearn) -> None:
    kz.quiz("blue", ":4", "11 km", ":s")
    kz("flag", "--word", "сұрақ?")
    exported = kz("log", "export").out
    assert kz("log", "export", "-o", "all.jsonl").out == ""
    assert (kz.folder / "all.jsonl").read_text(encoding="utf-8") == exported
    assert all(isinstance(json.loads(line), dict) for line in lines_of(exported))
    there = ("--home", "other")
    ran = kz("log", "import", "all.jsonl", *there)
    assert (ran.code, ran.out) == (0, "5 events added, 0 known already.\n")
    assert kz("log", "import", "all.jsonl", *there).out == "0 events added, 5 known already.\n"
    assert kz("log", "export", *there).out == exported
    assert kz("due", "sea.yaml", *there).out == kz("due", "sea.yaml").out
    assert kz("log", "verify", *there).code == 0


def test_what_cannot_be_imported_is_told_line_by_line_and_the_rest_is_taken(kz: Kzlearn) -> None:
    kz.quiz("red")
    good = kz("log", "export").out
    kz.write("mixed.jsonl", f'nonsense\n\n{{"uid": 1}}\n{good}')
    ran = kz("log", "import", "mixed.jsonl", "--home", "other")
    assert (ran.code, ran.out) == (1, "1 event added, 0 known already.\n")
    assert [line.partition(": ")[0] for line in lines_of(ran.err)] == ["mixed.jsonl:1:1", "mixed.jsonl:3:1"]
    assert all(line.endswith("(it was left out)") for line in lines_of(ran.err))


def test_an_event_that_stands_for_something_else_here_is_told_with_its_line(kz: Kzlearn) -> None:
    kz.quiz("red", "11 km")
    good = lines_of(kz("log", "export").out)
    kz.write("a.jsonl", f"{good[0]}\n")
    kz.write("b.jsonl", "\n".join([good[0], good[1].replace("11 km", "12 km")]))
    ran = kz("log", "import", "a.jsonl", "b.jsonl")
    assert (ran.code, ran.out) == (1, "0 events added, 2 known already.\n")
    assert ran.err.startswith("b.jsonl:2:1: the event ")
    assert ran.err.endswith("stands for something else in this log (ours was kept)\n")
    assert kz.events()[1]["reply"] == "11 km"


@pytest.mark.parametrize("name", ["nofile", ".", "latin.jsonl"])
def test_a_file_that_cannot_be_read_changes_nothing(kz: Kzlearn, name: str) -> None:
    (kz.folder / "latin.jsonl").write_bytes(b"\xff\xfe\n")
    kz.quiz("red")
    kz.write("good.jsonl", kz("log", "export").out)
    ran = kz("log", "import", "good.jsonl", name, "--home", "other")
    assert (ran.code, ran.out) == (2, "")
    assert f"{name} cannot be read" in ran.err
    assert kz("log", "verify", "--home", "other").out == "0 events, 0 cards: all is well.\n"


def test_export_replaces_no_device_and_follows_a_link(kz: Kzlearn) -> None:
    kz.quiz("red")
    ran = kz.process("log", "export", "-o", "/dev/stdout")
    assert (ran.code, ran.out) == (0, kz("log", "export").out)
    target = kz.write("target", "old")
    (kz.folder / "link").symlink_to(target)
    assert kz("log", "export", "-o", "link").code == 0
    assert target.read_text() == kz("log", "export").out


@pytest.mark.parametrize("name", [".", "none/x"])
def test_export_to_where_nothing_can_be_written_says_so(kz: Kzlearn, name: str) -> None:
    ran = kz("log", "export", "-o", name)
    assert ran.code == 2
    assert "cannot be written" in ran.err
    assert [path.name for path in kz.folder.iterdir() if path.name.startswith(".")] == []


def test_of_a_damaged_log_what_can_be_read_is_exported(kz: Kzlearn) -> None:
    for _ in range(30):
        kz.quiz("red", options=("--new", "0")) if kz.events() else kz.quiz("red", "11 km", "honey")
    whole = {event["uid"] for event in kz.events()}
    log = kz.home / "log.sqlite"
    with sqlite3.connect(log) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    db.close()
    data = bytearray(log.read_bytes())
    data[100:4096] = bytes(3996)  # the schema
    log.write_bytes(data)
    for words in (("due",), ("quiz", "--plain"), ("log", "verify"), ("undo",)):
        ran = kz(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "log export" in ran.err
    ran = kz("log", "export")
    assert ran.code == 2
    assert {json.loads(line)["uid"] for line in lines_of(ran.out)} <= whole
