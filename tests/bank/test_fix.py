"""`fix` inserts what is missing and changes nothing else."""

import os
import re
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.bank import fix as fixing
from kzlearn.bank.fix import Missing, fix
from kzlearn.bank.format import BankFile
from kzlearn.bank.load import load
from kzlearn.bank.nodes import BREAK
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Bank, Document, Id

LAYOUTS = {
    "block": (b"bank: b\nquestions:\n- prompt: x\n  answer: y\n",
              b"bank: b\nquestions:\n- id: x\n  prompt: x\n  answer: y\n"),
    "flow": (b"bank: b\nquestions: [{prompt: x, answer: y}]",
             b"bank: b\nquestions: [{id: x, prompt: x, answer: y}]"),
    "flow with a gap": (b"bank: b\nquestions: [ { prompt: x, answer: y } ]",
                        b"bank: b\nquestions: [ {id: x,  prompt: x, answer: y } ]"),
    "flow over lines": (b"bank: b\nquestions: [\n  { # x\n    prompt: x, answer: y}]",
                        b"bank: b\nquestions: [\n  {id: x,  # x\n    prompt: x, answer: y}]"),
    "flow throughout": (b'{"bank": "b", "questions": [{"prompt": "x", "answer": "y"}]}',
                        b'{"bank": "b", "questions": [{id: x, "prompt": "x", "answer": "y"}]}'),
    "line ends of DOS": (b"bank: b\r\nquestions:\r\n  - prompt: x\r\n    answer: y\r\n",
                         b"bank: b\r\nquestions:\r\n  - id: x\r\n    prompt: x\r\n    answer: y\r\n"),
    "byte-order mark": (b"\xef\xbb\xbf{bank: b, questions: [{prompt: x, answer: y}]}",
                        b"\xef\xbb\xbf{bank: b, questions: [{id: x, prompt: x, answer: y}]}"),
    "line ends of old": (b"bank: b\rquestions:\r- prompt: x\r  answer: y\r",
                         b"bank: b\rquestions:\r- id: x\r  prompt: x\r  answer: y\r"),
    "strange line ends": ("bank: b\ntitle: 'a\u2028  b\x85  c'\nquestions:\n- prompt: x\n  answer: y\n".encode(),
                          "bank: b\ntitle: 'a\u2028  b\x85  c'\nquestions:\n- id: x\n  prompt: x\n  answer: y\n"
                          .encode()),
    "wide letters": ("{bank: b, title: қазақша 🙂, questions: [{prompt: x, answer: y}]}".encode(),
                     "{bank: b, title: қазақша 🙂, questions: [{id: x, prompt: x, answer: y}]}".encode()),
    "on the next line": (b"bank: b\nquestions:\n-\n    prompt: x\n    answer: y",
                         b"bank: b\nquestions:\n-\n    id: x\n    prompt: x\n    answer: y"),
    "anchor before": (b"bank: b\nquestions:\n- &a # x\n  prompt: x\n  answer: y",
                      b"bank: b\nquestions:\n- &a # x\n  id: x\n  prompt: x\n  answer: y"),
    "anchor of the key": (b"bank: b\nquestions:\n- &a prompt: x\n  answer: y",
                          b"bank: b\nquestions:\n- id: x\n  &a prompt: x\n  answer: y"),
    "anchor of brackets": (b"bank: b\nquestions: [&a {prompt: x, answer: y}]",
                           b"bank: b\nquestions: [&a {id: x, prompt: x, answer: y}]"),
    "question mark": (b"bank: b\nquestions:\n- ? prompt\n  : x\n  answer: y\n",
                      b"bank: b\nquestions:\n- id: x\n  ? prompt\n  : x\n  answer: y\n"),
    "id like a number": (b"bank: b\nquestions:\n- prompt: 2008?\n  answer: y\n",
                         b'bank: b\nquestions:\n- id: "2008"\n  prompt: 2008?\n  answer: y\n'),
    "the same node twice": (b"bank: b\nquestions:\n- &a {prompt: x, answer: y}\n- *a\n",
                            b"bank: b\nquestions:\n- &a {id: x-2, prompt: x, answer: y}\n- *a\n"),
}  # fmt: skip


