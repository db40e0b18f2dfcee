"""MediaWiki's markup: the file's own text, with its markup known."""

from kzlearn.readers import clean, wiki

from .conftest import parts

PAGE = """{{Infobox
| a = b

}}
[[File:x.jpg|thumb|cap [[y]]]]
'''Astana''' ({{lang-kk|Астана}}; born 1900) is the [[capital|capital city]] of [[Kazakhstan]]{{cn}}.<ref name=x>{{cite|a}}

y [[z]]</ref><ref name=x/> It has ''parks''&nbsp;and H<sub>2</sub>O, see [http://x.org the site]<!-- c --> {{t}}, more.
next line [http://y] ({{x}}) &#65; http://bare.org

== His''tory'' ==
__NOTOC__
* item '''x'''
*# [[two]]
; term : def
{| class=x
|-
| a || b
|}
after <ref>open
<p>para
{{x}}
more

[[Category:Cities]]
[[Категория:Города]]
=== Deep ===
x<br>y <math>a

b</math>
"""


def test_templates_references_files_and_categories_are_set_aside(read) -> None:
    found = read("The_city.wiki", PAGE)
    assert found.text == PAGE
    assert found.title == "The city"
    assert parts(found, "prose") == [
        "Astana (born 1900) is the capital city of Kazakhstan. It has parks and H2O, see the site, more. next line A http://bare.org",
        "after open para more",
        "x y",
    ]
    assert parts(found, "list") == ["item x", "two", "term def"]
    assert parts(found, "heading") == ["History", "Deep"]
    assert [block.sort for block in found.blocks].count("table") == 1
    assert found.blocks[-1].heading == ("History", "Deep")


def test_a_quote_of_clean_prose_is_verbatim_in_the_file(read) -> None:
    found = read("a.wiki", "It is the [[capital|capital city]] of [[Kazakhstan]].\n")
    prose = clean(found, found.blocks[0])
    start = prose.text.index("capital")
    assert found.text[slice(*prose.origin(start, start + len("capital city")))] == "capital city"
    assert found.text[slice(*prose.origin(0, len(prose.text)))] == found.text.strip()


def test_a_page_of_templates_alone_is_refused(refused) -> None:
    assert refused("a.wiki", "{{a|b\n\n[[File:x.png|thumb|y]]}}\n") == "holds no prose"


def test_what_is_too_long_for_the_parser_is_read_as_plain_text_and_said(read, monkeypatch) -> None:
    monkeypatch.setattr(wiki, "LONGEST_LINE", 10)
    found = read("a.wiki", "The ''sea'' is blue.\n")
    assert "too long to be read as a wiki's page" in found.remarks[0]
