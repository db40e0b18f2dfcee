"""json: banks whole, as our export writes them."""

import json
from pathlib import Path

from kzlearn.importers import Found, Made, text_of
from kzlearn.model.problems import Unreadable

SUFFIXES = (".json",)
WHAT = "a bank, as 'export json' writes it"


def read(path: Path) -> Found:
    """The banks in a file. Raises Unreadable when it holds none."""
    text, found = text_of(path)
    try:
        held = json.loads(text)
    except RecursionError:
        raise Unreadable(f"{path} is nested too deeply", "it is no bank") from None
    except ValueError as error:
        raise Unreadable(f"{path} is no JSON: {error}", "export it again") from error
    banks = held if isinstance(held, list) else [held]
    if not banks or not all(isinstance(bank, dict) and isinstance(bank.get("bank"), str) for bank in banks):
        raise Unreadable(f"{path} holds no bank", "an object with the key 'bank', or a list of them")
    found.banks = [Made(bank) for bank in banks]
    return found
