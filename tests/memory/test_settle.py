"""What config.toml says of scheduling becomes events of the log, once for each change."""

from pathlib import Path
from typing import Any

import pytest

from kzlearn.memory.days import DAY_MS
from kzlearn.memory.log import Log
from kzlearn.memory.settings import DEFAULT_PARAMETERS, Scheduling
from kzlearn.memory.settle import flaws, settle

Desk = Any


def said(log: Log) -> list[dict[str, Any]]:
    """What the settings events say, without their origin."""
    events = [event.data for event in log.events() if event.kind == "settings"]
    assert all(data["origin"] == "config.toml" for data in events)
    return [{name: value for name, value in data.items() if name != "origin"} for data in events]


def test_an_empty_config_says_nothing(log: Log) -> None:
    settle(log, {}, {})
    assert list(log.events()) == []


def test_a_setting_is_in_force_once_it_is_settled(log: Log) -> None:
    settle(log, {"retention": 0.8, "steps": [60]}, {"b": {"max_interval": 30}})
    assert log.settings().of("x/card") == Scheduling(retention=0.8, steps=(60,))
    assert log.settings().of("b/card") == Scheduling(retention=0.8, steps=(60,), max_interval=30)


def test_what_stays_is_said_once(log: Log) -> None:
    for _ in range(3):
        settle(log, {"retention": 0.8, "steps": [60], "parameters": list(DEFAULT_PARAMETERS)}, {"b": {"steps": []}})
    assert len(said(log)) == 2


def test_only_what_changed_is_said(log: Log) -> None:
    settle(log, {"retention": 0.8, "steps": [60]}, {})
    settle(log, {"retention": 0.85, "steps": [60]}, {})
    assert said(log) == [{"retention": 0.8, "steps": [60]}, {"retention": 0.85}]


def test_a_setting_that_is_taken_out_goes_back_to_its_default(log: Log) -> None:
    settle(log, {"retention": 0.8, "steps": [60]}, {})
    settle(log, {}, {})
    assert log.settings().general == Scheduling()
    settle(log, {}, {})
    assert len(said(log)) == 2


def test_a_banks_setting_that_is_taken_out_goes_back_to_the_general_one(log: Log) -> None:
    settle(log, {"retention": 0.8}, {"b": {"retention": 0.95}})
    settle(log, {"retention": 0.8}, {})
    assert log.settings().of("b/card").retention == 0.8
    settle(log, {"retention": 0.75}, {})
    assert log.settings().of("b/card").retention == 0.75
    settle(log, {}, {})
    assert log.settings().of("b/card") == Scheduling()


def test_the_last_word_among_devices_wins_until_this_ones_config_changes(desk: Desk) -> None:
    with desk.logs(2) as (ours, theirs):
        settle(ours, {"retention": 0.8}, {})
        theirs.clock.at += 1000
        settle(theirs, {"retention": 0.9}, {})
        desk.merge(ours, list(theirs.events()))
        ours.clock.at += 2000
        settle(ours, {"retention": 0.8}, {})
        assert ours.settings().general.retention == 0.9
        settle(ours, {"retention": 0.85}, {})
        assert ours.settings().general.retention == 0.85


def test_what_another_program_set_is_no_word_of_the_config(log: Log) -> None:
    with log.writing() as writer:
        writer.add(writer.stamp(None), "settings", data={"retention": 0.8, "origin": "optimize"})
    settle(log, {}, {})
    assert log.settings().general.retention == 0.8


def test_a_word_from_a_clock_that_was_ahead_is_said_again(log: Log) -> None:
    """It does not count yet, so it must not stand in the way of what the config says now."""
    log.clock.at += 100 * DAY_MS
    settle(log, {"retention": 0.8}, {})
    log.clock.at -= 100 * DAY_MS
    settle(log, {"retention": 0.8}, {})
    assert log.settings().general.retention == 0.8
    settle(log, {"retention": 0.7}, {})
    log.clock.at += 100 * DAY_MS
    settle(log, {"retention": 0.7}, {})
    assert log.settings().general.retention == 0.7


# --- what is wrong ----------------------------------------------------------------------------------------------------


def lines_of_flaws(folder: Path, text: str, general: dict[str, Any], banks: dict[str, Any]) -> list[int]:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return [problem.spot.line for problem in flaws(general, banks, file)]


def test_nothing_is_wrong_with_nothing(tmp_path: Path) -> None:
    assert flaws({}, {}, tmp_path / "none.toml") == []


def test_the_study_day_is_one_for_all_banks(tmp_path: Path) -> None:
    text = "[banks.b]\nrollover = 3\nzone = 'local'\nsteps = [60]\n"
    assert lines_of_flaws(tmp_path, text, {}, {"b": {"rollover": 3, "zone": "local", "steps": [60]}}) == [2, 3]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n[scheduling]\nretention = 2\n", 3),
        ("scheduling.retention = 2\n", 1),
        ("\n'scheduling'.\"retention\" = 2\n", 2),
        ("\n\nscheduling = {steps = [1], retention = 2}\n", 3),
        ("[banks.b]\nretention = 0.9\n[scheduling] # mine\n  retention = 2\n", 4),
        ("[scheduling]\nretention_of_old = 1\n# retention = 1\nretention=2\n", 4),
    ],
)
def test_a_flaw_is_told_with_its_line_however_it_is_written(tmp_path: Path, text: str, line: int) -> None:
    assert lines_of_flaws(tmp_path, text, {"retention": 2}, {}) == [line]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[scheduling]\nretention = 0.9\n[banks.'b.c']\nretention = 2\n", 4),
        ("[banks]\na = {}\n'b.c' = {retention = 2}\n", 3),
        ("\nbanks = {'b.c' = {retention = 2}}\n", 2),
    ],
)
def test_a_banks_flaw_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert lines_of_flaws(tmp_path, text, {"retention": 0.9}, {"b.c": {"retention": 2}}) == [line]


@pytest.mark.parametrize("zone", ["local", "UTC", "Asia/Almaty", "America/Argentina/Buenos_Aires"])
def test_a_zone_that_there_is_is_no_flaw(tmp_path: Path, zone: str) -> None:
    assert lines_of_flaws(tmp_path, "", {"zone": zone}, {}) == []


@pytest.mark.parametrize("zone", ["Mars", "Asia", "../x", "/etc/passwd", "Asia/Almaty ", "a" * 64])
def test_a_zone_that_there_is_not_is_a_flaw(tmp_path: Path, zone: str) -> None:
    assert lines_of_flaws(tmp_path, "\nzone=1\n[scheduling]\nzone = 1", {"zone": zone}, {}) == [4]
