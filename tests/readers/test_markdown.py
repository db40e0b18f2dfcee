"""Markdown: the file's own text, with its markup known."""

from kzlearn.readers import clean, markdown

from .conftest import parts

PAGE = """---
title: "The sea"
---
# The *sea* #

The **sea** is [blue](http://x.org "blue y") and `code` &amp; wide\\*.[5] ![alt *x*](i.png)
Next [ref] line <b>bold</b> *un closed [not link] snake_case [*x* [5]](u) <http://a.b/c> it.[^1]

> A quote
> goes ***on***

* item one
  continues _here_
  - sub
    b

| a | b |
|---|---|
| c | d |

```py
code *x*
```
Setext
======
<div>html</div>

[ref]: http://r.e/f

1. x

   y \\[esc\\] [\\[7\\]](#cite-7) a<br>b
"""


def test_markup_is_no_prose(read) -> None:
    found = read("a.md", PAGE)
    assert found.text == PAGE
    assert found.title == "The sea"
    assert parts(found, "prose") == [
        "The sea is blue and code & wide*. Next ref line bold *un closed [not link] snake_case x http://a.b/c it.",
        "A quote goes on",
    ]
    assert parts(found, "list") == ["item one continues here", "sub b", "x", "y [esc] a b"]


def test_blocks_have_their_sorts_and_headings(read) -> None:
    found = read("a.md", PAGE)
    assert [block.sort for block in found.blocks] == [
        "heading", "prose", "prose", "list", "list", "table", "code", "heading", "other", "list", "list"
    ]  # fmt: skip
    assert [block.heading for block in found.blocks][1::6] == [("The sea",), ()]
    assert found.blocks[-1].heading == ("Setext",)


def test_a_quote_of_clean_prose_is_verbatim_in_the_file(read) -> None:
    found = read("a.md", "It is **very** [blue](u).\n")
    prose = clean(found, found.blocks[0])
    start, end = prose.origin(prose.text.index("very"), len(prose.text))
    assert found.text[start:end] == "very** [blue](u)."


def test_a_link_by_reference_keeps_its_words(read) -> None:
    assert parts(read("a.md", "See [the *sea*][s], and [s].\n\n[s]: http://x\n")) == ["See the sea, and s."]


def test_what_is_too_long_for_the_parser_is_read_as_plain_text_and_said(read, monkeypatch) -> None:
    monkeypatch.setattr(markdown, "MOST_PARSED", 10)
    found = read("a.md", "The *sea* is blue.\n")
    assert "too long to be read as Markdown" in found.remarks[0]
    assert len(found.blocks) == 1


def test_links_to_nothing_but_themselves_are_no_document(refused) -> None:
    assert refused("a.md", "[a]: http://x\n") == "holds no prose"
