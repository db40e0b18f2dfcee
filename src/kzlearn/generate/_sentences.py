"""Sentences that stand alone: those that a reader understands without the text around them.

Pronouns and bare definites, gaps in time that only the text before fills, and what was cut out of lists and labels are
what makes questions on unseen text bad (notes on generation, where rules fail). A subject that only points back is
replaced by the title where the document says that it is what it points to; then the words that say so are a second
quote. Everything else is left out.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kzlearn.readers import Block, Prose, Read, clean

Doc = Any
"""spaCy's Doc."""
FEWEST, MOST = 6, 50
"""Tokens of a sentence."""
LEADING = re.compile(
    r"(?:However|In addition|Additionally|Moreover|Furthermore|Also|Therefore|Thus|Indeed|Similarly|Nevertheless"
    r"|Nonetheless|For example|For instance|In fact|Meanwhile|Instead|In contrast|Consequently|As a result|In general"
    r"|Generally|Overall|First|Second|Third|Finally|Hence|Still|Likewise|Notably|Today|Currently|Presently|And|But|So"
    r"|Yet), "
)
BACK = frozenset(
    "he she it they him her them his hers its their theirs this these those such former latter aforementioned".split()
)
TALK = frozenset("i we you us me my our your mine ours yours myself ourselves yourself let let's".split())
RELATIVE = re.compile(
    r"\b(?:that (?:year|time|day|month|period|point)"
    r"|the (?:following|next|previous|preceding|same|latter|former|above|below)"
    r"|at (?:the|this) time"
    r"|(?:years?|months?|weeks?|days?|decades?|centur(?:y|ies)) (?:later|earlier|after|before|ago)"
    r"|(?:soon|shortly|immediately|thereafter|afterwards?|meanwhile|then|later|earlier|ago|previously|hereby|herein)"
    r"|(?:below|above)"
    r"|as (?:mentioned|noted|described|shown)|see (?:also|figure|table|below)|last (?:year|month|week)"
    r"|(?:this|next) (?:year|month|week|article|section|episode|lesson|chapter))\b"
    r"|^(?:also|another|recently|other|others|both|one|some|together)\b",
    re.IGNORECASE,
)
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
NO_YEAR = re.compile(
    rf"\b(?:[Ii]n|[Oo]n|[Bb]y|[Ss]ince|[Uu]ntil|of|early|late|mid) (?:{MONTH})(?: \d{{1,2}})?"
    r"(?!\w|,? (?:1\d|20)\d\d)"
)
"""A day or month whose year stands in another sentence."""
BROKEN = re.compile(r"\.\.\.|…|[|{}<>_=]|https?:|\n|\w\[")
OPENERS = {"(": ")", "[": "]", "“": "”", "«": "»"}


class Sentence(NamedTuple):
    """A sentence that stands alone. `span` is parsed from the document, `shift` is what was put before it or in place
    of its subject: `[start, end, text]` by offsets in the span; `quotes` are verbatim."""

    span: Any
    swap: tuple[int, int, str] | None
    quotes: tuple[str, ...]
    heading: tuple[str, ...]

    def statement(self) -> str:
        """The sentence as it reads alone."""
        text = str(self.span.text)
        if self.swap:
            start, end, words = self.swap
            text = text[:start] + words + text[end:]
        return text[:1].upper() + text[1:]

    def moved(self, at: int) -> int | None:
        """Where an offset of the span lies in the statement; None within what was replaced."""
        if self.swap is None:
            return at
        start, end, words = self.swap
        if at >= end:
            return at + len(words) - (end - start)
        return at if at <= start else None


SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
NAMING = 10
"""Tokens of the sentence that says what a document is about: enough to be found, and quoted for its name."""


class Subject(NamedTuple):
    """What a document is about: its title, what it may be called, the words that name it, and its pronouns."""

    title: str
    words: frozenset[str]
    nouns: frozenset[str]
    pronouns: frozenset[str]
    quote: str


def prose_of(read: Read) -> Iterator[tuple[Block, Prose]]:
    """The blocks of a document that are prose, clean; whole sentences stand in lists too."""
    for block in read.blocks:
        if block.sort in ("prose", "list"):
            prose = clean(read, block)
            if len(prose.text.split()) >= FEWEST:
                yield block, prose


def subject_of(read: Read, docs: list[tuple[Block, Prose, Doc]]) -> Subject:
    """What a document says it is about: a sentence early on that begins with its title."""
    title = re.sub(r"\s*\(.*?\)$", "", read.title).strip()
    words = frozenset(word.lower() for word in re.findall(r"\w+", title) if len(word) > 2)
    for _, prose, doc in docs[:6]:
        for span in doc.sents:
            root = span.root
            subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
            told = {t.lower_ for t in subject.subtree} if subject is not None else set[str]()
            if subject is None or not title or len(words & told) < min(2, len(words)):
                continue
            said = next((t for t in root.children if t.dep_ == "attr" and root.lemma_ == "be"), None)
            nouns = {t.lemma_.lower() for t in _heads(said)} if said is not None else set[str]()
            person = any(e.label_ == "PERSON" and words & {t.lower_ for t in e} for e in span.ents)
            if said is None and not person:
                continue
            opening = span[: max(NAMING, subject.i - span.start + 3)]
            start, end = prose.origin(opening.start_char, opening.end_char)
            pronouns = frozenset({"he", "she"} if person else {"it"})
            return Subject(title, words, frozenset(nouns | words), pronouns, read.text[start:end])
    return Subject("", words, frozenset(), frozenset(), "")


def _heads(noun: Any) -> Iterator[Any]:
    """The nouns that say what something is: "a port and one of the largest cities" is a port, a city."""
    for head in (noun, *noun.conjuncts):
        yield head
        if head.lemma_.lower() in ("one", "part", "member", "type", "kind", "form"):
            yield from (
                inner for t in head.children if t.dep_ == "prep" for inner in t.children if inner.dep_ == "pobj"
            )


