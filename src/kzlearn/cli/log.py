"""kzlearn log: verify the log, write it out, take another's in."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from kzlearn.cli import _common, _options
from kzlearn.cli._busy import busy
from kzlearn.memory import lines
from kzlearn.memory.repair import retime_ahead
from kzlearn.memory.store import LogError, salvage
from kzlearn.model.cards import Event
from kzlearn.model.problems import Problem, Spot, Unreadable

app = _options.application(no_args_is_help=True, help="Verify the log, write it out, take another's in.")

FileOut = Annotated[
    Path | None, typer.Option("-o", "--output", help="The file to write; stdout when left out.", metavar="FILE")
]


@app.command()
def verify(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended by adding events.")] = False,
    as_json: _options.Json = False,
    home: _options.Home = None,
) -> None:
    """Compute every state and due day anew from the events, and say what does not agree. Ends with 1 if anything."""
    desk = _common.desk(home)
    with desk.open_log() as log:
        if repair:
            log.rebuild()
            retime_ahead(log)
        with busy("Computing every state anew"):
            found = log.verify()
        (events,) = next(log.query("select count(*) from event"))
        (cards,) = next(log.query("select count(*) from card"))
        with desk.shelf(desk.banks(None)) as books:
            asked = {card.id for card in books.cards}
            banks = {card.id.partition("/")[0] for card in books.cards}
        gone = [
            c
            for (c,) in log.query("select card from card order by card")
            if c.partition("/")[0] in banks and c not in asked
        ]
    if as_json:
        print(json.dumps({"events": events, "cards": cards, "problems": found, "gone": gone}, ensure_ascii=False))
    else:
        for sentence in found:
            print(sentence)
        verdict = "see above" if found else "all is well"
        print(f"{_common.counted(events, 'event')}, {_common.counted(cards, 'card')}: {verdict}.")
        if gone:
            print(f"Kept, though no question asks for it any more: {', '.join(gone)}.")
    if found:
        raise typer.Exit(1)


@app.command()
def export(output: FileOut = None, home: _options.Home = None) -> None:
    """Write all events, one JSON object a line. Of a damaged log, write what can still be read."""
    desk = _common.desk(home)
    try:
        with desk.open_log() as log:
            _write(log.events(), output)
    except LogError as error:
        saved = {event.uid: event for event in salvage(desk.home)}
        print(f"kzlearn: {error}", file=sys.stderr)
        _write(sorted(saved.values(), key=Event.order), output)
        raise Unreadable(
            f"the log is damaged; {_common.counted(len(saved), 'event')} could be read and written"
        ) from None


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Files that 'kzlearn log export' wrote.", metavar="FILE...")],
    home: _options.Home = None,
) -> None:
    """Take in the events of other logs. Importing twice adds nothing; nothing is ever replaced."""
    desk = _common.desk(home)
    problems: list[Problem] = []
    with desk.open_log() as log, busy("Taking the events in"), log.writing() as writer:
        merged = writer.merge(event for file in files for _, event in _read(file, problems))
    if clashes := set(merged.clashes):
        problems += [
            Problem(str(file), spot, f"the event {event.uid} stands for something else in this log", "ours was kept")
            for file in files
            for spot, event in _read(file, [])
            if event.uid in clashes
        ]
    print(f"{_common.counted(merged.added, 'event')} added, {merged.known} known already.")
    if problems:
        _common.end_with(problems)


def _read(file: Path, problems: list[Problem]) -> Iterator[tuple[Spot, Event]]:
    try:
        with file.open(encoding="utf-8") as opened:
            for number, line in enumerate(opened, 1):
                if not line.strip():
                    continue
                try:
                    yield Spot(number, 1), lines.read(line)
                except ValueError as error:
                    problems.append(Problem(str(file), Spot(number, 1), f"the line {error}", "it was left out"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{file} cannot be read: {error}", "nothing was imported") from error


def _write(events: Iterable[Event], output: Path | None) -> None:
    if output is None:
        for event in events:
            print(lines.write(event))
        return
    target = output.resolve()
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    device = output.exists() and not output.is_file()  # or a pipe: never to be replaced by a file
    try:
        with (output if device else aside).open("w", encoding="utf-8") as file:
            file.writelines(f"{lines.write(event)}\n" for event in events)
        if not device:
            aside.replace(target)
    except OSError as error:
        raise Unreadable(f"{output} cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            aside.unlink()
