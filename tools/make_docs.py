"""Writes the parts of the documentation that the code knows: tables of keys, kinds, settings and commands; the schema.

A part stands between `<!-- generated: name -->` and `<!-- end -->`. With `--check` nothing is written; what is out of
date is named, and the exit code is 1.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import deck_tables
import typer
from markdown import table

from kzlearn import checks, kinds, plugins
from kzlearn.bank import schema
from kzlearn.bank.format import BankFile, FactEntry
from kzlearn.bank.reader import OfKind, keys_of
from kzlearn.cli._program import app
from kzlearn.config import SETTINGS, Config
from kzlearn.memory.settings import RULES, Scheduling
from kzlearn.model.questions import Document, Evidence, Question

ROOT = Path(__file__).parent.parent
PART = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> int:
    """Write every generated part; with `--check` only name those out of date."""
    stale = [path for path, text in wanted() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" not in sys.argv:
        for path, text in wanted():
            path.write_text(text, encoding="utf-8")
        return 0
    for path in stale:
        print(f"{path.relative_to(ROOT)} is out of date: run 'make docs'")
    return bool(stale)


def wanted() -> Iterator[tuple[Path, str]]:
    """Every file with generated parts, and the text it should have."""
    for path in sorted(ROOT.glob("docs/*.md")):
        text = path.read_text(encoding="utf-8")
        yield path, PART.sub(lambda m: f"{m[1]}{PARTS[m['name']]().strip()}\n{m[3]}", text)
    yield ROOT / "src/kzlearn/bank.schema.json", schema.text()


def keys_table(cls: type) -> str:
    """The keys that a mapping of the format may have."""
    rows = [
        [f"`{k.name}`", "needed" if k.needed else "", k.field.metadata["doc"], f"`{k.field.metadata['example']}`"]
        for k in keys_of(cls).values()
    ]
    return table(["key", "", "what it holds", "example"], rows)


def kinds_tables() -> str:
    """A section a kind."""
    parts = []
    for name in kinds.names():
        content = kinds.content_type(name)
        assert content
        parts.append(f"### {name}\n\n{(content.__doc__ or '').strip()}\n\n{keys_table(content)}")
    return "\n\n".join(parts)


def checks_table() -> str:
    """What `kzlearn check` looks for beyond the form."""
    found = plugins.every(checks.__name__).items()
    return table(
        ["check", "what holds"], ([f"`{name}`", (module.__doc__ or "").split("\n")[0]] for name, module in found)
    )


def question_table() -> str:
    """The keys every question may have."""
    kind = keys_table(OfKind).splitlines()[2:]
    return "\n".join([*keys_table(Question).splitlines(), *kind])


def settings_table() -> str:
    """The settings of the quiz."""
    rows = [
        [f"`{name}`", f"`{getattr(Config(), name)}`", setting.meaning, setting.allowed]
        for name, setting in SETTINGS.items()
        if setting.allowed != "a table"
    ]
    return table(["setting", "default", "meaning", "allowed"], rows)


def scheduling_table() -> str:
    """The settings under [scheduling]."""
    defaults = Scheduling()
    rows = []
    for name, rule in RULES.items():
        value = getattr(defaults, name)
        shown = "FSRS-6's own" if name == "parameters" else f"`{list(value) if isinstance(value, tuple) else value!r}`"
        rows.append([f"`{name}`", shown, rule.meaning, rule.wanted])
    return table(["setting", "default", "meaning", "allowed"], rows)


def commands() -> str:
    """Every command with its own help."""
    group = typer.main.get_command(app)
    context = typer.Context(group, info_name="kzlearn")
    return "\n\n".join(_help(group, context, name) for name in group.list_commands(context))  # type: ignore[attr-defined]


def _help(group: object, context: typer.Context, name: str) -> str:
    command = group.get_command(context, name)  # type: ignore[attr-defined]
    inner = typer.Context(command, info_name=f"kzlearn {name}", terminal_width=100, max_content_width=100)
    if hasattr(command, "list_commands"):
        return "\n\n".join(_help(command, inner, f"{sub}") for sub in command.list_commands(inner))
    title = f"{context.info_name} {name}" if context.info_name else name
    inner.info_name = title
    return f"### {title}\n\n```text\n{command.get_help(inner).strip()}\n```"


PARTS: dict[str, Callable[[], str]] = {
    "bank-keys": lambda: keys_table(BankFile),
    "source-keys": lambda: keys_table(Document),
    "fact-keys": lambda: keys_table(FactEntry),
    "quote-keys": lambda: keys_table(Evidence),
    "question-keys": question_table,
    "kinds": kinds_tables,
    "checks": checks_table,
    "settings": settings_table,
    "scheduling": scheduling_table,
    "commands": commands,
    "deck-totals": deck_tables.totals,
    "deck-topics": deck_tables.topics,
    "deck-forms": deck_tables.forms,
    "deck-paragraphs": deck_tables.paragraphs,
    "deck-coverage": deck_tables.coverage,
    "deck-review": deck_tables.review,
}

if __name__ == "__main__":
    sys.exit(main())