def fixed(file: Path) -> Bank:
    """The bank in a file, once what was missing is written."""
    (bank,) = load([file]).banks
    fix(bank)
    (bank,) = load([file]).banks
    return bank


@pytest.mark.parametrize(("before", "after"), LAYOUTS.values(), ids=LAYOUTS)
def test_an_id_is_inserted_in_the_layout_of_its_file(before: bytes, after: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bank.yaml"
    file.write_bytes(before)
    fixed(file)
    assert file.read_bytes() == after


@given(file=st.from_type(BankFile), chance=st.randoms(use_true_random=False))
@settings(max_examples=80, suppress_health_check=list(HealthCheck), deadline=None)
def test_only_text_is_inserted_and_it_says_what_was_proposed(file: BankFile, chance: Random, desk: Any) -> None:
    file = replace(with_other_ids(file), sources={f"s{i}": Document(file=f"{i}.txt") for i in range(len(file.sources))})
    with desk.folder(bank__yaml=desk.write(file, chance)) as folder:
        for document in file.sources.values():
            (folder / document.file).write_text(document.file)
        path = folder / "bank.yaml"
        before = path.read_bytes().decode()
        (bank,) = load([path]).banks
        said = fix(bank)
        after = path.read_bytes().decode()
        (read,) = load([path]).banks
        assert (read.facts, read.questions) == (bank.facts, bank.questions)
        assert all(document.sha256 == document.found_sha256 for document in read.sources.values())
        assert all("id" in thing.spots for thing in (*read.facts, *read.questions))
        assert (fix(read), path.read_bytes().decode()) == ([], after)
        assert bool(said) == (before != after)
    assert without(after, missing_in(bank)) == before


def with_other_ids(file: BankFile) -> BankFile:
    """The file with written ids that no proposed one is like."""

    def named(thing: Any) -> Any:
        return replace(thing, id=Id(f"{thing.id}.written")) if thing.id else thing

    facts = (replace(named(fact), questions=tuple(map(named, fact.questions))) for fact in file.facts)
    return replace(file, facts=tuple(facts), questions=tuple(map(named, file.questions)))


def missing_in(bank: Bank) -> list[str]:
    ids = [Missing("id", thing.id) for thing in (*bank.facts, *bank.questions) if "id" not in thing.spots]
    sums = [Missing("sha256", document.found_sha256) for document in bank.sources.values()]
    return list(map(str, [*ids, *sums]))


def without(text: str, pieces: list[str]) -> str:
    """A text without what `fix` inserts for each piece, which must stand in it."""
    for piece in pieces:
        text, count = re.subn(rf"{re.escape(piece)}(?:, |(?:{BREAK.pattern}) *)", "", text, count=1)
        assert count == 1, piece
    return text


def test_ids_are_written_in_all_files_of_a_bank(desk: Any) -> None:
    bank = "bank: b\nfacts: [{statement: It is}]\nquestions: [{prompt: x, answer: y}]\n"
    with desk.folder(a__yaml=bank, b__yaml=bank) as folder:
        assert [str(q.id) for q in fixed(folder).questions] == ["x", "x-2"]
        assert (folder / "b.yaml").read_text() == (
            "bank: b\nfacts: [{id: it-is-2, statement: It is}]\nquestions: [{id: x-2, prompt: x, answer: y}]\n"
        )


def test_a_sum_is_written_once_the_document_can_be_read(desk: Any) -> None:
    bank = "bank: b\nsources:\n  here: {file: here.txt}\n  gone: {file: gone.txt}\n  latin: {file: latin.txt}\n"
    with desk.folder(bank__yaml=bank, here__txt="abc", latin__txt=b"\xe9") as folder:
        fixed(folder)
        assert (folder / "bank.yaml").read_text() == bank.replace(
            "{file: here", "{sha256: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, file: here"
        )


def test_what_cannot_be_inserted_leaves_the_file_as_it_was(desk: Any) -> None:
    """A pair in a list without braces has no place for a second key."""
    with desk.folder(bank__yaml="bank: b\nfacts: [statement: It is]\n") as folder:
        (bank,) = load([folder]).banks
        with pytest.raises(Unreadable, match=r"left as it is.*\(write it by hand\)"):
            fix(bank)
        assert (folder / "bank.yaml").read_text() == "bank: b\nfacts: [statement: It is]\n"
        assert [file.name for file in folder.iterdir()] == ["bank.yaml"]


@pytest.mark.parametrize(
    "now",
    [
        "# - \nbank: b\n#   prompt: x\nquestions: [{prompt: x, answer: y}]",
        "# one more line\nbank: b\nquestions:\n- prompt: x\n  answer: y\n",
        "bank: b",
        "\xff",
    ],
)
def test_a_file_edited_since_it_was_read_is_left_alone(now: str, desk: Any) -> None:
    with desk.folder(bank__yaml="bank: b\nquestions:\n- prompt: x\n  answer: y\n") as folder:
        (bank,) = load([folder]).banks
        (folder / "bank.yaml").write_bytes(now.encode("latin-1"))
        with pytest.raises(Unreadable):
            fix(bank)
        assert (folder / "bank.yaml").read_bytes() == now.encode("latin-1")


def test_a_link_stays_a_link_and_rights_stay_as_they_are(desk: Any) -> None:
    with desk.folder(real__txt="bank: b\nquestions: [{prompt: x, answer: y}]\n") as folder:
        (folder / "real.txt").chmod(0o640)
        (folder / "bank.yaml").symlink_to("real.txt")
        fixed(folder / "bank.yaml")
        assert (folder / "bank.yaml").is_symlink()
        assert "id: x" in (folder / "real.txt").read_text()
        assert stat.S_IMODE((folder / "real.txt").stat().st_mode) == 0o640


@pytest.mark.parametrize("when", ["fsync", "read_file", "replace"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_write_leaves_the_file_as_it_was(
    when: str, error: BaseException, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise error

    with desk.folder(bank__yaml="bank: b\nquestions: [{prompt: x, answer: y}]\n") as folder:
        (bank,) = load([folder]).banks
        monkeypatch.setattr({"fsync": os, "read_file": fixing, "replace": Path}[when], when, fail)
        with pytest.raises((KeyboardInterrupt, Unreadable)):
            fix(bank)
        assert (folder / "bank.yaml").read_text() == "bank: b\nquestions: [{prompt: x, answer: y}]\n"
        assert [file.name for file in folder.iterdir()] == ["bank.yaml"]


def test_what_a_killed_run_leaves_behind_is_no_bank(desk: Any) -> None:
    kill = "import os, sys; from kzlearn.bank import fix, load; os.fsync = lambda _: os._exit(9)\n"
    run = "from pathlib import Path; fix.fix(load.load([Path(sys.argv[1])]).banks[0])"
    with desk.folder(bank__yaml="bank: b\nquestions: [{prompt: x, answer: y}]\n") as folder:
        assert subprocess.run([sys.executable, "-c", kill + run, folder], check=False).returncode == 9
        assert len(list(folder.iterdir())) == 2
        loaded = load([folder])
        assert [bank.files for bank in loaded.banks] == [(str(folder / "bank.yaml"),)]
        assert not loaded.problems


NOBODY = """
import os, sys
from pathlib import Path
from kzlearn.bank.fix import fix
from kzlearn.bank.load import load
bank = load([Path(sys.argv[1])]).banks[0]
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
try:
    fix(bank)
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o666), (0o777, 0o444)])
def test_where_nothing_may_be_written_nothing_is(folder_mode: int, file_mode: int, desk: Any) -> None:
    with desk.folder(bank__yaml="bank: b\nquestions: [{prompt: x, answer: y}]\n") as folder:
        (folder / "bank.yaml").chmod(file_mode)
        folder.chmod(folder_mode)
        try:
            command = [sys.executable, "-c", NOBODY, folder]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        finally:
            folder.chmod(0o755)
        assert said == f"Unreadable {folder}/bank.yaml cannot be written: Permission denied (it is as it was)\n"
        assert (folder / "bank.yaml").read_text() == "bank: b\nquestions: [{prompt: x, answer: y}]\n"


def test_thousands_of_ids_are_written_in_time(desk: Any) -> None:
    questions = "".join(f"- prompt: What is {n % 9}?\n  answer: y\n" for n in range(3000))
    with desk.folder(bank__yaml=f"bank: b\nquestions:\n{questions}") as folder:
        assert len({question.id for question in fixed(folder).questions}) == 3000
