"""From config.toml into the log: scheduling settings become events when they change, so that the log alone tells how
every card was scheduled."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kzlearn.memory.log import Log
from kzlearn.memory.settings import RULES, Scheduling, flaw
from kzlearn.model.problems import Problem, Spot

ORIGIN = "config.toml"
NAMES = frozenset(RULES)
PER_BANK = NAMES - {"zone", "rollover"}
"""A study day is one for all banks."""


def flaws(general: Mapping[str, Any], banks: Mapping[str, Mapping[str, Any]], file: Path) -> list[Problem]:
    """What is wrong with the scheduling settings of a config file."""
    lines = _lines(file.read_text(encoding="utf-8")) if general or banks else {}
    return [
        *_flaws("scheduling", general, NAMES, lines, file),
        *(p for bank, own in banks.items() for p in _flaws(f"banks.{bank}", own, PER_BANK, lines, file)),
    ]


def _flaws(
    table: str, values: Mapping[str, Any], known: frozenset[str], lines: Mapping[str, int], file: Path
) -> Iterator[Problem]:
    for name, value in values.items():
        wrong = flaw(name, value) if name in known else f"is no setting here; known are: {', '.join(sorted(known))}"
        if wrong := wrong or (_unknown_zone(value) if name == "zone" else None):
            line = lines.get(f"{table}.{name}") or lines.get(table) or lines.get(table.partition(".")[0], 1)
            yield Problem(str(file), Spot(line, 1), f"{name} = {value!r} {wrong}", "see docs/config.md")


def _lines(text: str) -> dict[str, int]:
    """Where the keys and tables of a TOML text stand, by their full names without quotes."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        name = re.sub(r"[\s\"']", "", line.partition("=")[0].partition("#")[0])
        if name.startswith("["):
            table, name = f"{name.strip('[]')}.", ""
        lines.setdefault(f"{table}{name}".rstrip("."), number)
    return lines


def _unknown_zone(name: str) -> str | None:
    if name == "local":
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415  # few set a zone

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "is no time zone this machine knows; write it like Asia/Almaty, or local"
    return None


def settle(log: Log, general: Mapping[str, Any], banks: Mapping[str, Mapping[str, Any]]) -> None:
    """Note in the log what config.toml says now, where this device's last word from it was another.

    A setting taken out of the file goes back to its default, or in a bank's table to the general one.
    """
    noted: dict[str | None, dict[str, Any]] = {}
    for event in log.settings_events():
        if event.device == log.device and event.data.get("origin") == ORIGIN:
            noted.setdefault(event.data.get("bank"), {}).update(event.data)
    defaults = {name: _plain(value) for name, value in Scheduling()._asdict().items()}
    named = sorted({*banks, *(bank for bank in noted if bank is not None)})
    found = [
        _change(None, noted.get(None, {}), general, defaults),
        *(_change(bank, noted.get(bank, {}), banks.get(bank, {}), {**defaults, **general}) for bank in named),
    ]
    changes = [change for change in found if change]
    if changes:
        with log.writing() as writer:
            for change in changes:
                writer.add(writer.stamp(None), "settings", data={**change, "origin": ORIGIN})


def _change(
    bank: str | None, noted: Mapping[str, Any], wanted: Mapping[str, Any], otherwise: Mapping[str, Any]
) -> dict[str, Any]:
    named = {name: wanted.get(name, otherwise[name]) for name in NAMES if name in noted or name in wanted}
    change = {name: value for name, value in named.items() if noted.get(name) != value}
    return {**({"bank": bank} if bank else {}), **change} if change else {}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