def sentences(read: Read, docs: list[tuple[Block, Prose, Doc]]) -> Iterator[Sentence]:
    """The sentences of a document that stand alone, each with its quotes."""
    about = subject_of(read, docs)
    for block, prose, doc in docs:
        pointing = True  # whether a pronoun would mean the title
        for span in doc.sents:
            whole = span
            if lead := LEADING.match(span.text):
                span = doc.char_span(span.start_char + lead.end(), span.end_char) or span  # noqa: PLW2901
            root = whole.root
            subject = next((t for t in root.children if t.dep_ in SUBJECTS and t.i < root.i), None)
            swap = _swap(span, subject, about, pointing)
            named = subject is not None and bool(about.words & {t.lower_ for t in subject.subtree})
            other = subject is None or subject.pos_ == "PROPN"
            pointing = swap is not None or named or (pointing and "he" in about.pronouns and not other)
            if refused(span, root, subject, swap, about):
                continue
            start, end = prose.origin(span.start_char, span.end_char)
            quotes = (read.text[start:end], *([about.quote] if swap else []))
            yield Sentence(span, swap, tuple(dict.fromkeys(quotes)), block.heading)


def _swap(span: Any, subject: Any, about: Subject, pointing: bool) -> tuple[int, int, str] | None:
    """What stands at a sentence's beginning for the title: "It", "The island"."""
    if not about.title or not pointing or subject is None:
        return None
    words = list(subject.subtree)
    begins = words[0].i == span.start
    if begins and len(words) == 1 and subject.lower_ in about.pronouns:
        return 0, len(subject.text), about.title
    bare = len(words) == 2 and words[0].lower_ == "the" and subject.lemma_.lower() in about.nouns
    if begins and bare and subject.tag_ == "NN":
        return 0, subject.idx + len(subject.text) - span.start_char, about.title
    if begins and words[0].lower_ in ("his", "her", "its") and words[0].dep_ == "poss" and len(words) <= 6:
        return 0, len(words[0].text), f"{about.title}'s"
    return None


def refused(  # noqa: C901  # a list of reasons reads better whole
    span: Any, root: Any, subject: Any, swap: tuple[int, int, str] | None, about: Subject
) -> str:
    """Why a sentence is not whole or leans on what is around it, in a word; empty when it stands alone."""
    text = span.text
    if not FEWEST <= len(span) <= MOST:
        return "length"
    if text[-1:] not in '.”"' or "?" in text or BROKEN.search(text) or not balanced(text):
        return "broken"
    if root.pos_ not in ("VERB", "AUX") or subject is None or not span.start <= root.i < span.end:
        return "no subject and verb"
    if root.tag_ in ("VB", "VBG", "VBN") and not any(t.dep_ in ("aux", "auxpass") for t in root.children):
        return "no finite verb"
    if found := RELATIVE.search(text) or NO_YEAR.search(text):
        return f"leans on time or place: {found[0].lower()}"
    skip = 0 if swap is None else swap[1]
    named = swap is not None or any(t.pos_ == "PROPN" and t.dep_ in ("nsubj", "nsubjpass") for t in span)
    for token in span:
        if token.idx - span.start_char < skip:
            continue
        if token.lower_ in TALK or (token.lower_ in BACK and not _bound(token, subject, named, swap is not None)):
            return f"pronoun: {token.lower_}"
        if token.dep_ == "det" and (token.lower_ == "that" or (token.lower_ == "the" and _bare(token.head, about))):
            return f"unknown: the {token.head.lower_}"
    if swap is None and subject.pos_ == "PRON" and subject.lower_ not in ("there", "which", "who"):
        return f"pronoun: {subject.lower_}"
    return ""


def _bound(token: Any, subject: Any, named: bool, known: bool) -> bool:
    """Whether a pronoun means something within its sentence: one that owns or follows the subject, or a clause's."""
    if token.dep_ in ("dobj", "dative") and token.head == subject.head:
        return False  # the object of a verb is never its subject: "Reagan appointed him"
    if token.lower_ in ("its", "their", "his", "her", "him", "them", "they", "he", "she"):
        return bool(token.i > subject.i and (known or ((named or subject.pos_ == "NOUN") and subject.pos_ != "PRON")))
    if token.lower_ == "it":
        return bool(token.dep_ == "expl" or (token.i > subject.i and (known or subject.pos_ != "PRON")))
    if token.lower_ == "such":
        following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
        return following is not None and following.lower_ == "as"
    return False


def _bare(noun: Any, about: Subject) -> bool:
    """Whether "the" stands before a common noun that nothing in the sentence makes known."""
    if (
        noun.tag_ != "NN"
        or noun.lemma_.lower() in UNIQUE | about.nouns
        or any(t.dep_ in SAYS_WHICH for t in noun.rights)
    ):
        return False
    before = [t for t in noun.lefts if t.dep_ not in ("det", "punct")]
    return not before or any(t.lower_ in ORDERING for t in before)


SAYS_WHICH = frozenset({"prep", "relcl", "acl", "appos", "ccomp"})
ORDERING = frozenset("other new first second third original entire whole latter former".split())
UNIQUE = frozenset(
    "world sun moon earth internet web past future present east west north south environment economy public media body"
    " blood heart brain nucleus number law constitution president government military state universe sky sea ocean air"
    " ground".split()
)


def balanced(text: str) -> bool:
    """Whether every bracket and quotation mark has its other one."""
    pairs = all(text.count(a) == text.count(b) for a, b in OPENERS.items())
    return pairs and text.count('"') % 2 == 0
