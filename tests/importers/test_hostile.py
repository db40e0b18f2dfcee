"""A package that means harm, or was damaged, ends in a sentence."""

import io
import json
import sqlite3
import zipfile
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
import zstandard
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from kzlearn.importers import Found
from kzlearn.importers._anki import package
from kzlearn.importers.apkg import read
from kzlearn.model.problems import Unreadable

from ..export.conftest import export
from ..export.test_progress import bank_of


def database(folder: Path, *statements: str) -> bytes:
    path = folder / "made.db"
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.executescript(APKG_SCHEMA + ";" + APKG_COL)
    model = {"1": {"name": "Basic", "type": 0, "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}],
                   "tmpls": [{"qfmt": "{{Front}}", "afmt": "{{Back}}", "ord": 0}]}}  # fmt: skip
    db.execute("update col set models = ?", [json.dumps(model)])
    for statement in statements:
        db.executescript(statement)
    db.commit()
    db.close()
    return path.read_bytes()


def zipped(out: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "."), data)
    return out


def note(fields: str, nid: int = 1) -> str:
    fields = fields.replace("'", "''")
    return (
        f"insert into notes values({nid}, 'g{nid}', 1, 0, 0, '', '{fields}', '', 0, 0, '');"
        f"insert into cards values({nid}, {nid}, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, '');"
    )


def test_media_cannot_be_written_outside_of_the_bank(tmp_path: Path) -> None:
    names = ["../evil.png", "/etc/evil.png", "a/b.png", "..\\evil.png", "C:evil.png", ".hidden", "ok.png"]
    shown = "".join(f'<img src="{name}">' for name in names)
    data = database(tmp_path, note(f"What?{shown}\x1fThat."))
    media = json.dumps({str(n): name for n, name in enumerate(names)}).encode()
    path = zipped(tmp_path / "x.apkg", collection__anki2=data, media=media, **{str(n): b"x" for n in range(len(names))})
    found = read(path)
    assert [*found.banks[0].media] == ["ok.png"]
    assert len(found.problems) == len(names) - 1


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "SMALL", 1 << 20)
    zeros = bytes(300 << 20)
    with pytest.raises(Unreadable, match="unpacks to more than"):
        read(zipped(tmp_path / "zip.apkg", collection__anki2=zeros))
    packed = zstandard.compress(zeros)
    with pytest.raises(Unreadable, match="unpacks to more than"):
        read(zipped(tmp_path / "zstd.apkg", meta=b"\x08\x03", collection__anki21b=packed))


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({}, "holds no collection"),
        ({"collection__anki2": b""}, "is no SQLite database"),
        ({"collection__anki2": b"SQLite format 3\0 and no more of it"}, "cannot be read"),
        ({"meta": b"\x08\x63", "collection__anki2": b"x"}, "holds no collection of a version that is known"),
        ({"meta": b"\xff\xff", "collection__anki2": b"x"}, "is cut short"),
        ({"meta": b"\x08\x03", "collection__anki21b": b"\x28\xb5\x2f\xfd damaged"}, "zstd packed is damaged"),
    ],
)
def test_what_is_no_collection_says_so(members: dict[str, bytes], says: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=says):
        read(zipped(tmp_path / "x.apkg", **members))


def test_what_is_no_zip_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.apkg").write_bytes(b"PK\x03\x04 and no more of it")
    with pytest.raises(Unreadable, match="is no package of Anki"):
        read(tmp_path / "x.apkg")
    with pytest.raises(Unreadable, match="cannot be read: No such file"):
        read(tmp_path / "gone.apkg")


@pytest.mark.parametrize("table", ["notes", "cards", "revlog", "col"])
def test_a_missing_table_is_named(table: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.apkg", collection__anki2=database(tmp_path, f"drop table {table}"))
    with pytest.raises(Unreadable, match=f"it has no table {table}"):
        read(path)


def test_a_view_in_place_of_a_table_is_not_asked(tmp_path: Path) -> None:
    bomb = "drop table notes; create view notes as with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"
    with pytest.raises(Unreadable, match="it has no table notes"):
        read(zipped(tmp_path / "x.apkg", collection__anki2=database(tmp_path, bomb)))


def test_figures_that_none_can_be_are_no_traceback(tmp_path: Path) -> None:
    rows = [note("What?\x1fThat."), *(f"insert into revlog values({at}, 1, 0, {ease}, {ivl}, 0, {ivl}, {ivl}, {type_});"
            for at, ease, ivl, type_ in ((-5, 1, 2**62, 0), (2**62, 3, -(2**62), 1), (7, 9, 1, 1), (8, 2, 1, 77)))]  # fmt: skip
    found = read(zipped(tmp_path / "x.apkg", collection__anki2=database(tmp_path, *rows)))
    from kzlearn.memory import lines

    for event in found.events:
        lines.check(event)


def test_a_damaged_package_is_read_or_refused_with_a_sentence(tmp_path: Path) -> None:
    export("apkg", bank_of(tmp_path / "bank"), tmp_path / "k.apkg")
    whole = (tmp_path / "k.apkg").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as inner:
        base = inner.read("collection.anki2")
    rng = Random(4)
    refused = 0
    for _ in range(150):
        cut = rng.random() < 0.2
        if cut:
            data = whole[: rng.randrange(len(whole))]
        else:
            damaged = bytearray(base)
            for _ in range(rng.choice((1, 10, 1000))):
                damaged[rng.randrange(len(damaged))] = rng.randrange(256)
            data = zipped(tmp_path / "in.apkg", collection__anki2=bytes(damaged)).read_bytes()
        (tmp_path / "x.apkg").write_bytes(data)
        found = Found()
        with suppress(Unreadable):
            found = read(tmp_path / "x.apkg")
        refused += not (found.banks or found.said)
    assert refused > 20
