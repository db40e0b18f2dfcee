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
    assert "«Lake Balkhash is a lake in Kazakhstan.» (Lake Balkhash, line 3)" in out
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
    assert ran.out.endswith("5 quotes: standing 4, changed in meaning 1.\n")
    assert (kz.folder / "lake/lake.drafts.yaml").read_text() == before
    assert kz("refresh", "lake", "lake.md").code == 0
    assert "no document 'x' (name one with --source: lake)" in kz("refresh", "lake", "lake.md", "--source", "x").err


def test_a_rejection_is_taken_back_with_its_reason_and_only_what_was_decided_here(kz: Kzlearn) -> None:
    before = lake(kz)
    out = kz("curate", "lake", stdin="r no\na\nu\nu\nu\nq\n").out
    assert (kz.folder / "lake/lake.drafts.yaml").read_text() == before
    assert "There is nothing to take back." in out
    assert out.endswith("0 decisions, 4 drafts left.\n")


def test_a_bank_without_drafts_says_so(kz: Kzlearn) -> None:
    assert kz("curate", "sea.yaml", stdin="").out == "0 decisions, 0 drafts left.\n"


def test_nothing_in_a_document_acts_on_the_terminal(kz: Kzlearn) -> None:
    kz.write("lake.md", LAKE.replace("He thought", "He \x1b[2Jthought").replace("mapped", "map\x1b]0;x\x07ped"))
    kz("generate", "lake.md", "-o", "lake")
    for ran in (kz("curate", "lake", stdin="s\ns\ns\nq\n"), kz("coverage", "lake"), kz("refresh", "lake", "lake.md")):
        assert "\x1b" not in ran.out + ran.err
        assert "\x07" not in ran.out + ran.err


def test_a_person_sees_where_to_type_and_ctrl_c_keeps_what_was_decided(kz: Kzlearn) -> None:
    before = lake(kz)
    with kz.terminal("curate", "lake", columns=60) as screen:
        screen.last(">")
        assert max(map(len, screen.text.splitlines())) < 60
        assert "(Lake Balkhash,\n" in screen.text
        screen.press("a", "enter")
        screen.shows("[3 drafts left")
        screen.press("ctrl-c")
        assert screen.ends() == 130
        assert "1 decision, 3 drafts left." in screen.text
        assert "Traceback" not in screen.text
    after = (kz.folder / "lake/lake.drafts.yaml").read_text()
    assert after == before.replace("status: draft", "status: approved", 1)
