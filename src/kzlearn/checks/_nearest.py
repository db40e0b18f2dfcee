"""What a wrong quote was probably meant to be."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from kzlearn.bank.quotes import Span, line_of

PIECE = 30
"""How many words of a quote are looked for when it is not there: the search takes their length times the document's."""

Change = tuple[str, int, int, int, int]


def nearest(text: str, quote: str) -> str:
    """The passage most like a quote, with what differs marked `[-in the quote-]{+in the document+}`."""
    piece = _strange(text, quote)
    found = fuzz.partial_ratio_alignment(piece, text, score_cutoff=50)
    if found is None:
        return "nothing there is like it"
    wrote, words = piece.split(), list(_words(text, Span(found.dest_start, found.dest_end)))
    stands = [word[0] for word in words]
    if stands[0].endswith(wrote[0]):
        stands[0] = wrote[0]
    if stands[-1].startswith(wrote[-1]):
        stands[-1] = wrote[-1]
    changes = SequenceMatcher(None, wrote, stands, autojunk=False).get_opcodes()
    (_, _, written, _, skipped), *_ = changes
    line = line_of(text, words[0 if written else skipped].start())
    return f"nearest, in line {line}: {' '.join(_marked(changes, wrote, stands))}"


def _strange(text: str, quote: str) -> str:
    """The first piece of a quote that is not in a text."""
    words, flat = quote.split(), " ".join(text.split())
    pieces = [" ".join(words[n : n + PIECE])[: PIECE * 8] for n in range(0, len(words), PIECE)]
    return next((piece for piece in pieces if piece not in flat), pieces[0])


def _words(text: str, span: Span) -> Iterator[re.Match[str]]:
    """The words of a part of a text, the first and last whole; or what is like words in a script without spaces."""
    head = re.search(r"\S{0,40}$", text[max(span.start - 40, 0) : span.start])
    tail = re.match(r"\S{0,40}", text[span.end : span.end + 40])
    assert head
    assert tail
    return re.compile(r"\S+").finditer(text, span.start - len(head[0]), span.end + len(tail[0]))


def _marked(changes: Sequence[Change], wrote: Sequence[str], stands: Sequence[str]) -> Iterator[str]:
    for change, a, b, c, d in changes:
        if change == "equal":
            yield from wrote[a:b] if b - a <= 8 else [*wrote[a : a + 4], "…", *wrote[b - 4 : b]]
        elif a < b or 0 < c < d < len(stands):  # words before and behind the passage are no difference
            yield from [f"[-{' '.join(wrote[a:b])}-]"] * (b > a) + [f"{{+{' '.join(stands[c:d])}+}}"] * (d > c)
