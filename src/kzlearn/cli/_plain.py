"""A session in lines: a prompt, a reply, a verdict line that begins with right, nearly or wrong. No keys, no colour."""

import re
import shutil
import sys
import textwrap
import time

from kzlearn.cli._common import counted
from kzlearn.memory.days import Clock, iso, study_day
from kzlearn.model.cards import CardState, Event
from kzlearn.study.session import Answered, Asked, Session, Sitting

HELP = """\
  :?  I don't know      :h  hint              :u  undo the last answer
  :s  suspend the card  :1 :2 :3 :4  rate the last answer Again, Hard, Good, Easy
  :q  quit              ::  begins an answer that begins with a colon"""
UNSAFE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What a terminal would act on, or could not show."""
DONE = "Done for today"
RATINGS = {":1": "Again", ":2": "Hard", ":3": "Good", ":4": "Easy"}


AT_A_LOSS = frozenset({"?", "help", "quit", "exit"})
"""What people type when they look for a way out; rarely an answer."""


def converse(sitting: Sitting, clock: Clock, plain: bool) -> None:
    """Ask until nothing is left, the input ends or the learner quits."""
    _Conversation(sitting, clock, not plain and bool(sys.stdin and sys.stdin.isatty())).run()


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
            self._show(asked)
            began = time.monotonic()
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

    def _show(self, asked: Asked) -> None:
        learning, reviews, new = asked.left
        rest = [f"{learning} in learning"] * (learning > 0) + [counted(reviews, "review")] * (reviews > 0)
        left = ", ".join([*rest, *[f"{new} new"] * (new > 0)])
        topic = f" · {asked.card.topic}" if asked.card.topic else ""
        self._say(f"\n[{asked.phase}{topic}{' · then ' if left else ''}{left}]")
        self._say(asked.screen.prompt)
        for i, left_side in enumerate(asked.screen.lefts, 1):
            self._say(f"  {i}. {left_side}")
        for i, option in enumerate(asked.screen.options):
            self._say(f"  {chr(ord('a') + i)}) {option}")
        if asked.screen.how:
            self._say(f"  ({asked.screen.how})")

    def _say(self, text: str) -> None:
        """Print at once, with what a terminal would act on made harmless; for a person, broken between words."""
        text = UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
        print("\n".join(map(_wrapped, text.split("\n"))) if self.prompting else text, flush=True)

    def _read(self) -> str | None:
        """One line of input without its end; None at the end of input."""
        if self.prompting:
            try:
                return input("> ").strip()
            except EOFError:
                return None
            except KeyboardInterrupt:
                self._end("Interrupted")
                raise
        line = sys.stdin.readline() if sys.stdin else ""
        return line.removeprefix("\ufeff").strip() if line else None

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
        answered = self.sitting.reply(reply, took_ms)
        self.answers.append(answered)
        remark = f" ({answered.verdict.remark})" if answered.verdict.remark else ""
        told = _in_line(f"{answered.verdict.outcome}: {answered.verdict.expected}{remark}")
        self._say(f"{told}{'' if told.endswith('.') else '.'}{self._next(answered.state) if answered.state else ''}")
        self._prove(answered)

    def _prove(self, answered: Answered) -> None:
        """The sentence that proves the answer, with the quote marked, and the explanation."""
        from kzlearn.bank.quotes import proof  # noqa: PLC0415  # the first prompt need not wait for it

        question = answered.asked.question
        bank = self.sitting.library.bank(answered.asked.card.bank)
        facts = {fact.id: fact for fact in bank.facts}
        evidence = [evidence for name in question.facts if name in facts for evidence in facts[name].quote]
        proofs = [found for found in (proof(bank, one) for one in evidence) if found]
        for found in dict.fromkeys(proofs):
            whole = _in_line(f"{found.before}«{found.quote}»{found.after}")
            self._say(f"  “{whole}” ({found.title}, line {found.line})")
        if question.explanation:
            self._say(textwrap.indent(question.explanation, "  "))

    def _manage(self, line: str) -> None:
        """Undo, suspend and rate anew; they need a session that keeps what is done."""
        if not isinstance(self.sitting, Session):
            self._say("  Nothing is saved while cramming, so there is nothing to change.")
        elif line == ":u":
            event = self.sitting.undo()
            self._forget(event)
            self._say(f"  Taken back: {_told(event)}." if event else "  There is nothing to take back.")
        elif line == ":s":
            name = self.sitting.suspend().name
            self._say(f"  Suspended {name}: it is asked no more until 'kzlearn unsuspend'.")
        elif not self.answers or not (review := self.answers[-1].review):
            self._say("  There is no answer yet to rate.")
        else:
            state = self.sitting.rerate(review, int(line[1]))
            self._say(f"  Rated {RATINGS[line]}.{self._next(state)}")

    def _forget(self, event: Event | None) -> None:
        self.answers = [a for a in self.answers if not (event and a.review and a.review.uid == event.uid)]

    def _next(self, state: CardState) -> str:
        """When a card comes next, as the end of a verdict."""
        if state.due_at is not None:
            minutes = max(round((state.due_at - self.clock().at) / 60_000), 1)
            return f" Next in {counted(minutes, 'minute')}."
        if state.due_day is None or state.last_day is None:
            return ""
        days = state.due_day - state.last_day
        after_midnight = study_day(self.clock(), 0) > state.last_day  # the study day is still yesterday's
        when = "tomorrow" if days == 1 and not after_midnight else f"in {counted(days, 'day')}"
        return f" Next {when}, {iso(state.due_day)}."

    def _end(self, word: str) -> None:
        right = sum(a.verdict.correct for a in self.answers)
        asked = f"{counted(len(self.answers), 'answer')}, {right} right" if self.answers else "nothing asked"
        self._say(f"\n{word}: {asked}.")
        if isinstance(self.sitting, Session) and word == DONE:
            if (ms := self.sitting.waiting()) is not None:
                self._say(f"The next step is due in {counted(max(round(ms / 60_000), 1), 'minute')}.")
            elif (day := self.sitting.next_day()) is not None:
                self._say(f"The next review is due on {iso(day)}.")


def _wrapped(line: str) -> str:
    """A line broken between words where the terminal ends, with its indent."""
    indent = line[: len(line) - len(line.lstrip())]
    width = shutil.get_terminal_size().columns - 1
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _told(event: Event) -> str:
    names = {"review": "the answer to", "rerate": "the rating of", "flag": "the flag of", "reset": "the reset of"}
    return f"{names.get(event.kind, f'{event.kind} of')} {event.card}"


def _in_line(text: str) -> str:
    """A text without its line breaks, so that no other line seems to begin with a verdict."""
    return re.sub(r"\s*\n\s*", " ", text)
