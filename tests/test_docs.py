"""The documentation says what is so: generated parts are up to date, and every command in it runs as written."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCRIPT = re.compile(r"^```sh\n(.*?)^```$(?:\s+^```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
"""A script, and what it prints if a text block follows it directly."""


def test_generated_parts_are_up_to_date():
    done = subprocess.run([sys.executable, "tools/make_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == ""
    assert done.returncode == 0


def test_the_recorded_session_is_what_is_played():
    done = subprocess.run([sys.executable, "tools/make_screen.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_run_as_written_and_print_what_is_shown(page, tmp_path):
    home = tmp_path / "home"
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "KZLEARN_HOME": str(home),
        "KZLEARN_NOW": "2026-11-23T18:00",
        "TZ": "UTC",
    }
    work = tmp_path / "work"
    work.mkdir()
    for script, shown in SCRIPT.findall(page.read_text(encoding="utf-8")):
        done = subprocess.run(["bash", "-ec", script], cwd=work, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        if shown:
            assert re.fullmatch(_pattern(shown), done.stdout, re.DOTALL), done.stdout


def test_make_commands_in_the_readme_are_targets_that_ci_runs():
    (block,) = CONSOLE.findall((ROOT / "README.md").read_text())
    ci = (ROOT / ".ci/run").read_text()
    commands = [line.partition("#")[0].strip() for line in block.splitlines()]
    assert commands == ["make quiz", "make test"]
    assert all(f"\n{command}" in ci for command in commands)


def test_every_page_is_reached_from_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert [page.name for page in PAGES[1:] if f"{page.name})" not in readme] == []


def _pattern(text: str) -> str:
    """What must be printed; `…` stands for anything."""
    return ".*?".join(re.escape(part) for part in text.split("…"))
