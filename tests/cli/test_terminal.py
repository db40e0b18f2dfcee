"""At a real terminal: the prompt, the keys that end a session, and completion in a shell."""

import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pexpect
import pytest

from .conftest import Kzlearn

Start = Callable[..., "pexpect.spawn[str]"]


@pytest.fixture
def terminal(kz: Kzlearn) -> Iterator[Start]:
    started: list[Any] = []

    def start(*words: str) -> Any:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "kzlearn", *words],
            env={**kz.env, "TERM": "dumb", "COLUMNS": "100"},
            cwd=str(kz.folder),
            encoding="utf-8",
            timeout=20,
            dimensions=(40, 100),
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def ended(child: Any) -> int:
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus)


def test_a_person_is_greeted_asked_told_and_dismissed(kz: Kzlearn, terminal: Start) -> None:
    child = terminal("quiz", "sea.yaml")
    child.expect_exact("Type an answer, or :help for what else can be typed. Every answer is saved at once.")
    child.expect_exact("What colour is the sea?")
    child.expect_exact("> ")
    child.sendline("blue")
    child.expect_exact("right: blue. Next in 10 minutes.")
    child.expect_exact("> ")
    assert [event["reply"] for event in kz.events()] == ["blue"]
    child.sendline(":q")
    child.expect_exact("Stopped: 1 answer, 1 right.")
    assert ended(child) == 0
    assert "\x1b[" not in child.before


def test_what_is_typed_can_be_edited(kz: Kzlearn, terminal: Start) -> None:
    child = terminal("quiz", "sea.yaml")
    child.expect_exact("> ")
    child.sendline("blx\x7fue\x01 ")
    child.expect_exact("right: blue.")
    child.expect_exact("> ")
    child.sendeof()
    assert ended(child) == 0


def test_the_end_of_input_ends_the_session(terminal: Start) -> None:
    child = terminal("quiz", "sea.yaml")
    child.expect_exact("> ")
    child.sendeof()
    child.expect_exact("Stopped: nothing asked.")
    assert ended(child) == 0


def test_an_interrupt_ends_the_session_with_130(kz: Kzlearn, terminal: Start) -> None:
    child = terminal("quiz", "sea.yaml")
    child.expect_exact("> ")
    child.sendline("red")
    child.expect_exact("wrong: blue.")
    child.expect_exact("> ")
    while child.expect_exact(["Interrupted: 1 answer, 0 right.", pexpect.TIMEOUT], timeout=1):
        child.sendintr()  # once more: Python misses one that comes while it makes ready to read
    assert ended(child) == 130
    assert "Traceback" not in child.before
    assert [event["reply"] for event in kz.events()] == ["red"]


def test_who_looks_for_a_way_out_is_shown_one_and_may_insist(kz: Kzlearn, terminal: Start) -> None:
    child = terminal("quiz", "sea.yaml")
    for word in ("quit", "help"):
        child.expect_exact("> ")
        child.sendline(word)
        child.expect_exact("  :q ends, :? is 'I don't know', :help shows more.")
    child.expect_exact("> ")
    child.sendline("help")
    child.expect_exact("wrong: blue.")
    assert [event["reply"] for event in kz.events()] == ["help"]


def test_long_lines_are_broken_between_words_at_a_terminal_and_nowhere_else(kz: Kzlearn, terminal: Start) -> None:
    words = [f"word{n:03}" for n in range(40)]
    kz.write("sea.yaml", f"bank: sea\ntitle: S\nquestions: [{{id: q, prompt: {' '.join(words)}, answer: a}}]")
    child = terminal("quiz", "sea.yaml")
    child.expect_exact("> ")
    shown = child.before.splitlines()
    assert all(len(line) < 100 for line in shown)
    assert [word for line in shown for word in line.split() if word.startswith("word")] == words
    assert " ".join(words) in kz.quiz().out.splitlines()


def test_plain_at_a_terminal_shows_no_prompt_sign(terminal: Start) -> None:
    child = terminal("quiz", "--plain", "sea.yaml")
    child.expect_exact("(type the answer)")
    child.sendline("blue")
    child.expect_exact("right: blue.")
    assert "> " not in child.before
    child.sendline(":q")
    assert ended(child) == 0


# --- completion -------------------------------------------------------------------------------------------------------


def completed(kz: Kzlearn, *words: str) -> list[str]:
    kz.more = {
        "_KZLEARN_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("kzlearn", *words)),
        "COMP_CWORD": str(len(words)),
    }
    return kz.process().out.split()


def test_commands_and_options_are_completed(kz: Kzlearn) -> None:
    assert completed(kz, "qu") == ["quiz"]
    assert completed(kz, "uns") == ["unsuspend"]
    assert completed(kz, "log", "ver") == ["verify"]
    assert completed(kz, "quiz", "--to") == ["--topic"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_given_its_completion(kz: Kzlearn, shell: str) -> None:
    path = shutil.which(shell) or f"/bin/{shell}"
    kz.more = {"SHELL": path, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    ran = kz.process("--show-completion", shell)
    assert ran.code == 0
    assert f"_KZLEARN_COMPLETE=complete_{shell}" in ran.out


def test_completion_works_in_a_bash(kz: Kzlearn) -> None:
    if not shutil.which("bash"):
        pytest.skip("there is no bash here")
    kz.write("bin/kzlearn", f'#!/bin/sh\nexec "{sys.executable}" -m kzlearn "$@"\n').chmod(0o755)
    child = pexpect.spawn(
        "bash", ["--norc", "--noprofile"], cwd=str(kz.folder), encoding="utf-8", timeout=20,
        env={**kz.env, "PATH": f"{kz.folder}/bin:{kz.env['PATH']}", "PS1": "$ ", "SHELL": "/bin/bash", "TERM": "dumb"},
    )  # fmt: skip
    child.sendline('eval "$(kzlearn --show-completion)"; echo rea""dy')
    child.expect_exact("ready\r\n")
    child.send("kzlearn unsus\t--help\r")
    child.expect_exact("Usage: kzlearn unsuspend")
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close(force=True)
