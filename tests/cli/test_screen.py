"""A session in a terminal: every key, what the screen shows, and that nothing is lost."""

import os
import re
import signal
import time
from pathlib import Path

import pytest

from .conftest import Kzlearn
from .terminal import Terminal

SCREENS = Path(__file__).parent / "screens"
CITIES = """\
bank: cities
title: Cities
sources: {text: {file: cities.txt, title: On cities}}
facts:
- id: largest
  statement: Almaty is the largest city of Kazakhstan.
  quote: Almaty is its largest city
  topic: size
  questions:
  - id: largest
    prompt: What is the largest city of Kazakhstan?
    answer: Almaty
    hint: It lies near the mountains.
    explanation: About two million people live there.
- id: capital
  statement: Astana is the capital of Kazakhstan.
  quote: Astana its capital
  topic: rank
  questions:
  - id: capital
    prompt: What is the capital of Kazakhstan?
    answer: Astana
    distractors: [Almaty, Karaganda, Shymkent]
"""
TEXT = "Kazakhstan is a country of cities. Almaty is its largest city, Astana its capital.\n"


@pytest.fixture
def cities(kz: Kzlearn) -> Kzlearn:
    kz.write("cities.txt", TEXT)
    kz.write("cities.yaml", CITIES)
    return kz


def past_the_welcome(screen: Terminal) -> None:
    screen.last("begins")
    screen.press("enter")


def at_largest(kz: Kzlearn, *words: object, **more: object) -> Terminal:
    """A session that asks for the largest city, its answer typed."""
    screen = kz.terminal("quiz", "--test-first", "--topic", "size", "cities.yaml", *words, **more)
    if not kz.home.exists():
        past_the_welcome(screen)
    screen.shows("largest city")
    return screen


def answered(kz: Kzlearn, reply: str, **more: object) -> Terminal:
    screen = at_largest(kz, **more)
    screen.press(reply, "enter")
    screen.last("next")
    return screen


# --- asking and answering ---------------------------------------------------------------------------------------------


def test_the_first_session_explains_its_keys_once(cities: Kzlearn) -> None:
    with cities.terminal("quiz", "cities.yaml") as screen:
        assert "Before you answer" in screen.last("begins")
        screen.press("enter")
        screen.last("read it")
        screen.press("enter", "enter")
        screen.shows("What is the largest")
        screen.press("Almaty", "enter")
        screen.last("next")
        screen.press("q")
        assert screen.ends() == 0
    with cities.terminal("quiz", "cities.yaml") as screen:
        assert "Before you answer" not in screen.shows("to go")


def test_a_new_fact_is_shown_in_its_sentence_and_asked_later(cities: Kzlearn) -> None:
    with cities.terminal("quiz", "cities.yaml") as screen:
        past_the_welcome(screen)
        shown = screen.last("read it")
        assert "Almaty is the largest city of Kazakhstan." in shown
        assert "“«Almaty is its largest city», Astana its capital.” On cities, line 1" in shown
        screen.press("enter")
        screen.shows("Astana is the capital of Kazakhstan.")
        screen.last("read it")
        screen.press("enter")
        assert "What is the largest city" in screen.shows("What is the")
        assert [event["kind"] for event in cities.events()] == []


def test_test_first_leaves_the_first_meeting_out(cities: Kzlearn) -> None:
    with at_largest(cities) as screen:
        assert "new fact" not in screen.text


@pytest.mark.parametrize(("reply", "word", "saved"), [
    ("Almaty", "✓ right", 3), ("almaty city", "✓ right", 3), ("Almtay", "≈ nearly", 3), ("Astana", "✗ wrong", 1),
])  # fmt: skip
def test_a_typed_answer_gets_its_verdict_with_the_proof(cities: Kzlearn, reply: str, word: str, saved: int) -> None:
    with answered(cities, reply) as screen:
        shown = screen.shows(word, "“«Almaty is its largest city», Astana its capital.”", "line 1", "two million")
        assert "Next in" in shown
        (event,) = cities.events("review")
        assert (event["rating"], event["reply"], event["shown_as"]) == (saved, reply, "typed")


