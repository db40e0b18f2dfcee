"""Random banks, made from the types that the format is made from, and written down as people write them.

What hypothesis tests need is given by fixtures of the session, because a fixture of the function would be shared by all
examples.
"""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, Union, get_args, get_origin

import pytest
from hypothesis import strategies as st

from kzlearn import kinds
from kzlearn.bank.format import BankFile
from kzlearn.bank.nodes import BOM
from kzlearn.bank.plain import plain
from kzlearn.bank.reader import keys_of
from kzlearn.kinds.cloze import Cloze
from kzlearn.kinds.date import Edtf
from kzlearn.kinds.list import List
from kzlearn.kinds.number import Amount, Tolerance
from kzlearn.model.questions import AsWritten, Content, Id, Question, Written


@contextmanager
def not_hanging() -> Iterator[None]:
    """The body ends at all: work that grows with the square of what a file holds would take hours."""
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it hangs"))
    signal.alarm(120)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


tricky = st.sampled_from(["a; b", "a, b", "b", "ba", "1a", "2b", "no", "2008", "12 to 13", "a – b", "and", "{{", "}}",
                          "::x", "%", "...", "Straße", "# x", "'", "- a", "0", "ﬁ", "İ"])  # fmt: skip
texts = st.text(min_size=1, max_size=12).map(str.strip).filter(bool) | tricky
words = st.from_regex(r"[a-zа-яқ0-9][a-z0-9.-]{0,8}", fullmatch=True)
blanks = st.builds("{{{{{}::{}}}}}".format, words.map(lambda w: w.replace(".", "")), words)
SCALARS: dict[type, st.SearchStrategy[Any]] = {
    str: texts,
    bool: st.booleans(),
    int: st.integers(1, 3),
    float: st.sampled_from([0.0, 0.5, 2.0, 12.25]),
    Id: words.map(Id),
    AsWritten: texts.map(AsWritten),
    Amount: st.sampled_from(["1", "-2.50", "1e3", "12..16", ".5", "1000000"]).map(Amount.parse),
    Tolerance: st.sampled_from(["5%", "0.5", "0 %"]).map(Tolerance.parse),
    Edtf: st.sampled_from(["2008", "2008-11", "2008-11-05", "199X", "18XX", "-0043", "2021-05/2022"]).map(Edtf),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of the format."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return values(next(a for a in inner if a is not NoneType))
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=3, unique_by=repr).map(tuple)
    if origin is Mapping:
        return st.dictionaries(texts, values(inner[1]), max_size=3)
    if kind is Question:
        return questions
    return records(kind) if issubclass(kind, Written) else SCALARS[kind]


def records(cls: type) -> st.SearchStrategy[Any]:
    """Things with the keys they need, facts and questions, and some of their other keys."""
    always = {k.name: values(k.type) for k in keys_of(cls).values() if k.needed or k.name in ("facts", "questions")}
    optional = {k.name: values(k.type) for k in keys_of(cls).values() if k.name not in always}
    return st.fixed_dictionaries(always, optional=optional).map(lambda held: cls(**held))


def contents(name: str) -> st.SearchStrategy[Content]:
    """Contents of a kind without flaws."""
    cls = kinds.content_type(name)
    assert cls
    made = records(cls)
    if cls is Cloze:
        pieces = st.lists(texts.filter(lambda t: "\\" not in t) | blanks, min_size=1, max_size=4)
        made = st.builds(Cloze, text=st.builds("{}{}".format, pieces.map(" ".join), blanks))
    if cls is List:
        made = made.map(lambda held: replace(held, accept={}))
    return made.filter(lambda held: not list(held.flaws()))


all_contents = st.deferred(lambda: st.one_of(*map(contents, kinds.names())))
questions = st.deferred(lambda: st.builds(
    lambda shared, content: Question(**{**shared, "content": content}),
    st.fixed_dictionaries({}, optional={k.name: values(k.type) for k in keys_of(Question).values()}),
    all_contents,
))  # fmt: skip


def unlike(taken: set[str], thing: Any) -> Any:
    """A fact or question, without its id where another has it."""
    again = thing.id in taken
    taken.add(thing.id)
    return replace(thing, id=Id("")) if again else thing


