"""Cards in a real browser: tapped, turned, in the dark, on a phone, without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .browser import Cards, browser
from .conftest import collection, export
from .test_apkg import HERE


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A card of each kind, as Anki holds it after the import."""
    folder = tmp_path_factory.mktemp("deck")
    for name in ("kinds.yaml", "sea.txt"):
        (folder / name).write_bytes((HERE / name).read_bytes())
    export("apkg", folder / "kinds.yaml", folder / "k.apkg")
    with collection(folder / "anki") as anki:
        anki.take(folder / "k.apkg")
        yield {card.note()["Id"].removeprefix("sea/"): card for card in anki.cards()}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cards]:
    with browser(tmp_path_factory.mktemp("pages")) as made:
        yield made


def tap(shown: Cards, option: str) -> None:
    next(item for item in shown.all(".kz-options li") if item.text.startswith(option)).click()


@pytest.mark.parametrize("way", ["turned", "loaded"])
def test_what_was_tapped_is_marked_on_the_back_in_the_same_order(way: str, cards: Any, shown: Cards) -> None:
    shown.show(cards["choice"])
    order = shown.options()
    tap(shown, "green")
    tap(shown, "red")
    assert [item.text for item in shown.all(".kz-picked")] == ["red"]
    if way == "turned":
        shown.turn()
    else:
        shown.show(cards["choice"], side=1)
    assert shown.options() == order
    assert [item.text for item in shown.all(".kz-wrong")] == ["red ✗"] or "red" in shown.all(".kz-wrong")[0].text
    assert [item.text.split()[0] for item in shown.all(".kz-right")] == ["blue"]
    assert shown.all(".kz-answer")[0].text == "blue"


def test_options_are_shuffled_with_none_of_the_above_last(cards: Any, shown: Cards) -> None:
    orders = set()
    for _ in range(12):
        shown.show(cards["choice"])
        orders.add(tuple(shown.options()))
    assert len(orders) > 1
    assert {order[-1] for order in orders} == {"None of the above"}


def test_true_comes_before_false(cards: Any, shown: Cards) -> None:
    for _ in range(5):
        shown.show(cards["true-false"])
        assert shown.options() == ["True", "False"]


def test_several_options_can_be_picked_and_taken_back(cards: Any, shown: Cards) -> None:
    shown.show(cards["choices"])
    for option in ("blue", "plaid", "grey", "plaid"):
        tap(shown, option)
    assert {item.text for item in shown.all(".kz-picked")} == {"blue", "grey"}
    shown.turn()
    assert {item.text.split()[0] for item in shown.all(".kz-right.kz-picked")} == {"blue", "grey"}
    assert shown.all(".kz-wrong") == []


def test_options_can_be_picked_by_keys(cards: Any, shown: Cards) -> None:
    shown.show(cards["choice"])
    shown.ask("document.querySelector('.kz-options li').focus()")
    shown.driver.switch_to.active_element.send_keys(" ")
    assert [item.text for item in shown.all(".kz-picked")] == [shown.options()[0]]
    assert shown.all(".kz-options li")[0].get_attribute("aria-checked") == "true"


def test_a_back_without_its_front_shows_what_is_right(cards: Any, shown: Cards) -> None:
    shown.show(cards["choice"])
    shown.ask("sessionStorage.clear()")
    shown.show(cards["choice"], side=1)
    assert [item.text.split()[0] for item in shown.all(".kz-right")] == ["blue"]
    assert shown.all(".kz-wrong") == []


def test_without_javascript_all_is_readable(cards: Any, tmp_path: Path) -> None:
    with browser(tmp_path, script=False) as plain:
        plain.show(cards["choice"])
        assert {*plain.options()} == {"blue", "green", "red", "None of the above"}
        plain.show(cards["choice"], side=1)
        assert plain.all(".kz-answer")[0].text == "blue"
        plain.show(cards["text"])
        hint = plain.all("details")[0]
        hint.find_element("css selector", "summary").click()
        assert "Like the sky." in hint.text


@pytest.mark.parametrize("night", [False, True])
def test_every_card_can_be_read_by_day_and_night_on_a_phone(night: bool, cards: Any, shown: Cards) -> None:
    for name, card in cards.items():
        for side in (0, 1):
            shown.show(card, side, night, width=360)
            assert shown.ask("document.documentElement.scrollWidth") <= 360, name
            for selector in (".kz-prompt", ".kz-answer", ".kz-proof cite", ".kz-proof mark", ".kz-how", ".kz a"):
                for thing in shown.all(selector):
                    assert contrast(shown, thing) >= 4.5, (name, selector)


def contrast(shown: Cards, thing: Any) -> float:
    """The contrast of a text with what lies behind it (WCAG 2.2, 1.4.3)."""
    script = """
      let back = arguments[0];
      while (back && getComputedStyle(back).backgroundColor === 'rgba(0, 0, 0, 0)') back = back.parentElement;
      return [getComputedStyle(arguments[0]).color, back ? getComputedStyle(back).backgroundColor : 'rgb(255, 255, 255)'];
    """
    front, back = (_luminance(colour) for colour in shown.driver.execute_script(script, thing))
    return (max(front, back) + 0.05) / (min(front, back) + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_nothing_is_asked_of_the_network(cards: Any, shown: Cards) -> None:
    for card in cards.values():
        shown.show(card)
        shown.turn()
        assert shown.ask("performance.getEntriesByType('resource').map(entry => entry.name)") == []
