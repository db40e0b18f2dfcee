"""config.toml: every setting does what it says, and a wrong one is told with its line."""

import json

import pytest

from kzlearn.config import SETTINGS
from kzlearn.memory.settings import RULES

from .conftest import Kzlearn

WRONG = {
    "new": ["-1", "10000", "1.5", "true", "'3'", "[1]"],
    "limit": ["-1", "10000", "'x'"],
    "learn_ahead": ["-1", "1441", "nan"],
    "timer": ["1", "'yes'"],
    "order": ["'up'", "3", "['due']"],
    "scheduling": ["3", "[1]"],
    "banks": ["3", "{sea = 3}"],
    "scheduling.parameters": ["3", "[1, 2]", "'x'"],
    "scheduling.retention": ["0.5", "1", "1.0", "'0.9'", "true", "nan"],
    "scheduling.steps": ["60", "[0]", "[1.5]", "[86401]", "['1m']", "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"],
    "scheduling.relearning_steps": ["600", "[-1]"],
    "scheduling.max_interval": ["0", "36501", "1.5"],
    "scheduling.rollover": ["-1", "24", "4.5"],
    "scheduling.zone": ["3", "''", "'Mars/Olympus'", "'../../etc/passwd'", "'Asia'"],
}
CASES = [(name, value) for name, values in WRONG.items() for value in values]


def test_no_setting_is_forgotten_here() -> None:
    assert {*WRONG} == {*SETTINGS} | {f"scheduling.{name}" for name in RULES}


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_wrong_setting_is_told_with_its_line_and_a_hint(kz: Kzlearn, name: str, value: str) -> None:
    kz.write("home/config.toml", f"# mine\n\n{name} = {value}\n")
    ran = kz("due", "sea.yaml")
    assert (ran.code, ran.out) == (1, "")
    (line,) = ran.err.splitlines()
    assert line.startswith(f"{kz.home / 'config.toml'}:3:1: {name.rpartition('.')[2]} = ")
    assert line.endswith("(see docs/config.md)")


def test_all_mistakes_are_told_at_once_each_in_its_place(kz: Kzlearn) -> None:
    kz.write(
        "home/config.toml",
        """\
new = -1
colour = "blue"

[scheduling]
retention = 0.5
stepsize = 3
steps = [0]

[banks.land]
retention = 0.9

[banks."sea"]
retention = 2
rollover = 3
""",
    )
    ran = kz("quiz")
    assert (ran.code, ran.out) == (1, "")
    places = [line.partition("config.toml:")[2].split(" ")[:2] for line in ran.err.splitlines()]
    assert places == [
        ["1:1:", "new"],
        ["2:1:", "unknown"],
        ["5:1:", "retention"],
        ["6:1:", "stepsize"],
        ["7:1:", "steps"],
        ["13:1:", "retention"],
        ["14:1:", "rollover"],
    ]


@pytest.mark.parametrize("text", ["new = ", "[scheduling", "new = 1\nnew = 2\n", "\xff", "new = 1\n\x00"])
def test_a_file_that_is_no_toml_is_told_with_its_place(kz: Kzlearn, text: str) -> None:
    kz.write("home/config.toml", "")
    (kz.home / "config.toml").write_bytes(text.encode("latin-1"))
    ran = kz("due", "sea.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert f"{kz.home / 'config.toml'}:" in ran.err


def test_every_command_that_reads_the_log_reads_the_settings_first(kz: Kzlearn) -> None:
    kz.write("home/config.toml", "new = -1\n")
    for words in ("quiz", "due", "undo", "suspend", "unsuspend", "flag", "log verify", "log export", "log import x"):
        assert kz(*words.split()).code == 1


def test_new_limit_and_order_are_what_the_flags_are(kz: Kzlearn) -> None:
    kz.write("home/config.toml", 'new = 1\nlimit = 2\norder = "bank"\n')
    assert kz("due", "sea.yaml", "--json").json["new"] == 1
    assert len(kz.answer_all("--new", "3")) == 3
    kz.now = "2027-11-23T12:00+00:00"
    assert kz("due", "sea.yaml", "--json").json["review"] == 2


def test_scheduling_settings_hold_at_once_and_go_when_they_are_taken_out(kz: Kzlearn) -> None:
    kz.write("home/config.toml", "[scheduling]\nsteps = [120]\n\n[banks.sea]\nsteps = [180]\n")
    assert kz.quiz("red").verdicts == ["wrong: blue. Next in 3 minutes."]
    kz.write("home/config.toml", "[scheduling]\nsteps = [120]\n")
    assert kz.quiz("red").verdicts == ["wrong: 11 km. Next in 2 minutes."]
    kz.write("home/config.toml", "")
    assert kz.quiz("honey").verdicts == ["wrong: salt. Next in 1 minute."]
    said = [event["data"] for event in kz.events("settings")]
    assert [one.get("steps") for one in said] == [[120], [180], [120], [60, 600], [60, 600]]


def test_a_setting_that_stays_is_noted_once(kz: Kzlearn) -> None:
    kz.write("home/config.toml", "[scheduling]\nretention = 0.8\nsteps = [60]\n")
    for _ in range(3):
        kz("due", "sea.yaml")
    assert len(kz.events("settings")) == 1


def test_the_rollover_hour_moves_the_day(kz: Kzlearn) -> None:
    kz.write("home/config.toml", "[scheduling]\nrollover = 0\n")
    kz.now = "2026-11-24T01:00+00:00"
    kz.quiz("blue")
    assert kz.events("review")[0]["day"] == "2026-11-24"


@pytest.mark.parametrize(
    ("zone", "now", "day", "offset"),
    [
        ("Asia/Almaty", "2026-11-23T22:59+00:00", "2026-11-23", 300),  # 03:59 there
        ("Asia/Almaty", "2026-11-23T23:00+00:00", "2026-11-24", 300),  # 04:00 there
        ("Asia/Almaty", "2026-11-24T03:59", "2026-11-23", 300),  # without an offset it is the time there
        ("Asia/Almaty", "2026-11-24T04:00", "2026-11-24", 300),
        ("America/New_York", "2026-07-01T08:00Z", "2026-07-01", -240),  # summer time
        ("America/New_York", "2026-07-01T07:59Z", "2026-06-30", -240),
        ("Pacific/Kiritimati", "2026-11-23T14:00Z", "2026-11-24", 840),
        ("local", "2026-11-24T03:59", "2026-11-23", 0),
    ],
)
def test_the_day_is_that_of_the_zone(kz: Kzlearn, zone: str, now: str, day: str, offset: int) -> None:
    kz.write("home/config.toml", f"[scheduling]\nzone = {json.dumps(zone)}\n")
    kz.now = now
    kz.process("quiz", "--plain", "sea.yaml", stdin="blue\n")
    (review,) = kz.events("review")
    assert (review["day"], review["zone"]) == (day, offset)
