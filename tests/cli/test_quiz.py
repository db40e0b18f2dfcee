"""A quiz in lines: prompts, replies, verdicts; what the log then holds."""

import re
import time
from datetime import date, timedelta

import pytest

from .conftest import Kzlearn


def test_a_verdict_comes_with_the_next_due_day_the_proof_and_the_explanation(kz: Kzlearn) -> None:
    ran = kz.quiz("blue", ":4", "salt")
    assert ran.code == 0
    assert ran.out.splitlines()[1:7] == [
        "[new · looks · then 2 new]",
        "What colour is the sea?",
        "  (type the answer)",
        "right: blue. Next in 10 minutes.",
        "  “At noon the sea «is blue».” (On the sea, line 1)",
        "  It mirrors the sky.",
    ]
    assert re.search(r"\n  Rated Easy\. Next in \d+ days, 2026-1[12]-\d\d\.\n", ran.out)


def test_a_wrong_reply_is_told_what_is_right(kz: Kzlearn) -> None:
    assert kz.quiz("red").verdicts == ["wrong: blue. Next in 1 minute."]


@pytest.mark.parametrize("reply", ["salt", "Salt.", " SALT ", "{letter}", "{letter})"])
def test_a_choice_is_taken_by_letter_or_by_text(kz: Kzlearn, reply: str) -> None:
    shown = kz.quiz(options=("--topic", "looks", "--order", "bank", "--tag", "core")).out.splitlines()
    letter = next(line.strip()[0] for line in shown if line.endswith(") salt"))
    ran = kz.quiz(reply.format(letter=letter), options=("--tag", "core", "--topic", "looks"))
    assert ran.verdicts[0].startswith("right: salt.")


def test_what_begins_with_a_colon_is_no_answer(kz: Kzlearn) -> None:
    ran = kz.quiz(":h", ":", ":x", ":help", ":H", "", "  ", ":1", ":q", "blue")
    assert ran.verdicts == []
    assert "  Hint: Like the sky." in ran.out
    assert "  :x is no command." in ran.out
    assert "  There is no answer yet to rate." in ran.out
    assert ran.out.endswith("\nStopped: nothing asked.\n")
    assert kz.events() == []


def test_two_colons_are_a_literal_colon(kz: Kzlearn) -> None:
    kz.write("sea.yaml", "bank: sea\ntitle: S\nquestions: [{id: smile, prompt: Smile!, answer: ':q'}]")
    ran = kz.quiz("::q")
    assert ran.verdicts[0].startswith("right: :q.")
    assert kz.events()[0]["reply"] == ":q"


def test_not_to_know_is_wrong_and_leaves_no_reply(kz: Kzlearn) -> None:
    assert kz.quiz(":?").verdicts == ["wrong: blue. Next in 1 minute."]
    (event,) = kz.events()
    assert (event["rating"], event["correct"], "reply" in event) == (1, False, False)


def test_an_answer_is_rated_anew(kz: Kzlearn) -> None:
    ran = kz.quiz("blue", ":4", ":3", ":2", ":1")
    said = [line.strip() for line in ran.out.splitlines() if "Rated" in line]
    days, day = re.fullmatch(r"Rated Easy\. Next in (\d+) days, (.+)\.", said[0]).groups()
    assert 6 <= int(days) <= 10  # 8, before fuzz
    assert date.fromisoformat(day) == date(2026, 11, 23) + timedelta(days=int(days))
    assert said[1:] == [
        "Rated Good. Next in 10 minutes.",
        "Rated Hard. Next in 6 minutes.",
        "Rated Again. Next in 1 minute.",
    ]
    assert [event["rating"] for event in kz.events()] == [3, 4, 3, 2, 1]


def test_an_answer_is_taken_back_and_asked_again(kz: Kzlearn) -> None:
    ran = kz.quiz("red", ":u", "blue")
    assert [verdict.split(".")[0] for verdict in ran.verdicts] == ["wrong: blue", "right: blue"]
    assert "  Taken back: the answer to sea/colour." in ran.out
    assert "Stopped: 1 answer, 1 right." in ran.out
    assert kz("log", "verify", "--json").json["cards"] == 1


