"""kzlearn curate: one draft after another, beside the words that prove it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from kzlearn.bank import amend, quotes
from kzlearn.bank.load import load
from kzlearn.cli import _common, _options, _tools
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Bank, Question

app = _options.application()
Folder = Annotated[Path, typer.Argument(help="The bank whose drafts are to be decided on.", metavar="BANK")]
Above = Annotated[
    float | None, typer.Option("--accept-above", help="Approve at once what scores more, 0 to 1.", metavar="SCORE")
]
KEYS = "a accept · r REASON reject · e edit in $EDITOR · s skip · u undo · q quit"


@app.command()
def curate(bank: Folder, accept_above: Above = None, home: _options.Home = None) -> None:
    """Decide on drafts one at a time: accept, reject with a reason, edit. Every decision is written at once."""
    _common.desk(home)
    done: list[Question] = []
    passed: set[str] = set()
    if accept_above is not None:
        count = 0
        while surer := next((q for _, q in _drafts(bank) if (q.score or 0) > accept_above), None):
            amend.decide(surer, "approved")
            count += 1
        print(f"{_common.counted(count, 'draft')} approved.")
    while found := next(((b, q) for b, q in _drafts(bank) if q.id not in passed), None):
        left = sum(1 for _, q in _drafts(bank) if q.id not in passed)
        _show(*found, left)
        line = sys.stdin.readline()
        word, _, rest = line.strip().partition(" ")
        if not line or word == "q":
            break
        _decide(word, rest.strip(), found[1], done, passed, bank)
    left = sum(1 for _ in _drafts(bank))
    print(f"{_common.counted(len(done), 'decision')}, {_common.counted(left, 'draft')} left.")


def _decide(word: str, rest: str, question: Question, done: list[Question], passed: set[str], bank: Path) -> None:
    match word:
        case "a":
            amend.decide(question, "approved")
            done.append(question)
        case "r":
            amend.decide(question, "rejected", rest)
            done.append(question)
        case "e":
            _tools.edit(question.origin, question.spot().line)
        case "s":
            passed.add(question.id)
        case "u" if done:
            last = done.pop()
            again = next(q for loaded in load([bank]).banks for q in loaded.questions if q.id == last.id)
            amend.decide(again, "draft")
        case _:
            print(f"  {KEYS}")


def _drafts(bank: Path) -> Iterator[tuple[Bank, Question]]:
    """The drafts of a bank as its files stand now. Raises Unreadable when none of it can be read."""
    loaded = load([bank])
    if not loaded.banks:
        raise Unreadable(f"no bank can be read in {bank}", "see 'kzlearn check'")
    return ((one, question) for one in loaded.banks for question in one.questions if question.status == "draft")


def _show(bank: Bank, question: Question, left: int) -> None:
    facts = {fact.id: fact for fact in bank.facts}
    score = f" · score {question.score:.2f}" if question.score is not None else ""
    print(f"\n[{_common.counted(left, 'draft')} left{score}]")
    for fact in (facts[name] for name in question.facts if name in facts):
        for proof in filter(None, (quotes.proof(bank, evidence) for evidence in fact.quote)):
            print(f"  {proof.before}»{proof.quote}«{proof.after}")
            print(f"    {proof.title}, line {proof.line}")
    content = question.content
    print(getattr(content, "text", None) or getattr(content, "prompt", ""))
    if content.kind != "cloze":
        for part in content.parts():
            print(f"  = {content.accepted(part)[0]}")
    print(f"  {KEYS}")
