"""Deciding on drafts, and what is still not asked for."""

from .conftest import Kzlearn

LAKE = """# Lake Balkhash

Lake Balkhash is a lake in Kazakhstan. It covers 16,400 km2 in Asia. The lake was mapped by Russian explorers in 1834.
He thought that Almaty was near.
"""


def lake(kz: Kzlearn) -> str:
    kz.write("lake.md", LAKE)
    kz("generate", "lake.md", "-o", "lake")
    return (kz.folder / "lake/lake.drafts.yaml").read_text()


def test_each_decision_is_written_at_once_and_nothing_else_changes(kz: Kzlearn) -> None:
    before = lake(kz)
    ran = kz("curate", "lake", stdin="a\nr too easy: no\nq\n")
    assert ran.out.endswith("2 decisions, 2 drafts left.\n")
    after = (kz.folder / "lake/lake.drafts.yaml").read_text()
    wanted = before.replace("status: draft", "status: approved", 1).replace(
        "status: draft", 'status: rejected\n    note: "too easy: no"', 1
    )
    assert after == wanted
    assert kz("check", "lake").out == ""


def test_a_draft_is_shown_with_the_words_that_prove_it(kz: Kzlearn) -> None:
    lake(kz)
    out = kz("curate", "lake", stdin="s\nq\n").out
    assert "»Lake Balkhash is a lake in Kazakhstan.«" in out
    assert "Lake Balkhash is a lake in {{name::Kazakhstan}}." in out
    assert "[4 drafts left · score 0.65]" in out


def test_a_decision_is_taken_back_and_a_session_goes_on_where_it_ended(kz: Kzlearn) -> None:
    before = lake(kz)
    kz("curate", "lake", stdin="a\nu\nq\n")
    assert (kz.folder / "lake/lake.drafts.yaml").read_text() == before
    kz("curate", "lake", stdin="a\n")
    assert kz("curate", "lake", stdin="").out.startswith("\n[3 drafts left")


def test_what_scores_high_can_be_approved_at_once(kz: Kzlearn) -> None:
    lake(kz)
    assert kz("curate", "lake", "--accept-above", "0.8", stdin="").out.startswith("3 drafts approved.\n")
    assert kz("due", "lake", "--json").json["new"] == 2


def test_an_unknown_word_says_what_can_be_typed(kz: Kzlearn) -> None:
    lake(kz)
    assert kz("curate", "lake", stdin="x\nq\n").out.count("a accept") == 3


def test_coverage_names_the_sentences_that_nothing_asks_for(kz: Kzlearn) -> None:
    lake(kz)
    ran = kz("coverage", "lake")
    assert ran.out == (
        "lake/lake.txt:4: He thought that Almaty was near.\n"
        "3 of 4 sentences with a figure, a date or a name are asked for.\n"
    )
    assert [row["asked"] for row in kz("coverage", "lake", "--json").json] == [True, True, True, False]


def test_refresh_lists_what_no_longer_stands_and_changes_nothing(kz: Kzlearn) -> None:
    before = lake(kz)
    kz.write("new.md", LAKE.replace("16,400", "17,000"))
    ran = kz("refresh", "lake", "new.md")
    assert ran.code == 1
    assert (
        "changed in meaning\n  - It covers 16,400 km2 in Asia.\n  + line 3: It covers 17,000 km2 in Asia.\n" in ran.out
    )
    assert ran.out.endswith("5 quotes: 4 stand, 1 changed in meaning.\n")
    assert (kz.folder / "lake/lake.drafts.yaml").read_text() == before
    assert kz("refresh", "lake", "lake.md").code == 0
    assert "no document 'x' (name one with --source: lake)" in kz("refresh", "lake", "lake.md", "--source", "x").err
