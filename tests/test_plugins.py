"""Parts of the program are found by name, ours and other packages'."""

import subprocess
import sys
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from kzlearn import checks, kinds, plugins
from kzlearn.model.problems import Unreadable

KINDS = "kzlearn.kinds"


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch):
    """Installs a package that adds a part, as far as anyone can see."""
    points: list[EntryPoint] = []

    def entry_points(*, group: str, name: str | None = None) -> list[EntryPoint]:
        return [point for point in points if point.group == group and name in (None, point.name)]

    def add(name: str, source: str | None = None, value: str = "", group: str = KINDS) -> None:
        if source is not None:
            module = ModuleType(f"another_{name}")
            exec(source, vars(module))
            monkeypatch.setitem(sys.modules, module.__name__, module)
        points.append(EntryPoint(name, value or f"another_{name}", group))

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    for cached in (plugins.find, plugins.foreign, kinds.content_type):
        cached.cache_clear()
    yield add
    for cached in (plugins.find, plugins.foreign, kinds.content_type):
        cached.cache_clear()


ESSAY = """
from dataclasses import dataclass
from kzlearn.kinds.text import Text
@dataclass(frozen=True, kw_only=True)
class Essay(Text):
    kind = "essay"
"""


def test_our_parts_are_the_modules_of_a_package_without_its_helpers() -> None:
    assert plugins.own(KINDS) == sorted(plugins.own(KINDS))
    assert {"text", "number"} <= set(plugins.own(KINDS))
    assert "_options" not in plugins.own(KINDS)


@pytest.mark.parametrize(
    "name", ["_options", "", "no such", "../text", "text.x", "Text", "__init__", "\0", "text ", "𝐭ext"]
)
def test_a_name_that_nobody_has_is_none(name: str) -> None:
    assert plugins.find(KINDS, name) is None
    assert kinds.content_type(name) is None


def test_another_package_adds_a_part_by_an_entry_point(install) -> None:
    install("essay", ESSAY)
    assert "essay" in kinds.names()
    essay = kinds.content_type("essay")
    assert essay
    assert essay.kind == "essay"
    assert plugins.every(KINDS)["essay"].__name__ == "another_essay"


def test_a_name_of_ours_stays_ours(install) -> None:
    install("text", ESSAY)
    found = plugins.find(KINDS, "text")
    assert found
    assert found.__name__ == "kzlearn.kinds.text"
    assert kinds.names().count("text") == 1


def test_another_check_is_run_with_ours(install) -> None:
    install("strict", "def check(bank): yield bank.problem('', 'is not liked')", group="kzlearn.checks")
    from kzlearn.model.questions import Bank, Id

    assert [problem.rule for problem in checks.check([Bank(id=Id("b"))])] == ["strict"]


@pytest.mark.parametrize(("name", "source", "value", "message"), [
    ("gone", None, "no_such_module", "gone, which no_such_module adds to kzlearn.kinds, cannot be loaded: No module"),
    ("odd", "x = 1", "another_odd:x", "another_odd:x, which adds odd to kzlearn.kinds, is no module"),
    ("empty", "", "", "the module another_empty has 0 classes of kind 'empty'"),
])  # fmt: skip
def test_a_broken_package_is_told_in_a_sentence(
    name: str, source: str | None, value: str, message: str, install
) -> None:
    install(name, source, value)
    with pytest.raises(Unreadable) as told:
        kinds.content_type(name)
    assert str(told.value).startswith(message)


def test_entry_points_are_not_read_for_a_name_of_ours() -> None:
    code = (
        "import sys; from kzlearn import kinds; kinds.content_type('text'); print('importlib.metadata' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": ":".join(sys.path)})  # fmt: skip
    assert said.stdout == "False\n"