def test_a_slip_is_shown_letter_by_letter(cities: Kzlearn) -> None:
    with answered(cities, "Almati") as screen:
        screen.shows("you typed  Almati")
        assert b"\x1b[31;9mi\x1b[0m" in screen.raw


def test_a_wrong_answer_that_is_right_elsewhere_says_so(cities: Kzlearn) -> None:
    with answered(cities, "Astana") as screen:
        screen.shows("That is right elsewhere: Astana is the capital of Kazakhstan.")


def test_words_typed_at_a_choice_are_read_as_words(cities: Kzlearn) -> None:
    with cities.terminal("quiz", "--test-first", "--topic", "rank", "cities.yaml") as screen:
        past_the_welcome(screen)
        screen.last("answers")
        screen.press("t", "h", "e", " ", "Astana", "enter")
        screen.shows("✓ right")
        screen.press("q")
        screen.ends()


def test_the_rest_of_a_word_typed_at_options_is_no_command(cities: Kzlearn) -> None:
    with cities.terminal("quiz", "--test-first", "--topic", "rank", "cities.yaml") as screen:
        past_the_welcome(screen)
        screen.last("answers")
        for letter in ("a", "b", "s", "u", "f", "e", "enter"):  # not pasted: a paste is dropped as one
            screen.press(letter)
            time.sleep(0.08)
        screen.last("Enter next")
        screen.press("q")
        screen.ends()
    assert [event["kind"] for event in cities.events()] == ["review"]


def test_a_new_card_is_a_choice_and_typed_when_it_is_known(cities: Kzlearn) -> None:
    with cities.terminal("quiz", "--test-first", "--topic", "rank", "cities.yaml") as screen:
        past_the_welcome(screen)
        shown = screen.last("answers")
        letter = re.search(r"([a-d])\) Astana", shown)
        assert letter
        screen.press("enter")
        screen.shows("Press a to d, or Esc for other keys.")
        screen.press(letter[1])
        screen.shows("✓ right")
        screen.last("next")
        (event,) = cities.events("review")
        assert event["shown_as"] == "choice"
        assert re.fullmatch("[0-9a-f]{8}", event["data"]["seed"])
        screen.press("4", "q")
        screen.ends()
    cities.now = "2027-03-01T12:00+00:00"
    with cities.terminal("quiz", "--topic", "rank", "cities.yaml") as screen:
        screen.shows("capital of Kazakhstan?")
        screen.press("Astana", "enter")
        screen.shows("✓ right")
    assert [event["shown_as"] for event in cities.events("review")] == ["choice", "typed"]


def test_reveal_shows_the_answer_and_asks_how_well_it_was_known(cities: Kzlearn) -> None:
    with at_largest(cities, "--as", "reveal") as screen:
        screen.last("shows the answer")
        assert "Almaty" not in screen.text
        screen.press("enter")
        screen.last("barely")
        assert "Almaty" in screen.text
        screen.press("2")
        screen.shows("✓ right")
    (event,) = cities.events("review")
    assert (event["rating"], event["shown_as"], event.get("reply")) == (2, "reveal", None)


def test_an_empty_line_is_no_answer_and_a_wrong_letter_is_not_counted(cities: Kzlearn) -> None:
    with at_largest(cities) as screen:
        screen.press("enter")
        screen.shows("Type the answer. Esc for other keys")
    assert cities.events("review") == []


# --- keys while answering ---------------------------------------------------------------------------------------------


def test_the_line_is_edited_where_it_stands(cities: Kzlearn) -> None:
    with at_largest(cities) as screen:
        screen.press("xlmati", "backspace", "y", "home", "delete", "A", "end", " !", "ctrl-w", "left", "right")
        screen.shows("› Almaty")
        screen.press("enter")
        screen.shows("✓ right")


def test_kazakh_letters_and_wide_ones_are_typed_and_taken_back(cities: Kzlearn) -> None:
    with at_largest(cities, columns=30) as screen:
        screen.press("қазақ 漢字漢字漢字漢字漢字漢字漢字")
        screen.shows("漢")
        screen.press(*["backspace"] * 15)
        screen.press("Алматы", "enter")
        screen.shows("✗ wrong")
    assert cities.events("review")[0]["reply"] == "қазақАлматы"


