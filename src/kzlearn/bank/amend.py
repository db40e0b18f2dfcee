"""Small changes of a bank by inserting text: another right answer, a draft's status. Every other byte stays."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from kzlearn.bank.format import BankFile
from kzlearn.bank.insert import Places, put, scalar, text_of
from kzlearn.bank.load import read_file
from kzlearn.bank.nodes import BREAK, Node, parse
from kzlearn.model.problems import Spot, Unreadable
from kzlearn.model.questions import Content, Question, Status


def can_accept(question: Question, part: str) -> bool:
    """Whether a question of its kind can be told another right answer."""
    known = getattr(question.content, "accept", None)
    return isinstance(known, tuple) or (isinstance(known, Mapping) and bool(part))


def accept(question: Question, part: str, answer: str) -> None:
    """Write an answer into the `accept` of a question, as it stands in its file now.

    Raises Unreadable when the question is no longer where it was read, or the file cannot be written; it is then as it
    was.
    """
    path = Path(question.origin)
    text = text_of(path)
    root, _ = parse(text, str(path))
    before = _in_file(read_file(path)[0], question.spot())
    node = _node_at(root, question.spot()) if root else None
    if (
        node is None
        or before is None
        or before.content.kind != question.content.kind
        or before.id not in ("", question.id)
    ):
        raise Unreadable(f"{path} has changed since it was read", "start the session again")
    at, piece = _insertion(Places(text), node, part, answer)
    wanted = _accepting(before.content, part, answer)

    def says_it(aside: Path) -> bool:
        found = [q.content for q in _questions(read_file(aside)[0])]
        known = [*_questions(read_file(path)[0])]
        return found == [wanted if q.spot() == question.spot() else q.content for q in known]

    put(path, text[:at] + piece + text[at:], says_it)


def _questions(file: BankFile | None) -> Iterator[Question]:
    if file:
        yield from (question for fact in file.facts for question in fact.questions)
        yield from file.questions


def _in_file(file: BankFile | None, spot: Spot) -> Question | None:
    return next((question for question in _questions(file) if question.spot() == spot), None)


def _node_at(root: Node, spot: Spot) -> Node | None:
    """The mapping that begins at a spot."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.is_mapping:
            if node.spot == spot:
                return node
            waiting += [value for _, value in node.entries.values()]
        elif isinstance(node.value, list):
            waiting += node.value
    return None


def _accepting(content: Content, part: str, answer: str) -> Content:
    known: Any = getattr(content, "accept", ())
    added: Any = (answer, *known) if not part else {**known, part: (answer, *known.get(part, ()))}
    changed: dict[str, Any] = {"accept": added}
    return replace(content, **changed)


def _insertion(places: Places, node: Node, part: str, answer: str) -> tuple[int, str]:
    """Where to insert, and what: into the list that is there, or as a key after the answer."""
    if "accept" not in node.entries:
        return _new_key(places, node, f"{scalar(part)}: [{scalar(answer)}]" if part else scalar(answer), bool(part))
    held = node.entries["accept"][1]
    if part:
        if part not in held.entries:
            return _first(places, held, f"{scalar(part)}: [{scalar(answer)}]", "")
        held = held.entries[part][1]
    return _first(places, held, scalar(answer), "- ")


def _first(places: Places, held: Node, item: str, dash: str) -> tuple[int, str]:
    """As the first of a list's or mapping's items."""
    at = places.offset(held.spot)
    if places.text[at : at + 1] in ("[", "{"):
        return at + 1, f"{item}, " if held.value else item
    return at, f"{dash}{item}{places.line_end(at)}{' ' * places.column(at)}"


def _new_key(places: Places, node: Node, item: str, mapping: bool) -> tuple[int, str]:
    """As a key before the one that follows the answer; before the answer when that is the last."""
    spots = sorted(key_node.spot for key_node, _ in node.entries.values())
    answer = next(node.entries[name][0].spot for name in ("answer", "text", "prompt") if name in node.entries)
    at = places.offset(next((spot for spot in spots if spot > answer), answer))
    piece = f"accept: {{{item}}}" if mapping else f"accept: [{item}]"
    if places.text[places.offset(node.spot)] == "{":
        return at, f"{piece}, "
    key_node, value = next(entry for entry in node.entries.values() if entry[0].spot == answer)
    if answer == spots[-1] and isinstance(value.value, str):
        begins = places.offset(value.spot)
        broken = BREAK.search(places.text, begins)
        ends = broken.start() if broken else len(places.text)
        if value.value in places.text[begins:ends] and key_node.spot.line == value.spot.line:  # all on its line
            return ends, f"{places.line_end(begins)}{' ' * places.column(at)}{piece}"
    return at, f"{piece}{places.line_end(at)}{' ' * places.column(at)}"


class Decision(NamedTuple):
    """What a decision changed: a file, its text before and after."""

    path: Path
    before: str
    after: str


def decide(questions: Iterable[Question], status: Status, note: str = "") -> list[Decision]:
    """Write what a person decided of drafts into their files: their status, and a note on why.

    Raises Unreadable when a question is no longer where it was read, says nothing of its status, or a file cannot be
    written; that file is then as it was.
    """
    files: dict[str, list[Question]] = {}
    for question in questions:
        files.setdefault(question.origin, []).append(question)
    return [_decided(Path(file), group, status, note) for file, group in files.items()]


def take_back(decision: Decision) -> None:
    """Give a file the text it had before a decision. Raises Unreadable when it has changed since."""
    if text_of(decision.path) != decision.after:
        raise Unreadable(f"{decision.path} has changed since", "take it back by hand")
    put(decision.path, decision.before, lambda aside: read_file(aside)[0] is not None)


def _decided(path: Path, questions: list[Question], status: Status, note: str) -> Decision:
    text = text_of(path)
    root, _ = parse(text, str(path))
    before = [*_questions(read_file(path)[0])]
    wanted = {question.spot(): question for question in questions}
    places = Places(text)
    after, pieces = [], []
    for question in before:
        if (asked := wanted.pop(question.spot(), None)) is None:
            after.append(question)
            continue
        node = _node_at(root, question.spot()) if root else None
        if node is None or question.id not in ("", asked.id) or "status" not in node.entries:
            wanted[question.spot()] = asked
            break
        after.append(replace(question, status=status, note=question.note or note))
        pieces.append(_status(places, node, status, "" if question.note else note))
    if wanted:
        raise Unreadable(f"{path} has changed since it was read", "start again")
    new = text
    for start, end, piece in sorted(pieces, reverse=True):
        new = new[:start] + piece + new[end:]
    put(path, new, lambda aside: [*_questions(read_file(aside)[0])] == after)
    return Decision(path, text, new)


def _status(places: Places, node: Node, status: str, note: str) -> tuple[int, int, str]:
    """The place of a question's status, and what is to stand there: the new one, and a note after it."""
    key_node, value = node.entries["status"]
    start = places.offset(value.spot)
    end = start + len(str(value.value)) + 2 * (places.text[start] in "\"'")
    if not note:
        return start, end, status
    if places.text[places.offset(node.spot)] == "{":
        return start, end, f"{status}, note: {scalar(note)}"
    indent = " " * places.column(places.offset(key_node.spot))
    return start, end, f"{status}{places.line_end(start)}{indent}note: {scalar(note)}"
