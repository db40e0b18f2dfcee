"""What tests of the readers share: a document of a given content, and what is read of it."""

import re
from pathlib import Path

import pytest

from kzlearn import readers
from kzlearn.model.problems import Unreadable


@pytest.fixture
def read(tmp_path: Path):
    """Reads a document made of bytes or text; its map of offsets must hold."""

    def of(name: str, content: str | bytes) -> readers.Read:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = readers.read(path)
        verbatim(found)
        return found

    return of


@pytest.fixture
def refused(tmp_path: Path):
    """What is said of a document that cannot be read: one sentence."""

    def of(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with pytest.raises(Unreadable) as told:
            readers.read(path)
        assert "\n" not in str(told.value)
        return str(told.value).removeprefix(f"{path} ")

    return of


def parts(found: readers.Read, *sorts: str) -> list[str]:
    """The clean text of all blocks of some sorts; of all without any."""
    return [readers.clean(found, block).text for block in found.blocks if not sorts or block.sort in sorts]


def verbatim(found: readers.Read) -> None:
    """Blocks follow each other within the text, and each clean word stands where its map says, markup aside."""
    end = 0
    for block in found.blocks:
        assert end <= block.start < block.end <= len(found.text)
        end = block.end
        prose = readers.clean(found, block)
        assert prose.text == " ".join(prose.text.split())
        for word in re.finditer(r"\w+", prose.text):
            start, stop = prose.origin(*word.span())
            origin = found.text[start:stop]
            assert block.start <= start < stop <= block.end
            if "&" not in origin:
                assert origin == word[0] or subsequence(word[0], origin)


def subsequence(word: str, origin: str) -> bool:
    """Whether a word's characters stand in its origin in their order: markup within a word parts them."""
    left = iter(origin)
    return all(character in left for character in word)
