"""Takes the pictures of docs/anki.md: cards of the shipped deck as Anki's back end renders them, in Chromium."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
sys.path[0] = str(ROOT)  # and not this folder, whose markdown.py would stand for the library that Anki imports

from tests.export.browser import browser  # noqa: E402  # the tests look at the same pages
from tests.export.conftest import collection  # noqa: E402

OUT = ROOT / "docs" / "pictures"
PACKAGE = ROOT / "export" / "internet-in-kazakhstan.apkg"
BANK = "internet-in-kazakhstan"


def main() -> None:
    with TemporaryDirectory() as folder, collection(Path(folder) / "anki") as anki, browser(Path(folder)) as shown:
        anki.take(PACKAGE)
        choice = anki.cards(f"{BANK}/growing-rapidly-pace")[0]
        shown.show(choice)
        shown.all(".kz-options li")[0].click()
        shown.picture(OUT / "anki-choice-front.png")
        shown.turn()
        shown.picture(OUT / "anki-choice-back.png")
        cloze = next(card for card in anki.cards() if card.note()["Kind"] == "cloze")
        shown.show(cloze, side=1, night=True)
        shown.picture(OUT / "anki-cloze-night.png")
        number = next(card for card in anki.cards() if card.note()["Kind"] == "number")
        shown.show(number, side=1, width=360)
        shown.picture(OUT / "anki-number-phone.png")


if __name__ == "__main__":
    main()
