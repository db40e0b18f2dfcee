"""markdown: flashcards in text, as hashcards, repeater and our own export write them.

A card begins with `Q:` or `C:` and ends at the next, at `---` or at a heading. `C:` has its blanks in brackets; a task
list under `Q:` gives options.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kzlearn.importers import Found, Made, id_of, problem, text_of
from kzlearn.importers._cards import unescaped
from kzlearn.model.problems import Unreadable

SUFFIXES = (".md", ".markdown")
WHAT = "flashcards as text: Q:, A:, C:, task lists"
COMMENT = re.compile(r"^<!-- (\{.*\}) -->$", re.MULTILINE)
OPTION = re.compile(r"^- \[([ xX])\] (.*)$", re.MULTILINE)
GAP = re.compile(r"\[([^\[\]]+)\](?!\()")
"""A blank, and no link."""


def read(path: Path) -> Found:
    """The cards of a file as one bank. Raises Unreadable when it has none."""
    text, found = text_of(path)
    title, topic, questions = path.stem, "", []
    for line, block in _blocks(text):
        if block.startswith("#"):
            name = block.lstrip("#").strip()
            title, topic = (name or title, "") if block.startswith("# ") else (title, name)
            continue
        try:
            question = _question(block)
        except ValueError as error:
            found.problems.append(problem(path, line, f"the card {error}", "it was left out"))
            continue
        if topic and topic not in question.get("tags", ()):
            question["tags"] = [*question.get("tags", ()), topic]
        questions.append(question)
    if not questions:
        raise Unreadable(f"{path} holds no flashcards", "write them as Q: and A:, or C: with [blanks]")
    found.banks = [Made({"bank": id_of(title), "title": title, "questions": questions})]
    return found


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Headings and cards, each with its line."""
    held: list[str] = []
    began = 1
    for number, line in enumerate([*text.replace("\r\n", "\n").split("\n"), "---"], 1):
        ends = line.startswith(("Q:", "C:", "#")) or line.strip() == "---"
        if ends and held:
            if held[0].startswith(("Q:", "C:", "#")):
                yield began, "\n".join(held).strip()
            held = []
        if line.strip() != "---" and (held or line.startswith(("Q:", "C:", "#"))):
            began = began if held else number
            held.append(line)


def _question(block: str) -> dict[str, Any]:
    """The question of a card. Raises ValueError with the end of a sentence."""
    rest: dict[str, Any] = {}
    if found := COMMENT.search(block):
        try:
            rest = dict(json.loads(found[1]))
        except (ValueError, RecursionError):
            raise ValueError("ends in a comment that is no JSON") from None
        block = (block[: found.start()] + block[found.end() :]).strip()
    if block.startswith("C:"):
        return {**rest, "kind": "cloze", "text": rest.get("text") or _cloze(unescaped(block[2:].strip()))}
    options = OPTION.findall(block)
    prompt, _, answer = OPTION.sub("", block[2:]).partition("\nA:")
    prompt, answer = unescaped(prompt.strip()), unescaped(answer.strip())
    if not options:
        if not answer:
            raise ValueError("has no answer; it begins with 'A:'")
        return {**rest, "prompt": prompt, "answer": answer}
    right = [text.strip() for mark, text in options if mark != " "]
    wrong = [text.strip() for mark, text in options if mark == " "]
    if not right or not wrong:
        raise ValueError("has no right option" if not right else "has no wrong option")
    kind = {"kind": "choice", "answer": right[0]} if len(right) == 1 else {"kind": "choices", "answers": right}
    return {**rest, "prompt": prompt, **kind, "distractors": wrong}


def _cloze(text: str) -> str:
    """A text with `[blanks]` as our clozes write them, each with a part of its own."""
    pieces, at = [], 0
    for number, found in enumerate(GAP.finditer(text), 1):
        pieces += [
            _plain(text[at : found.start()]),
            f"{{{{c{number}::{_plain(found[1]).replace('::', chr(92) + '::')}}}}}",
        ]
        at = found.end()
    if not pieces:
        raise ValueError("has no blank in [brackets]")
    return "".join([*pieces, _plain(text[at:])])


def _plain(text: str) -> str:
    return re.sub(r"[\\{}]", r"\\\g<0>", text)
