"""The cards of a bank."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256

from kzlearn.model.cards import Card
from kzlearn.model.questions import Bank


def guid(bank: str, question: str) -> str:
    """The name of a question in collections of other programs, of its first ids: never of what it says."""
    return urlsafe_b64encode(sha256(f"{bank}/{question}".encode()).digest()[:12]).decode()


def cards_of(bank: Bank) -> Iterator[Card]:
    """The cards that may be asked in a quiz, in the bank's order."""
    topics = {fact.id: fact.topic for fact in bank.facts}
    first_bank = bank.was[0] if bank.was else bank.id
    for question in bank.questions:
        if not question.asked:
            continue
        first = question.was[0] if question.was else question.id
        topic = next((topics[fact] for fact in question.facts if topics.get(fact)), "")
        facts = tuple(dict.fromkeys(map(str, question.facts)))
        for part in question.content.parts():
            id_ = f"{first_bank}/{first}#{part}" if part else f"{first_bank}/{first}"
            yield Card(id_, str(bank.id), str(question.id), part, facts, topic, question.tags)
