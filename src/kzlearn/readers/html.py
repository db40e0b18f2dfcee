"""Web pages: what is in the main part of a page, without navigation, scripts and what a browser hides.

lxml parses them: it mends any markup, is written in C, and python-docx needs it as well.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

from kzlearn.readers import Read, Sort
from kzlearn.readers._blocks import Extract
from kzlearn.readers._files import content, decoded, missing

SUFFIXES = (".html", ".htm", ".xhtml")
WHAT = "web pages"

CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)|<\?xml[^>]*encoding=[\"']([\w-]+)", re.IGNORECASE)
ALONE = re.compile(r"<(?!(?:br|hr|img|meta|link|col|input|area|base|wbr|embed|source|track|param)\b)"
                   r"([a-zA-Z][\w:-]*)([^<>]*)/>")  # fmt: skip
DROPPED = (
    "script", "style", "noscript", "template", "nav", "footer", "iframe", "object", "svg", "canvas", "audio", "video",
    "button", "select", "textarea", "dialog", "annotation", "annotation-xml", "rp", "rt",
)  # fmt: skip
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
ROLES = {"navigation", "banner", "contentinfo", "search", "doc-noteref", "doc-toc", "doc-pagebreak"}
CLASSES = {"mw-editsection", "navbox", "toc", "noprint", "mw-jump-link", "catlinks", "printfooter"}
REFERENCE = re.compile(r"\s*\[?(?:\w{1,4}|[*†‡§]+)\]?\s*")
SORTS: dict[str, Sort] = {
    "li": "list", "dd": "list", "dt": "list", "figcaption": "caption", "caption": "caption", "aside": "other",
    "address": "other",
}  # fmt: skip
ASIDE = {"references", "reflist", "footnotes", "refbegin"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li",
    "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
LINE_END = "\x1e"
PARAGRAPH = re.compile(rf"{LINE_END}\s*{LINE_END}")
LINKED = 0.7
"""The part of a paragraph that, being links, makes a menu of it."""


def read(path: Path) -> Read:
    """A web page. Raises Unreadable when it holds no prose, or lxml is not installed."""
    data = content(path)
    declared = CHARSET.search(data, 0, 2000)
    text, remarks = decoded(path, data, (declared[1] or declared[2]).decode() if declared else "")
    extract = Extract()
    title = gather(extract, text)
    return extract.read(path, title, remarks)


def gather(extract: Extract, text: str) -> str:
    """Adds what a page says, and gives its title: its only outermost heading, or what it calls itself."""
    try:
        from lxml import etree, html  # noqa: PLC0415  # only when it is needed
    except ImportError as error:
        raise missing("a web page", error) from error
    if "<?xml" in text[:200] or "//www.w3.org/1999/xhtml" in text[:2000]:
        text = ALONE.sub(r"<\1\2></\1>", text)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser, ensure_head_body=True)
    except etree.LxmlError:  # there is nothing but comments
        return ""
    title = root.findtext(".//title") or ""
    body = root.find("body")
    _prune(body)
    main = _main(body)
    headings = ["".join(heading.itertext()) for heading in main.iter("h1")]
    _Walk(extract).run(main)
    return headings[0] if len(headings) == 1 and headings[0].strip() else title


def _prune(body: Any) -> None:
    from lxml import etree  # noqa: PLC0415  # it is there when this is called

    etree.strip_elements(body, *DROPPED, with_tail=False)
    for element in [*body.iter(etree.Element)]:
        hidden = element.attrib and (
            "hidden" in element.attrib
            or element.get("aria-hidden") == "true"
            or element.get("role") in ROLES
            or element.get("{http://www.idpf.org/2007/ops}type", element.get("epub:type")) in ("noteref", "pagebreak")
            or not CLASSES.isdisjoint((element.get("class") or "").split())
            or HIDDEN.search(element.get("style") or "")
        )
        mark = element.tag == "sup" and element.find(".//a") is not None and REFERENCE.fullmatch(element.text_content())
        outer = element.tag == "header" and element.getparent() is body
        if (hidden or mark or (outer and element.find(".//h1") is None)) and element.getparent() is not None:
            element.drop_tree()


def _main(body: Any) -> Any:
    """The main part of a page: what says so, or the one article that holds most of the text; else all of it."""
    mains = body.xpath(".//main | .//*[@role='main']")
    articles = body.xpath(".//article[not(ancestor::article)]")
    for found, least in ((mains, 1), (articles, len(body.text_content()) / 2)):
        longest = max(found, key=lambda element: len(element.text_content().strip()), default=None)
        if longest is not None and len(longest.text_content().strip()) >= least:
            return longest
    return body


class _Level(NamedTuple):
    """What an open element makes of the text in it."""

    sort: Sort
    heading: int
    linked: bool


class _Walk:
    """Gathers words until a block ends."""

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.words: list[str] = []
        self.length = self.linked = 0
        self.levels = [_Level("prose", 0, False)]

    def run(self, main: Any) -> None:
        """All that an element holds."""
        from lxml import etree  # noqa: PLC0415  # it is there when this is called

        walk = etree.iterwalk(main, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag in BLOCKS:
                self.flush()
            if event == "start":
                self.levels.append(_level(tag, element, self.levels[-1]))
                if self.whole(tag, element):
                    walk.skip_subtree()
                else:
                    self.say(LINE_END if tag == "br" else element.text)
            else:
                self.levels.pop()
                self.say(element.tail if element is not main else None)
        self.flush()

    def whole(self, tag: str, element: Any) -> bool:
        """Adds a table or code at once; False when it is neither."""
        if tag == "table" and _is_table(element):
            _table(self.extract, element)
        elif tag == "pre":
            self.extract.add(element.text_content(), "code")
        else:
            return False
        return True

    def say(self, text: str | None) -> None:
        if text:
            self.words.append(text)
            self.length += len(text)
            self.linked += len(text) * self.levels[-1].linked

    def flush(self) -> None:
        level = self.levels[-1]
        menu = level.sort in ("prose", "list") and self.linked > LINKED * self.length
        for paragraph in PARAGRAPH.split("".join(self.words)) if self.words else ():
            self.extract.add(paragraph.replace(LINE_END, " "), "other" if menu else level.sort, level.heading)
        self.words.clear()
        self.length = self.linked = 0


def _level(tag: str, element: Any, outer: _Level) -> _Level:
    aside = outer.sort == "other" or not ASIDE.isdisjoint((element.get("class") or "").split())
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" and not aside:
        return _Level("heading", int(tag[1]), False)
    sort: Sort = "other" if aside else SORTS.get(tag, outer.sort)
    return _Level(sort, outer.heading, outer.linked or tag == "a")


def _is_table(table: Any) -> bool:
    """Whether a table holds data: pages of old are laid out by tables."""
    laid_out = table.get("role") in ("presentation", "none") or next(table.iter("h1", "h2", "h3", "ul", "ol"), None)
    return laid_out in (None, False) and table.find(".//table") is None and len(table.findall(".//td")) > 1


def _table(extract: Extract, table: Any) -> None:
    for caption in table.findall("caption"):
        extract.add(caption.text_content(), "caption")
    rows = ([" ".join(cell.text_content().split()) for cell in row.iter("td", "th")] for row in table.iter("tr"))
    extract.add("\n".join(" | ".join(row) for row in rows if any(row)), "table")
