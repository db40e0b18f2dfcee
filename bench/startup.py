"""Whole processes: from the start of the program until it has ended, or until its first prompt can be read."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from figures import Times


@dataclass(frozen=True)
class Program:
    """A command line to time. `prompts`: until its first prompt, otherwise until its end; `in_terminal`: until a person
    could press a key."""

    name: str
    command: tuple[str, ...]
    prompts: bool = False
    in_terminal: bool = False


def timed(programs: Sequence[Program], rounds: int, env: Mapping[str, str]) -> dict[str, Times]:
    """Run all programs in turn, `rounds` times, each time in another order; two rounds before are not counted."""
    times = {program.name: Times(program.name) for program in programs}
    rng = Random(1)
    for number in range(-2, rounds):
        for program in rng.sample(programs, len(programs)):
            until = until_key if program.in_terminal else until_prompt if program.prompts else until_end
            seconds = until(program, env)
            if number >= 0:
                times[program.name].seconds.append(seconds)
    return times


def until_end(program: Program, env: Mapping[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(program.command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{program.name} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    return seconds


def until_key(program: Program, env: Mapping[str, str]) -> float:
    """Until the screen of a terminal waits for the first answer: a line to type on, or the keys of a choice."""
    outer, inner = pty.openpty()
    began = time.perf_counter()
    with subprocess.Popen(program.command, env={**env, "TERM": "xterm"}, stdin=inner, stdout=inner) as process:
        os.close(inner)
        shown = b""
        while "› ".encode() not in shown and b"answers" not in shown:
            shown += os.read(outer, 65536)
        seconds = time.perf_counter() - began
        os.write(outer, b"\x04")
        process.wait()
    os.close(outer)
    return seconds


def until_prompt(program: Program, env: Mapping[str, str]) -> float:
    """Until the line after `[review · ...]`: the first question has been asked and the program waits for a reply."""
    began = time.perf_counter()
    with subprocess.Popen(program.command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        line = b"-"
        while line and not line.startswith(b"["):
            line = process.stdout.readline()
        prompt = process.stdout.readline()
        seconds = time.perf_counter() - began
        process.communicate()
    if not prompt.strip() or process.returncode:
        sys.exit(f"{program.name} asked nothing and ended with {process.returncode}")
    return seconds


def clean_env(home: Path, now: str) -> dict[str, str]:
    """The environment of all programs: a home of their own, no user's settings, compiled modules kept."""
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "HOME": str(home), "KZLEARN_NOW": now, "NO_COLOR": "1"}