def test_pasted_lines_are_one_answer(cities: Kzlearn) -> None:
    with at_largest(cities) as screen:
        screen.press("\x1b[200~Al\nmaty\r\n\x1b[201~")
        screen.shows("› Al maty")
        screen.press("enter")
        screen.shows("✓ right")


def test_tab_gives_the_hint_and_the_log_knows(cities: Kzlearn) -> None:
    with at_largest(cities) as screen:
        screen.press("Al", "tab")
        screen.shows("Hint: It lies near the mountains.", "› Al")
        screen.press("maty", "enter")
        screen.shows("✓ right")
    assert cities.events("review")[0]["hints"] == 1


def test_escape_d_is_not_to_know(cities: Kzlearn) -> None:
    with at_largest(cities) as screen:
        screen.press("escape")
        screen.last("don't know")
        screen.press("d")
        screen.shows("✗ wrong  Almaty")
    assert "reply" not in cities.events("review")[0]


@pytest.mark.parametrize(("key", "kind", "said"), [
    ("s", "suspend", "asked no more until 'kzlearn unsuspend'"), ("b", "bury", "asked no more today"),
])  # fmt: skip
@pytest.mark.parametrize("after", [False, True])
def test_a_card_is_suspended_or_buried(cities: Kzlearn, key: str, kind: str, said: str, after: bool) -> None:
    with answered(cities, "Almaty") if after else at_largest(cities) as screen:
        if not after:
            screen.press("escape")
            screen.last("suspend")
        screen.press(key)
        screen.shows(said, "Done for today")
        assert screen.ends() == 0
    assert [event["card"] for event in cities.events(kind)] == ["cities/largest"]


def test_a_flag_takes_a_word(cities: Kzlearn) -> None:
    with answered(cities, "Almaty") as screen:
        screen.press("f")
        screen.last("Flag, with a word:")
        screen.press("doubtful", "enter")
        screen.shows("Flagged: doubtful.")
    assert cities("flag", "--list").out == "cities/largest: doubtful\n"


def test_help_names_the_keys(cities: Kzlearn) -> None:
    with answered(cities, "Almaty") as screen:
        screen.press("?")
        screen.shows("Before you answer", times=2)
        screen.last("next")


# --- keys after the verdict -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "rating"), [("1", 1), ("2", 2), ("3", 3), ("4", 4)])
def test_an_answer_is_rated_anew_with_the_time_each_rating_gives(cities: Kzlearn, key: str, rating: int) -> None:
    with answered(cities, "Almaty") as screen:
        assert re.search(r"1 Again 1m.*2 Hard 6m.*3 Good 10m.*4 Easy \d+d", " ".join(screen.text.split()))
        screen.press(key)
        screen.shows(f"Rated {['Again', 'Hard', 'Good', 'Easy'][rating - 1]}: next")
    assert [event["rating"] for event in cities.events("rerate")] == [rating]


def test_my_answer_was_right_counts_and_is_accepted_from_then_on(cities: Kzlearn) -> None:
    with answered(cities, "Alma-Ata") as screen:
        screen.press("r")
        screen.last("accept “Alma-Ata” from now on")
        screen.press("y")
        screen.shows("Added to", "Rated Good")
    assert cities.bank.with_name("cities.yaml").read_text() == CITIES.replace(
        "    hint: It lies", "    accept: [Alma-Ata]\n    hint: It lies"
    )
    assert "sha256" in cities("check", "cities.yaml").out
    assert cities("check", "cities.yaml").code == 0
    cities.now = "2027-03-01T12:00+00:00"
    with at_largest(cities) as screen:
        screen.press("alma ata", "enter")
        screen.shows("✓ right")


def test_undo_goes_back_any_number_of_steps_and_across_sessions(cities: Kzlearn) -> None:
    with answered(cities, "Astana") as screen:
        screen.press("4")
        screen.shows("Rated Easy")
        screen.press("q")
        screen.ends()
    with cities.terminal("quiz", "--test-first", "--topic", "rank", "cities.yaml") as screen:
        screen.last("answers")
        screen.press("escape")
        screen.last("undo")
        screen.press("u")
        screen.shows("Taken back: the rating of cities/largest.")
        screen.last("answers")
        screen.press("escape")
        screen.last("undo")
        screen.press("u")
        screen.shows("Taken back: the answer to cities/largest.")
        screen.last("answers")
        screen.press("escape")
        screen.last("undo")
        screen.press("u")
        screen.shows("There is nothing to take back.")
    assert cities("due", "cities.yaml").out == "Cities: 0 in learning, 0 reviews, 2 new\n"


