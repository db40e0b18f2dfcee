"""Web pages: what a reader reads of them."""

import pytest

from .conftest import parts

PAGE = """<!doctype html><html><head><title>Sea - Wiki</title><script>x</script></head><body>
<header><a href="/">Logo</a></header><nav><ul><li>Home</li></ul></nav>
<main><h1>The sea</h1><p>The <b>sea</b> is<sup class="reference"><a href="#n">[5]</a></sup> blue&nbsp;&amp; wi&shy;de.<br>
line two<br><br>para two [when?] it</p>
tail text <i>x</i><div>inner <p>p in div</p> after p</div>
<h2>Sub<span class="mw-editsection">[edit]</span></h2>
<ul><li>one <ul><li>two</ul><li><a href=x>menu</a></ul>
<figure><img src=x alt=y><figcaption>A picture</figcaption></figure>
<table><caption>Cap</caption><tr><th>a<th>b<tr><td>c<td>d <p>e</p></table>
<table role=presentation><tr><td><p>Layout prose.</p></table>
<pre>code
  x</pre>
<aside><p>An aside</p><h3>h</h3></aside>
<ol class=references><li>Ref one</ol>
<div style="display: none">hid</div><p hidden>hid2</p>
</main><footer>foot</footer></body></html>
"""


def test_only_the_main_part_of_a_page_is_read(read) -> None:
    found = read("a.html", PAGE)
    assert found.title == "The sea"
    assert parts(found, "prose") == [
        "The sea is blue & wide. line two", "para two it", "tail text x", "inner", "p in div", "after p", "Layout prose."
    ]  # fmt: skip
    assert parts(found, "list") == ["one", "two"]
    assert parts(found, "table", "caption", "code") == ["A picture", "Cap", "a | b c | d e", "code x"]
    assert parts(found, "other") == ["menu", "An aside", "h", "Ref one"]
    assert parts(found, "heading") == ["The sea", "Sub"]
    assert found.blocks[-1].heading == ("The sea", "Sub")


def test_paragraphs_are_parted_by_a_blank_line_and_tables_keep_their_lines(read) -> None:
    found = read("a.html", "<p>One\n two<p>Three<table><tr><td>a<td>b<tr><td>c<td>d</table>")
    assert found.text == "One two\n\nThree\n\na | b\nc | d"


@pytest.mark.parametrize("page", [
    "<div>menu words</div><article><p>The sea is blue and wide.</p></article>",
    "<div>menu</div><div role=main><p>The sea is blue and wide.</p></div>",
    "<main></main><p>The sea is blue and wide.</p>",
])  # fmt: skip
def test_the_main_part_is_what_says_so_and_holds_words(read, page) -> None:
    assert parts(read("a.html", page)) == ["The sea is blue and wide."]


def test_several_articles_are_all_read(read) -> None:
    page = "".join(f"<article><p>Number {number} is read.</p></article>" for number in range(3))
    assert len(parts(read("a.html", page))) == 3


@pytest.mark.parametrize("head", ['<meta charset="windows-1251">', '<?xml version="1.0" encoding="windows-1251"?>'])
def test_a_declared_encoding_is_taken(read, head) -> None:
    found = read("a.html", f"{head}<p>Море синее.".encode("cp1251"))
    assert parts(found) == ["Море синее."]
    assert found.remarks == ()


@pytest.mark.parametrize("page", ["<!-- c -->", "<html></html>", "<script>var a = 1</script>", "<div hidden>x</div>"])
def test_a_page_without_words_is_refused(refused, page) -> None:
    assert refused("a.html", page) == "holds no prose"


def test_xhtml_may_close_elements_in_themselves(read) -> None:
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><p id="a"/><p>Sea.</p>'
    assert parts(read("a.xhtml", page)) == ["Sea."]


def test_entities_that_a_page_declares_are_not_expanded(read) -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><p>It is &b; so.</p>'
    assert len(read("a.html", bomb).text) < 100
