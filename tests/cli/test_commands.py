"""due, add, undo, suspend, unsuspend, flag; and what the program says of itself."""

import subprocess
import sys

import pytest

from kzlearn import __version__

from .conftest import Kzlearn

SHIPPED = "internet-in-kazakhstan"
LAND = "bank: land\ntitle: The land\nquestions: [{id: q, prompt: Is it green?, answer: 'yes'}]\n"


# --- due --------------------------------------------------------------------------------------------------------------


def test_due_counts_by_bank_and_together(kz: Kzlearn) -> None:
    kz.write("land.yaml", LAND)
    kz.quiz("red")
    assert kz("due", "sea.yaml", "land.yaml").out == (
        "The sea: 1 in learning, 0 reviews, 2 new\n"
        "The land: 0 in learning, 0 reviews, 1 new\n"
        "Together: 1 in learning, 0 reviews, 3 new\n"
    )
    assert kz("due", "sea.yaml").out == "The sea: 1 in learning, 0 reviews, 2 new\n"


def test_due_in_json_has_the_shape_that_is_promised(kz: Kzlearn) -> None:
    assert kz("due", "--json", "sea.yaml").json == {
        "learning": 0,
        "review": 0,
        "new": 3,
        "banks": [{"bank": "sea", "title": "The sea", "learning": 0, "review": 0, "new": 3}],
    }


def test_due_and_quiz_agree(kz: Kzlearn) -> None:
    assert kz("due", "sea.yaml", "--json").json["new"] == len(kz.answer_all())
    kz.now = "2027-11-23T12:00+00:00"
    assert kz("due", "sea.yaml", "--json").json["review"] == len(kz.answer_all("--new", "0")) == 3


def test_with_no_bank_named_or_added_the_shipped_one_is_asked(kz: Kzlearn) -> None:
    assert [bank["bank"] for bank in kz("due", "--json").json["banks"]] == [SHIPPED]


def test_with_no_bank_named_or_added_the_decks_here_are_asked(kz: Kzlearn) -> None:
    kz.write("decks/land/bank.yaml", LAND)
    assert [bank["bank"] for bank in kz("due", "--json").json["banks"]] == ["land"]


@pytest.mark.parametrize("command", ["due", "quiz"])
@pytest.mark.parametrize("banks", [(), ("sea.yaml",), ("sea.yaml", "land.yaml"), ("gone.yaml",), ("broken.yaml",)])
def test_a_command_without_options_does_what_typer_would_make_of_it(
    kz: Kzlearn, command: str, banks: tuple[str]
) -> None:
    kz.write("land.yaml", LAND)
    kz.write("broken.yaml", "bank: [")
    plain, parsed = (kz(command, *words, *banks, stdin=":q\n") for words in ((), ("--",)))
    assert plain == parsed
    assert plain.out or plain.err


def test_a_command_without_options_waits_for_neither_typer_nor_yaml(kz: Kzlearn) -> None:
    kz.quiz("red")
    say = "import sys; from kzlearn.cli import run; run(['due', 'sea.yaml']); print({'typer', 'yaml', 'rich', 'fsrs'} & {*sys.modules})"
    commands = [
        subprocess.run([sys.executable, "-c", say], env=kz.env, cwd=kz.folder, capture_output=True, text=True)
        for _ in range(2)
    ]
    assert commands[1].stdout.splitlines() == ["The sea: 1 in learning, 0 reviews, 2 new", "set()"]


# --- add --------------------------------------------------------------------------------------------------------------


def test_an_added_bank_is_asked_from_anywhere(kz: Kzlearn) -> None:
    ran = kz("add", "sea.yaml")
    assert (ran.code, ran.out) == (0, "Added The sea: 4 questions.\n")
    kz.write("decks/land/bank.yaml", LAND)
    kz.write("elsewhere/x", "")
    kz.process("add", "../decks/land", cwd=kz.folder / "elsewhere")
    assert [bank["bank"] for bank in kz("due", "--json").json["banks"]] == ["sea", "land"]


def test_adding_twice_adds_once(kz: Kzlearn) -> None:
    kz("add", "sea.yaml")
    kz("add", "sea.yaml")
    assert len(kz("due", "--json").json["banks"]) == 1
    assert (kz.home / "banks.txt").read_text() == f"{kz.bank}\n"