def test_undo_after_the_verdict_asks_the_card_again(cities: Kzlearn) -> None:
    with answered(cities, "Astana") as screen:
        screen.press("u")
        screen.shows("Taken back: the answer to “What is the largest city of Kazakhstan?”.")
        screen.shows("What is the largest city of Kazakhstan?", times=3)


def test_the_question_is_edited_at_its_line_and_asked_in_its_new_words(cities: Kzlearn, tmp_path: Path) -> None:
    editor = cities.write(
        "edit.sh", '#!/bin/sh\necho "$1" > seen\nsed -i \'s/the largest city of K/the biggest city of K/\' "$2"\n'
    )
    editor.chmod(0o755)
    with at_largest(cities, VISUAL=str(editor)) as screen:
        screen.press("escape")
        screen.last("edit")
        screen.press("e")
        screen.shows("What is the biggest city of Kazakhstan?")
        screen.press("Almaty", "enter")
        screen.shows("✓ right")
    line = CITIES.splitlines().index("  - id: largest") + 1
    assert (cities.folder / "seen").read_text() == f"+{line}\n"


def test_a_mistake_made_in_the_editor_is_told_with_its_place(cities: Kzlearn) -> None:
    editor = cities.write("edit.sh", "#!/bin/sh\nsed -i 's/    answer: Almaty/    awnser: Almaty/' \"$2\"\n")
    editor.chmod(0o755)
    with at_largest(cities, EDITOR=str(editor)) as screen:
        screen.press("escape")
        screen.last("edit")
        screen.press("e")
        screen.shows("unknown key 'awnser'", "did you mean answer?", "cannot be read as it stands now")
        screen.last("edit again")
        editor.write_text("#!/bin/sh\nsed -i 's/    awnser: Almaty/    answer: Almaty/' \"$2\"\n")
        screen.press("e")
        screen.shows("What is the largest city of Kazakhstan?", times=2)


def test_the_document_is_opened_at_the_sentence(cities: Kzlearn) -> None:
    pager = cities.write("pager.sh", '#!/bin/sh\necho "$@" > seen\n')
    pager.chmod(0o755)
    with answered(cities, "Almaty", PAGER=str(pager)) as screen:
        screen.press("o")
        screen.last("next")
        screen.press("q")
        assert screen.ends() == 0
    assert (cities.folder / "seen").read_text().split() == ["+1", str(cities.folder / "cities.txt")]


def test_a_missing_editor_is_told_and_the_session_goes_on(cities: Kzlearn) -> None:
    with answered(cities, "Almaty", EDITOR="/nowhere/editor") as screen:
        screen.press("e")
        screen.shows("/nowhere/editor cannot be started")
        screen.last("next")


def test_a_leech_is_noticed_and_something_is_proposed(cities: Kzlearn) -> None:
    def on(month: int, *replies: str) -> str:
        cities.now = f"{2027 + month // 12}-{month % 12 + 1:02}-01T12:00+00:00"
        return cities.quiz(*replies, options=("--topic", "size"), bank="cities.yaml").out

    on(0, "Almaty", ":4")
    told = [on(3 * n, "nowhere", "Almaty") for n in range(1, 8)]
    at = [n for n, out in enumerate(told) if "Forgotten" in out]
    assert at, told[-1]
    assert "Forgotten 6 times: reword the question" in told[at[0]]


# --- the end ----------------------------------------------------------------------------------------------------------


def test_the_end_shows_what_was_missed_and_what_tomorrow_brings(cities: Kzlearn) -> None:
    with answered(cities, "Astana") as screen:
        screen.press("q")
        shown = screen.shows("Stopped: 1 answer, 0 right", "Missed", "Tomorrow:")
        assert shown.count("“«Almaty is its largest city», Astana its capital.”") == 2
        assert screen.ends() == 0


