"""Fields of notes, which are HTML, as the text that a terminal shows."""

import html
import re
from typing import NamedTuple

from kzlearn.model.problems import Unreadable

SOUND = re.compile(r"\[sound:([^\]\n]+)\]")
IMAGE = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>""", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>(?:\r?\n)?", re.IGNORECASE)
BLOCK = re.compile(r"</?(?:div|p)\b[^>]*>", re.IGNORECASE)
PLAIN = re.compile(r"</?(?:b|i|u|em|strong|span|font|small|big|mark|center)\b[^>]*>", re.IGNORECASE)
TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9-]*)\b[^>]*>|<!--.*?-->", re.DOTALL)
UNTELLABLE = re.compile(r"<(svg|math|iframe|object|embed|script|style|audio|video|ruby|canvas)\b", re.IGNORECASE)


class Told(NamedTuple):
    """A field as text, the files it shows, and what of it no text can tell."""

    text: str
    media: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def told(field: str) -> Told:
    """A field as text: lines, lists, links and tables as Markdown writes them; emphasis is left out, for a terminal
    would show its asterisks, and a learner would have to type them."""
    media = [html.unescape(name) for found in IMAGE.findall(field) for name in found if name]
    media += [html.unescape(name) for name in SOUND.findall(field)]
    lost = tuple(dict.fromkeys(f"<{name.lower()}>" for name in UNTELLABLE.findall(field)))
    text = SOUND.sub("", IMAGE.sub("", field))
    if "<" in text:
        text = PLAIN.sub("", BREAK.sub("\n", text))
        text = BLOCK.sub("\n", text)
        text = _markdown(text) if TAG.search(text) else html.unescape(text)
    else:
        text = html.unescape(text)
    text = re.sub(r"[ \t\xa0]*\n[ \t]*", "\n", text.replace("\r", "").replace("\xa0", " "))
    return Told(re.sub(r"\n{3,}", "\n\n", text).strip(), tuple(dict.fromkeys(media)), lost)


def _markdown(field: str) -> str:
    try:
        from markdownify import MarkdownConverter  # noqa: PLC0415  # an extra; slow, and few fields need it
    except ImportError:
        raise Unreadable("a note holds HTML", "pip install 'kzlearn[anki]'") from None
    plain = ["b", "i", "u", "em", "strong", "del", "s", "code", "sub", "sup", "h1", "h2", "h3", "h4", "h5", "h6"]
    gone = UNTELLABLE.pattern
    field = re.sub(rf"{gone}[^>]*>.*?</\1\s*>", "", field, flags=re.IGNORECASE | re.DOTALL)
    text = MarkdownConverter(
        strip=plain, bullets="-", autolinks=True, escape_asterisks=False, escape_underscores=False, escape_misc=False
    ).convert(field.replace("\n", "<br>"))
    return str(text)
