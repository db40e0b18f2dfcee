"""What the shelf hands out is what the files say now, whatever has become of the cache."""

import os
import pickle
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.bank import cache, load
from kzlearn.bank.cache import NAME, Brief, Shelf, shelf
from kzlearn.bank.cards import cards_of
from kzlearn.bank.files import content
from kzlearn.bank.format import BankFile
from kzlearn.model.problems import Unreadable

BANK = """bank: b
title: T
sources: {a: {file: source.txt}}
facts:
  - id: f
    statement: x
    quote: words
    questions:
      - {id: q, prompt: What is this, answer: this}
      - {id: c, kind: cloze, text: "{{one::1}} and {{two::2}}"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a bank and the document it cites."""
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "bank.yaml").write_text(BANK)
    (tmp_path / "bank" / "source.txt").write_text("some words")
    return tmp_path


def briefs(folder: Path) -> tuple[Brief, ...]:
    with shelf([folder / "bank"], folder / "home" / "cache") as books:
        return books.briefs


def held(books: Shelf) -> tuple[Any, ...]:
    """All that a shelf hands out."""
    return (
        [(brief.bank, brief.title, brief.files, brief.problems) for brief in books.briefs],
        books.cards,
        [books.question(card) for card in books.cards],
        [books.bank(brief.bank) for brief in books.briefs],
        [document.text for brief in books.briefs for document in books.bank(brief.bank).sources.values()],
    )


def held_at(folder: Path) -> tuple[Any, ...]:
    with shelf([folder / "bank"], folder / "home" / "cache") as books:
        return held(books)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The files whose YAML is read, as they are."""
    read: list[Path] = []
    real = load.read_file

    def noting(file: Path) -> Any:
        read.append(file)
        return real(file)

    monkeypatch.setattr(load, "read_file", noting)
    return read


def test_what_is_kept_is_what_was_read(folder: Path, reading: list[Path]) -> None:
    first = held_at(folder)
    assert len(reading) == 1
    assert held_at(folder) == first
    assert len(reading) == 1


@given(file=st.from_type(BankFile), chance=st.randoms(use_true_random=False))
@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
def test_any_bank_is_kept_as_it_was_read(file: BankFile, chance: Random, desk: Any) -> None:
    with desk.folder(bank__yaml=desk.write(file, chance)) as folder:
        loaded = load.load([folder])
        expected = [card for bank in loaded.banks for card in cards_of(bank)]
        questions = {str(question.id): question for bank in loaded.banks for question in bank.questions}
        for _ in range(2):
            with shelf([folder], folder / "cache") as books:
                assert books.cards == expected
                assert [books.question(card) for card in books.cards] == [questions[card.question] for card in expected]
                assert [question.spot() for question in map(books.question, books.cards)] == [
                    questions[card.question].spot() for card in expected
                ]
                for bank in loaded.banks:
                    kept = books.bank(bank.id)
                    assert kept == replace(bank, questions=(), facts=(), files=kept.files)
                    assert books.facts(bank.id, [fact.id for fact in bank.facts]) == [*bank.facts]


def test_a_change_of_any_byte_is_seen(folder: Path) -> None:
    """With its size and time as they were, too."""
    bank = folder / "bank" / "bank.yaml"
    briefs(folder)
    before = bank.stat()
    bank.write_text(BANK.replace("title: T", "title: U"))
    os.utime(bank, ns=(before.st_atime_ns, before.st_mtime_ns))
    (brief,) = briefs(folder)
    assert brief.title == "U"


def test_files_that_lie_untouched_are_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = time.time_ns() + 10**10
    monkeypatch.setattr(time, "time_ns", lambda: soon)
    expected = [held_at(folder) for _ in range(2)]
    monkeypatch.setattr(cache, "content", lambda _: pytest.fail("was read"))
    assert held_at(folder) == expected[0] == expected[1]


def test_files_that_were_touched_are_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank, source = folder / "bank" / "bank.yaml", folder / "bank" / "source.txt"
    soon = time.time_ns() + 10**10
    monkeypatch.setattr(time, "time_ns", lambda: soon)
    briefs(folder)
    for n, file in enumerate((bank, source, bank, source)):
        before = file.stat()
        file.write_text(file.read_text().replace("title: " + "TU"[n // 2], "title: U").replace("some", "more"))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        with shelf([folder / "bank"], folder / "home" / "cache") as books:
            assert books.briefs[0].title == "U"
            assert books.bank("b").sources["a"].text == source.read_text()


def test_a_file_just_written_is_read_to_know_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within one tick of a file system's clock it may change again, and look as it did."""
    briefs(folder)
    read: list[Path | None] = []
    monkeypatch.setattr(cache, "content", lambda file: read.append(file) or content(file))
    briefs(folder)
    assert len(read) == 2


