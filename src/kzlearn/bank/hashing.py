"""What a question said: a short sum of its content, kept with every answer and in bank.lock."""

import hashlib
import json
from dataclasses import asdict, fields

from kzlearn.model.questions import Question


def question_hash(question: Question) -> str:
    """16 hex digits of what a question's kind holds: the same on every machine, another when its wording changes."""
    content = question.content
    usual = {f.name: f.default for f in fields(content)}
    values = {k: v for k, v in asdict(content).items() if v not in ("", (), {}, None) and v is not usual[k]}
    text = json.dumps([content.kind, values], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]
