"""Documents are there, and are the ones the bank was written from."""

from collections.abc import Iterator

from kzlearn.model.problems import Problem
from kzlearn.model.questions import Bank


def check(bank: Bank) -> Iterator[Problem]:
    for document in bank.sources.values():
        if document.text is None:
            yield document.problem(
                "file",
                f"the document {document.file[:60]!r} cannot be read as UTF-8 text beside the bank",
                "put it in the bank's folder as a plain text",
            )
        elif "sha256" not in document.spots:
            yield document.problem(
                "", f"{document.file!r} has no sha256", "'kzlearn check --fix' writes it", severity="warning"
            )
        elif document.sha256 and document.sha256.lower() != document.found_sha256:
            yield document.problem(
                "sha256",
                f"{document.file!r} has changed since the bank was written: its sha256 is {document.found_sha256}",
                "restore it, or look through the quotes and then remove this key and run 'kzlearn check --fix'",
            )