def test_a_document_is_seen_to_change_to_go_and_to_come_back(folder: Path) -> None:
    source = folder / "bank" / "source.txt"
    for text in ("some words", "other words", None, "some words", "\udcff"):
        source.unlink() if text is None else source.write_bytes(text.encode(errors="surrogateescape"))
        for _ in range(2):
            *_, documents = held_at(folder)
            assert documents == [None if text == "\udcff" else text]


def test_a_file_more_or_less_is_seen(folder: Path) -> None:
    more = folder / "bank" / "more.yaml"
    for _ in range(2):
        assert len(held_at(folder)[1]) == 3
        more.write_text("bank: b\nquestions: [{id: r, prompt: x, answer: y}]\n")
        for _ in range(2):
            assert [card.question for card in held_at(folder)[1]] == ["q", "c", "c", "r"]
        more.unlink()


def test_another_program_reads_anew(folder: Path, reading: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    briefs(folder)
    monkeypatch.setattr(cache, "_program", lambda: b"another")
    briefs(folder)
    briefs(folder)
    assert len(reading) == 2


def test_what_depends_on_other_packages_is_not_kept(folder: Path, reading: list[Path]) -> None:
    """A kind that nobody has today may be installed tomorrow."""
    bank = folder / "bank" / "bank.yaml"
    bank.write_text(f"{BANK}questions: [{{kind: essay, prompt: x, answer: y}}]\n")
    assert [brief.problems for brief in (*briefs(folder), *briefs(folder))] == [1, 1]
    assert len(reading) == 2
    bank.write_text(BANK.replace("id: q", "id: q, colour: red"))
    assert [brief.problems for brief in (*briefs(folder), *briefs(folder))] == [1, 1]
    assert len(reading) == 3


def test_a_file_may_have_any_name(folder: Path, reading: list[Path]) -> None:
    (folder / "bank" / "bank.yaml").rename(folder / "bank" / os.fsdecode(b"a\n\xff.yaml"))
    assert held_at(folder) == held_at(folder)
    assert len(reading) == 1


def test_a_bank_edited_while_it_is_read_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = load.load

    def editing(paths: Any) -> Any:
        (folder / "bank" / "bank.yaml").write_text(BANK.replace("title: T", "title: U"))
        return real(paths)

    monkeypatch.setattr(load, "load", editing)
    assert [brief.title for brief in briefs(folder)] == ["U"]
    monkeypatch.undo()
    (folder / "bank" / "bank.yaml").write_text(BANK)
    assert [brief.title for brief in briefs(folder)] == ["T"]


# --- when the cache is not as it was ---


def database(folder: Path) -> Path:
    return folder / "home" / "cache" / NAME


DAMAGE = {
    "empty": lambda data: b"",
    "no database": lambda data: b"x" * len(data),
    "cut in half": lambda data: data[: len(data) // 2],
    "cut short": lambda data: data[:-1],
    "zeros inside": lambda data: data[:4096] + bytes(4096) + data[8192:],
    "bits turned": lambda data: bytes(b ^ (n % 97 == 0) for n, b in enumerate(data)),
    "bits turned behind": lambda data: (
        data[:4096] + bytes(b ^ 0x55 if n % 31 == 0 else b for n, b in enumerate(data[4096:]))
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_cache_is_made_anew(damage: Any, folder: Path, reading: list[Path]) -> None:
    expected = held_at(folder)
    database(folder).write_bytes(damage(database(folder).read_bytes()))
    for end in ("-wal", "-shm"):
        database(folder).with_name(NAME + end).unlink(missing_ok=True)
    assert held_at(folder) == expected
    held_at(folder)
    reading.clear()
    assert held_at(folder) == expected
    assert reading == []


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
def test_no_damage_changes_what_is_handed_out(data: st.DataObject, desk: Any) -> None:
    with desk.folder() as folder:
        (folder / "bank").mkdir()
        (folder / "bank" / "bank.yaml").write_text(BANK)
        expected = held_at(folder)
        whole = bytearray(database(folder).read_bytes())
        for _ in range(data.draw(st.integers(1, 40))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        database(folder).write_bytes(whole)
        assert held_at(folder) == expected


@pytest.mark.parametrize("value", [b"", b"x" * 40, b"0", None, "text", 7])
def test_a_damaged_value_is_not_trusted(value: object, folder: Path) -> None:
    expected = held_at(folder)
    with closing(sqlite3.connect(database(folder))) as db, db:
        db.execute("update part set value = ?", (value,))
        db.execute("update entry set brief = ?", (value,))
    assert held_at(folder) == expected


def test_a_whole_value_in_the_wrong_place_is_not_trusted(folder: Path) -> None:
    expected = held_at(folder)
    with closing(sqlite3.connect(database(folder))) as db, db:
        db.execute("update part set value = (select value from part where id = 'q')")
    with shelf([folder / "bank"], folder / "home" / "cache") as books:
        assert [books.bank("b")] == expected[3]


def test_a_cache_in_use_is_done_without_and_left_alone(folder: Path, reading: list[Path]) -> None:
    expected = held_at(folder)
    before = database(folder).stat().st_ino
    with closing(sqlite3.connect(database(folder))) as db:
        db.execute("pragma locking_mode = exclusive")
        db.execute("begin exclusive")
        assert held_at(folder) == expected
    reading.clear()
    assert held_at(folder) == expected
    assert (reading, database(folder).stat().st_ino) == ([], before)


def test_a_question_that_cannot_be_unpickled_is_read_from_its_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = held_at(folder)
    for error in (AttributeError, TypeError, KeyError, ImportError, pickle.UnpicklingError, ValueError, MemoryError):

        def fail(_: bytes, error: type[Exception] = error) -> None:
            raise error

        monkeypatch.setattr(pickle, "loads", fail)
        assert held_at(folder) == expected


def test_something_in_the_place_of_the_cache_is_worked_around(folder: Path) -> None:
    expected = held_at(folder)
    database(folder).unlink()
    database(folder).mkdir()
    assert held_at(folder) == expected
    with shelf([folder / "bank"], folder / "bank" / "bank.yaml") as books:
        assert held(books) == expected


READ_ONLY = """
import os, sys
from pathlib import Path
from kzlearn.bank.cache import shelf
with shelf([Path(sys.argv[1])], Path(sys.argv[3])) as books:
    [books.question(card) for card in books.cards]
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
with shelf([Path(sys.argv[1])], Path(sys.argv[2])) as books:
    print([books.question(card).id for card in books.cards])
"""


@pytest.mark.parametrize("warm", [True, False])
def test_a_cache_that_may_not_be_written_is_done_without(warm: bool, desk: Any) -> None:
    with desk.folder(bank__yaml=BANK) as folder:
        folder.chmod(0o755)
        closed = folder / "closed"
        closed.mkdir(mode=0o555)
        if warm:
            with shelf([folder / "bank.yaml"], closed):
                pass
            for file in closed.iterdir():
                file.chmod(0o444)
        command = [sys.executable, "-c", READ_ONLY, folder / "bank.yaml", closed, folder / "warm"]
        env = {
            name: value for name, value in os.environ.items() if not name.startswith("COV")
        }  # it may not write either
        said = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
        assert (said.stdout, said.stderr) == ("['q', 'c', 'c']\n", "")


def use(folder: Path, times: int) -> None:
    for n in range(times):
        (folder / "home" / "cache").mkdir(parents=True, exist_ok=True)
        if n % 4 == 3:
            database(folder).unlink(missing_ok=True)
        assert len(held_at(folder)[2]) == 3


def test_two_processes_use_one_cache_at_once(folder: Path) -> None:
    command = [sys.executable, __file__, str(folder)]
    others = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(other.communicate()[1], other.returncode) for other in others] == [("", 0)] * 3


# --- while the shelf is open ---


def test_a_question_whose_bank_was_edited_is_handed_out_as_it_was(folder: Path) -> None:
    briefs(folder)
    with shelf([folder / "bank"], folder / "home" / "cache") as books:
        (folder / "bank" / "bank.yaml").write_text("bank: b\n")
        assert [books.question(card).id for card in books.cards] == ["q", "c", "c"]


def test_a_question_that_is_gone_when_the_cache_is_too_cannot_be_asked(folder: Path) -> None:
    with shelf([folder / "bank"], folder / "bank" / "bank.yaml") as books:
        (folder / "bank" / "bank.yaml").write_text("bank: b\nquestions: [{id: r, prompt: x, answer: y}]\n")
        with pytest.raises(Unreadable, match=r"the question b/q is no longer in its bank"):
            books.question(books.cards[0])
    with shelf([folder / "bank"], folder / "bank" / "bank.yaml") as books:
        (folder / "bank" / "bank.yaml").unlink()
        with pytest.raises(Unreadable, match=r"the bank b can no longer be read"):
            books.question(books.cards[0])


def test_a_part_that_another_process_has_renamed_cannot_be_asked(folder: Path) -> None:
    """The card would be shown without its gap."""
    with shelf([folder / "bank"], folder / "home" / "cache") as books:
        (folder / "bank" / "bank.yaml").write_text(BANK.replace("{{one::", "{{first::"))
        briefs(folder)
        cards = {card.part: card for card in books.cards}
        assert books.question(cards["two"]).id == "c"
        with pytest.raises(Unreadable, match=r"the question b/c#one is no longer in its bank"):
            books.question(cards["one"])


def test_a_bank_in_two_folders_is_taken_from_the_first(folder: Path) -> None:
    (folder / "copy").mkdir()
    (folder / "copy" / "bank.yaml").write_text(BANK.replace("title: T", "title: Copy"))
    for _ in range(2):
        with shelf([folder / "bank", folder / "copy"], folder / "home" / "cache") as books:
            assert [brief.title for brief in books.briefs] == ["T"]


if __name__ == "__main__":
    use(Path(sys.argv[1]), 12)
