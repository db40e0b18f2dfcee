"""A log that was damaged, or is none: nothing of it is lost that can be read, and a sentence says what is wrong."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest

from kzlearn.memory import acts, lines
from kzlearn.memory.days import DAY_MS, Moment
from kzlearn.memory.log import Log
from kzlearn.memory.store import NAME, LogError, salvage
from kzlearn.model.cards import Event

NOON = 20_781 * DAY_MS + DAY_MS // 2
PAGE, LEAF = 4_096, 13


@pytest.fixture(scope="module")
def written(tmp_path_factory, desk):
    """A log's file and its events: reviews, switches and settings."""
    folder = tmp_path_factory.mktemp("written")
    with desk.open(folder) as log:
        for number in range(120):
            log.clock.at += 60_000
            acts.answer(log, f"bank/{number % 30}", 1 + number % 4, 1_000, reply="a reply of some length " * 8)
        acts.note(log, "suspend", "bank/3")
        acts.note(log, "flag", "bank/4", data={"word": "typo"})
        acts.note(log, "settings", None, data={"retention": 0.85, "steps": [30, 300]})
        events = list(log.events())
    return (folder / NAME).read_bytes(), events


def _use(folder: Path) -> None:
    """All that can be done with a log. What it saved it keeps."""
    with Log.open(folder, lambda: Moment(NOON, 0), Random(5)) as log:
        review, _ = acts.answer(log, "bank/3", 3, 0)
        assert review in list(log.events("bank/3"))
        acts.note(log, "settings", None, data={"retention": 0.9})
        log.states()
        log.ahead()
        list(log.events())
        acts.last_undoable(log)
        log.verify()
        log.rebuild()


@pytest.mark.parametrize("length", [0, 1, 16, 99, 100, 4_095, 4_096, 4_097, 0.25, 0.5, 0.9, -4_096])
def test_a_truncated_log_ends_in_a_sentence_and_stays_as_it_is(tmp_path, written, length):
    whole, _ = written
    content = whole[: int(length * len(whole)) if isinstance(length, float) else length]
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(LogError, match="damaged"):
        _use(tmp_path)
    assert (tmp_path / NAME).read_bytes() == content


@pytest.mark.parametrize("seed", range(80))
def test_flipped_bytes_end_in_a_sentence_or_do_no_harm(tmp_path, written, seed):
    rng = Random(seed)
    content = bytearray(written[0])
    for _ in range(1 + seed % 3):
        content[rng.randrange(len(content) if seed % 2 else 12_000)] = rng.randrange(256)
    (tmp_path / NAME).write_bytes(content)
    with suppress(LogError):
        _use(tmp_path)
    with suppress(LogError):
        for event in salvage(tmp_path):
            assert lines.read(lines.write(event)) == event


@pytest.mark.parametrize("kind", ["review", "flag", "settings"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("rating", 7), ("rating", "x"), ("at", "noon"), ("at", b"1"), ("day", 1.5), ("due_day", "x"), ("data", "{"),
     ("data", "[1]"), ("data", '{"steps": 5}'), ("kind", "revue"), ("zone", 1 << 40), ("seq", "x"), ("device", b"x"),
     ("reply", b"\xff")],
)  # fmt: skip
def test_an_event_that_cannot_be_is_found_and_ends_in_a_sentence(tmp_path, desk, written, kind, name, value):
    (tmp_path / NAME).write_bytes(written[0])
    with closing(sqlite3.connect(tmp_path / NAME)) as db, db:
        last = "select max(rowid) from event where kind = ?"
        db.execute(f"update event set {name} = ? where rowid = ({last})", (value, kind))
    with suppress(LogError):
        _use(tmp_path)
    with suppress(LogError), desk.open(tmp_path, at=NOON) as log:
        assert log.verify() != []
    assert len(list(salvage(tmp_path))) >= len(written[1]) - 1


@pytest.mark.parametrize("card", ["5", "cast(x'ff' as text)", "x'ff'"])
def test_a_card_that_is_no_text_ends_in_a_sentence(tmp_path, desk, written, card):
    (tmp_path / NAME).write_bytes(written[0])
    with closing(sqlite3.connect(tmp_path / NAME)) as db, db:
        db.execute("pragma writable_schema = on")
        db.execute("update sqlite_master set sql = replace(sql, ' card text, of', ' card, of') where name = 'event'")
    with closing(sqlite3.connect(tmp_path / NAME)) as db, db:
        db.execute(f"update event set card = {card} where rowid = 1")
    with desk.open(tmp_path, at=NOON) as log, pytest.raises(LogError, match="damaged"):
        log.rebuild()
    assert len(list(salvage(tmp_path))) >= len(written[1]) - 1