def test_without_a_bank_the_shipped_one_is_offered_in_one_key(kz: Kzlearn) -> None:
    with kz.terminal("quiz") as screen:
        assert "the one that comes with kzlearn: Internet in Kazakhstan" in " ".join(screen.last("begins").split())
        past_the_welcome(screen)
        screen.shows("new fact")


@pytest.mark.parametrize("keys", [("ctrl-c",), ("ctrl-d",), ("escape", "q")])
def test_a_session_ends_at_any_moment(cities: Kzlearn, keys: tuple[str, ...]) -> None:
    with at_largest(cities) as screen:
        for key in keys:
            screen.press(key)
            if key == "escape":
                screen.last("end")
        assert screen.ends() == (130 if keys == ("ctrl-c",) else 0)
        assert "nothing asked" in screen.text


# --- violence ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_a_session_that_is_killed_loses_no_verdict_that_was_shown(cities: Kzlearn, number: int) -> None:
    with answered(cities, "Astana") as screen:
        screen.press("enter")
        os.kill(screen.child.pid, number)
        screen.ends()
    assert len(cities.events("review")) == 1
    assert cities("log", "verify").code == 0


def test_a_terminal_that_is_closed_loses_nothing(cities: Kzlearn) -> None:
    screen = answered(cities, "Almaty")
    screen.hang_up()
    assert len(cities.events("review")) == 1
    assert cities("log", "verify").code == 0


def test_the_window_may_change_its_size_in_the_middle_of_an_answer(cities: Kzlearn) -> None:
    with at_largest(cities) as screen:
        screen.press("Alm")
        screen.shows("› Alm")
        for columns, rows in ((20, 5), (200, 60), (40, 12)):
            screen.resize(columns, rows)
            screen.press("x", "backspace")
        screen.press("aty", "enter")
        screen.shows("✓ right")
    assert cities.events("review")[0]["reply"] == "Almaty"


def test_the_terminal_is_given_back_as_it_was(cities: Kzlearn) -> None:
    say = f"{os.sys.executable} -m kzlearn quiz --test-first cities.yaml"
    with Terminal(["bash", "--norc", "-i"], {**cities.env, "TERM": "xterm", "PS1": "> "}, cities.folder) as screen:
        screen.press("stty -a | grep -o -- '-*icanon'; echo be''fore\r")
        screen.shows("before")
        screen.press(f"{say}\r")
        screen.last("begins")
        screen.press("ctrl-z")
        screen.shows("Stopped")
        screen.press("stty -a | grep -o -- '-*icanon'; echo mid''dle\r")
        screen.shows("middle")
        screen.press("fg\r")
        screen.last("begins")
        screen.press("enter")
        screen.shows("to go")
        screen.press("ctrl-c")
        screen.shows("Interrupted")
        screen.press("stty -a | grep -o -- '-*icanon'; echo af''ter\r")
        screen.shows("after")
        assert "-icanon" not in [line.strip() for line in screen.text.splitlines()]
        assert [line.strip() for line in screen.text.splitlines()].count("icanon") == 3


def test_a_bank_can_make_the_terminal_do_nothing(kz: Kzlearn) -> None:
    hostile = r"\e[2J\e]0;owned\a\x9b31m[bold]b[/bold]\u202e"
    kz.write(
        "h.yaml",
        f'bank: h\nquestions:\n- {{id: q, prompt: "a{hostile}c", answer: "x{hostile}y", hint: "h{hostile}", explanation: "e{hostile}"}}\n',
    )
    with kz.terminal("quiz", "h.yaml", NO_COLOR="1") as screen:
        past_the_welcome(screen)
        screen.shows("[bold]b[/bold]")
        screen.press("tab")
        screen.shows("Hint: h")
        screen.press("foo", "enter")
        screen.last("next")
        for bad in (b"\x1b[2J", b"\x1b]", b"\x07", "\x9b".encode(), "\u202e".encode()):
            assert bad not in screen.raw


@pytest.mark.parametrize(
    ("more", "marks"),
    [({"NO_COLOR": "1"}, "✓ right"), ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "+ right")],
)
def test_without_colour_or_unicode_all_is_told_in_letters(cities: Kzlearn, more: dict[str, str], marks: str) -> None:
    with answered(cities, "Almaty", **more) as screen:
        screen.shows(marks, "Almaty is its largest city")
        if "NO_COLOR" in more:
            assert re.search(rb"\x1b\[[0-9;]*m", screen.raw) is None
        else:
            assert all(byte < 128 for byte in screen.raw)


