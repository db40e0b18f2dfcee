"""A session in lines: a prompt, a reply, a verdict line that begins with right, nearly or wrong. No keys, no colour."""

import textwrap
import time
from typing import TYPE_CHECKING

from kzlearn.cli import _lines
from kzlearn.cli._common import counted
from kzlearn.memory.days import Clock, iso
from kzlearn.model.cards import CardState, Event
from kzlearn.study.meetings import Meeting
from kzlearn.study.session import Answered, Asked, Session, Sitting

if TYPE_CHECKING:
    from kzlearn.bank.quotes import Proof

HELP = """\
  :?  I don't know      :h  hint              :u  undo the last answer
  :s  suspend the card  :1 :2 :3 :4  rate the last answer Again, Hard, Good, Easy
  :q  quit              ::  begins an answer that begins with a colon"""
DONE = "Done for today"


AT_A_LOSS = frozenset({"?", "help", "quit", "exit"})
"""What people type when they look for a way out; rarely an answer."""


def converse(sitting: Sitting, clock: Clock, plain: bool) -> None:
    """Ask until nothing is left, the input ends or the learner quits."""
    _Conversation(sitting, clock, not plain and _lines.watched()).run()


class _Conversation:
    def __init__(self, sitting: Sitting, clock: Clock, prompting: bool) -> None:
        self.sitting, self.clock, self.prompting = sitting, clock, prompting
        self.answers: list[Answered] = []
        self.passed_over = ""
        if prompting and sitting.ask():
            import readline  # noqa: F401, PLC0415  # makes `input` editable

            self._say("Type an answer, or :help for what else can be typed. Every answer is saved at once.")

    def run(self) -> None:
        while asked := self.sitting.ask():
            if isinstance(asked, Meeting):
                self._introduce(asked)
                continue
            began = time.monotonic()
            self._show(asked)
            while self.sitting.asked is asked:
                line = self._read()
                if line is None or line == ":q":
                    self._end("Stopped")
                    return
                if self.prompting and line.casefold() in AT_A_LOSS - {self.passed_over}:
                    self.passed_over = line.casefold()
                    self._say("  :q ends, :? is 'I don't know', :help shows more. If it is your answer, type it again.")
                else:
                    self.passed_over = ""
                    self._take(line, int((time.monotonic() - began) * 1000))
        self._end(DONE)

    def _introduce(self, meeting: Meeting) -> None:
        """Show new facts; they are asked a few prompts later."""
        from kzlearn.cli._words import in_line, proofs_of  # noqa: PLC0415  # a session of known cards has none

        assert isinstance(self.sitting, Session)
        self._say(f"\n{self._head('new fact', meeting.card.topic, meeting.left)}")
        for fact in meeting.facts:
            self._say(in_line(fact.statement))
            self._tell(proofs_of(self.sitting.library, meeting.card.bank, [fact]))
        self.sitting.met()

    @staticmethod
    def _head(word: str, topic: str, left: tuple[int, int, int]) -> str:
        learning, reviews, new = left
        rest = [f"{learning} in learning"] * (learning > 0) + [counted(reviews, "review")] * (reviews > 0)
        then = ", ".join([*rest, *[f"{new} new"] * (new > 0)])
        return f"[{word}{f' · {topic}' if topic else ''}{' · then ' if then else ''}{then}]"

    def _show(self, asked: Asked) -> None:
        self._say(f"\n{self._head(asked.phase, asked.card.topic, asked.left)}")
        self._say(asked.screen.prompt)
        for i, left_side in enumerate(asked.screen.lefts, 1):
            self._say(f"  {i}. {left_side}")
        for i, option in enumerate(asked.screen.options):
            self._say(f"  {chr(ord('a') + i)}) {option}")
        if asked.screen.how:
            self._say(f"  ({asked.screen.how})")

    def _say(self, text: str) -> None:
        _lines.say(text, self.prompting)

    def _read(self) -> str | None:
        try:
            return _lines.read(self.prompting)
        except KeyboardInterrupt:
            if self.prompting:
                self._end("Interrupted")
            raise

    def _take(self, line: str, took_ms: int) -> None:
        match line:
            case "":
                self._say("  Type an answer, or :? if you don't know.")
            case ":?":
                self._answer(None, took_ms)
            case ":h":
                self._say(f"  Hint: {self.sitting.hint() or 'there is none.'}")
            case ":u" | ":s" | ":1" | ":2" | ":3" | ":4":
                self._manage(line)
            case ":help":
                self._say(HELP)
            case _ if line.startswith(":") and not line.startswith("::"):
                self._say(f"  {line} is no command.")
                self._say(HELP)
            case _:
                self._answer(line.removeprefix(":") if line.startswith("::") else line, took_ms)

    def _answer(self, reply: str | None, took_ms: int) -> None:
        if self.sitting.asked and self.sitting.asked.shown_as == "reveal" and reply is not None:
            self._reveal(self.sitting.asked, took_ms)
            return
        if self.prompting and reply is not None and (why := self.sitting.unclear(reply)):
            self._say(f"  Not counted: {why}.")
            return
        self._judged(self.sitting.reply(reply, took_ms))

    def _reveal(self, asked: Asked, took_ms: int) -> None:
        """Show the answer, and read how well it was known."""
        self._say(f"  Answer: {asked.content.grade(asked.screen, '').expected}")
        self._say("  How well did you know it? 1 not at all, 2 barely, 3 well, 4 easily.")
        while (line := self._read()) is not None:
            if line.removeprefix(":") in ("1", "2", "3", "4"):
                self._judged(self.sitting.rate(int(line.removeprefix(":")), took_ms))
                return
            if line == ":q":
                return
            self._say("  Type 1, 2, 3 or 4.")

    def _judged(self, answered: Answered) -> None:
        from kzlearn.cli._words import in_line, proofs  # noqa: PLC0415  # the first prompt need not wait for it

        self.answers.append(answered)
        remark = f" ({answered.verdict.remark})" if answered.verdict.remark else ""
        told = in_line(f"{answered.verdict.outcome}: {answered.verdict.expected}{remark}")
        self._say(f"{told}{'' if told.endswith('.') else '.'}{self._next(answered.state) if answered.state else ''}")
        self._tell(proofs(self.sitting.library, answered.asked.card.bank, answered.asked.question))
        if answered.asked.question.explanation:
            self._say(textwrap.indent(answered.asked.question.explanation, "  "))
        if answered.leech and answered.state:
            self._say(
                f"  Forgotten {answered.state.lapses} times: reword the question, or suspend it with :s next time."
            )

    def _tell(self, proofs: "list[Proof]") -> None:
        """The sentences of the document, the quote marked."""
        from kzlearn.cli._words import in_line  # noqa: PLC0415  # see above

        for found in proofs:
            whole = in_line(f"{found.before}«{found.quote}»{found.after}")
            self._say(f"  “{whole}” ({found.title}, line {found.line})")

    def _manage(self, line: str) -> None:
        """Undo, suspend and rate anew; they need a session that keeps what is done."""
        from kzlearn.cli._words import RATINGS, undone  # noqa: PLC0415  # see above

        if not isinstance(self.sitting, Session):
            self._say("  Nothing is saved while cramming, so there is nothing to change.")
        elif line == ":u":
            event = self.sitting.undo()
            self._forget(event)
            self._say(f"  Taken back: {undone(event)}." if event else "  There is nothing to take back.")
        elif line == ":s":
            assert self.sitting.asked
            card = self.sitting.asked.card
            self.sitting.stop(card, "suspend")
            self._say(f"  Suspended {card.name}: it is asked no more until 'kzlearn unsuspend'.")
        elif not self.answers or not (review := self.answers[-1].review):
            self._say("  There is no answer yet to rate.")
        else:
            state = self.sitting.rerate(review, int(line[1]))
            self._say(f"  Rated {RATINGS[int(line[1]) - 1]}.{self._next(state)}")

    def _forget(self, event: Event | None) -> None:
        self.answers = [a for a in self.answers if not (event and a.review and a.review.uid == event.uid)]

    def _next(self, state: CardState) -> str:
        """When a card comes next, as the end of a verdict."""
        from kzlearn.cli._words import when_next  # noqa: PLC0415  # see above

        when = when_next(state, self.clock)
        return f" Next {when}." if when else ""

    def _end(self, word: str) -> None:
        right = sum(a.verdict.correct for a in self.answers)
        asked = f"{counted(len(self.answers), 'answer')}, {right} right" if self.answers else "nothing asked"
        self._say(f"\n{word}: {asked}.")
        if isinstance(self.sitting, Session) and word == DONE:
            if (ms := self.sitting.waiting()) is not None:
                self._say(f"The next step is due in {counted(max(round(ms / 60_000), 1), 'minute')}.")
            elif (day := self.sitting.next_day()) is not None:
                self._say(f"The next review is due on {iso(day)}.")