def test_a_reply_that_can_no_longer_be_read_costs_only_its_letters(tmp_path, written):
    (tmp_path / NAME).write_bytes(written[0])
    with closing(sqlite3.connect(tmp_path / NAME)) as db, db:
        db.execute("update event set reply = cast(x'61ff62' as text) where rowid = 1")
    first, *rest = _by_coming(written[1])
    assert list(salvage(tmp_path)) == [first._replace(reply="a\ufffdb"), *rest]


@pytest.mark.parametrize("share", [0.6, 0.7, 0.8, 0.9])
def test_what_can_be_read_of_a_truncated_log_is_salvaged(tmp_path, desk, written, share):
    whole, events = written
    left = whole[: int(len(whole) * share)]
    (tmp_path / NAME).write_bytes(left + bytes(len(whole) - len(left)))
    found = list(salvage(tmp_path))
    assert found == [event for event in _by_coming(events) if event in found]
    assert len(found) >= sum(page.count(b"a reply of") // 8 for page in _pages(left)[:-1] if page[0] == LEAF) > 10
    with desk.logs() as [new]:
        assert desk.merge(new, found).added == len(found)
        assert new.verify() == []


def test_a_damaged_page_costs_only_the_events_on_it(tmp_path, written):
    whole, events = written
    pages = _pages(whole)
    leaves = [number for number, page in enumerate(pages) if page[0] == LEAF and b"a reply of" in page]
    lost = [pages[number].count(b"a reply of") // 8 for number in (leaves[1], leaves[-2])]
    pages[leaves[1]] = pages[leaves[-2]] = bytes(PAGE)
    (tmp_path / NAME).write_bytes(b"".join(pages))
    found = list(salvage(tmp_path))
    assert found == [event for event in _by_coming(events) if event in found]
    assert len(found) == len(events) - sum(lost)


def test_a_log_of_which_nothing_can_be_read_says_so_when_it_is_salvaged(tmp_path, written):
    (tmp_path / NAME).write_bytes(bytes(len(written[0])))
    with pytest.raises(LogError, match="damaged"):
        list(salvage(tmp_path))
    (tmp_path / NAME).unlink()
    with pytest.raises(LogError):
        list(salvage(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_a_sound_log_is_salvaged_whole_whatever_its_folder_is_called(tmp_path, written):
    folder = tmp_path / "50% off? #1"
    folder.mkdir()
    (folder / NAME).write_bytes(written[0])
    assert list(salvage(folder)) == _by_coming(written[1])


def test_a_write_ahead_log_without_its_log_is_never_written_over(tmp_path, desk):
    with desk.open(tmp_path) as log:
        review, _ = acts.answer(log, "bank/a", 3, 0)
        files = {file: file.read_bytes() for file in tmp_path.iterdir()}
    for file, content in files.items():
        file.write_bytes(content)
    (tmp_path / NAME).unlink()
    with pytest.raises(LogError, match=r"is missing, but log.sqlite-wal is there and may hold answers"):
        desk.open(tmp_path)
    assert (tmp_path / f"{NAME}-wal").read_bytes() == files[tmp_path / f"{NAME}-wal"]
    (tmp_path / NAME).write_bytes(files[tmp_path / NAME])
    with desk.open(tmp_path) as log:
        assert list(log.events()) == [review]
        assert log.verify() == []


def test_another_programs_database_is_refused_and_left_alone(tmp_path, desk):
    with closing(sqlite3.connect(tmp_path / NAME)) as db, db:
        db.execute("create table event(uid, card)")
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(LogError, match=r"not a kzlearn log.*another program"):
        desk.open(tmp_path)
    assert (tmp_path / NAME).read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\0" + bytes(200), bytes(8_192)])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, desk, content):
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(LogError):
        desk.open(tmp_path)
    assert (tmp_path / NAME).read_bytes() == content


def test_a_folder_in_place_of_the_log_is_refused(tmp_path, desk):
    (tmp_path / NAME).mkdir()
    with pytest.raises(LogError):
        desk.open(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path, desk):
    (tmp_path / "home").write_text("")
    with pytest.raises(LogError, match=r"Not a directory|File exists"):
        desk.open(tmp_path / "home")


def test_a_link_to_a_log_on_a_disk_that_is_away_makes_no_new_log_there(tmp_path, desk):
    (tmp_path / "disk").mkdir()
    (tmp_path / NAME).symlink_to(tmp_path / "disk" / NAME)
    with pytest.raises(LogError):
        desk.open(tmp_path)
    assert list((tmp_path / "disk").iterdir()) == []


def _pages(content: bytes) -> list[bytes]:
    return [content[at : at + PAGE] for at in range(0, len(content), PAGE)]


def _by_coming(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.seq)
