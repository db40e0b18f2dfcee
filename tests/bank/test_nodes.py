"""YAML becomes a tree of texts with places; problems/ shows what is wrong in its form."""

from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kzlearn.bank import nodes
from kzlearn.bank.nodes import Node, meaning, parse

data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)
TRICKY = ["no", "NO", "y", "On", "~", "null", "", "1:30", "012", "0o12", "1_000", "0x1F", "1e3", "1.5e+3", ".5", "5.",
          ".inf", "-.INF", ".nan", "2008-11-05", "2001-12-14t21:59:43.10-05:00", "=", "<<", "true", "True", "yes", "+1",
          "0b1", "190:20:30.15", "1,000", "12.4", "1e400", "-"]  # fmt: skip


def held(node: Node) -> Any:
    """What a tree holds, as texts, lists and mappings."""
    if node.is_mapping:
        return {name: held(value) for name, (_, value) in node.entries.items()}
    return [held(item) for item in node.value] if isinstance(node.value, list) else node.value


@given(said=data, flow=st.none() | st.booleans(), style=st.sampled_from([None, '"', "'", "|", ">"]))
@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
def test_a_tree_holds_what_another_reader_of_yaml_reads(said: Any, flow: bool | None, style: str | None) -> None:
    text = yaml.safe_dump(said, default_flow_style=flow, default_style=style, allow_unicode=True)
    root, problems = parse(text, "x")
    assert root
    assert all(problem.message.startswith("the tag") for problem in problems)  # of what is no text, in quotes
    assert held(root) == yaml.load(text, yaml.BaseLoader)


@given(st.sampled_from(TRICKY) | st.from_regex(r"[-+.0-9a-zA-Z:_]{0,9}", fullmatch=True))
def test_what_yaml_takes_a_text_for_is_what_another_reader_takes_it_for(text: str) -> None:
    try:
        node = yaml.compose(f"[{text}]", yaml.SafeLoader).value
    except yaml.YAMLError:
        return
    (root, _) = parse(f"[{text}]", "x")
    if len(node) == 1 and isinstance(node[0], yaml.ScalarNode):
        assert root
        assert f"tag:yaml.org,2002:{meaning(root.value[0])}" == node[0].tag


@pytest.mark.parametrize("quoted", ['"no"', "'2008'", '"~"', "|\n  no", ">\n  2008\n", '""'])
def test_quotes_make_a_text_of_anything(quoted: str) -> None:
    root, problems = parse(f"a: {quoted}", "x")
    assert root
    assert not problems
    assert meaning(root.entries["a"][1]) == "str"


def test_places_count_lines_and_characters_from_one() -> None:
    root, _ = parse("\ufeffқаз: 🙂\r\nb:\r\n  - [c, d]\r\n", "x")
    assert root
    assert root.spot == (1, 1)
    assert [tuple(node.spot) for node in root.entries["қаз"]] == [(1, 1), (1, 6)]
    (inner,) = root.entries["b"][1].value
    assert [tuple(node.spot) for node in (inner, *inner.value)] == [(3, 5), (3, 6), (3, 9)]


@given(st.text(max_size=40))
@example("\x85\x07")
@example("a: \ufffe")
@example("'\n\u2028\n\0")
def test_a_text_that_cannot_be_read_is_a_problem_with_a_hint(text: str) -> None:
    root, problems = parse(text, "x")
    assert root or problems or not yaml.load(text, yaml.BaseLoader)
    assert all(problem.hint for problem in problems)


def test_a_character_that_is_not_allowed_is_found_by_its_place_and_not_by_its_byte() -> None:
    _, (problem,) = parse("# ққққ\nә: 'үү\x07'\n", "x")
    assert (problem.spot, problem.message) == ((2, 7), "the character U+0007 is not allowed")
    assert parse("\ufeffa\x07", "x")[1][0].spot == (1, 2)


def test_some_aliases_are_fine_and_a_bomb_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &a [x, x]\nb: [*a, *a]\n"
    assert parse(text, "x")[1] == []
    monkeypatch.setattr(nodes, "MOST_REPEATED", 5)
    root, (problem,) = parse(text, "x")
    assert root is None
    assert str(problem) == "x:2:9: aliases repeat more than 5 values (write fewer of them)"


def test_a_file_of_too_many_values_is_not_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MOST_VALUES", 3)
    root, (problem,) = parse("[a, b, c, d]", "x")
    assert root is None
    assert str(problem) == "x:1:11: the file has more than 3 values (split it into several files)"


def test_a_file_of_too_many_problems_is_not_read_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MOST_PROBLEMS", 2)
    _, problems = parse("[!a a, !b b, !c c]", "x")
    assert [problem.spot.column for problem in problems] == [2, 8, 8]