def test_with_nothing_to_take_back_it_says_so(kz: Kzlearn) -> None:
    assert "  There is nothing to take back." in kz.quiz(":u").out


def test_a_card_is_suspended_by_name_and_comes_back(kz: Kzlearn) -> None:
    ran = kz.quiz(":s", ":q")
    assert "  Suspended sea/colour: it is asked no more until 'kzlearn unsuspend'." in ran.out
    kz("add", "sea.yaml")
    assert kz.asked() != ("new", "What colour is the sea?")
    assert kz("unsuspend").out == "Asked again: sea/colour.\n"
    assert kz.asked() == ("new", "What colour is the sea?")


@pytest.mark.parametrize("count", range(7))
def test_the_input_may_end_at_any_point(kz: Kzlearn, count: int) -> None:
    replies = ["red", "blue", ":h", ":s", "11 km", "salt"]
    text = "\n".join(replies[:count])  # the last line without its end
    ran = kz("quiz", "--plain", "sea.yaml", stdin=text)
    assert ran.code == 0
    assert "Stopped:" in ran.out
    answers = [reply for reply in replies[:count] if not reply.startswith(":")]
    assert [event["reply"] for event in kz.events("review")] == answers
    assert len(ran.verdicts) == len(answers)
    assert kz("log", "verify").code == 0


def test_nothing_more_to_ask_ends_the_session_by_itself(kz: Kzlearn) -> None:
    ran = kz.quiz("blue", ":4", "more", options=("--new", "1"))
    day = re.search(r"Easy\. Next in \d+ days, (.+)\.", ran.out)[1]
    assert ran.out.endswith(f"\nDone for today: 1 answer, 1 right.\nThe next review is due on {day}.\n")


def test_after_midnight_the_next_study_day_is_not_called_tomorrow(kz: Kzlearn) -> None:
    kz.write("home/config.toml", "[scheduling]\nsteps = []\n")
    assert kz.quiz("red").verdicts == ["wrong: blue. Next tomorrow, 2026-11-24."]
    kz.now = "2026-11-24T01:30+00:00"
    assert kz.quiz("red").verdicts == ["wrong: 11 km. Next in 1 day, 2026-11-24."]


def test_a_sentence_that_proves_two_facts_is_shown_once(kz: Kzlearn) -> None:
    kz.write("sea.yaml", """\
        {bank: sea, title: S, sources: {t: {file: sea.txt}},
         facts: [{id: f, statement: F., quote: is blue}, {id: g, statement: G., quote: is blue}],
         questions: [{id: q, facts: [f, g], prompt: P, answer: a}]}
        """)  # fmt: skip
    assert kz.quiz("x").out.count("«is blue»") == 1


def test_who_does_not_know_is_told_as_who_is_wrong(kz: Kzlearn) -> None:
    kz.write("sea.yaml", "bank: sea\ntitle: S\nquestions: [{id: q, kind: order, prompt: P, items: [one, two, three]}]")
    assert kz.quiz(":?").verdicts == kz.quiz("zzz").verdicts == ["wrong: one → two → three. Next in 1 minute."]


def test_a_step_to_wait_for_is_told_at_the_end(kz: Kzlearn) -> None:
    kz.write("home/config.toml", "learn_ahead = 5")
    assert kz.quiz("blue", options=("--new", "1")).out.endswith("\nThe next step is due in 10 minutes.\n")


# --- what may come down the pipe --------------------------------------------------------------------------------------


def test_lines_may_end_and_begin_as_on_windows(kz: Kzlearn) -> None:
    ran = kz("quiz", "--plain", "sea.yaml", stdin="\ufeffblue\r\n:4\r\n")
    assert ran.verdicts[0].startswith("right")
    assert kz.events()[0]["reply"] == "blue"


