"""Events as lines of text: nothing is lost on the way out and back, and nothing hostile comes in."""

import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlearn.memory import lines
from kzlearn.model.cards import Event

REVIEW = {
    "uid": "u", "device": "phone", "seq": 1, "at": 1_795_435_200_000, "day": "2026-11-23", "zone": 300,
    "kind": "review", "card": "bank/a", "rating": 3,
}  # fmt: skip
RETIME = {**REVIEW, "kind": "retime", "of": "v", "data": {"at": 1_795_435_200_000, "day": "2026-11-23"}}
SETTINGS = {**REVIEW, "kind": "settings", "data": {"retention": 0.9}}
for no_review in (RETIME, SETTINGS):
    del no_review["rating"], no_review["card"]


@given(st.data())
def test_any_event_comes_back_from_its_line_as_it_was(any_event, data):
    event = data.draw(any_event)
    line = lines.write(event)
    assert "\n" not in line
    assert "\r" not in line
    assert lines.read(line) == event


@given(st.data())
def test_a_line_written_again_is_the_same_line(any_event, data):
    line = lines.write(data.draw(any_event))
    assert lines.write(lines.read(line)) == line


def test_a_line_has_days_as_dates_and_leaves_out_what_is_empty():
    event = lines.read(json.dumps({**REVIEW, "due_day": "2026-12-01", "data": {}, "reply": None}))
    assert (event.day, event.due_day) == (20_780, 20_788)
    assert json.loads(lines.write(event)) == {**REVIEW, "due_day": "2026-12-01"}


def test_the_right_day_of_a_retime_is_a_date_in_its_line():
    event = lines.read(json.dumps(RETIME))
    assert event.data == {"at": 1_795_435_200_000, "day": 20_780}
    assert json.loads(lines.write(event)) == RETIME


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "is not a JSON object"),
        ("[1]", "is not a JSON object"),
        ("null", "is not a JSON object"),
        ("{" * 100_000, "is not a JSON object"),
        ('{"uid":' * 100_000, "is not a JSON object"),
        ("{}", "has no 'uid'"),
        ('{"uid": ' + "9" * 5_000 + "}", "is not a JSON object"),
    ],
)
def test_what_is_no_event_at_all_is_refused(line, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        lines.read(line)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"colour": "red"}, "has an unknown key 'colour'"),
        ({"kind": "revue"}, "is of the unknown kind 'revue'"),
        ({"kind": ["review"]}, "has kind: a list, which is no str"),
        ({"card": 5}, "has card: 5, which is no str"),
        ({"card": ""}, "names no card"),
        ({"card": None}, "names no card"),
        ({"uid": None}, "has uid: None, which is no str"),
        ({"uid": "a\0b"}, "has a character in 'uid' that cannot be stored"),
        ({"reply": "\ud800"}, "has a character in 'reply' that cannot be stored"),
        ({"seq": True}, "has seq: True, which is no int"),
        ({"seq": 1.0}, "has seq: 1.0, which is no int"),
        ({"seq": 2**53}, "which is too large"),
        ({"seq": 10**4_000}, "which is too large"),
        ({"at": -1, "day": "1970-01-01"}, "has a time that is none"),
        ({"at": float("nan")}, "has at: nan, which is no int"),
        ({"at": float("inf")}, "has at: inf, which is no int"),
        ({"at": {"a": 1}}, "has at: a dict, which is no int"),
        ({"day": 20_780}, "has day: 20780, which is no date"),
        ({"day": "20780"}, "has day: '20780', which is no date"),
        ({"day": "2026-02-30"}, "has day: '2026-02-30', which is no date"),
        ({"day": "2026-11-27"}, "has the day 2026-11-27, far from its time"),
        ({"due_day": False}, "has due_day: False, which is no date"),
        ({"zone": 24 * 60 + 1}, "has a zone that is none"),
        ({"rating": None}, "needs a rating from 1 to 4"),
        ({"rating": 0}, "needs a rating from 1 to 4"),
        ({"rating": 5}, "needs a rating from 1 to 4"),
        ({"rating": True}, "has rating: True, which is no int"),
        ({"of": "v"}, "has an 'of' it cannot have"),
        ({"correct": 1}, "has correct: 1, which is no bool"),
        ({"data": None}, "has data: None, which is no Mapping"),
        ({"data": {"x": float("nan")}}, "has 'x' in 'data', where it cannot be"),
        ({"kind": "undo", "of": "v"}, "has a rating it cannot have"),
        ({"kind": "undo", "of": "", "rating": None}, "must name another event in 'of'"),
        ({"kind": "flag", "rating": None, "data": {"word": 5}}, "has word: 5, which is no str"),
        ({"kind": "flag", "rating": None, "data": {"word": "\ud800"}}, "has a character in 'word'"),
        ({"kind": "suspend", "rating": None, "data": {"word": "x"}}, "has 'word' in 'data'"),
    ],
)
def test_a_review_that_cannot_be_is_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        lines.read(json.dumps({**REVIEW, **change}))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "has no right time in 'data'"),
        ({"at": 5}, "has no right time in 'data'"),
        ({"at": True, "day": "1970-01-01"}, "has at: True, which is no int"),
        ({"at": 10**30, "day": "1970-01-01"}, "which is too large"),
        ({"at": -(10**9), "day": "1970-01-01"}, "has a time that is none"),
        ({"at": 0, "day": "2026-11-23"}, "has the day 2026-11-23, far from its time"),
        ({"at": 0, "day": 0}, "has day: 0, which is no date"),
        ({"at": 0, "day": "1970-01-01", "why": "x"}, "has 'why' in 'data'"),
    ],
)
def test_a_retime_to_no_time_is_refused(data, sentence):
    with pytest.raises(ValueError, match=sentence):
        lines.read(json.dumps({**RETIME, "data": data}))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"data": {"retention": 1.5}}, "has a setting 'retention' that must be a number from 0.7 to 0.99"),
        ({"data": {"retention": float("nan")}}, "has a setting 'retention'"),
        ({"data": {"parameters": [1] * 20}}, "has a setting 'parameters'"),
        ({"data": {"steps": "abc"}}, "has a setting 'steps'"),
        ({"data": {"zone": "\ud800"}}, "has a character in 'zone'"),
        ({"data": {"bank": []}}, "has bank: a list, which is no str"),
        ({"data": {"bank": True}}, "has bank: True, which is no str"),
        ({"data": {"colour": "red"}}, "has 'colour' in 'data'"),
        ({"card": "bank/a"}, "has a card it cannot have"),
    ],
)
def test_settings_that_cannot_be_are_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        lines.read(json.dumps({**SETTINGS, **change}))


