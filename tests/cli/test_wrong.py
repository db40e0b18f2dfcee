"""What may go wrong around the program: usage, files, rights, disks, pipes, signals, clocks. Never a trace."""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import VERDICT, Kzlearn, nobody

BROKEN = "bank: land\nquestions: [\n"
HALF = """\
bank: land
title: The land
questions:
- {id: green, prompt: Is it green?, answer: 'yes'}
- {id: brown, kind: frob, prompt: Is it brown?, answer: 'no'}
"""


# --- usage ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "quizz", "quiz --frob", "quiz --new x", "quiz --new -1", "quiz --limit 1.5", "quiz --order up", "quiz --topic",
        "due --frob", "due a.yaml", "quiz a.yaml", "add", "add a.yaml", "log", "log frob", "log import", "undo a b",
        "flag --word", "check a.yaml", "quiz sea.yaml --topic none", "quiz sea.yaml --tag none", "--frob", "",
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2_and_a_word_about_it(kz: Kzlearn, words: str) -> None:
    ran = kz(*words.split())
    assert ran.code == 2
    assert ran.err or "Usage:" in ran.out
    assert not (kz.home / "log.sqlite").exists() or kz.events() == []


def test_an_unknown_topic_or_tag_is_answered_with_those_there_are(kz: Kzlearn) -> None:
    assert "(there are: looks, size)" in kz("quiz", "sea.yaml", "--topic", "smell").err
    assert "(there are: core, figures)" in kz("quiz", "sea.yaml", "--tag", "smell").err


@pytest.mark.parametrize("name", ["none.yaml", "a" * 300, "none/none.yaml"])
def test_a_bank_that_is_not_there_is_named(kz: Kzlearn, name: str) -> None:
    for command in ("quiz", "due", "add"):
        ran = kz(command, name)
        assert (ran.code, ran.out) == (2, "")
        assert name in ran.err


