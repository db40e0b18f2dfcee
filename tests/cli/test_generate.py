"""kzlearn generate as a user meets it."""

from .conftest import Kzlearn

LAKE = """# Lake Balkhash

Lake Balkhash is a lake in Kazakhstan. It covers 16,400 km2 in Asia. The lake was mapped by Russian explorers in 1834.
"""


def test_a_document_becomes_a_bank_of_drafts(kz: Kzlearn) -> None:
    kz.write("lake.md", LAKE)
    assert kz("generate", "lake.md", "-o", "lake").out == "lake/lake.drafts.yaml: 3 new facts, 0 known already.\n"
    assert kz("check", "lake").out == ""
    assert kz("generate", "lake.md", "-o", "lake").out == "lake/lake.drafts.yaml: 0 new facts, 3 known already.\n"


def test_an_approved_draft_is_asked(kz: Kzlearn) -> None:
    kz.write("lake.md", LAKE)
    kz("generate", "lake.md", "-o", "lake")
    assert "0 new" in kz("due", "lake").out
    file = kz.folder / "lake/lake.drafts.yaml"
    file.write_text(file.read_text().replace("status: draft", "status: approved"))
    assert "0 new" not in kz("due", "lake").out


def test_what_is_no_document_is_one_sentence(kz: Kzlearn) -> None:
    kz.write("empty.txt", "")
    (kz.folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    for name, says in (
        ("gone.txt", "gone.txt"),
        ("empty.txt", "empty"),
        ("binary.txt", "binary.txt"),
        ("x.zip", "x.zip"),
    ):
        ran = kz("generate", name, "-o", "out")
        assert ran.code == 2
        assert says in ran.err
        assert ran.err.count("\n") == 1
        assert not (kz.folder / "out").exists()
