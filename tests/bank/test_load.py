"""Files become banks; whatever they hold, the end is a bank or problems with places, never an exception."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kzlearn import kinds
from kzlearn.bank.files import MOST_BYTES, bank_files, beside
from kzlearn.bank.format import BankFile, FactEntry
from kzlearn.bank.load import Loaded, Names, load
from kzlearn.bank.nodes import BREAK
from kzlearn.bank.reader import keys_of
from kzlearn.checks import check
from kzlearn.model.problems import Problem
from kzlearn.model.questions import Document, Evidence, Id, Question

from .conftest import not_hanging

FUZZ = settings(max_examples=120, suppress_health_check=list(HealthCheck), deadline=None)
BANK = "bank: b\nquestions: [{id: q, prompt: x, answer: y}]\n"
KINDS = [content for name in kinds.names() if (content := kinds.content_type(name))]
KEYS = sorted({key for cls in (BankFile, FactEntry, Question, Document, Evidence, *KINDS) for key in keys_of(cls)})
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.sampled_from([*kinds.names(), "b"])
keys = st.sampled_from([*KEYS, "kind", "no such key"]) | st.text(max_size=4)
data = st.recursive(
    scalars | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=20,
)
banks = st.fixed_dictionaries({"bank": st.just("b")}, optional={
    "sources": st.dictionaries(keys, data, max_size=3),
    "facts": st.lists(st.dictionaries(keys, data | st.lists(st.dictionaries(keys, data)), max_size=9)),
    "questions": st.lists(st.dictionaries(keys, data, max_size=9)),
})  # fmt: skip


def all_problems(path: Path) -> list[Problem]:
    loaded = load([path])
    problems = [*loaded.problems, *check(loaded.banks)]
    assert loaded.banks or problems
    return problems


def assert_places(problems: list[Problem], held: bytes) -> None:
    """Every problem is one line, and lies in the file."""
    lines = BREAK.split(held.decode("utf-8", "replace"))
    for problem in problems:
        assert 1 <= problem.spot.line <= len(lines) + 1
        assert 1 <= problem.spot.column <= len([*lines, ""][problem.spot.line - 1]) + 2
        assert problem.message
        assert len(str(problem).splitlines()) == 1
        assert str(problem).isprintable() or "\x1b" not in str(problem)


@given(
    held=st.binary(max_size=200)
    | st.text(max_size=200).map(lambda t: f"bank: b\ntitle: {t}".encode("utf-8", "replace"))
)
@example(held=b"")
@example(held=b"\xef\xbb\xbf")
@example(held=b"bank: b\nquestions: [{prompt: x, answer: y, kind: !!python/name:os.system }]")
@FUZZ
def test_no_bytes_are_too_strange_to_read(held: bytes, desk: Any) -> None:
    with desk.folder(bank__yaml=held) as folder:
        assert_places(all_problems(folder), held)


@given(said=data | banks, flow=st.none() | st.booleans())
@FUZZ
def test_no_yaml_is_too_strange_to_read(said: Any, flow: bool | None, desk: Any) -> None:
    held = yaml.safe_dump(said, allow_unicode=True, default_flow_style=flow, width=10**6).encode()
    with desk.folder(bank__yaml=held) as folder:
        assert_places(all_problems(folder), held)


@given(file=st.from_type(BankFile), chance=st.randoms(use_true_random=False), piece=st.text(max_size=5))
@FUZZ
def test_no_slip_of_the_pen_is_too_strange_to_read(file: BankFile, chance: Random, piece: str, desk: Any) -> None:
    held = desk.write(file, chance)
    for _ in range(chance.randint(1, 3)):
        at, length = chance.randint(0, len(held)), chance.choice([0, 1, 2, 20])
        held = (
            held[:at]
            + chance.choice([b"", b"\t", b":", b"- ", b"\n", piece.encode("utf-8", "replace")])
            + held[at + length :]
        )
    with desk.folder(bank__yaml=held) as folder:
        assert_places(all_problems(folder), held)


# --- which files make a bank ---


def names(loaded: Loaded) -> list[tuple[str, list[str]]]:
    return [(bank.id, [Path(file).name for file in bank.files]) for bank in loaded.banks]


def test_files_of_a_folder_with_one_bank_id_are_one_bank(desk: Any) -> None:
    part = "bank: b\nquestions: [{id: %s, prompt: x, answer: y}]\n"
    with desk.folder(a__yaml=part % "qa", b__yml=part % "qb", c__yaml="bank: c\ntitle: Other\n") as folder:
        assert names(load([folder])) == [("b", ["a.yaml", "b.yml"]), ("c", ["c.yaml"])]
        assert load([folder]).problems == ()


def test_files_named_one_by_one_are_as_good_as_their_folder(desk: Any) -> None:
    """A shell makes files of `deck/*.yaml`."""
    with desk.folder(a__yaml=BANK, b__yaml=BANK.replace("id: q", "id: r")) as folder:
        assert load([folder / "a.yaml", folder / "b.yaml"]) == load([folder])


def test_a_file_named_twice_is_read_once(desk: Any) -> None:
    with desk.folder(bank__yaml=BANK) as folder:
        (folder / "below").mkdir()
        (folder / "link.yaml").symlink_to("bank.yaml")
        named = [folder, folder / "bank.yaml", folder / "below" / ".." / "bank.yaml", folder / "link.yaml", folder]
        assert names(load(named)) == [("b", ["bank.yaml"])]
        assert load(named).problems == ()


def test_folders_below_are_read_where_a_folder_has_no_bank_itself(tmp_path: Path) -> None:
    for name in ("one/bank.yaml", "two/deep/bank.yaml", "two/deep/deeper/bank.yaml", ".hidden/bank.yaml",
                 "three/.x.yaml", "three/exam.yaml", "three/notes.txt"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(BANK)
    files = [[tmp_path / "one/bank.yaml"], [tmp_path / "two/deep/bank.yaml"]]
    assert bank_files([tmp_path]) == files
    assert bank_files([tmp_path / "three" / "exam.yaml"]) == [[tmp_path / "three" / "exam.yaml"]]


@pytest.mark.parametrize(("make", "message"), [
    (lambda path: None, "the file cannot be read: No such file or directory"),
    (Path.mkdir, "there is no YAML file in this folder"),
    (os.mkfifo, "this is no plain file"),
    (lambda path: path.symlink_to(path), "the file cannot be read: Too many levels of symbolic links"),
    (lambda path: socket.socket(socket.AF_UNIX).bind(str(path)), "this is no plain file"),
    (lambda path: path.touch() or os.truncate(path, MOST_BYTES + 2**21), "the file has 50 MiB, more than the 48"),
])  # fmt: skip
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_what_is_no_bank_at_all_is_told_at_once(make: Any, message: str, tmp_path: Path) -> None:
    make(tmp_path / "x")
    with not_hanging():
        (problem,) = load([tmp_path / "x"]).problems
    assert problem.message.startswith(message)
    assert problem.hint


def test_a_path_that_can_be_no_file_is_a_problem() -> None:
    assert len(load([Path("a\0b"), Path("x" * 5000)]).problems) == 2


def test_links_that_lead_round_are_not_followed(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        for other in ("x", "y"):
            (tmp_path / name / other).symlink_to(tmp_path)
    with not_hanging():
        assert bank_files([tmp_path]) == [[tmp_path]]


def test_thousands_of_folders_are_walked_and_the_deepest_path_too(tmp_path: Path) -> None:
    for n in range(3_000):
        (tmp_path / f"{n}").mkdir()
    deep = tmp_path / "0"
    for _ in range(300):  # deeper ones pytest cannot remove again
        deep /= "d"
        deep.mkdir()
    (deep / "bank.yaml").write_text(BANK)
    with not_hanging():
        assert bank_files([tmp_path]) == [[deep / "bank.yaml"]]


PUT_IT_THERE = "(put it in the bank's folder as a plain text)"
CLOSED = """
import os, sys
from pathlib import Path
from kzlearn.bank.load import load
from kzlearn.checks import check
list(check(load([Path(sys.argv[1]) / "good"]).banks))
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
loaded = load([Path(sys.argv[1])])
print([str(bank.id) for bank in loaded.banks], *loaded.problems, *check(loaded.banks), sep="\\n")
"""


def test_what_may_not_be_read_is_a_problem_and_the_rest_is_read(desk: Any) -> None:
    with desk.folder() as folder:
        for name in ("closed", "file", "good"):
            (folder / name).mkdir()
            (folder / name / "bank.yaml").write_text(f"bank: {name}\n")
        (folder / "good" / "bank.yaml").write_text("bank: good\nsources:\n  a: {file: source.txt}\n")
        (folder / "good" / "source.txt").write_text("x")
        for name in ("closed", "file/bank.yaml", "good/source.txt"):
            (folder / name).chmod(0)
        folder.chmod(0o755)
        said = subprocess.run([sys.executable, "-c", CLOSED, folder], capture_output=True, text=True, check=True).stdout
        (folder / "closed").chmod(0o700)
    assert said.replace(str(folder), "").splitlines() == [
        "['good']",
        "/closed:1:1: the file cannot be read: Permission denied (see that it may be)",
        "/file/bank.yaml:1:1: the file cannot be read: Permission denied (see that it may be)",
        f"/good/bank.yaml:3:13: the document 'source.txt' cannot be read as UTF-8 text beside the bank {PUT_IT_THERE}",
    ]


# --- what a bank may name beside it ---


def test_a_bank_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    bank = tmp_path / "bank" / "bank.yaml"
    (bank.parent / "below").mkdir(parents=True)
    for name in ("bank/source.txt", "bank/below/source.txt", "outside.txt", "bank2.txt"):
        (tmp_path / name).write_text("x")
    (bank.parent / "out.txt").symlink_to(tmp_path / "outside.txt")
    (bank.parent / "in.txt").symlink_to("source.txt")
    (bank.parent / "round.txt").symlink_to("round.txt")
    os.mkfifo(bank.parent / "pipe")
    (bank.parent / "zero").symlink_to("/dev/zero")
    for name in ("source.txt", "below/source.txt", "./below/../source.txt", "in.txt"):
        assert beside(str(bank), name) == bank.parent / name
    for name in ("../outside.txt", str(tmp_path / "outside.txt"), "out.txt", "round.txt", "pipe", "zero", "below", ".",
                 "..", "../bank2.txt", "gone.txt", "a\0b", "x" * 5000, "source.txt/x", "/etc/passwd"):  # fmt: skip
        assert beside(str(bank), name) is None, name


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.mkdir(),
                                  lambda path: path.touch() or os.truncate(path, MOST_BYTES + 1)])  # fmt: skip
def test_a_document_without_end_is_not_waited_for(make: Any, desk: Any) -> None:
    with desk.folder(bank__yaml="bank: b\nsources: {a: {file: source}}\n") as folder:
        make(folder / "source")
        with not_hanging():
            (problem,) = all_problems(folder)
    assert "cannot be read as UTF-8 text" in problem.message


# --- how banks are put together ---


def test_a_bank_says_once_what_is_said_in_any_of_its_files(desk: Any) -> None:
    with desk.folder(
        a__yaml="bank: b\nlanguage: kk\nfacts: [{id: f, statement: x}]\n",
        b__yaml="bank: b\ntitle: T\nlicence: L\nwas: [old]\nsources: {a: {file: s.txt}}\n"
        "facts: [{id: g, statement: x, questions: [{id: q, prompt: x, answer: y, facts: [f]}]}]\n",
        s__txt="\ufeffwords",
    ) as folder:
        (bank,) = load([folder]).banks
    assert (bank.title, bank.language, bank.licence, bank.was) == ("T", "kk", "L", ("old",))
    assert [fact.id for fact in bank.facts] == ["f", "g"]
    assert bank.questions[0].facts == ("g", "f")
    assert bank.sources["a"].text == "words"


def test_a_title_is_not_needed(desk: Any) -> None:
    with desk.folder(bank__yaml=BANK) as folder:
        (bank,) = load([folder]).banks
    assert (bank.title, bank.language) == ("b", "en")


def test_a_proposed_id_is_unlike_all_that_are_written(desk: Any) -> None:
    held = """bank: b