# --- other kinds, other ways ------------------------------------------------------------------------------------------

MORE = """\
bank: more
questions:
- {id: tf, kind: true_false, prompt: The sky is blue., answer: true, tags: [tf]}
- {id: n, kind: number, prompt: How many legs has a spider?, answer: 8, tags: [n]}
- {id: m, kind: match, prompt: Which is which?, pairs: {cat: meow, dog: woof}, tags: [m]}
- {id: o, kind: order, prompt: "In order, smallest first.", items: [ant, cat, cow], tags: [o]}
"""


def of_more(kz: Kzlearn, tag: str, *words: str, **more: str) -> Terminal:
    kz.write("more.yaml", MORE)
    screen = kz.terminal("quiz", "more.yaml", "--tag", tag, *words, **more)
    if not kz.home.exists() and "--cram" not in words:
        past_the_welcome(screen)
    return screen


@pytest.mark.parametrize(("key", "word"), [("t", "✓ right"), ("f", "✗ wrong"), ("a", "✓ right")])
def test_true_or_false_takes_one_key(kz: Kzlearn, key: str, word: str) -> None:
    with of_more(kz, "tf") as screen:
        screen.last("t or f")
        screen.press("enter")
        screen.shows("Press t or f, or Esc for other keys.")
        screen.press(key)
        screen.shows(word)


def test_what_can_be_no_answer_is_not_counted(kz: Kzlearn) -> None:
    with of_more(kz, "n") as screen:
        screen.shows("(type a number)")
        screen.press("many", "enter")
        screen.shows("Not counted: that holds no number.")
        screen.press("eight", "enter")
        screen.shows("✓ right")
    assert [event["reply"] for event in kz.events("review")] == ["eight"]


def test_what_is_right_in_part_says_how_much(kz: Kzlearn) -> None:
    with of_more(kz, "o") as screen:
        screen.shows("(type the letters in the right order")
        screen.press("ant, cow, cat", "enter")
        screen.shows("✗ wrong  ant → cat → cow", "1 of 3 in place.")


def test_a_match_is_typed_and_help_shows_the_question_again(kz: Kzlearn) -> None:
    with of_more(kz, "m") as screen:
        screen.shows("1. cat", "2. dog")
        screen.press("?")
        screen.shows("Which is which?", times=2)
        screen.press("cat = meow; dog = woof", "enter")
        screen.shows("✓ right")
        screen.press("o")
        screen.shows("No document stands behind this question.")


def test_cramming_saves_nothing_and_says_so(kz: Kzlearn) -> None:
    with of_more(kz, "tf", "--cram") as screen:
        screen.last("t or f")
        screen.press("escape")
        screen.last("undo")
        screen.press("u")
        screen.shows("Nothing is saved while cramming")
        screen.press("f")
        screen.last("next")
        screen.press("enter")
        screen.last("t or f")
        screen.press("t")
        screen.last("next")
        screen.press("enter")
        screen.shows("Done for today: 2 answers, 1 right")
        assert screen.ends() == 0
    assert kz.events() == []


def test_a_new_fact_can_be_suspended_unread(cities: Kzlearn) -> None:
    with cities.terminal("quiz", "cities.yaml") as screen:
        past_the_welcome(screen)
        screen.last("read it")
        screen.press("s")
        screen.shows("Suspended: cities/largest")
        screen.last("read it")
        screen.press("q")
        assert screen.ends() == 0
    assert [event["card"] for event in cities.events("suspend")] == ["cities/largest"]


def test_the_timer_is_off_unless_it_is_wanted(cities: Kzlearn) -> None:
    with answered(cities, "Almaty") as screen:
        assert " · 0 s" not in screen.text
    cities.write("home/config.toml", "timer = true\n")
    with cities.terminal("quiz", "--test-first", "--as", "typed", "--topic", "rank", "cities.yaml") as screen:
        screen.shows("capital")
        screen.press("Astana", "enter")
        assert re.search(r"Next in .* · \d s", screen.last("next"))


