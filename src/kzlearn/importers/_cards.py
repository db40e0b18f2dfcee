"""Flashcards in Markdown: the lines that begin something, and how a text keeps from beginning it."""

import re

BEGINS = r"Q:|A:|C:|#|---|- \[[ xX]\] |<!--"
ESCAPED = re.compile(rf"^(\\+)(?={BEGINS})", re.MULTILINE)
BARE = re.compile(rf"^(?=\\*(?:{BEGINS}))", re.MULTILINE)
BLANK = re.compile(r"(\\*)([\[\]])")


def escaped(text: str) -> str:
    """A text none of whose lines begins something."""
    return BARE.sub(r"\\", text)


def unescaped(text: str) -> str:
    return ESCAPED.sub(lambda found: found[1][1:], text)
