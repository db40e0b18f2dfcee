"""`kzlearn check`: what it prints, what it writes, how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BANK = "bank: b\nsources: {a: {file: source.txt}}\nquestions:\n- {prompt: What is it, answer: y}\n"
FIXED = BANK.replace(
    "{file", "{sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, file"
).replace("{prompt", "{id: what-is-it, prompt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bank.yaml").write_text(BANK)
    (tmp_path / "source.txt").write_text("abc")
    return tmp_path


def kzlearn(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run `kzlearn check` in a folder: how it ended, what it said, what it said beside."""
    command = [sys.executable, "-m", "kzlearn", "check", *arguments, "--home", str(folder / "home")]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout, ran.stderr


def test_warnings_are_printed_and_are_no_failure(folder: Path) -> None:
    code, out, err = kzlearn(folder, "bank.yaml")
    assert (code, err) == (0, "")
    assert [line[:24] for line in out.splitlines()] == ["bank.yaml:2:14: warning:", "bank.yaml:4:3: warning: "]


def test_what_is_missing_is_written_and_then_nothing_is_left_to_say(folder: Path) -> None:
    assert kzlearn(folder, "bank.yaml", "--fix") == (0, "", "bank.yaml: wrote id, sha256 in 2 places\n")
    assert (folder / "bank.yaml").read_text() == FIXED
    assert kzlearn(folder, "bank.yaml", "--fix") == (0, "", "")
    assert (folder / "bank.yaml").read_text() == FIXED


def test_an_error_is_a_failure_and_what_can_be_written_is_written(folder: Path) -> None:
    (folder / "bank.yaml").write_text(f"{BANK}- {{prompt: Is it, answer: no}}\n")
    code, out, _ = kzlearn(folder, "bank.yaml", "--fix")
    assert code == 1
    assert out == (
        "bank.yaml:5:27: 'answer' needs a text (YAML takes no for true or false; write it in quotes, or choose kind: "
        "true_false)\n"
    )
    assert (folder / "bank.yaml").read_text() == f"{FIXED}- {{prompt: Is it, answer: no}}\n"


def test_programs_read_the_problems_as_json(folder: Path) -> None:
    code, out, _ = kzlearn(folder, "bank.yaml", "--json")
    assert code == 0
    first, second = json.loads(out)
    assert first == {
        "file": "bank.yaml", "line": 2, "column": 14, "message": "'source.txt' has no sha256",
        "hint": "'kzlearn check --fix' writes it", "severity": "warning", "rule": "documents", "about": "",
    }  # fmt: skip
    assert (second["rule"], second["about"]) == ("ids", "what-is-it")
    kzlearn(folder, "bank.yaml", "--fix")
    assert kzlearn(folder, "bank.yaml", "--json") == (0, "[]\n", "")


def test_problems_of_several_files_come_in_one_run_in_the_order_of_their_places(folder: Path) -> None:
    (folder / "more.yaml").write_text(
        "bank: c\ntitle: no\nquestions: [{promt: x}, {id: q, prompt: x, answer: y, enemies: [z]}]\n"
    )
    (folder / "bank.yaml").write_bytes(b"\xff\xfe")
    code, out, _ = kzlearn(folder, ".")
    assert code == 1
    assert [line.partition(": ")[0] for line in out.splitlines()] == [
        "bank.yaml:1:1", "more.yaml:2:8", "more.yaml:3:13", "more.yaml:3:13", "more.yaml:3:14", "more.yaml:3:65",
    ]  # fmt: skip


def test_a_file_that_may_not_be_changed_is_told_in_a_sentence(folder: Path) -> None:
    (folder / "bank.yaml").write_text("bank: b\nfacts: [statement: It is]\n")
    code, out, err = kzlearn(folder, "bank.yaml", "--fix")
    assert (code, out) == (2, "")
    assert err == "kzlearn: bank.yaml was left as it is: what is missing could not be inserted (write it by hand)\n"