def test_a_bank_may_lie_in_a_folder_of_any_name(kz: Kzlearn) -> None:
    name = b"caf\xe9 \xd2\x93".decode("utf-8", "surrogateescape")
    kz.write(f"{name}/land.yaml", LAND)
    assert kz("add", f"{name}/land.yaml").code == 0
    assert kz("due").out == "The land: 0 in learning, 0 reviews, 1 new\n"
    assert kz.process("due").out == "The land: 0 in learning, 0 reviews, 1 new\n"


def test_what_is_wrong_in_an_added_bank_is_told_and_the_rest_is_added(kz: Kzlearn) -> None:
    kz.write("land.yaml", f"{LAND}nonsense: 1\n")
    ran = kz("add", "land.yaml")
    assert (ran.code, ran.out) == (1, "Added The land: 1 question.\n")
    assert "land.yaml:4:1:" in ran.err
    assert kz("due").out.startswith("The land: ")


def test_a_bank_that_cannot_be_read_is_not_added(kz: Kzlearn) -> None:
    kz.write("land.yaml", "bank: [\n")
    ran = kz("add", "land.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "land.yaml:2:1:" in ran.err
    assert not (kz.home / "banks.txt").exists()


def test_an_added_bank_that_is_gone_is_missed_aloud(kz: Kzlearn) -> None:
    land = kz.write("land.yaml", LAND)
    kz("add", "sea.yaml", "land.yaml")
    land.unlink()
    ran = kz("due")
    assert (ran.code, ran.out) == (0, "The sea: 0 in learning, 0 reviews, 3 new\n")
    assert f"{land}, which you added, is not there" in ran.err
    kz.bank.unlink()
    ran = kz("quiz")
    assert (ran.code, ran.out) == (2, "")
    assert "none of the banks you added is there" in ran.err


# --- on one card ------------------------------------------------------------------------------------------------------


def test_undo_takes_back_step_by_step(kz: Kzlearn) -> None:
    kz.quiz("red", "11 km", ":4")
    told = [kz("undo").out for _ in range(3)]
    assert told == [
        "Taken back: rerate of sea/depth.\n",
        "Taken back: review of sea/depth.\n",
        "Taken back: review of sea/colour.\n",
    ]
    ran = kz("undo")
    assert (ran.code, ran.out, ran.err) == (2, "", "kzlearn: there is nothing to take back\n")
    assert kz("due", "sea.yaml", "--json").json["new"] == 3


def test_undo_of_a_named_card_leaves_the_others(kz: Kzlearn) -> None:
    kz("add", "sea.yaml")
    kz.quiz("red", "11 km")
    assert kz("undo", "sea/colour").out == "Taken back: review of sea/colour.\n"
    assert kz("undo", "sea/colour").code == 2
    assert kz("due", "--json").json["learning"] == 1


def test_suspend_and_unsuspend_take_a_name(kz: Kzlearn) -> None:
    kz("add", "sea.yaml")
    assert kz("suspend", "sea/depth").out == "Suspended: sea/depth.\n"
    assert kz("due", "--json").json["new"] == 2
    assert kz("unsuspend", "sea/depth").out == "Asked again: sea/depth.\n"
    assert kz("due", "--json").json["new"] == 3


def test_without_a_name_the_last_answered_card_is_meant(kz: Kzlearn) -> None:
    kz.quiz("red", "11 km")
    assert kz("suspend").out == "Suspended: sea/depth.\n"
    kz("unsuspend")
    kz("undo", "sea/depth")
    kz("undo", "sea/depth")
    kz("undo", "sea/depth")
    assert kz("flag").out == "Flagged: sea/colour.\n"


def test_unsuspend_without_a_name_means_the_card_suspended_last(kz: Kzlearn) -> None:
    kz("add", "sea.yaml")
    kz.quiz("red")
    kz("suspend", "sea/depth")
    kz("suspend", "sea/taste")
    assert [kz("unsuspend").out for _ in range(2)] == ["Asked again: sea/taste.\n", "Asked again: sea/depth.\n"]
    ran = kz("unsuspend")
    assert (ran.code, ran.err) == (2, "kzlearn: no card is suspended (name one as bank/question)\n")


def test_flags_have_a_word_and_are_listed(kz: Kzlearn) -> None:
    kz("add", "sea.yaml")
    assert kz("flag", "--list").out == "No card is flagged.\n"
    kz("flag", "sea/depth", "--word", "is it?")
    kz("flag", "sea/colour")
    assert kz("flag", "--list").out == "sea/colour\nsea/depth: is it?\n"
    assert kz("flag", "--list", "--json").json == {"sea/colour": "", "sea/depth": "is it?"}
    assert kz("flag", "sea/depth", "--off").out == "Flag taken away: sea/depth.\n"
    assert kz("flag", "--list", "--json").json == {"sea/colour": ""}


@pytest.mark.parametrize("command", ["suspend", "unsuspend", "undo", "flag"])
def test_an_unknown_card_is_answered_with_the_nearest(kz: Kzlearn, command: str) -> None:
    kz("add", "sea.yaml")
    ran = kz(command, "sea/color")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "kzlearn: there is no card 'sea/color' (did you mean sea/colour?)\n"
    assert "name it as bank/question" in kz(command, "xyz").err
    assert kz.events() == []


@pytest.mark.parametrize("command", ["suspend", "flag"])
def test_without_any_answer_no_card_is_meant(kz: Kzlearn, command: str) -> None:
    ran = kz(command)
    assert (ran.code, ran.err) == (2, "kzlearn: no card has been answered yet (name one as bank/question)\n")


def test_a_card_goes_by_its_first_name_and_its_present_one(kz: Kzlearn) -> None:
    kz.write("sea.yaml", kz.bank.read_text().replace("{id: depth, kind", "{id: how-deep, was: [depth], kind"))
    kz("add", "sea.yaml")
    for name in ("sea/depth", "sea/how-deep"):
        assert kz("suspend", name).out == "Suspended: sea/depth.\n"


def test_a_card_whose_question_is_gone_still_goes_by_its_name(kz: Kzlearn) -> None:
    kz.quiz("red")
    kz.write("sea.yaml", LAND)
    kz("add", "sea.yaml")
    assert kz("suspend", "sea/colour").out == "Suspended: sea/colour.\n"


@pytest.mark.parametrize("words", [("suspend", "\udcff"), ("flag", "--word", "\udcff\udc00")])
def test_an_argument_that_is_no_text_is_no_trouble(kz: Kzlearn, words: tuple[str, ...]) -> None:
    kz.quiz("red")
    assert kz(*words).code == (2 if "suspend" in words else 0)


# --- of itself --------------------------------------------------------------------------------------------------------


def test_the_version_is_told_whatever_else_is_said(kz: Kzlearn) -> None:
    for words in (("--version",), ("--version", "quiz")):
        assert kz(*words).out == kz.process(*words).out == f"kzlearn {__version__}\n"


def test_every_command_has_help_and_every_option_a_meaning(kz: Kzlearn) -> None:
    top = kz("--help").out
    commands = [line.split()[0] for line in top.partition("Commands:")[2].splitlines() if line.strip()]
    assert {"add", "check", "due", "flag", "kinds", "log", "quiz", "suspend", "undo", "unsuspend"} <= {*commands}
    for command in [(name,) for name in commands] + [("log", name) for name in ("verify", "export", "import")]:
        ran = kz(*command, "--help")
        assert ran.code == 0
        assert ran.out.startswith(f"Usage: kzlearn {' '.join(command)} ")
        assert "[default: None]" not in ran.out


def test_kinds_are_told_in_lines_and_in_json(kz: Kzlearn) -> None:
    rows = kz("kinds", "--json").json
    assert {"text", "number", "choice", "cloze"} <= {row["kind"] for row in rows}
    assert [line.split()[0] for line in kz("kinds").out.splitlines()] == [row["kind"] for row in rows]


# --- due --short ------------------------------------------------------------------------------------------------------


def test_due_short_says_it_in_a_few_letters_and_ends_with_1_when_nothing_is(kz: Kzlearn) -> None:
    ran = kz("due", "--short", "sea.yaml")
    assert (ran.code, ran.out) == (0, "3 new\n")
    kz.answer_all()
    ran = kz("due", "--short", "sea.yaml")
    assert (ran.code, ran.out) == (1, "")
    kz.now = "2027-11-23T12:00+00:00"
    assert kz("due", "--short", "sea.yaml").out.startswith("3 due")


@pytest.mark.parametrize("banks", [(), ("sea.yaml",), ("gone.yaml",)])
def test_due_short_does_what_typer_would_make_of_it(kz: Kzlearn, banks: tuple[str, ...]) -> None:
    assert kz("due", "--short", *banks) == kz("due", "--short", "--", *banks)
