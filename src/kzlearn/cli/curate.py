"""kzlearn curate: one draft after another, beside the words that prove it."""

from pathlib import Path
from typing import Annotated

import typer

from kzlearn.bank import amend, quotes
from kzlearn.bank.load import load
from kzlearn.cli import _common, _lines, _options, _tools
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
    if accept_above is not None:
        surer = [question for _, question in _drafts(bank) if (question.score or 0) > accept_above]
        amend.decide(surer, "approved")
        print(f"{_common.counted(len(surer), 'draft')} approved.")
    _Curation(bank).run()


class _Curation:
    """A person, or a program, deciding on the drafts of a bank."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.prompting = _lines.watched()
        self.decisions: list[amend.Decision] = []
        self.passed: set[str] = set()

    def run(self) -> None:
        try:
            while waiting := [pair for pair in _drafts(self.path) if pair[1].id not in self.passed]:
                self._show(*waiting[0], len(waiting))
                if (line := _lines.read(self.prompting)) in (None, "q"):
                    break
                self._take(line or "", waiting[0][1])
        finally:
            left = _common.counted(len(_drafts(self.path)), "draft")
            self._say(f"{_common.counted(len(self.decisions), 'decision')}, {left} left.")

    def _take(self, line: str, question: Question) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "a":
                self.decisions += amend.decide([question], "approved")
            case "r":
                self.decisions += amend.decide([question], "rejected", rest.strip())
            case "e":
                _tools.edit(question.origin, question.spot().line)
            case "s":
                self.passed.add(question.id)
            case "u" if self.decisions:
                amend.take_back(self.decisions.pop())
            case "u":
                self._say("  There is nothing to take back.")
            case _:
                self._say(f"  {KEYS}")

    def _show(self, bank: Bank, question: Question, left: int) -> None:
        facts = {fact.id: fact for fact in bank.facts}
        score = f" · score {question.score:.2f}" if question.score is not None else ""
        self._say(f"\n[{_common.counted(left, 'draft')} left{score}]")
        for fact in (facts[name] for name in question.facts if name in facts):
            for proof in filter(None, (quotes.proof(bank, evidence) for evidence in fact.quote)):
                self._say(f"  {proof.before}«{proof.quote}»{proof.after} ({proof.title}, line {proof.line})")
        content = question.content
        self._say(str(getattr(content, "text", None) or getattr(content, "prompt", "")))
        if content.kind != "cloze":
            for part in content.parts():
                self._say(f"  = {content.accepted(part)[0]}")
        self._say(f"  {KEYS}")

    def _say(self, text: str) -> None:
        _lines.say(text, self.prompting)


def _drafts(path: Path) -> list[tuple[Bank, Question]]:
    """The drafts of a bank as its files stand now. Raises Unreadable when none of it can be read."""
    loaded = load([path])
    if not loaded.banks:
        raise Unreadable(f"no bank can be read in {path}", "see 'kzlearn check'")
    return [(bank, question) for bank in loaded.banks for question in bank.questions if question.status == "draft"]
