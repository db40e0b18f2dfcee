"""The parts of a reply: the entries of a list, the letters of options."""

import re

NUMBERED = re.compile(r"(?:^|(?<=[\s,;]))\(?(?:\d{1,2}|[a-zA-Z])[.)]\s*(?=[^\W_])(?![^\W\d_]?[.)\s]|\d)")
"""The number or letter of an entry: `1. Astel`, `b) Nursat`."""
BULLET = re.compile(r"(?:^|\s)[-*•–](?=\s)")
FILLING = r"and|then|und|et|y|и|dann|option|options|answers?|is|are|the|order|both|it|first|finally|next|lastly"
THEN = re.compile(
    r"\s*,?\s*\b(?:and\s+)?(?:then|finally|lastly|next|dann|danach|puis|luego|затем|потом)\b[\s,]*", re.IGNORECASE
)
COMMA = re.compile(r",(?!\d{3}(?!\d))")
AND = re.compile(
    r"""\s+(?:and|und|sowie|et|y|e|и|және|plus|as\ well\ as)\s+|^and\s+
      | \s*(?:&|(?<=\s)\+(?=\s)|,(?!\d{3}(?!\d))|(?<=\w)/(?=\w))\s*(?:and\s+|und\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)


def letters(reply: str, count: int) -> list[int] | None:
    """Which of `count` options a reply names by letters: `b`, `B)`, `a c`, `a and c`, `b > a > c`, `bac`; None when it
    does not."""
    found = re.sub(rf"\b(?:{FILLING})\b|[\s,;.:()\[\]&+/>|<=→-]+", " ", reply.casefold()).split()
    if len(found) > 1 and any(len(entry) > 1 for entry in found):
        return None
    numbers = [ord(letter) - ord("a") for letter in "".join(found)]
    return numbers if numbers and all(0 <= n < count for n in numbers) else None


def parts_of(reply: str) -> list[str]:
    """The entries of a typed list: parted by `;`, else by lines, `|`, `/` with spaces, arrows, bullets, numbers or
    `then`, else by commas that stand in no number."""
    reply = NUMBERED.sub("\n", reply.strip())
    if re.match(r"[-*•–]\s", reply):
        reply = BULLET.sub("\n", reply)
    reply = THEN.sub("\n", reply)
    mark = next((m for m in (";", "\n", "|", " / ", "→", "->", " > ", " < ") if m in reply.strip()), ",")
    found = COMMA.split(reply) if mark == "," else reply.split(mark)
    return [part for entry in found if (part := entry.strip(" \t\r\n.,;"))]


def finer(entry: str) -> list[str]:
    """The parts of an entry that no answer fits as a whole: `Astel and Nursat`."""
    entry = re.sub(r"^[A-Z]\s*=\s*", "", entry)
    return [part for part in AND.split(entry) if part.strip()] or [entry]
