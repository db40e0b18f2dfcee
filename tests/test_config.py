"""config.toml: what is right is taken, what is wrong is told with its line, and nothing fails."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kzlearn.config import NAME, SETTINGS, Config, read


def told(home: Path, text: str | bytes) -> tuple[Config, list[str]]:
    """The settings, and the problems without the file's name."""
    (home / NAME).write_bytes(text if isinstance(text, bytes) else text.encode())
    config, problems = read(home)
    assert all(problem.hint for problem in problems)
    return config, [str(problem).removeprefix(f"{home / NAME}:") for problem in problems]


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert read(tmp_path) == (Config(), [])
    assert read(tmp_path / "gone") == (Config(), [])
    assert told(tmp_path, "") == (Config(), [])


def test_what_is_set_is_taken(tmp_path: Path) -> None:
    text = """
new = 0
limit = 9999
learn_ahead = 1440
timer = true
order = "random"
[scheduling]
retention = 0.9
[banks.b]
retention = 0.8
"""
    config = Config(0, 9999, 1440, "random", True, {"retention": 0.9}, {"b": {"retention": 0.8}})
    for written in (text, text.replace("\n", "\r\n"), f"\ufeff{text}"):
        assert told(tmp_path, written) == (config, [])


def test_every_setting_is_documented() -> None:
    assert tuple(SETTINGS) == Config._fields
    for setting in SETTINGS.values():
        assert setting.meaning.endswith(".")
        assert setting.allowed


@pytest.mark.parametrize(("line", "message"), [
    ("new = -1", "new = -1 is not 0 to 9999"),
    ("new = 10000", "new = 10000 is not 0 to 9999"),
    ("new = true", "new = True is not 0 to 9999"),
    ("limit = '5'", "limit = '5' is not 0 to 9999"),
    ("learn_ahead = 1441", "learn_ahead = 1441 is not 0 to 1440"),
    ("order = 'backwards'", "order = 'backwards' is not due, bank or random"),
    ("order = ['due']", "order = ['due'] is not due, bank or random"),
    ("scheduling = 5", "scheduling = 5 is not a table"),
    ("banks = {b = 1}", "banks = {'b': 1} is not a table"),
    ("newt = 5", "unknown setting 'newt' (known are: new, limit, learn_ahead, order, timer, scheduling, banks)"),
    ("'a b' = 5", "unknown setting 'a b' (known are:"),
    ("new = [" + "1, " * 999 + "]", "new = [1, 1, 1,"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_the_rest_is_taken(line: str, message: str, tmp_path: Path) -> None:
    config, (problem,) = told(tmp_path, f"# new, limit, order\n\n  {line}\n# newt\n")
    assert problem.startswith(f"3:1: {message}")
    assert len(problem) < 200
    assert config == Config()


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    config, problems = told(tmp_path, "renew = 1\nnew = 'x'\nlimit = 7\norder = 1\n")
    assert config == Config(limit=7)
    assert [problem[:4] for problem in problems] == ["1:1:", "2:1:", "4:1:"]


@pytest.mark.parametrize(("text", "message"), [
    ("new = \n", "1:7: TOML cannot be read here: Invalid value"),
    ("new = 1\nnew = 2\n", "2:8: TOML cannot be read here: Cannot overwrite a value"),
    ("new = 1\n[banks\n", "2:7: TOML cannot be read here: Expected ']'"),
    ("new = 1\nbanks = {", "2:1: TOML cannot be read here: "),
    ("x = " + "9" * 5000, "1:1: TOML cannot be read: Exceeds the limit"),
    ("x = " + "[" * 5000, "1:1: TOML cannot be read: maximum recursion depth exceeded"),
    (b"new = '\xff'", "1:1: the file is no UTF-8 text: invalid start byte (save it as UTF-8)"),
    ("new = 1\n".encode("utf-16"), "1:1: the file is no UTF-8 text: invalid start byte (save it as UTF-8)"),
])  # fmt: skip
def test_what_is_no_toml_is_told_with_its_place(text: str | bytes, message: str, tmp_path: Path) -> None:
    config, (problem,) = told(tmp_path, text)
    assert config == Config()
    assert problem.startswith(message)


@given(text=st.text() | st.binary())
@example(text="= 1")
@example(text='"" = 1')
@example(text="a.b.c = 1\n[a]\n")
def test_no_file_is_too_strange(text: str | bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    told(tmp_path_factory.getbasetemp(), text.encode("utf-8", "replace") if isinstance(text, str) else text)


def test_a_folder_in_its_place_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    _, (problem,) = read(tmp_path)
    assert (problem.message, problem.spot) == ("the file cannot be read: Is a directory", (1, 1))
