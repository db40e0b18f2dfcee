"""The examples of tests/grading.yaml: questions with replies and what a fair person says of them."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import yaml

from kzlearn.bank.load import load
from kzlearn.grading.words import key
from kzlearn.model.questions import Content, Outcome, Verdict

FILE = Path(__file__).parents[1] / "grading.yaml"
WANTED = {"fair": ("right", "nearly"), "nearly": ("nearly",), "miss": ("wrong",), "partial": ("wrong",)}


class Example(NamedTuple):
    """A reply, what it is worth (fair, nearly, miss, partial) and what the program says."""

    said: str
    reply: str
    share: float | None
    content: Content
    part: str
    verdict: Verdict

    @property
    def well(self) -> bool:
        """Whether the program says what a fair person says. A slip may pass as right, and a variant with a remark."""
        if self.share is not None and abs(self.verdict.score - self.share) > 0.011:
            return False
        return self.verdict.correct == (Outcome(WANTED[self.said][0]) is not Outcome.WRONG)

    def __str__(self) -> str:
        asked = self.content.screen(self.part, Random(0)).prompt
        right = self.content.accepted(self.part)[:4]
        return f"{self.said} {self.reply!r} is {self.verdict.outcome} {self.verdict.score:.2f} ({self.content.kind}: {asked} {right})"


class InOrder(Random):
    """Chance that leaves options as they are written, so that examples can name their letters."""

    def shuffle(self, x: Any) -> None:
        pass


def examples(file: Path = FILE) -> Iterator[Example]:
    """Every reply of a file of examples, graded."""
    text = file.read_text(encoding="utf-8")
    as_texts = yaml.load(text, yaml.CBaseLoader)
    contents = _contents(yaml.load(text, yaml.CSafeLoader))
    for entry, content in zip(as_texts, contents, strict=True):
        part = entry.get("part", content.parts()[0])
        screen = content.screen(part, InOrder())
        others = {key(other) for other in entry.get("others", [])}
        for said in WANTED:
            for reply in entry.get(said, ()):
                share = float(entry[said][reply]) if said == "partial" else None
                verdict = content.grade(screen, reply, lambda text, others=others: key(text) in others)
                yield Example(said, reply, share, content, part, verdict)


def _contents(entries: list[dict[str, Any]]) -> list[Content]:
    bank = {"bank": "examples", "questions": [{"id": f"q{n}", **e["question"]} for n, e in enumerate(entries)]}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bank.yaml"
        file.write_text(yaml.safe_dump(bank, allow_unicode=True, sort_keys=False), encoding="utf-8")
        found = load([file])
    assert not found.problems, [*map(str, found.problems)]
    return [question.content for bank in found.banks for question in bank.questions]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        every = [*examples(Path(name))]
        for one in every:
            if not one.well:
                print(one)
        for said in WANTED:
            those = [e for e in every if e.said == said]
            print(
                f"{said}: {sum(e.well for e in those)} of {len(those)}",
                {o.value: sum(e.verdict.outcome is o for e in those) for o in Outcome},
            )