@pytest.mark.parametrize("key", [*REVIEW, "due_day", "data"])
def test_a_value_nested_to_the_limit_of_the_stack_is_refused(key):
    plain = json.dumps({name: value for name, value in REVIEW.items() if name != key})
    for depth in range(sys.getrecursionlimit() - 200, sys.getrecursionlimit() + 50, 7):
        with pytest.raises(ValueError, match=r"is not a JSON object|which is no|in 'data'"):
            lines.read(f'{plain[:-1]}, "{key}": {"[" * depth}{"]" * depth}}}')
        with pytest.raises(ValueError, match=r"is not a JSON object|which is no|in 'data'"):
            lines.read(f'{plain[:-1]}, "{key}": {{"a": {"[" * depth}{"]" * depth}}}}}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from(lines.NAMES), inner),
    max_leaves=8,
)


@settings(max_examples=300)
@given(st.sampled_from([REVIEW, RETIME, SETTINGS]), st.dictionaries(st.sampled_from(lines.NAMES), JSON, max_size=4))
def test_a_hostile_line_is_read_as_a_sound_event_or_refused(event, change):
    read = _read(json.dumps({**event, **change}))
    if isinstance(read, Event):
        assert lines.read(lines.write(read)) == read
    else:
        assert "\n" not in read
        assert len(read) < 200


def _read(line: str) -> Event | str:
    try:
        return lines.read(line)
    except ValueError as error:
        return str(error)


@given(st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "surrogateescape")))
def test_any_text_is_an_event_or_refused(text):
    with pytest.raises(ValueError, match=r"."):
        lines.read(text)


@given(st.text())
def test_storable_changes_only_what_cannot_be_stored(text):
    clean = lines.storable(text)
    assert len(clean) == len(text)
    assert all(ours in (theirs, "\ufffd") for ours, theirs in zip(clean, text, strict=True))
    assert clean.encode() == lines.storable(clean).encode()


def test_an_event_made_by_the_program_is_held_to_the_same_rules():
    with pytest.raises(ValueError, match="needs a rating"):
        lines.check(Event(uid="u", device="d", seq=1, at=0, day=0, zone=0, kind="review", card="bank/a"))