def test_what_is_no_utf8_is_kept_as_well_as_can_be(kz: Kzlearn) -> None:
    ran = kz.process("quiz", "--plain", "sea.yaml", stdin=b"bl\xfce\n\xff\xfe\n")
    assert (ran.code, len(ran.verdicts)) == (0, 2)
    assert [event["reply"] for event in kz.events()] == ["bl\ufffde", "\ufffd\ufffd"]


def test_control_characters_are_kept_but_for_those_that_cannot_be(kz: Kzlearn) -> None:
    ran = kz("quiz", "--plain", "sea.yaml", stdin=b"a\x00b\x1b[2Jc\x07\td\n")
    assert (ran.code, len(ran.verdicts)) == (0, 1)
    assert kz.events()[0]["reply"] == "a\ufffdb\x1b[2Jc\x07\td"


@pytest.mark.parametrize("text", ["x" * 1_000_000, "é " * 100_000, "1" * 200_000, "1,5" * 60_000, " " * 100_000 + "x"])
def test_a_very_long_reply_is_an_answer_like_any_other(kz: Kzlearn, text: str) -> None:
    ran = kz.quiz(text, options=("--order", "bank"))
    assert (ran.code, len(ran.verdicts)) == (0, 1)
    assert kz.events()[0]["reply"] == text.strip()


def test_what_a_terminal_would_act_on_is_not_printed_but_all_writing_is(kz: Kzlearn) -> None:
    prompt = "12\u00a0% \u202f 👩‍🔬 🫨 \u200fשלום\u200e сұрақ"
    written = f'"\\e[2J{prompt}\\t\\x9b\\a"'
    kz.write("sea.yaml", f"bank: sea\ntitle: S\nquestions: [{{id: q, prompt: {written}, answer: a}}]")
    assert kz.quiz().out.splitlines()[2] == f"\ufffd[2J{prompt}\t\ufffd\ufffd"


def test_only_a_verdict_begins_with_its_word(kz: Kzlearn) -> None:
    """Answers, proofs and explanations that run over lines do not look like verdicts."""
    kz.write("sea.txt", "It is\nright: or wrong.\n")
    kz.write("sea.yaml", r"""
        {bank: sea, title: S, sources: {t: {file: sea.txt}}, facts: [{id: f, statement: S., quote: "is right: or wrong",
         questions: [{id: q, prompt: P, answer: "one\nwrong: two", explanation: "First.\nright: second."}]}]}
        """)  # fmt: skip
    ran = kz.quiz("x")
    assert ran.verdicts == ["wrong: one wrong: two. Next in 1 minute."]
    assert "  “It «is right: or wrong».” (sea.txt, line 1)" in ran.out
    assert "  First.\n  right: second." in ran.out


def test_an_answer_that_ends_with_a_full_stop_is_given_no_other(kz: Kzlearn) -> None:
    kz.write("sea.yaml", "bank: sea\ntitle: S\nquestions: [{id: q, prompt: P, answer: Facebook Inc.}]")
    assert kz.quiz("x").verdicts == ["wrong: Facebook Inc. Next in 1 minute."]


# --- which cards ------------------------------------------------------------------------------------------------------


def test_new_and_limit_hold_for_the_day_over_all_sessions(kz: Kzlearn) -> None:
    assert len(kz.answer_all("--new", "2", "--limit", "1")) == 2
    assert kz.answer_all("--new", "2") == []
    assert len(kz.answer_all()) == 1
    kz.now = "2027-11-23T12:00+00:00"
    assert len(kz.answer_all("--new", "0", "--limit", "2")) == 2
    assert kz.answer_all("--new", "0", "--limit", "2") == []


def test_topic_and_tag_choose(kz: Kzlearn) -> None:
    assert kz.answer_all("--topic", "size") == ["How deep is the sea?"]
    assert kz.answer_all("--tag", "core", "--topic", "looks") == ["What does the sea taste of?"]
    assert kz.answer_all("--tag", "core", "--tag", "figures") == []