def test_a_pause_is_offered_after_long_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time at the screen counts; a terminal that was left alone does not."""
    import io
    from types import SimpleNamespace
    from typing import Any, cast

    from kzlearn.cli import _screen
    from kzlearn.cli._paint import Painter

    now = [0.0]
    monkeypatch.setattr(_screen.time, "monotonic", lambda: now[0])

    def read() -> str:
        now[0] += 3600
        return "enter"

    out = io.StringIO()
    keys = SimpleNamespace(read=read)
    held = _screen.Conversation(cast(Any, None), cast(Any, None), cast(Any, keys), Painter(out, False, True))
    for _ in range(_screen.PAUSE_AFTER // _screen.LONGEST_THOUGHT - 1):
        held._read()
    held._offer_pause()
    assert out.getvalue() == ""
    held._read()
    held._offer_pause()
    assert "25 minutes, 0 answers. A pause? All is saved." in out.getvalue()


# --- banks that change under a session --------------------------------------------------------------------------------


def test_a_question_that_is_gone_ends_no_session(cities: Kzlearn) -> None:
    editor = cities.write("edit.sh", "#!/bin/sh\nsed -i 's/- id: capital/- id: renamed/' \"$2\"\n")
    editor.chmod(0o755)
    with cities.terminal("quiz", "--test-first", "cities.yaml", EDITOR=str(editor)) as screen:
        past_the_welcome(screen)
        screen.shows("largest city")
        screen.press("escape")
        screen.last("edit")
        screen.press("e")
        screen.shows("What is the largest city", times=2)
        screen.press("Almaty", "enter")
        screen.last("next")
        screen.press("enter")
        screen.shows("cities/capital is no longer in its bank; its history stays.")
        screen.press("ctrl-d")
        assert screen.ends() == 0


def test_a_new_fact_is_edited_before_it_is_asked(cities: Kzlearn) -> None:
    editor = cities.write(
        "edit.sh", "#!/bin/sh\nsed -i 's/statement: Almaty is the/statement: Almaty is by far the/' \"$2\"\n"
    )
    editor.chmod(0o755)
    with cities.terminal("quiz", "cities.yaml", EDITOR=str(editor)) as screen:
        past_the_welcome(screen)
        screen.last("read it")
        screen.press("e")
        screen.shows("Almaty is by far the largest city")


def test_what_was_counted_as_right_can_be_taken_back(cities: Kzlearn) -> None:
    with answered(cities, "Shymkent") as screen:
        screen.press("r")
        screen.last("only this time")
        screen.press("n")
        screen.shows("Counted as right.", "Only this time.")
        screen.last("next")
        screen.press("u")
        screen.shows("It stands as it was: wrong, next in 1 minute.")
        assert "I was right" in screen.last("next")
        screen.press("q")
        screen.shows("1 answer, 0 right")
    assert cities("due", "cities.yaml").out.startswith("Cities: 1 in learning")


def test_many_misses_in_a_row_propose_a_rest(cities: Kzlearn) -> None:
    with at_largest(cities) as screen:
        for n in range(4):
            screen.shows("What is the largest city", times=n + 1)
            screen.press("nowhere", "enter")
            screen.shows("✗ wrong", times=n + 1)
            screen.last("next")
            if n < 3:
                screen.press("enter")
        screen.shows("Missed 4 times in a row: b leaves it until tomorrow")


# --- golden screens ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [20, 40, 80, 120, 200])
def test_a_session_looks_as_it_did(cities: Kzlearn, columns: int) -> None:
    """Accept another look with KZLEARN_ACCEPT=1, then read the difference."""
    with cities.terminal("quiz", "cities.yaml", columns=columns) as screen:
        past_the_welcome(screen)
        screen.last("read")
        screen.press("enter")
        screen.shows("Astana is the")
        screen.last("read")
        screen.press("enter")
        screen.shows("What is the")
        screen.press("Almatty", "enter")
        screen.last("next")
        screen.press("enter")
        screen.last("answers")
        screen.press("a")
        screen.last("next")
        screen.press("?")
        screen.last("next")
        screen.press("q")
        assert screen.ends() == 0
        shown = f"{screen.text}\n"
    assert max(map(len, shown.splitlines())) <= columns
    file = SCREENS / f"{columns}.txt"
    if os.environ.get("KZLEARN_ACCEPT"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")
