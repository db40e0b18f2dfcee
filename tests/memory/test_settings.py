from math import inf, nan

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.memory.replay import Track, replayer
from kzlearn.memory.settings import DEFAULT_PARAMETERS, LOWER, RULES, UPPER, InForce, Scheduling, flaw, in_force

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # for a busy machine
plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
parameters = st.tuples(*(st.floats(float(low), float(high)) for low, high in zip(LOWER, UPPER, strict=True)))
anything = plain | st.lists(plain, max_size=3) | st.just({}) | parameters.map(list)


def test_every_setting_has_a_rule_and_every_default_keeps_it():
    assert set(RULES) == {*Scheduling._fields}
    assert [flaw(key, value) for key, value in Scheduling()._asdict().items()] == [None] * len(RULES)


@pytest.mark.parametrize(
    ("key", "good"),
    [
        ("parameters", [list(map(float, LOWER)), list(UPPER), DEFAULT_PARAMETERS]),
        ("retention", [0.7, 0.9, 0.99]),
        ("steps", [[], [1], [86_400] * 10, (60, 600)]),
        ("relearning_steps", [[], [600]]),
        ("max_interval", [1, 36_500]),
        ("rollover", [0, 23]),
        ("zone", ["local", "Asia/Almaty"]),
    ],
)
def test_values_within_their_bounds_have_no_flaw(key, good):
    assert [flaw(key, value) for value in good] == [None] * len(good)


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("parameters", [DEFAULT_PARAMETERS[:19], (*DEFAULT_PARAMETERS, 1), (101.0, *DEFAULT_PARAMETERS[1:]), 3, None]),
        (
            "parameters",
            [(nan, *DEFAULT_PARAMETERS[1:]), ("1", *DEFAULT_PARAMETERS[1:]), (True, *DEFAULT_PARAMETERS[1:])],
        ),
        ("retention", [0.69, 0.991, 1, 1.5, nan, inf, "0.9", True, None]),
        ("steps", [[0], [86_401], [60] * 11, [1.5], ["1m"], [True], 60, "60", None]),
        ("relearning_steps", [[0], [-1]]),
        ("max_interval", [0, 36_501, 100.0, "100", True]),
        ("rollover", [-1, 24, 4.0, "4", False]),
        ("zone", ["", "x" * 65, 5, None]),
    ],
)
def test_values_out_of_bounds_or_of_another_type_have_a_flaw_in_words(key, bad):
    for value in bad:
        assert flaw(key, value) == f"must be {RULES[key].wanted}"


def test_an_unknown_setting_is_a_flaw():
    assert flaw("bank", "history") == "is no scheduling setting"


def test_the_last_word_on_a_setting_wins():
    force = in_force([{"retention": 0.8, "rollover": 3}, {"retention": 0.95}])
    assert force.general == Scheduling(retention=0.95, rollover=3)


def test_a_bank_s_own_word_wins_over_the_general_one_whichever_came_first():
    changes = [{"bank": "history", "retention": 0.95}, {"retention": 0.8, "steps": [60]}]
    for order in (changes, changes[::-1]):
        force = in_force(order)
        assert force.of("history/kaiser#year") == Scheduling(retention=0.95, steps=(60,))
        assert force.of("biology/cell") == force.general == Scheduling(retention=0.8, steps=(60,))


def test_a_card_s_bank_is_what_stands_before_the_first_slash():
    force = in_force([{"bank": "history", "max_interval": 90}])
    assert [force.of(card).max_interval for card in ("history/a", "history/a/b", "history-2/a", "a/history")] == [
        90, 90, 36_500, 36_500,
    ]  # fmt: skip


def test_before_any_word_the_defaults_are_in_force():
    assert in_force([]) == InForce() == InForce(Scheduling(), {})


@pytest.mark.parametrize("change", [{"retention": 2}, {"parameters": [1.0] * 34}, {"steps": None}, {"colour": "red"}])
def test_a_word_that_cannot_be_is_passed_over(change):
    assert in_force([{"rollover": 3}, change]).general == Scheduling(rollover=3)


@patient
@given(st.lists(st.dictionaries(st.sampled_from([*RULES, "bank", "colour"]), anything, max_size=4), max_size=4))
def test_whatever_settings_events_carry_cards_can_be_scheduled(changes):
    force = in_force(changes)
    for scheduling in (force.general, *force.banks.values()):
        replayer(scheduling)(Track(), [(0, 0, 3, None)])
        assert hash(scheduling) == hash(scheduling._replace())
