"""Real Anki: its own back end, which is what the desktop program and the phones are built on."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["ANKI_TEST_MODE"] = "1"  # Anki then leaves its fuzz out; it looks once, so before anything imports it

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition as Update

from kzlearn.bank.load import load
from kzlearn.export import Job, Outcome, format_named
from kzlearn.memory.days import Moment

NOW = Moment(1_795_000_000_000, 300)


@dataclass(frozen=True)
class Anki:
    """A collection of a user, with the few things these tests do to it."""

    col: Collection

    def take(self, package: Path, progress: bool = False, presets: bool = False) -> Any:
        """Import a package as the desktop program does by default; what it says it did."""
        options = ImportAnkiPackageOptions(
            merge_notetypes=False,
            with_scheduling=progress,
            with_deck_configs=presets,
            update_notes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
            update_notetypes=Update.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_IF_NEWER,
        )
        return self.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options)).log

    def fields(self, name: str) -> dict[str, str]:
        """The fields of the note of a question, `bank/question`."""
        (nid,) = self.col.find_notes(f'Id:"{name}"')
        return dict(self.col.get_note(nid).items())

    def cards(self, name: str = "") -> list[Any]:
        """The cards of a question, or all, in the order in which new ones are shown."""
        found = self.col.find_cards(f'Id:"{name}"' if name else "", order="c.due, c.ord")
        return [self.col.get_card(cid) for cid in found]

    def ids(self) -> dict[str, Any]:
        """The cards by what kzlearn calls them, for banks whose clozes have parts in the order `parts`."""
        return {f"{card.note()['Id']}.{card.ord}": card for card in self.cards()}

    def sound(self) -> bool:
        said, sound = self.col.fix_integrity()
        assert sound, said
        return "rebuilt" in said.lower() or sound


@contextmanager
def collection(folder: Path) -> Iterator[Anki]:
    """An empty collection in a folder, made here and now."""
    folder.mkdir(parents=True, exist_ok=True)
    col = Collection(str(folder / "collection.anki2"))
    try:
        yield Anki(col)
    finally:
        col.close()


@pytest.fixture(scope="module", params=["Asia/Almaty", "America/New_York", "Pacific/Apia", "UTC"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """The zone that this machine is in, each in its turn: Anki takes the zone that it finds itself in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        _look_at_the_zone()
        yield request.param
    _look_at_the_zone()


def _look_at_the_zone() -> None:
    time.tzset()
    time.sleep(1.1)  # Anki looks at it once a second


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    with collection(tmp_path / "anki") as made:
        yield made


def export(name: str, bank: Path, out: Path, now: Moment = NOW, **more: Any) -> list[Outcome]:
    """Export a bank that has no problems."""
    loaded = load([bank])
    assert list(map(str, loaded.problems)) == []
    made: list[Outcome] = format_named(name).export(Job(tuple(loaded.banks), out, now, **more))
    return made
