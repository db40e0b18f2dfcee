"""How a card is put before a learner: with options to choose from, typed, or called to mind and turned over."""

from random import Random
from typing import Literal, NamedTuple

from kzlearn.model.cards import CardState
from kzlearn.model.questions import Content, Question, Screen

As = Literal["auto", "choice", "typed", "reveal"]
GOOD_DISTRACTORS = 3
TYPED_FROM = 2.0
"""Days of stability. A first Good gives 2.3 (FSRS-6's defaults): from then on the answer is typed, and after a lapse,
which leaves less, it is chosen again."""


class Showing(NamedTuple):
    """A card as it is shown. `content` grades the replies to `screen`; `seed` is what its options were shuffled by."""

    content: Content
    screen: Screen
    shown_as: str
    seed: str


def show(question: Question, part: str, state: CardState, wish: As) -> Showing:
    """A card as the learner wishes it; `auto` chooses by how well it is known. Its options are shuffled anew each time,
    and the same until it is answered."""
    seed = f"{Random(f'{state.card} {state.reps}').getrandbits(32):08x}"
    content = question.content
    screen = content.screen(part, Random(seed))
    if screen.options:
        return Showing(content, screen, "choice", seed)
    if wish == "reveal":
        return Showing(content, Screen(screen.prompt, part, how="say the answer to yourself"), "reveal", "")
    enough = len(content.wrong()) >= (1 if wish == "choice" else GOOD_DISTRACTORS)
    weak = state.stability is None or state.stability < TYPED_FROM
    if enough and (wish == "choice" or (wish == "auto" and weak)):
        from kzlearn.kinds.choice import Choice  # noqa: PLC0415  # a session of known cards has none

        chosen = Choice(prompt=screen.prompt, answer=content.accepted(part)[0], distractors=content.wrong())
        return Showing(chosen, chosen.screen(part, Random(seed)), "choice", seed)
    return Showing(content, screen, "typed", "")
