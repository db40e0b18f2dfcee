"""Cells of tables: values as texts that read back, and that no spreadsheet runs."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from types import UnionType
from typing import Any, Union, get_args, get_origin

FACT = ("statement", "quote", "topic", "as_of")
"""Columns that belong to the fact a question stands under."""
FORMULA = re.compile(r"'*[=+\-@\t\r]")
FIGURE = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def cell(value: Any) -> str:
    """A value as a cell: a list parted by `|`, or as JSON where that could be misread. Nothing in it is a formula."""
    match value:
        case bool():
            text = "true" if value else "false"
        case [str(first), *_] if not first.startswith("[") and all(map(_plain, value)):
            text = " | ".join(value)
        case list() | dict():
            text = json.dumps(value, ensure_ascii=False)
        case str() if value.startswith(("[", "{", '"')):
            text = json.dumps(value, ensure_ascii=False)
        case _:
            text = str(value)
    return f"'{text}" if FORMULA.match(text) and not FIGURE.fullmatch(text) else text


def uncell(text: str, type_: Any) -> Any:
    """The value of a cell, of a key's type. Raises ValueError with the end of a sentence when it is none."""
    if text.startswith("'") and FORMULA.match(text):
        text = text[1:]
    if get_origin(type_) in (Union, UnionType):
        type_ = get_args(type_)[0]
    if get_origin(type_) is tuple:
        if text.startswith("["):
            return _json(text, list)
        return [part.strip() for part in text.split("|")]
    if get_origin(type_) is Mapping:
        return _json(text, dict)
    if type_ in (bool, int, float):
        return _figure(text, type_)
    if text.startswith('"') and text.endswith('"'):
        with suppress(ValueError):
            return _json(text, str)
    return text


def _figure(text: str, type_: type) -> Any:
    try:
        return {"true": True, "false": False}[text.strip().lower()] if type_ is bool else type_(text)
    except (KeyError, ValueError):
        wanted = "true or false" if type_ is bool else "a number"
        raise ValueError(f"is {text[:40]!r}, not {wanted}") from None


def _json(text: str, type_: type) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, type_):
        raise ValueError(f"is {text[:40]!r}, which is no JSON {'list' if type_ is list else 'object'}")
    return value


def _plain(value: Any) -> bool:
    return isinstance(value, str) and value == value.strip() != "" and "|" not in value