def with_ids_once(file: BankFile) -> BankFile:
    facts, taken = set[str](), set[str]()
    entries = (replace(unlike(facts, f), questions=tuple(unlike(taken, q) for q in f.questions)) for f in file.facts)
    return replace(file, facts=tuple(entries), questions=tuple(unlike(taken, q) for q in file.questions))


@dataclass
class Pen:
    """Writes YAML as different people do: block or flow, odd indentation, comments, anchors, quotes or none."""

    chance: Random
    anchors: int = 0

    def block(self, value: Any, indent: int = 0, brackets: float = 0.2) -> str:
        """A value whose first character stands in the column `indent`."""
        if not isinstance(value, dict | list) or not value or self.chance.random() < brackets:
            return self.flow(value, indent + 1)
        between = f"{self._comment(indent)}\n{' ' * indent}"
        if isinstance(value, dict):
            return between.join(f"{self.scalar(name)}:{self._under(held, indent)}" for name, held in value.items())
        return between.join(f"-{self._item(held, indent)}" for held in value)

    def flow(self, value: Any, indent: int) -> str:
        """A value in brackets; where it goes on in the next line it is indented by more than `indent`."""
        space = self.chance.choice(["", " ", f"\n{' ' * (indent + 1)}", f" # {{id: no\n{' ' * (indent + 3)}"])
        if isinstance(value, dict):
            return (
                f"{{{space}{', '.join(f'{self.scalar(n)}: {self.flow(v, indent)}' for n, v in value.items())}{space}}}"
            )
        if isinstance(value, list):
            return f"[{space}{', '.join(self.flow(item, indent) for item in value)}{space}]"
        return self.scalar(value)

    def scalar(self, value: Any) -> str:
        if isinstance(value, bool | int | float):
            return str(value).lower()
        if value in self.bare and self.chance.random() < 0.7:
            return str(value)
        return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in value) + '"'

    bare: ClassVar = {"bank", "facts", "questions", "id", "prompt", "statement", "answer", "kind", "sources", "file"}

    def _under(self, value: Any, indent: int) -> str:
        """What stands behind a key."""
        if not isinstance(value, dict | list) or not value:
            return f" {self.scalar(value) if not isinstance(value, dict | list) else self.flow(value, indent + 1)}"
        deeper = indent + self.chance.randint(0 if isinstance(value, list) else 1, 4)
        held = self.block(value, deeper, brackets=0.2 * (deeper > indent))
        return f"{self._anchor()}{self._comment(indent)}\n{' ' * deeper}{held}"

    def _item(self, value: Any, indent: int) -> str:
        """What stands behind a dash: on its line, or in the next."""
        deeper = indent + self.chance.randint(2, 5)
        if self.chance.random() < 0.7:
            return f"{' ' * (deeper - indent - 1)}{self.block(value, deeper)}"
        return f"{self._anchor()}{self._comment(indent)}\n{' ' * deeper}{self.block(value, deeper)}"

    def _anchor(self) -> str:
        self.anchors += 1
        return self.chance.choice(["", "", f" &a{self.anchors}"])

    def _comment(self, indent: int) -> str:
        return self.chance.choice(["", "", "", "  # id: a remark {", f"\n{' ' * indent}# - id: - a remark\n", "\n\n"])


def write(file: BankFile, chance: Random) -> bytes:
    """A file that says this, written as chance has it."""
    text = Pen(chance).block(plain(file)) + chance.choice(["", "\n", "  # the end\n", "\n...\n"])
    text = chance.choice(["", "# facts:\n#  - id: a remark\n", "---\n", "%YAML 1.1\n---\n"]) + text
    return f"{chance.choice(['', BOM])}{text}".replace("\n", chance.choice(["\n", "\n", "\r\n"])).encode()


@contextmanager
def folder(**held: bytes | str) -> Iterator[Path]:
    """A folder that holds files; `__` in their names stands for a dot."""
    with TemporaryDirectory() as name:
        for file, data in held.items():
            (Path(name) / file.replace("__", ".")).write_bytes(data if isinstance(data, bytes) else data.encode())
        yield Path(name)


@dataclass(frozen=True)
class Desk:
    write: ClassVar = staticmethod(write)
    folder: ClassVar = staticmethod(folder)


st.register_type_strategy(Content, all_contents)
st.register_type_strategy(Question, questions)
st.register_type_strategy(BankFile, records(BankFile).map(with_ids_once))


@pytest.fixture(scope="session")
def desk() -> Desk:
    """Where banks are written."""
    return Desk()
