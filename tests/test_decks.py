"""The shipped decks: nothing is wrong with them, all that is stated is asked, and they read well as files."""

from pathlib import Path

import pytest

from kzlearn.bank.load import load
from kzlearn.bank.quotes import document_of, find
from kzlearn.checks import check

DECKS = Path(__file__).parent.parent / "decks"


@pytest.fixture(scope="module", params=sorted(path.name for path in DECKS.iterdir()))
def bank(request: pytest.FixtureRequest):
    loaded = load([DECKS / request.param])
    assert loaded.problems == ()
    (found,) = loaded.banks
    return found


def test_no_check_says_a_word(bank) -> None:
    assert [str(problem) for problem in check([bank])] == []


def test_nothing_is_kept_from_the_checks(bank) -> None:
    assert [question.id for question in bank.questions if question.allow] == []


def test_every_fact_has_its_proof_and_is_asked(bank) -> None:
    asked = {name for question in bank.questions for name in question.facts}
    assert [fact.id for fact in bank.facts if not fact.quote or fact.id not in asked] == []


def test_every_question_says_its_level_and_difficulty(bank) -> None:
    assert [question.id for question in bank.questions if not (question.level and question.difficulty)] == []


def test_topics_follow_each_other_as_the_documents_paragraphs_do(bank) -> None:
    """The facts of a topic lie together, and topics are in the order in which the document comes to them."""
    topics = [fact.topic for fact in bank.facts]
    order = list(dict.fromkeys(topics))
    assert topics == sorted(topics, key=order.index)
    begins = [
        min(map(_place, [bank] * len(facts), facts))
        for facts in ([f for f in bank.facts if f.topic == t] for t in order)
    ]
    assert begins == sorted(begins)


def _place(bank, fact) -> int:
    evidence = fact.quote[-1]
    return min(find(document_of(bank, evidence).text, evidence))[0]


def test_lines_are_no_longer_than_a_screen_is_wide(bank) -> None:
    for file in map(Path, bank.files):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [n for n, line in enumerate(lines, 1) if len(line) > 120] == []
