"""Text for Anki's fields: always shown as written, whatever it holds.

Anki takes fields for HTML, looks in them for `{{c1::`, `[sound:`, `[latex]`, and parts them by U+001F.
"""

import html
import re

from kzlearn.export import Cannot

FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
ACTING = re.compile(r"\[(?=/?(?:sound|anki|latex|\$))", re.IGNORECASE)
BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})


def shown(text: str) -> str:
    """A text as HTML that shows it. Raises Cannot where it holds what no field can."""
    if found := FORBIDDEN.search(text):
        raise Cannot(f"it holds the character U+{ord(found[0]):04X}, which no field of Anki can keep")
    safe = html.escape(text.replace("\r\n", "\n").replace("\r", "\n"))
    if "{{" in safe or "}}" in safe:
        safe = safe.translate(BRACES)
    return ACTING.sub("&#91;", safe).replace("\n", "<br>")


def in_blank(text: str) -> str:
    """A text within a blank, where `::` parts the answer from a hint and braces end it."""
    return shown(text).translate(BRACES).replace(":", "&#58;")


def tag(*words: str) -> str:
    """A tag; spaces would part it, and so does U+3000."""
    return "::".join(re.sub(r"\s+", "_", word.strip()).replace("::", ":") for word in words)


def deck(*names: str) -> str:
    """The name of a deck, with those above it."""
    clean = (re.sub(r"\s+", " ", FORBIDDEN.sub("", name)).replace("::", ":").strip(" :") for name in names)
    return "::".join(filter(None, clean)) or "kzlearn"
