"""What the commands on one card share: which card is meant."""

from kzlearn.cli._common import Desk
from kzlearn.memory.lines import storable
from kzlearn.memory.log import Log
from kzlearn.model.problems import Unreadable

LAST_ANSWERED = (
    "select card from card where last_at is not null order by last_at desc, card limit 1",
    "no card has been answered yet",
)
LAST_SUSPENDED = (
    """select card from event join card using (card) where kind = 'suspend' and suspended = 1
        order by at desc, seq desc limit 1""",
    "no card is suspended",
)


def card_meant(log: Log, desk: Desk, name: str | None, last: tuple[str, str] = LAST_ANSWERED) -> str:
    """The id of the card a command is about. Raises Unreadable when there is none."""
    if name is None:
        query, nothing = last
        for (card,) in log.query(query):
            return str(card)
        raise Unreadable(nothing, "name one as bank/question")
    name = storable(name)
    with desk.shelf(desk.banks(None)) as books:
        found = [card.id for card in books.cards if name in (card.id, card.name)]
        known = [card.name for card in books.cards]
    if found:
        return found[0]
    if next(log.query("select 1 from event where card = ? limit 1", name), None):
        return name
    from rapidfuzz import process  # noqa: PLC0415  # only for mistakes

    nearest = process.extractOne(name, known, score_cutoff=70)
    raise Unreadable(
        f"there is no card {name!r}", f"did you mean {nearest[0]}?" if nearest else "name it as bank/question"
    )
