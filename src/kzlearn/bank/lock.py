"""bank.lock: what each question said when it last left the bank, and when that changed.

It stands beside the bank and is committed with it, so that whoever exports gives the same question the same time: an
Anki collection takes an edit only where a note is newer, and keeps its user's own edits where it is not
(notes on Anki, re-import). A line a question, so that two branches merge.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kzlearn.bank.insert import put_new
from kzlearn.model.problems import Unreadable
from kzlearn.model.questions import Bank


class Entry(NamedTuple):
    """What a question said, as 16 hex digits; when that last changed, in s since 1970; its parts in the order in which
    they came to be, those that are gone too."""

    said: str
    changed: int
    parts: tuple[str, ...] = ()


def beside(bank: Bank) -> Path:
    """Where a bank's lock lies: `bank.lock` for `bank.yaml`."""
    return Path(bank.files[0] if bank.files else bank.origin).with_suffix(".lock")


class Lock:
    """The entries of a bank's questions by their first ids. `now` is in s since 1970."""

    def __init__(self, entries: dict[str, Entry], now: int) -> None:
        self.entries, self.now = entries, now
        self.before = dict(entries)

    @classmethod
    def read(cls, path: Path, now: int) -> "Lock":
        """The lock in a file; an empty one when there is none. Raises Unreadable when it is none."""
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            entries = {
                str(name): Entry(str(said), int(changed), tuple(map(str, parts)))
                for name, (said, changed, *parts) in held["questions"].items()
            }
        except FileNotFoundError:
            return cls({}, now)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise Unreadable(f"{path} is no lock of a bank: {error}", "take it back from the last commit") from error
        return cls(entries, now)

    def changed(self, name: str, said: str) -> int:
        """When a question came to say this; now, if it said something else before."""
        sum_ = hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:16]
        entry = self.entries.get(name)
        if entry is None or entry.said != sum_:
            later = max(self.now, entry.changed + 1) if entry else self.now
            self.entries[name] = entry = Entry(sum_, later, entry.parts if entry else ())
        return entry.changed

    def parts(self, name: str, parts: Sequence[str]) -> tuple[str, ...]:
        """All parts that a question ever had, so that each keeps its place; new ones come last."""
        entry = self.entries.get(name) or Entry("", 0)
        kept = tuple(dict.fromkeys((*entry.parts, *parts)))
        if kept != entry.parts:
            self.entries[name] = entry._replace(parts=kept)
        return kept

    def write(self, path: Path) -> None:
        """Write the lock; nothing when nothing changed. Raises Unreadable when it cannot be written."""
        if self.entries == self.before:
            return
        lines = (
            f"{json.dumps(name, ensure_ascii=False)}: "
            f"{json.dumps([entry.said, entry.changed, *entry.parts], ensure_ascii=False)}"
            for name, entry in sorted(self.entries.items())
        )
        put_new(path, ('{"questions": {\n' + ",\n".join(lines) + "\n}}\n").encode())
