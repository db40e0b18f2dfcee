"""Whatever breaks, an answer that was acknowledged is kept, and what cannot go on ends in a sentence."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from kzlearn.memory import acts, lines
from kzlearn.memory.days import DAY_MS, clock_from
from kzlearn.memory.log import Log
from kzlearn.memory.store import NAME, LogError
from kzlearn.model.cards import Event

KILLS = int(os.environ.get("KZLEARN_KILLS", "30"))
LIMIT = 1_500_000
NOON = 20_781 * DAY_MS + DAY_MS // 2


def test_every_line_printed_before_sigkill_is_in_the_log(tmp_path, desk, worker):
    rng = Random(KILLS)
    for turn in range(0, KILLS, 3):
        folder = tmp_path / str(turn // 9)
        saved = _killed([worker("answers", folder, 100_000).ready()], rng, rng.choice([0, 1, 2, 30]))
        saved |= _killed([worker("answers", folder, 100_000).ready() for _ in range(2)], rng, turn % 2)
        with _now(folder) as log:
            assert saved <= desk.uids(log)
            assert log.verify() == []
            assert [n for (n,) in log.query("select seq from event order by seq")] == list(
                range(1, len(desk.uids(log)) + 1)
            )


def _killed(workers, rng, lines) -> set[str]:
    """Kill workers at a moment of chance, some time after the first has printed so many lines; the uids printed."""
    for one in workers:
        one.go()
    printed = workers[0].lines(lines)
    time.sleep(rng.random() * 0.02)
    for one in workers:
        one.process.kill()
    return {line.strip() for line in [*printed, *(line for one in workers for line in one.rest())]} - {"opened"}


def test_a_merge_that_is_killed_added_everything_or_nothing(tmp_path, desk, worker):
    rng = Random(1)
    file = tmp_path / "events.jsonl"
    events = [_review(n, f"bank/{n % 600}") for n in range(1_500)]
    file.write_text("".join(f"{lines.write(event)}\n" for event in events), encoding="utf-8")
    for turn in range(5):
        folder = tmp_path / str(turn)
        merging = worker("merge", folder, file).ready().go()
        merging.lines(1)
        time.sleep(rng.random() * 0.1)
        merging.process.kill()
        merged = "merged\n" in merging.rest()
        with _now(folder) as log:
            kept = len(desk.uids(log))
            assert kept == 1_500 or (kept == 0 and not merged)
            assert log.verify() == []


def test_four_processes_that_make_one_log_at_once_lose_nothing(tmp_path, desk, worker):
    for turn in range(3):
        folder = tmp_path / str(turn)
        four = [worker("answers", folder, 20).ready() for _ in range(4)]
        for one in four:
            one.go()
        saved = [line.strip() for one in four for line in one.rest()]
        assert [one.said for one in four] == [""] * 4
        with _now(folder) as log:
            assert set(saved) - {"opened"} <= desk.uids(log)
            assert len(saved) == 4 * 21
            assert next(log.query("select count(distinct device), count(distinct seq) - count(*) from event")) == (1, 0)
            assert log.verify() == []
        assert [file.name for file in folder.iterdir()] == [NAME]


def test_a_log_that_another_process_writes_verifies_at_every_moment(tmp_path, desk, worker):
    writing = worker("answers", tmp_path, 60).ready().go()
    writing.lines(1)
    with _now(tmp_path) as log:
        while writing.process.poll() is None:
            assert log.verify() == []
        assert {line.strip() for line in writing.rest()} <= desk.uids(log)


def test_a_log_in_use_says_so_and_saves_nothing(tmp_path, desk, monkeypatch):
    monkeypatch.setattr("kzlearn.memory.store.WAIT_S", 0.1)
    with desk.open(tmp_path) as log, desk.open(tmp_path) as other, other.writing():
        with pytest.raises(LogError, match="in use by another kzlearn"):
            acts.answer(log, "bank/a", 3, 0)
        assert desk.uids(log) == set()


def test_an_error_inside_a_transaction_saves_nothing_of_it(log, desk):
    acts.answer(log, "bank/a", 3, 0)
    before = log.states()
    with suppress(ZeroDivisionError), log.writing() as writer:
        writer.add(writer.stamp("bank/b"), "suspend", "bank/b")
        raise ZeroDivisionError
    assert len(desk.uids(log)) == 1
    assert log.states() == before


# --- no room, no permission ---


def test_a_full_disk_ends_in_a_sentence_and_keeps_all_that_was_acknowledged(tmp_path, worker):
    fill = worker("fills", tmp_path / "home", LIMIT).ready().go()
    _filled(fill.rest(), "disk may be full")


def test_a_disk_that_is_really_full_ends_in_a_sentence_and_keeps_all_that_was_acknowledged(tmp_path):
    (tmp_path / "disk").mkdir()
    script = Path(__file__).with_name("worker.py")
    inside = (
        'mount -t tmpfs -o size=2m disk "$1"; head -c 500000 /dev/zero >"$1/filler"; exec "$2" "$3" fills "$1/home"'
    )
    if not (namespace := _namespace()):
        # No disk of our own may be mounted here: a limit on the size of files must do.
        inside = 'exec "$2" "$3" fills "$1/home" 300000'
    run = subprocess.run(
        [*namespace, "sh", "-c", inside, "sh", tmp_path / "disk", sys.executable, script],
        input="go\n", stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    _filled(run.stdout.splitlines(keepends=True)[1:], "disk is full|disk may be full")


def _namespace() -> list[str]:
    for way in (["unshare", "-m"], ["unshare", "-r", "-m"]):
        probe = [*way, "sh", "-c", "mount -t tmpfs probe /tmp"]
        if shutil.which("unshare") and subprocess.run(probe, check=False, stderr=subprocess.DEVNULL).returncode == 0:
            return way
    return []


def _filled(printed: list[str], sentence: str) -> None:
    saved = [line.strip() for line in printed if ":" not in line and line != "answered\n"]
    (error, kept, wrong, last) = printed[len(saved) :]
    assert len(saved) > 10
    assert error.startswith("error: ")
    assert any(words in error for words in sentence.split("|"))
    assert kept.split()[1:] == saved
    assert wrong.split() == ["wrong:"]
    assert last == "answered\n"


def test_a_database_that_may_not_grow_says_that_the_disk_is_full_and_goes_on_when_there_is_room(log, desk):
    (pages,) = next(log.query("pragma page_count"))
    list(log.query(f"pragma max_page_count = {pages + 20}"))
    saved = set()
    answers = (acts.answer(log, f"bank/{number}", 3, 0, reply="x" * 500) for number in range(1_000))
    with pytest.raises(LogError, match=r"disk is full.*all earlier ones are"):
        saved.update(review.uid for review, _ in answers)
    assert desk.uids(log) == saved
    assert log.verify() == []
    list(log.query("pragma max_page_count = 100000"))
    acts.answer(log, "bank/after", 3, 0)


def test_a_log_that_could_not_be_made_leaves_nothing_behind(tmp_path, worker):
    fill = worker("fills", tmp_path / "home", 5_000).ready().go()
    error, kept, *_ = fill.rest()
    assert error.startswith("error: ")
    assert kept == "kept:\n"
    assert [file.name for file in (tmp_path / "home").iterdir()] == [NAME]


@pytest.fixture
def shared():
    """A folder that other users can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        (Path(folder) / "home").chmod(0o755)


