"""The JSON Schema of the bank format, made from the types; editors complete and check banks with it."""

import json
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import yaml

from kzlearn import kinds, plugins
from kzlearn.bank.format import BankFile
from kzlearn.bank.reader import Key, OfKind, keys_of
from kzlearn.model.questions import Question, Written

BASIC: dict[type, Mapping[str, Any]] = {
    str: {"type": "string", "pattern": r"\S"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "minimum": 0},
    float: {"type": "number", "minimum": 0},
}


def schema() -> dict[str, Any]:
    """The schema of one YAML file of a bank (JSON Schema 2020-12), with the kinds that are our own."""
    names = plugins.own(kinds.__name__)
    question = {
        "type": "object",
        "properties": {"kind": {"enum": names}},
        "allOf": [_of_kind(name) for name in names],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kzlearn question bank",
        **_record(BankFile),
        "$defs": {"question": question, "shared": {name: _key(key) for name, key in _shared().items()}},
    }


def text() -> str:
    """The schema as the file that is shipped."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _shared() -> dict[str, Key]:
    return {**keys_of(Question), **keys_of(OfKind)}


def _of_kind(name: str) -> dict[str, Any]:
    """What a question of one kind must hold, if it is of that kind."""
    content = kinds.content_type(name)
    assert content
    of_kind: dict[str, Any] = {"properties": {"kind": {"const": name}}}
    if name != keys_of(OfKind)["kind"].field.default:
        of_kind["required"] = ["kind"]
    own = _object(keys_of(content))
    shared = {shared: {"$ref": f"#/$defs/shared/{shared}"} for shared in _shared()}
    return {"if": of_kind, "then": {**own, "properties": {**shared, **own["properties"]}}}


def _record(cls: type) -> dict[str, Any]:
    return {"type": "object", **_object(keys_of(cls))}


def _object(keys: Mapping[str, Key]) -> dict[str, Any]:
    return {
        "properties": {name: _key(key) for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.needed],
        "additionalProperties": False,
    }


def _key(key: Key) -> dict[str, Any]:
    example = yaml.load(key.field.metadata["example"], _Plain)  # noqa: S506  # a safe loader
    return {**_type(key.type), "description": key.field.metadata["doc"], "examples": [example]}


class _Plain(yaml.CSafeLoader):
    """Reads YAML as JSON has it: a date stays a text."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _type(kind: Any) -> dict[str, Any]:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _type(next(a for a in inner if a is not NoneType))
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        items = _type(inner[0])
        a_list = {"type": "array", "items": items}
        return {"anyOf": [items, a_list]} if hasattr(inner[0], "shorthand") else a_list
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _type(inner[1])}
    if issubclass(kind, Question):
        return {"$ref": "#/$defs/question"}
    if issubclass(kind, Written):
        record = _record(kind)
        return {"anyOf": [BASIC[str], record]} if hasattr(kind, "shorthand") else record
    return dict(getattr(kind, "schema", None) or BASIC[kind])
