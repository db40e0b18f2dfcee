"""`make evaluate DOCUMENTS=folder`: how many facts that a person picked from documents are asked for, into docs.

A folder holds documents, each with `NAME.gold.jsonl` beside it: a line a fact, with `evidence` and `answers`.
A fact counts as asked when a draft quotes its evidence and one of its answers is a draft's.
"""

import json
import re
import sys
import time
from pathlib import Path

from markdown import table

from kzlearn import readers
from kzlearn.generate import drafts, engine
from kzlearn.generate._parse import parser
from kzlearn.generate._sentences import prose_of

OUT = Path(__file__).parent.parent / "docs" / "generation.md"
LEAST = 0.5
BLANK = re.compile(r"\{\{[^:]*::(.*?)\}\}")


def main() -> None:
    folder = Path(sys.argv[1])
    parser()
    rows, shares = [], []
    for gold in sorted(folder.glob("*.gold.jsonl")):
        name = gold.name.removesuffix(".gold.jsonl")
        path = next(p for p in folder.glob(f"{name}.*") if p != gold)
        facts = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
        read = readers.read(path)
        alone = _time(lambda read=read: list(parser().pipe(prose.text for _, prose in prose_of(read))))
        spent = _time(lambda read=read: list(drafts(read, "nlp", LEAST)))
        found = list(drafts(read, "nlp", LEAST))
        standing = sum(1 for _ in engine("nlp")(read))
        asked = [
            (_plain(d.quotes[0]), [_plain(a) for q in d.questions for a in BLANK.findall(q.get("text", ""))])
            for d in found
        ]
        hits = sum(any(_meets(fact, *draft) for draft in asked) for fact in facts)
        blanks = sum(len(answers) for _, answers in asked)
        words = len(read.text.split())
        shares.append(hits / len(facts))
        two = sum(len({q["kind"] for q in draft.questions}) > 1 for draft in found)
        rows.append([name, str(len(facts)), f"{shares[-1]:.0%}", str(standing), str(len(found)), str(two), str(blanks),
                     f"{1000 * len(found) / words:.0f}", f"{spent / alone:.2f}"])  # fmt: skip
    rows.append(["mean", "", f"{sum(shares) / len(shares):.0%}", *[""] * 6])
    header = "document|picked facts|asked|stand alone|drafted|in two kinds|blanks|per 1,000 words|time / spaCy's"
    told = table(header.split("|"), rows)
    text = OUT.read_text(encoding="utf-8")
    part = re.compile(r"(<!-- evaluated -->\n).*?(<!-- end -->)", re.DOTALL)
    OUT.write_text(part.sub(lambda found: f"{found[1]}{told}\n{found[2]}", text), encoding="utf-8")


def _meets(fact: dict, quote: str, answers: list[str]) -> bool:
    evidence = _plain(fact["evidence"])
    if evidence[:60] not in quote and quote not in evidence:
        return False
    pairs = [(_plain(wanted), answer) for wanted in fact["answers"] for answer in answers]
    return any(wanted in answer or answer in wanted for wanted, answer in pairs)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _time(work) -> float:  # type: ignore[no-untyped-def]
    """The best of five: what else the machine does only adds."""
    return min(_once(work) for _ in range(5))


def _once(work) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