facts:
  - statement: It is.
  - {id: it-is, statement: Later.}
questions:
  - {prompt: What is it, answer: a}
  - {id: what-is-it, prompt: Later, answer: b}
  - {id: what-is-it-2, prompt: Not readable, answer: no}
  - {prompt: "What is it?", answer: c}
"""
    with desk.folder(bank__yaml=held) as folder:
        (bank,) = load([folder]).banks
    assert [fact.id for fact in bank.facts] == ["it-is-2", "it-is"]
    assert [question.id for question in bank.questions] == ["what-is-it-3", "what-is-it", "what-is-it-4"]


@given(st.text(), st.lists(st.text(max_size=4)))
@example("", [])
@example("_ - _", [])
@example("²İ…", [])
@example("x" * 500, [])
def test_what_is_proposed_is_an_id_and_new(text: str, taken: list[str]) -> None:
    names = Names(taken)
    first, second = names.propose(text), names.propose(text)
    assert Id.parse(first) == first
    assert Id.parse(second) == second
    assert len({first, second, *taken}) == len({*taken}) + 2


def test_a_proposed_id_is_made_of_the_first_words() -> None:
    names = Names(())
    assert names.propose("What's the share of Kazakhstan's population, in 2008, online?") == (
        "whats-the-share-of-kazakhstans-population-in"
    )
    assert (
        names.propose("Reached {{value::12.4 percent::a share}} in {{year::2008}}.") == "reached-12-4-percent-in-2008"
    )
    assert names.propose("Қазақстанның астанасы?") == "қазақстанның-астанасы"
    assert names.propose("?!") == "question"


@pytest.mark.parametrize("held", [
    "bank: b\nquestions: [" + "x," * 300_000 + "]",
    "bank: b\n" + "".join(f"k{n}: x\n" for n in range(30_000)),
    "bank: b\nquestions:\n" + "- {prompt: What is it, answer: y}\n" * 8000,
    "bank: b\nfacts:\n" + "- {statement: What is it}\n" * 8000,
    "bank: b\nquestions: [{prompt: x, answer: y, tags: [" + "no," * 100_000 + "]}]",
    "bank: b\nquestions: [{prompt: x, answer: y, distractors: [" + ",".join(map("a{}".format, range(20_000))) + "]}]",
    "bank: b\nquestions: [{kind: list, prompt: x, answers: [" + ",".join(map("a{}".format, range(20_000))) + "]}]",
    "bank: b\nquestions:\n" + "".join(f"- {{kind: kind{n}, prompt: x}}\n" for n in range(2000)),
    "bank: b\nquestions: [{kind: cloze, text: '" + "{{a::" * 100_000 + "'}]",
    "bank: b\nquestions: [{kind: cloze, text: '" + "{{a::b}} " * 10_000 + "'}]",
    "bank: b\nquestions: [{kind: cloze, text: '" + "".join(f"{{{{{n}::b}}}}" for n in range(3000)) + "'}]",
    "bank: b\nquestions: [{kind: number, prompt: x, answer: " + "9" * 100_000 + "}]",
    "bank: b\nquestions: [{kind: number, prompt: x, answer: 0." + "1" * 100_000 + "}]",
    "bank: b\nquestions: [{kind: number, prompt: x, answer: 1, tolerance: " + "9" * 100_000 + "}]",
    "bank: b\nquestions: [{prompt: x, answer: y, points: " + "9" * 100_000 + "}]",
    "bank: b\ntitle: " + "&a " * 10_000,
    "bank: b\ntitle: " + "[" * 1_000_000,
    "bank: b\ntitle: " + "- " * 1_000_000,
    "bank: b\ntitle: " + "? " * 100_000,
    "bank: b\ntitle: '" + "\\n" * 1_000_000,
    'bank: b\ntitle: "' + "\\x41" * 300_000,
    "bank: b\n" + "#" * 2_000_000,
    "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 8)}]\n" for n in range(20)),
], ids=lambda held: f"{held[:60]!r}"[10:50])  # fmt: skip
def test_no_small_file_takes_long(held: str, desk: Any) -> None:
    with desk.folder(bank__yaml=held) as folder, not_hanging():
        assert_places(all_problems(folder)[:50], held.encode())


def test_reading_ends_after_ten_thousand_problems(desk: Any) -> None:
    with desk.folder(bank__yaml="bank: b\nquestions: [" + "x," * 20_000 + "]") as folder:
        problems = load([folder]).problems
    assert len(problems) == 10_001
    assert problems[-1].message == "this is problem number 10000: the rest of the file was not read"