@pytest.mark.parametrize("left", [(), (NAME,), (NAME, f"{NAME}-wal", f"{NAME}-shm")])
def test_a_read_only_folder_ends_in_a_sentence(shared, desk, worker, left):
    home = shared / "home"
    with desk.open(home, at=0) as log:
        acts.answer(log, "bank/a", 3, 0)
        kept = {name: (home / name).read_bytes() for name in left}
    for file in home.iterdir():
        file.unlink()
    for name, content in kept.items():
        (home / name).write_bytes(content)
        (home / name).chmod(0o444)
    home.chmod(0o555)
    error, *more = worker("tries_to_write", home).ready().go().rest()
    assert error.startswith(f"error: {home / NAME} cannot be ")
    assert more == []
    assert {file.name: file.read_bytes() for file in home.iterdir() if not file.name.endswith("-shm")} == {
        name: content for name, content in kept.items() if not name.endswith("-shm")
    }


# --- helpers ---


def _review(number: int, card: str) -> Event:
    return Event(uid=f"merged-{number}", device="phone", seq=number, at=number * 1_000, day=0, zone=0, kind="review",
                 card=card, rating=3)  # fmt: skip


def _now(folder: Path) -> Log:
    return Log.open(folder, clock_from(datetime.now(UTC), time.monotonic, UTC), Random())