# --- banks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["quiz", "due", "add"])
def test_of_a_bank_that_cannot_be_read_all_problems_are_told(kz: Kzlearn, command: str) -> None:
    kz.write("land.yaml", BROKEN)
    ran = kz(command, "land.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "land.yaml:3:1: " in ran.err


@pytest.mark.parametrize("command", ["quiz", "due", "add"])
def test_a_folder_without_a_bank_is_told(kz: Kzlearn, command: str) -> None:
    (kz.folder / "empty").mkdir()
    ran = kz(command, "empty")
    assert (ran.code, ran.out) == (1, "")
    assert "empty:1:1: " in ran.err


def test_what_can_be_asked_of_a_faulty_bank_is_asked_and_the_rest_is_counted(kz: Kzlearn) -> None:
    kz.write("land.yaml", HALF)
    ran = kz.quiz("yes", bank="land.yaml")
    assert (ran.code, len(ran.verdicts)) == (0, 1)
    assert ran.err == "kzlearn: 1 problem in the banks; see 'kzlearn check land.yaml'\n"
    ran = kz("due", "land.yaml", "--json")
    assert ran.json["learning"] == 1
    assert "1 problem in the banks" in ran.err


def test_a_bank_beside_others_that_cannot_be_read_is_not_left_out_in_silence(kz: Kzlearn) -> None:
    kz.write("decks/sea/bank.yaml", kz.bank.read_text().replace("sea.txt", "../../sea.txt"))
    kz.write("decks/land/bank.yaml", BROKEN)
    for words in (("due",), ("quiz", "--plain")):
        ran = kz(*words)
        assert ran.code == 0
        assert "no bank can be read in decks/land/bank.yaml; see 'kzlearn check decks'" in ran.err


def test_the_smallest_bank_is_a_bank(kz: Kzlearn) -> None:
    kz.write("land.yaml", "bank: land\nquestions:\n- {prompt: Is it green?, answer: grass}\n")
    for _ in range(2):  # read, and from the cache
        assert kz("due", "land.yaml").out == "land: 0 in learning, 0 reviews, 1 new\n"
    assert kz.quiz("grass", bank="land.yaml").verdicts[0].startswith("right")


# --- rights and disks -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["due", "quiz --plain", "undo", "flag", "log verify", "log export", "add sea.yaml"])
def test_a_home_that_cannot_be_written_ends_in_a_sentence(public: Kzlearn, words: str) -> None:
    public(*words.split())  # once, so that all modules are read
    shutil.rmtree(public.home)
    public.folder.chmod(0o555)
    with nobody():
        ran = public(*words.split())
    public.folder.chmod(0o755)
    assert (ran.code, ran.out) == (2, "")
    assert "ermission" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_log_that_may_not_be_written_ends_in_a_sentence(public: Kzlearn) -> None:
    public.quiz("blue")
    for path in [*public.home.rglob("*"), public.home]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    with nobody():
        ran = public.quiz("blue")
    for path in (public.home, public.home / "cache"):
        path.chmod(0o755)
    assert (ran.code, ran.verdicts) == (2, [])
    assert "permissions, or name another with --home" in ran.err


def test_a_home_nobody_may_look_into_ends_in_a_sentence(public: Kzlearn) -> None:
    public("due", "sea.yaml")
    public.home.chmod(0)
    with nobody():
        ran = public("due", "sea.yaml")
    public.home.chmod(0o755)
    assert ran.code in (1, 2)
    assert "ermi" in ran.err


@pytest.mark.parametrize("home", ["sea.txt", "/proc/kzlearn", "/dev/null"])
def test_a_home_that_can_be_no_folder_ends_in_a_sentence(kz: Kzlearn, home: str) -> None:
    ran = kz("quiz", "--plain", "sea.yaml", "--home", home)
    assert ran.code == 2
    assert home in ran.err


def test_a_full_disk_ends_the_session_and_every_verdict_printed_is_saved(kz: Kzlearn) -> None:
    kz.write("sea.yaml", "bank: b\ntitle: B\nquestions:\n" + "".join(
        f"- {{id: q{n}, prompt: p{n}, answer: 'yes'}}\n" for n in range(99)))  # fmt: skip
    kz("due", "sea.yaml")

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    replies = "".join(f"reply {n} {'x' * 2000}\n" for n in range(99))
    ran = kz.process("quiz", "--plain", "sea.yaml", "--new", "99", stdin=replies, preexec_fn=small_files)
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert 3 < len(ran.verdicts) < 99
    assert len(kz.events("review")) == len(ran.verdicts)
    assert kz("log", "verify").code == 0


# --- pipes and signals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["due", "quiz --plain", "log export", "kinds", "--help"])
def test_a_full_stdout_ends_in_a_sentence(kz: Kzlearn, words: str) -> None:
    kz.quiz("red")
    with Path("/dev/full").open("wb") as full:
        ran = kz.process(*words.split(), stdout=full)
    assert (ran.code, ran.err) == (2, "kzlearn: No space left on device\n")


@pytest.mark.parametrize("words", ["due", "quiz --plain", "log export"])
def test_a_closed_stdout_ends_without_a_word(kz: Kzlearn, words: str) -> None:
    kz.quiz("red")
    read, write = os.pipe()
    os.close(read)
    with open(write, "wb") as closed, contextlib.suppress(BrokenPipeError):  # noqa: PTH123  # a descriptor
        ran = kz.process(*words.split(), stdout=closed)
    assert (ran.code, ran.err) == (2, "")


def test_a_reader_that_leaves_loses_nothing(kz: Kzlearn) -> None:
    """`kzlearn quiz | head`: what was answered is saved, though nobody reads the verdict."""
    with kz.start("quiz", "--plain", "--test-first", "sea.yaml") as process:
        assert process.stdin
        assert process.stdout
        first = process.stdout.readline() + process.stdout.readline()
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(b"red\n11 km\n")
            process.stdin.flush()
        process.wait(timeout=60)
        assert (process.returncode, process.stderr.read()) == (2, b"")
        assert first.decode() == "\n[new · looks · then 2 new]\n"
    assert len(kz.events()) <= 1
    assert kz("log", "verify").code == 0


def test_without_any_stdin_or_stdout_it_ends_in_peace(kz: Kzlearn) -> None:
    def closed(*descriptors: int) -> Any:
        return lambda: [os.close(n) for n in descriptors]

    ran = kz.process("quiz", "--plain", "sea.yaml", preexec_fn=closed(0))
    assert ran.code == 0
    assert "Stopped: nothing asked." in ran.out
    assert kz.process("quiz", "sea.yaml", preexec_fn=closed(0, 1, 2)).code in (0, 2)


def until_asked(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    assert process.stdout
    while line := process.stdout.readline():
        yield line
        if line.startswith(b"  (type"):
            return


def test_an_interrupt_ends_with_130_and_everything_is_saved(kz: Kzlearn) -> None:
    with kz.start("quiz", "--plain", "--test-first", "sea.yaml") as process:
        assert process.stdin
        list(until_asked(process))
        process.stdin.write(b"red\n")
        process.stdin.flush()
        assert any(VERDICT.match(line.decode()) for line in until_asked(process))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"")
    assert [event["reply"] for event in kz.events()] == ["red"]


# --- clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", ["nonsense", "2026-13-01", "25:00", "1969-12-31T23:59Z", "0001-01-01",
                                 "9999-12-31T23:59", "9001-01-01T00:00+14:00", "1795435200"])  # fmt: skip
def test_a_moment_that_is_none_is_refused(kz: Kzlearn, now: str) -> None:
    kz.now = now
    for words in ("quiz", "due", "undo", "log verify"):
        ran = kz(*words.split())
        assert (ran.code, ran.out) == (2, "")
        assert f"KZLEARN_NOW is {now!r}" in ran.err


@pytest.mark.parametrize("now", ["2026-11-23", "2026-11-23T12:00", "2026-11-23T12:00:00.5Z", "20261123T1200",
                                 "2026-11-23T12:00+05:00", "1971-01-02T00:00Z", "9000-12-31T23:59Z"])  # fmt: skip
def test_a_moment_may_be_written_in_any_way_of_iso_8601(kz: Kzlearn, now: str) -> None:
    kz.now = now
    ran = kz.quiz("blue", ":4", "salt", ":3", "11 km", ":2")
    assert (ran.code, len(ran.verdicts)) == (0, 3)
    assert kz("log", "verify").code == 0


def test_a_clock_set_back_keeps_the_order_of_answers(kz: Kzlearn) -> None:
    kz.quiz("red")
    kz.now = "2026-11-23T06:00+00:00"
    kz.quiz("11 km")
    first, second = kz.events()
    assert second["at"] == first["at"] + 1
    assert kz("log", "verify").code == 0
