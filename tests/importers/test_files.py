"""Tables, JSON and flashcards: what is written reads back; what others wrote is read as far as it goes."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.bank.load import load
from kzlearn.bank.plain import text
from kzlearn.export import Job, Outcome, Sort, format_named
from kzlearn.importers import Found, importer_for
from kzlearn.kinds.choice import Choice
from kzlearn.kinds.cloze import Cloze
from kzlearn.kinds.text import Text
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Bank, Id, Question

from ..export.conftest import NOW

DECK = Path(__file__).parent.parent.parent / "decks/internet-in-kazakhstan"
HERE = Path(__file__).parent.parent / "export"


def there_and_back(name: str, banks: list[Bank], folder: Path) -> tuple[list[Outcome], Found, list[Bank]]:
    """Banks written in a format, read again, written as YAML, loaded."""
    module = format_named(name)
    out = folder / f"made{module.SUFFIX}"
    outcomes = module.export(Job(tuple(banks), out, NOW))
    found = importer_for(out).read(out)
    again = []
    for number, made in enumerate(found.banks):
        home = folder / f"again{number}"
        home.mkdir()
        (home / "bank.yaml").write_text(text(made.bank), encoding="utf-8")
        again += load([home]).banks
    return outcomes, found, again


def asked(banks: list[Bank]) -> dict[str, Question]:
    return {q.id: q for bank in banks for q in bank.questions}


@pytest.mark.parametrize("name", ["json", "csv", "tsv"])
def test_the_shipped_deck_comes_back_whole(name: str, tmp_path: Path) -> None:
    banks = load([DECK]).banks
    outcomes, found, again = there_and_back(name, banks, tmp_path)
    assert {outcome.sort for outcome in outcomes} == {Sort.WRITTEN}
    assert found.problems == []
    assert asked(again) == asked(banks)
    kept = {q for question in banks[0].questions for q in question.facts[:1]}
    facts = {fact.id: (fact.statement, fact.quote, fact.topic) for fact in again[0].facts}
    assert {id_: facts[id_] for id_ in kept} == {
        fact.id: (fact.statement, fact.quote, fact.topic) for fact in banks[0].facts if fact.id in kept
    }


def test_flashcards_of_the_shipped_deck_come_back_where_they_have_a_form(tmp_path: Path) -> None:
    banks = load([DECK]).banks
    outcomes, found, again = there_and_back("markdown", banks, tmp_path)
    assert found.problems == []
    assert {o.sort for o in outcomes} == {Sort.WRITTEN, Sort.SIMPLER}
    whole = {o.question.id: o.question for o in outcomes if o.sort is Sort.WRITTEN}
    back = asked(again)
    assert len(whole) > 200
    for id_, question in whole.items():
        assert back[id_].content == question.content
        assert back[id_].explanation == question.explanation
    for outcome in outcomes:
        if outcome.sort is Sort.SIMPLER:
            assert outcome.why.startswith("flashcards know no ")


HOSTILE = st.text(min_size=1, max_size=20).map(str.strip).filter(bool) | st.sampled_from(
    ["=1+1", "'=1", "''@x", "-5", "-x", "+7 727", "a | b", "[a", '["a"]', '"[a]"', "{x", "a,b;c", 'say "no"', "two\nlines",
     "Q: x\nA: y", "\\Q: x", "# x", "- [x] y", "a\n---\nb", "<!-- x -->", "true", "1e3", "a\ttab", "й"]
)  # fmt: skip


@pytest.mark.parametrize("name", ["json", "csv", "tsv", "markdown"])
@given(
    prompt=HOSTILE,
    answer=HOSTILE,
    accept=st.lists(HOSTILE, max_size=3),
    hint=HOSTILE,
    options=st.lists(HOSTILE, min_size=2, max_size=4, unique=True),
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_reads_back_or_is_left_out_with_a_reason(
    name: str, prompt: str, answer: str, accept: list[str], hint: str, options: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    typed = Text(prompt=prompt, answer=answer, accept=tuple(accept))
    chosen = Choice(prompt=prompt, answer=options[0], distractors=tuple(options[1:]))
    around, inside = re.sub(r"[\\{}]", "", prompt), re.sub(r"[\\{}:]", "x", answer)
    blank = Cloze(text="The " + around + " {{a::" + inside + "}}")
    questions = tuple(
        Question(id=Id(f"q{n}"), hint=hint, content=content) for n, content in enumerate((typed, chosen, blank))
    )
    sure = Question(id=Id("sure"), content=Text(prompt="p", answer="a"))
    made = Bank(id=Id("b"), questions=(*questions, sure))
    outcomes, found, again = there_and_back(name, [made], tmp_path_factory.mktemp("x"))
    assert found.problems == []
    back = asked(again)
    for outcome in outcomes:
        if outcome.sort is Sort.WRITTEN:
            question = outcome.question
            assert (back[question.id].content, back[question.id].hint) == (question.content, question.hint)
        else:
            assert outcome.why


def read(tmp_path: Path, name: str, data: bytes | str) -> Found:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return importer_for(path).read(path)


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    content = Text(prompt='=HYPERLINK("http://x")', answer="@SUM(1)", accept=("+1+1", "x"))
    bank = Bank(id=Id("b"), questions=(Question(id=Id("q"), content=content),))
    format_named("csv").export(Job((bank,), tmp_path / "x.csv", NOW))
    cells = (tmp_path / "x.csv").read_text(encoding="utf-8-sig").replace("\r\n", ",").replace('"', ",").split(",")
    assert [cell for cell in cells if cell[:1] in "=+-@" and cell] == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_tables_of_others_are_read(delimiter: str, encoding: str, tmp_path: Path) -> None:
    rows = ["Question", "Answer", "Tags"], ["Столица Казахстана?", "Астана", "a | b"], ["2 + 2?", "4", ""]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    found = read(tmp_path, "geo.csv", data)
    assert found.banks[0].bank == {
        "bank": "geo",
        "questions": [
            {"prompt": "Столица Казахстана?", "answer": "Астана", "tags": ["a", "b"]},
            {"prompt": "2 + 2?", "answer": "4"},
        ],
    }
    assert len(found.problems) == (encoding == "cp1251")


def test_two_columns_without_a_header_are_prompt_and_answer(tmp_path: Path) -> None:
    found = read(tmp_path, "words.tsv", "der Hund\tthe dog\ndie Katze\tthe cat\n")
    assert found.banks[0].bank["questions"][0] == {"prompt": "der Hund", "answer": "the dog"}


def test_a_row_that_cannot_be_read_is_named_and_the_others_taken(tmp_path: Path) -> None:
    table = "prompt,answer,kind,need\na,b,text,\nc,d,nonsense,\ne,f,../x,\ng,h,list,many\n"
    found = read(tmp_path, "x.csv", table)
    assert len(found.banks[0].bank["questions"]) == 1
    assert [str(p).partition("x.csv")[2] for p in found.problems] == [
        ":3:1: warning: the row is of the unknown kind 'nonsense' (it was left out)",
        ":4:1: warning: the row is of the unknown kind '../x' (it was left out)",
        ":5:1: warning: the row has a 'need' that is 'many', not a number (it was left out)",
    ]


def test_flashcards_of_others_are_read(tmp_path: Path) -> None:
    cards = (
        "# Geography\n\nQ: What is the capital\nof Norway?\nA: Oslo\nsince 1814\n\nQ: Of Italy?\nA: Rome\n---\n## Asia\n"
        "C: [Astana] is the capital of [Kazakhstan], see [a map](map.png).\n\nQ: Which is in Asia?\n- [x] Japan\n- [ ] Peru\n\n"
        "Q: Nothing?\n"
    )
    found = read(tmp_path, "x.md", cards)
    (made,) = found.banks
    assert (made.bank["bank"], made.bank["title"]) == ("geography", "Geography")
    assert made.bank["questions"] == [
        {"prompt": "What is the capital\nof Norway?", "answer": "Oslo\nsince 1814"},
        {"prompt": "Of Italy?", "answer": "Rome"},
        {
            "kind": "cloze",
            "text": "{{c1::Astana}} is the capital of {{c2::Kazakhstan}}, see [a map](map.png).",
            "tags": ["Asia"],
        },
        {"prompt": "Which is in Asia?", "kind": "choice", "answer": "Japan", "distractors": ["Peru"], "tags": ["Asia"]},
    ]
    assert "the card has no answer" in str(found.problems[0])


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("x.csv", b"", "is empty"),
        ("x.csv", b"a\0b,c", "is no text"),
        ("x.csv", b"one,two,three\n1,2,3\n", "has no column 'prompt'"),
        ("x.csv", b"prompt,answer\n", "holds no question"),
        ("x.json", b"{", "is no JSON"),
        ("x.json", b"[1]", "holds no bank"),
        ("x.json", b"[" * 100_000, "is nested too deeply"),
        ("x.md", b"# Only a heading\n", "holds no flashcards"),
    ],
)
def test_what_holds_no_bank_says_so(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=re.escape(says)):
        read(tmp_path, name, data)


def test_kinds_without_a_form_become_simpler_ones(tmp_path: Path) -> None:
    loaded = load([HERE / "kinds.yaml"]).banks
    outcomes, _, again = there_and_back("markdown", loaded, tmp_path)
    simpler = {o.question.id: o.why for o in outcomes if o.sort is Sort.SIMPLER}
    assert {*simpler} == {"true-false", "number", "date", "order", "match", "list"}
    assert len(asked(again)) >= len(loaded[0].questions)
    assert replace(asked(again)["text"], facts=()).content == asked(loaded)["text"].content
