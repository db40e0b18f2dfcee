"""The programs we are measured beside, each in a scratch venv of its own: their dependencies do not agree."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Peer:
    """A program on PyPI, pinned, and its quickest command that needs nothing of the user's."""

    name: str
    requirement: str
    command: tuple[str, ...]
    newest: tuple[int, int] = (3, 99)
    oldest: tuple[int, int] = (3, 11)


PEERS = (
    Peer("termcard", "termcard==1.0.1", ("termcard", "--version")),
    Peer("anki-cli", "anki-cli==0.2.0", ("anki", "--version"), oldest=(3, 12), newest=(3, 13)),
    Peer("vinca", "vinca==2.4.7", ("vinca", "count"), newest=(3, 11)),  # it knows no --version
    Peer("apy", "apyanki==0.19.1", ("apy", "--version")),
)


@dataclass(frozen=True)
class Ready:
    """A peer that can be run: its program with arguments, and the Python it runs on."""

    peer: Peer
    command: tuple[str, ...]
    python: str


def made_ready(folder: Path) -> tuple[list[Ready], list[str]]:
    """Install the peers under `folder`; those that can be run, and a sentence for each that cannot."""
    ready, missing = [], []
    for peer in PEERS:
        python = _python(peer)
        if python is None:
            wanted = "{}.{}".format(*peer.oldest)
            missing.append(f"{peer.requirement} needs Python {wanted}, which was not found: left out.")
            continue
        venv = folder / f"peer-{peer.name}"
        try:
            _install(peer, venv, python)
        except subprocess.CalledProcessError as error:
            missing.append(f"{peer.requirement} could not be installed (pip ended with {error.returncode}): left out.")
            continue
        program, *arguments = peer.command
        ready.append(Ready(peer, (str(venv / "bin" / program), *arguments), _version(python)))
    return ready, missing


def _install(peer: Peer, venv: Path, python: str) -> None:
    done = venv / "installed"
    if done.exists() and done.read_text(encoding="utf-8") == peer.requirement:
        return
    shutil.rmtree(venv, ignore_errors=True)
    subprocess.run([python, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # the same pip for all: what it writes into a console script costs start-up time
    subprocess.run([*pip, "--constraint", str(ROOT / "constraints.txt"), "pip"], check=True)
    subprocess.run([*pip, peer.requirement], check=True)
    done.write_text(peer.requirement, encoding="utf-8")


def _python(peer: Peer) -> str | None:
    """A Python a peer runs on: this one, if it may be."""
    if peer.oldest <= sys.version_info[:2] <= peer.newest:
        return sys.executable
    return next((python for python in _others(peer) if _version(python)), None)


def _others(peer: Peer) -> Iterator[str]:
    last = min(peer.newest[1], peer.oldest[1] + 5)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for minor in range(peer.oldest[1], last + 1):
        if found := shutil.which(f"python3.{minor}"):
            yield found
        yield from map(str, sorted(pyenv.glob(f"3.{minor}.*/bin/python")))


def _version(python: str) -> str:
    """3.11.7; empty when it cannot be run."""
    code = "import platform; print(platform.python_version())"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=False).stdout.strip()