def test_a_sibling_outside_of_what_was_chosen_counts(kz: Kzlearn) -> None:
    kz.write("sea.yaml", kz.bank.read_text().replace("answer: false}", "answer: false, tags: [late]}"))
    kz.answer_all("--topic", "looks")
    assert kz.asked("--tag", "late") is None


def test_cram_asks_everything_until_right_once_and_saves_nothing(kz: Kzlearn) -> None:
    ran = kz.quiz("red", "f", "11", "salt", "blue", ":u", ":s", options=("--cram", "--order", "bank"))
    assert [verdict.split(":")[0] for verdict in ran.verdicts] == ["wrong", "right", "right", "right", "right"]
    assert ran.out.endswith("\nDone for today: 5 answers, 4 right.\n")
    assert all("Next" not in verdict for verdict in ran.verdicts)
    assert kz.events() == []
    assert kz("due", "sea.yaml", "--json").json["new"] == 3


def test_cram_asks_no_suspended_card(kz: Kzlearn) -> None:
    kz("add", "sea.yaml")
    kz("suspend", "sea/colour")
    ran = kz.quiz("f", "11", "salt", options=("--cram", "--order", "bank"))
    assert ran.out.endswith("\nDone for today: 3 answers, 3 right.\n")


def test_cramming_nothing_can_be_taken_back(kz: Kzlearn) -> None:
    assert "  Nothing is saved while cramming" in kz.quiz(":u", options=("--cram",)).out


# --- the days after ---------------------------------------------------------------------------------------------------


def later(kz: Kzlearn, days: int, hour: int = 12) -> str:
    return f"{date(2026, 11, 23) + timedelta(days=days)}T{hour:02}:00+00:00"


def test_a_day_a_week_a_year_later_the_right_cards_are_due(kz: Kzlearn) -> None:
    """FSRS-6 with its own parameters: Good in both steps is 2 days, Easy at once 8 before fuzz."""
    assert "Next in 2 days, 2026-11-25." in kz.quiz("blue", "blue", options=("--new", "1")).out
    easy = kz.quiz("11 km", ":4", options=("--topic", "size")).out
    (day,) = re.findall(r"Easy\. Next in \d+ days, (.+)\.", easy)
    assert 6 <= (date.fromisoformat(day) - date(2026, 11, 23)).days <= 10

    def due(moment: str) -> tuple[int, int]:
        kz.now = moment
        found = kz("due", "sea.yaml", "--json").json
        return found["learning"], found["review"]

    assert due(later(kz, 0, 23)) == (0, 0)
    assert due(later(kz, 1)) == (0, 0)
    assert due(later(kz, 2, 3)) == (0, 0)  # the day begins at four
    assert due(later(kz, 2, 4)) == (0, 1)
    assert kz.asked("--new", "0") == ("review", "What colour is the sea?")
    week = f"{date.fromisoformat(day) - timedelta(days=1)}T12:00+00:00"
    assert due(week) == (0, 1)
    assert due(f"{day}T12:00+00:00") == (0, 2)
    assert due("2027-11-23T12:00+00:00") == (0, 2)


def test_the_clock_runs_on_from_the_moment_it_was_set_to(kz: Kzlearn) -> None:
    kz.quiz("blue", "11 km")
    first, second = (event["at"] for event in kz.events())
    start = 1_795_435_200_000  # 2026-11-23T12:00Z
    assert start <= first < second < start + 60_000


def test_thinking_is_timed_from_the_prompt_whatever_is_typed_between(kz: Kzlearn) -> None:
    with kz.start("quiz", "--plain", "--test-first", "sea.yaml") as process:
        assert process.stdin
        assert process.stdout
        for _ in range(4):
            process.stdout.readline()
        time.sleep(0.3)
        process.communicate(b":h\nblue\n", timeout=60)
    assert kz.events()[0]["took_ms"] >= 300
