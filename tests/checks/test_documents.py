"""Documents are there, and are the ones the bank was written from."""

SUM = "9f4e4b1d2f61a5a2"


def test_a_document_with_its_sum_is_fine_in_any_case(said) -> None:
    held = "sources: {a: {file: source.txt, sha256: %s}}\n"
    right = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert said("documents", held % right, "abc") == []
    assert said("documents", held % right.upper(), "abc") == []


def test_a_document_that_changed_is_told_with_its_sum(said) -> None:
    (line,) = said("documents", f"sources: {{a: {{file: source.txt, sha256: {SUM}}}}}\n", "abc")
    assert line == (
        "2:41: 'source.txt' has changed since the bank was written: its sha256 is "
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad (restore it, or look through the quotes and "
        "then remove this key and run 'kzlearn check --fix')"
    )


def test_a_document_without_a_sum_is_a_warning(said) -> None:
    (line,) = said("documents", "sources: {a: {file: source.txt}}\n", "abc")
    assert line == "2:14: warning: 'source.txt' has no sha256 ('kzlearn check --fix' writes it)"


def test_a_document_that_cannot_be_read_is_told(said) -> None:
    (line,) = said("documents", "sources: {a: {file: source.txt}}\n")
    assert line.startswith("2:21: the document 'source.txt' cannot be read as UTF-8 text beside the bank (")
