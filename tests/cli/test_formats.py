"""Exporting and importing as a user does."""

from pathlib import Path

import genanki
import pytest

from .conftest import Kzlearn


def test_a_bank_becomes_a_package_and_a_lock(kz: Kzlearn) -> None:
    ran = kz("export", "apkg", "sea.yaml", "-o", "k.apkg")
    assert (ran.code, ran.out, ran.err) == (0, "k.apkg: 4 written.\n", "")
    assert (kz.folder / "sea.lock").exists()


def test_without_a_name_the_package_is_called_by_the_bank(kz: Kzlearn) -> None:
    assert kz("export", "apkg", "sea.yaml").out == "sea.apkg: 4 written.\n"


def test_what_is_left_out_is_told_with_its_place(kz: Kzlearn) -> None:
    kz.write("sea.yaml", kz.bank.read_text().replace("hint: Like the sky.", 'hint: "a\\x1fb"'))
    ran = kz("export", "apkg", "sea.yaml", "-o", "k.apkg")
    assert ran.out == "k.apkg: 3 written, 1 left out.\n"
    assert ran.err.startswith("sea.yaml:10:5: warning: colour is left out: it holds the character U+001F")
    strict = kz("export", "apkg", "sea.yaml", "-o", "strict.apkg", "--strict")
    assert strict.code == 1
    assert strict.out == "Nothing written: 3 written, 1 left out.\n"
    assert not (kz.folder / "strict.apkg").exists()


def test_a_lock_that_cannot_be_read_stops_the_export(kz: Kzlearn) -> None:
    kz.write("sea.lock", "{")
    ran = kz("export", "apkg", "sea.yaml", "-o", "k.apkg")
    assert ran.code == 2
    assert "sea.lock is no lock of a bank" in ran.err
    assert not (kz.folder / "k.apkg").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nonsense", "sea.yaml"), "there is no format 'nonsense' (the formats are: apkg"),
        (("apkg", "gone.yaml"), "there is no file or folder gone.yaml"),
        (("apkg", "sea.yaml", "-o", "no/where.apkg"), "there is no folder no"),
    ],
)
def test_what_cannot_be_exported_is_one_sentence(kz: Kzlearn, words: tuple[str, ...], says: str) -> None:
    ran = kz("export", *words)
    assert ran.code == 2
    assert says in ran.err


def test_progress_goes_to_a_package_and_comes_back_to_another_home(kz: Kzlearn) -> None:
    kz.quiz("blue", "f", "11 km", "salt")
    kz("export", "apkg", "sea.yaml", "-o", "k.apkg", "--with-progress")
    ran = kz("import", "k.apkg")
    assert ran.out.endswith("\n0 events added, 4 known already.\n")
    elsewhere = kz.folder / "elsewhere"
    assert kz("import", "k.apkg", "--home", elsewhere).out.endswith("\n4 events added, 0 known already.\n")
    assert kz("import", "k.apkg", "--home", elsewhere).out.endswith("\n0 events added, 4 known already.\n")
    mine, theirs = (kz("due", "--json", "sea.yaml", "--home", home).json for home in (kz.home, elsewhere))
    assert mine == theirs


def test_what_is_no_file_of_a_known_kind_is_one_sentence(kz: Kzlearn) -> None:
    kz.write("x.apkg", "no package")
    assert "x.apkg is no package of Anki" in kz("import", "x.apkg").err
    assert "of no kind that can be imported (it may be one of" in kz("import", "sea.pdf").err
    assert "cannot be read: No such file" in kz("import", "gone.apkg").err


def test_formats_are_listed_from_the_code(kz: Kzlearn) -> None:
    assert "export  apkg       .apkg          a deck for Anki\n" in kz("formats").out
    assert ("import", "apkg", ".apkg .colpkg") in [
        (row["way"], row["format"], row["suffix"]) for row in kz("formats", "--json").json
    ]


def foreign(path: Path) -> None:
    """A package as genanki makes them."""
    model = genanki.BASIC_MODEL
    deck = genanki.Deck(7, "Capitals")
    deck.add_note(genanki.Note(model, ["Capital of Norway?", "Oslo"], guid="a"))
    deck.add_note(genanki.Note(model, ["<b>Norway</b> & Sweden?", "a<br>b"], guid="b"))
    genanki.Package(deck).write_to_file(path)


@pytest.mark.filterwarnings("ignore:Field contained the following HTML")
def test_a_deck_of_others_becomes_a_bank_that_can_be_asked_at_once(kz: Kzlearn) -> None:
    foreign(kz.folder / "capitals.apkg")
    assert kz("import", "capitals.apkg", "-o", "mine").out == "mine/bank.yaml: 2 questions.\n"
    assert kz("check", "mine").out == ""
    assert kz.quiz("oslo", bank="mine").verdicts[0].startswith("right: Oslo")
    again = kz("import", "capitals.apkg", "-o", "mine")
    assert (again.code, again.err) == (
        2, "kzlearn: mine/bank.yaml is there already, and was left as it is (name another folder with -o)\n"
    )  # fmt: skip


def test_a_table_with_questions_that_cannot_be_asked_says_so(kz: Kzlearn) -> None:
    kz.write("x.csv", "prompt,answer,kind,unit\na,b,text,\nc,many,number,m\n")
    ran = kz("import", "x.csv", "-o", "x")
    assert ran.code == 1
    assert "x/bank.yaml: 2 questions." in ran.out
    assert "'many' is no number" in ran.err or "many" in ran.err


def test_a_banks_name_leads_nowhere_else(kz: Kzlearn) -> None:
    kz.write("in/x.csv", "bank,prompt,answer\n../../out,a,b\nfine,c,d\n")
    kz("import", "in/x.csv", "-o", "in/made")
    assert sorted(path.name for path in (kz.folder / "in/made").iterdir()) == ["fine", "out"]
    assert not (kz.folder / "out").exists()
