"""A session in a terminal: answers typed or chosen by one key, verdicts with their proof, everything else by one key.

Not a full screen: all that was asked stays in the scrollback. Every answer is saved before its verdict is shown, so the
session may end at any moment: Ctrl-C, a closed terminal, a dead battery.
"""

import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from kzlearn.cli import _shown
from kzlearn.cli._common import Desk, counted
from kzlearn.cli._keys import Keys
from kzlearn.cli._line import Line
from kzlearn.cli._paint import BLANK, Painter, Para, Span, para
from kzlearn.model.cards import CardState
from kzlearn.model.problems import Unreadable
from kzlearn.study.meetings import Meeting
from kzlearn.study.session import GOOD, Answered, Asked, Session, Sitting, chosen

PAUSE_AFTER = 25 * 60
"""Seconds at the screen: then a pause is offered."""
LONGEST_THOUGHT = 60
"""Seconds that the wait for a key counts at most: after that the learner has gone away."""
MANY_MISSES = 4
"""Wrong answers to a card, one after another, after which a rest is proposed."""
NARROW = 50
"""Columns below which the line of keys names the most needed alone."""
QUIET = 0.2
"""Seconds without a key after which the next is meant for the verdict: nobody reads one faster."""
SINGLE = ("choice", "true_false")
"""Kinds that one key answers."""

WELCOME = (
    "You are shown a fact, and asked for it a little later. What you know comes back in days, then weeks; "
    "what you miss comes back soon."
)
HELP = (
    ("before you answer", (
        ("Tab", "a hint"), ("Esc, then d", "I don't know"),
        ("Esc, then u", "take back what was done last; again: the step before"),
        ("Esc, then s · b", "suspend the card · bury it until tomorrow"), ("Esc, then f", "flag it with a word"),
        ("Esc, then e", "edit the question in your editor"), ("Esc, then o", "open the document at the sentence"),
        ("Esc, then q", "end; also Ctrl-D, Ctrl-C"),
    )),
    ("after the verdict", (
        ("Enter", "go on"), ("1 2 3 4", "it was Again, Hard, Good, Easy instead"), ("r", "my answer was right"),
        ("u s b f e o q", "as above, for this card, without Esc"),
    )),
)  # fmt: skip
MENU = (("h", "hint"), ("d", "don't know"), ("u", "undo"), ("s", "suspend"), ("b", "bury"), ("f", "flag"),
        ("e", "edit"), ("o", "document"), ("?", "help"), ("q", "end"))  # fmt: skip


class Quit(Exception):
    """The learner ends the session."""


class Again(Exception):
    """The card at hand is no longer the one on the screen."""


def converse(sitting: Sitting, desk: Desk, offer: str = "") -> None:
    """Ask until nothing is left or the learner ends. `offer` says which bank this is where none was chosen."""
    with Keys(sys.stdin.fileno()) as keys:
        Conversation(sitting, desk, keys, Painter.of(sys.stdout)).run(offer)


class Conversation:
    """A session with a learner who reads a painter's screen and presses keys."""

    def __init__(self, sitting: Sitting, desk: Desk, keys: Keys, painter: Painter) -> None:
        self.sitting, self.desk, self.keys, self.painter = sitting, desk, keys, painter
        self.answers: list[Answered] = []
        self.active = self.paused = 0.0
        self.bar: list[str] = []

    def run(self, offer: str = "") -> None:
        """Hold the session to its end."""
        word = "Done for today"
        try:
            self._welcome(offer)
            while asked := self._ask():
                if isinstance(asked, Meeting):
                    self._introduce(asked)
                else:
                    self._turn(asked)
                self._offer_pause()
        except Quit:
            word = "Stopped"
        except KeyboardInterrupt:
            self._clear()
            self._end("Interrupted")
            raise
        self._end(word)

    # What is asked

    def _ask(self) -> Asked | Meeting | None:
        """What is asked next; what cannot be, because its bank was edited, is told."""
        asked = self.sitting.ask()
        if isinstance(self.sitting, Session):
            for card in self.sitting.gone:
                self._note(f"{card.name} is no longer in its bank; its history stays.", "bad")
            self.sitting.gone.clear()
        return asked

    def _welcome(self, offer: str) -> None:
        """Explain the keys, once: before the first answer that was ever given."""
        if not isinstance(self.sitting, Session) or not self.sitting.first_ever() or not self.sitting.ask():
            return
        self.painter.say(BLANK, para(Span("Welcome. ", "bold"), WELCOME))
        self.painter.say(BLANK, *self._help(), BLANK)
        self._wait(f"{offer} Every answer is saved at once.".strip(), "Enter", "begins")

    def _help(self) -> list[Para]:
        found = []
        for when, keys in HELP:
            found.append(para(Span(when[0].upper() + when[1:], "bold")))
            found += [para(Span(f"{key:<16}", "key"), meaning, indent=3, hang=19) for key, meaning in keys]
        return found

    def _introduce(self, meeting: Meeting) -> None:
        from kzlearn.cli._words import proofs_of  # noqa: PLC0415  # a session of known cards has none

        assert isinstance(self.sitting, Session)
        self.painter.say(BLANK, self._heading("new fact", meeting.card.topic, meeting.left), BLANK)
        for fact in meeting.facts:
            self.painter.say(para(Span(fact.statement, "bold")))
            self.painter.say(*_shown.proofs(proofs_of(self.sitting.library, meeting.card.bank, [fact])))
        while True:
            keys = (("s", "suspend"), ("e", "edit"), ("q", "end"))
            key = self._key_of("Enter", "read it; it will be asked soon", keys)
            if key in ("enter", " "):
                self.sitting.met()
                return
            if key == "e":
                self._edit(meeting, None)
                return
            if key == "s":
                self.sitting.met()
                self.sitting.stop(meeting.card, "suspend")
                self._note(f"Suspended: {meeting.card.name} is asked no more until 'kzlearn unsuspend'.")
                return

    def _turn(self, asked: Asked) -> None:
        """One card: asked, answered, and what the learner does about the verdict."""
        early = isinstance(self.sitting, Session) and self.sitting.is_early(asked.card)
        self.painter.say(
            BLANK,
            self._heading(f"{asked.phase}{', a little early' if early else ''}", asked.card.topic, asked.left),
            BLANK,
        )
        self.painter.say(*_shown.question(asked.screen, asked.content.kind))
        began = time.monotonic()
        try:
            answered = self._answered(asked, began)
        except Again:
            return
        self.answers.append(answered)
        self._verdict(answered, time.monotonic() - began)
        self._warm()
        self._after(answered)

    def _heading(self, word: str, topic: str, left: tuple[int, int, int]) -> Para:
        return _shown.heading(word, topic, len(self.answers), left, self.painter.columns)

    def _answered(self, asked: Asked, began: float) -> Answered:
        """Read a reply until there is one that can be meant as an answer."""
        while True:
            if asked.shown_as == "reveal":
                return self._revealed(asked, began)
            if asked.screen.options and asked.content.kind in SINGLE:
                reply: str | None = self._one_key(asked)
            else:
                reply = self._typed(asked)
            if reply is not None and (why := self.sitting.unclear(reply)):
                self._note(f"Not counted: {why}.")
                continue
            return self.sitting.reply(reply, int((time.monotonic() - began) * 1000))

    def _typed(self, asked: Asked, begun: str = "") -> str | None:
        """A typed reply, of which a first letter may be there; None when the learner does not know."""
        self.painter.say(BLANK)
        line = Line(self.painter, " › ")
        if begun:
            line.key(begun)
        line.draw()
        while True:
            key = self._read()
            if key == "enter" and line.text.strip():
                line.leave()
                return line.text.strip()
            if key == "enter":
                line.clear()
                self._note(
                    asked.screen.how[:1].upper() + asked.screen.how[1:] + ". Esc for other keys, d there: don't know."
                )
                line.draw()
            elif key in ("tab", "escape", "help") or (key == "?" and not line.text):
                line.clear()
                if self._menu(asked, key):
                    return None
                line.draw()
            elif key == "ctrl-d" and not line.text:
                line.clear()
                raise Quit
            elif key == "resize":
                line.draw()
            else:
                line.key(key)

    def _one_key(self, asked: Asked) -> str | None:
        """A reply by one key, or typed once a key is no option's; None when the learner does not know."""
        letters = [chr(ord("a") + n) for n in range(len(asked.screen.options))]
        if asked.content.kind == "true_false":
            letters += ["t", "f"]
        while True:
            shown = f"{letters[0]}-{letters[len(asked.screen.options) - 1]}"
            if asked.content.kind == "true_false":
                shown = "t or f"
            key = self._key_of(shown, "answers", self._more(asked))
            if key.casefold() in letters:
                self.painter.say(BLANK, para(Span("› ", "dim"), key.casefold()))
                return key.casefold()
            if key in ("tab", "escape", "help", "?") and self._menu(asked, key):
                return None
            if key == "ctrl-d":
                raise Quit
            if len(key) == 1 and key.isalnum():
                return self._typed(asked, key)
            if key == "enter":
                self._note(f"Press {shown.replace('-', ' to ')}, or Esc for other keys.")

    def _revealed(self, asked: Asked, began: float) -> Answered:
        """Show the answer, and let the learner say how well it was known."""
        while (key := self._key_of("Enter", "shows the answer", self._more(asked))) not in (
            "enter",
            " ",
        ):
            if key in ("tab", "escape", "help", "?") and self._menu(asked, key):
                break
            if key == "ctrl-d":
                raise Quit
        took = int((time.monotonic() - began) * 1000)
        self.painter.say(para(Span(asked.content.grade(asked.screen, "").expected, "bold")))
        while True:
            key = self._key_of("1-4", "not at all, barely, well, easily", (("q", "end"),))
            if key in ("1", "2", "3", "4"):
                return self.sitting.rate(int(key), took)
            if key == "enter":
                return self.sitting.rate(GOOD, took)

    @staticmethod
    def _more(asked: Asked) -> list[tuple[str, str]]:
        return [*([("Tab", "hint")] if asked.question.hint else []), ("Esc", "more")]

    def _menu(self, asked: Asked, key: str) -> bool:
        """What else can be done with the card at hand; whether the learner does not know the answer."""
        if key == "tab":
            key = "h"
        elif key in ("?", "help"):
            key = "?"
        else:
            key = self._key_of("", "", MENU)
        match key:
            case "h" if self.sitting.hints and asked.question.hint:
                pass  # it stands there already
            case "h":
                self._note(f"Hint: {self.sitting.hint()}" if asked.question.hint else "There is no hint.")
            case "d":
                self.painter.say(para(Span("› ", "dim"), "I don't know"))
                return True
            case "?":
                self.painter.say(BLANK, *self._help(), BLANK, *_shown.question(asked.screen, asked.content.kind))
            case "q" | "ctrl-d":
                raise Quit
            case "u" | "s" | "b" | "e" | "f" | "o":
                self._manage(key, asked, None)
                if self.sitting.asked is not asked:
                    raise Again
        return False

    # What follows an answer

    def _verdict(self, answered: Answered, seconds: float) -> None:
        from kzlearn.cli._words import proofs, when_next  # noqa: PLC0415  # the first prompt need not wait for it

        when = when_next(answered.state, self.desk.clock) if answered.state else ""
        took = f" · {seconds:.0f} s" if self.desk.config.timer else ""
        told = "" if answered.reply is None else chosen(answered.asked.screen, answered.reply)
        self.painter.say(*_shown.verdict(answered, told, when, took))
        question = answered.asked.question
        self.painter.say(*_shown.proofs(proofs(self.sitting.library, answered.asked.card.bank, question)))
        if question.explanation:
            self.painter.say(para(question.explanation, indent=3))
        misses = self._missed_in_a_row(answered)
        if misses >= MANY_MISSES:
            self._note(f"Missed {misses} times in a row: b leaves it until tomorrow, e rewords it.", "near")
        elif answered.leech and answered.state:
            self._note(f"Forgotten {answered.state.lapses} times. Reword it (e), or leave it be: suspend (s).", "near")

    def _missed_in_a_row(self, answered: Answered) -> int:
        """How often its card was answered wrongly without a right answer between, in this session."""
        of_card = [a.verdict.correct for a in self.answers if a.asked.card == answered.asked.card]
        return next((n for n, right in enumerate(reversed(of_card)) if right), len(of_card))

    def _after(self, answered: Answered) -> None:
        """What the learner does about a verdict, until they go on."""
        single = answered.asked.screen.options and answered.asked.content.kind in SINGLE
        # An Enter too many would pass over the verdict unseen; the rest of a word typed at options would be commands.
        self.keys.forget(QUIET if single else 0)
        before: list[Answered] = []
        while True:
            may_be_right = not answered.verdict.correct and answered.reply is not None and answered.review is not None
            keys = [*self._ratings(answered), ("u", "undo"), ("q", "end"), ("?", "keys")]
            key = self._key_of("Enter", "next", [*([("r", "I was right")] if may_be_right else []), *keys])
            if key in ("enter", " "):
                return
            if key == "ctrl-d":
                raise Quit
            if answered.review and (key in ("1", "2", "3", "4") or (key == "r" and may_be_right)):
                before.append(answered)
                answered = self._was_right(answered) if key == "r" else self._rated(answered, int(key))
            elif key in ("?", "help", "escape"):
                self.painter.say(BLANK, *self._help())
            elif key in ("u", "s", "b", "e", "f", "o"):
                if self._manage(key, answered.asked, answered):
                    return
                if before and key == "u" and answered.state != self._state_now(answered):
                    answered = self._back_to(before.pop())

    def _state_now(self, answered: Answered) -> CardState | None:
        """What follows of the answer's card now."""
        return self.sitting.log.state(answered.asked.card.id) if isinstance(self.sitting, Session) else None

    def _back_to(self, before: Answered) -> Answered:
        """The answer as it was before it was rated anew, or counted as right."""
        from kzlearn.cli._words import when_next  # noqa: PLC0415  # not before the first verdict

        again = replace(before, state=self._state_now(before))
        self.answers[-1:] = [again]
        if again.state:
            self._note(f"It stands as it was: {again.verdict.outcome}, next {when_next(again.state, self.desk.clock)}.")
        return again

    def _ratings(self, answered: Answered) -> list[tuple[str, str]]:
        """The ratings with the time each gives."""
        if not isinstance(self.sitting, Session) or not answered.review:
            return []
        from kzlearn.cli._words import RATINGS, short  # noqa: PLC0415  # not before the first verdict

        ways = self.sitting.ways(answered.review)
        return [
            (str(n), f"{name} {short(way, answered.review.day)}")
            for n, (name, way) in enumerate(zip(RATINGS, ways, strict=True), 1)
        ]

    def _rated(self, answered: Answered, rating: int) -> Answered:
        from kzlearn.cli._words import RATINGS, when_next  # noqa: PLC0415  # not before the first verdict

        assert isinstance(self.sitting, Session)
        assert answered.review
        state = self.sitting.rerate(answered.review, rating)
        when = when_next(state, self.desk.clock)
        self._note(f"Rated {RATINGS[rating - 1]}{f': next {when}' if when else ''}.")
        return replace(answered, state=state)

    def _was_right(self, answered: Answered) -> Answered:
        """Count an answer that was marked wrong, and offer to have it accepted from now on."""
        assert answered.reply is not None
        kept = self._rated(answered, GOOD)
        verdict = replace(answered.verdict, outcome=type(answered.verdict.outcome).RIGHT, score=1.0, remark="")
        kept = replace(kept, verdict=verdict)
        self._note("Counted as right.", "good")
        self.answers[-1:] = [kept]
        from kzlearn.bank import amend  # noqa: PLC0415  # few are marked wrongly

        asked = answered.asked
        if asked.screen.options or not amend.can_accept(asked.question, asked.card.part):
            return kept
        while True:  # any other key is the rest of something typed in a hurry
            key = self._key_of("y", f"accept “{answered.reply}” from now on", (("n", "only this time"),))
            if key in ("y", "n", "enter", "escape", "ctrl-d"):
                break
        if key == "y":
            try:
                amend.accept(asked.question, asked.card.part, answered.reply)
                self._reread(asked)
                self._note(f"Added to {asked.question.origin}.")
            except Unreadable as error:
                self._note(f"{error}.", "bad")
        else:
            self._note("Only this time.")
        return kept

    # What can be done with a card at any time

    def _manage(self, key: str, asked: Asked, answered: Answered | None) -> bool:
        """Undo, suspend, bury, flag, edit, open; most need a session that keeps what is done. Whether the session goes
        on with another card."""
        if key == "o":
            self._open(asked)
        elif key == "e":
            self._edit(asked, answered)
        elif not isinstance(self.sitting, Session):
            self._note("Nothing is saved while cramming, so there is nothing to change.")
        elif key == "u":
            return self._undo(self.sitting)
        elif key == "f":
            self._flag(self.sitting, asked)
        else:
            kind, until = ("suspend", "until 'kzlearn unsuspend'") if key == "s" else ("bury", "today")
            self.sitting.stop(asked.card, kind)
            self._note(f"{'Suspended' if key == 's' else 'Buried'}: {asked.card.name} is asked no more {until}.")
            return True
        return False

    def _undo(self, session: Session) -> bool:
        """Take back what was done last; whether that changes what is asked."""
        from kzlearn.cli._words import undone  # noqa: PLC0415  # not before the first verdict

        event = session.undo()
        if event is None:
            self._note("There is nothing to take back.")
            return False
        self.answers = [a for a in self.answers if not (a.review and a.review.uid == event.uid)]
        about = session.known.get(event.card or "")
        what = undone(
            event, session.library.question(about).content.screen(about.part, Random(0)).prompt if about else ""
        )
        self._note(f"Taken back: {what}.")
        return event.kind in ("review", "suspend", "bury")

    def _flag(self, session: Session, asked: Asked) -> None:
        line = Line(self.painter, " Flag, with a word: ")
        line.draw()
        while (key := self._read()) not in ("enter", "escape", "ctrl-d"):
            if key == "resize":
                line.draw()
            else:
                line.key(key)
        line.clear()
        if key == "enter":
            word = line.text.strip()
            session.stop(asked.card, "flag", word=word)
            self._note(f"Flagged{f': {word}' if word else ''}. 'kzlearn flag --list' shows what you flagged.")

    def _edit(self, asked: Asked | Meeting, answered: Answered | None) -> None:
        """Edit the question at its line, and go on with what it says then."""
        from kzlearn.cli import _tools  # noqa: PLC0415  # few sessions edit

        question = asked.question
        while True:
            try:
                with self.keys.lent():
                    _tools.edit(question.origin, question.spot().line)
            except Unreadable as error:
                self._note(f"{error}.", "bad")
                return
            if self._reread(asked):
                break
            self._note("The question cannot be read as it stands now.", "bad")
            if self._key_of("e", "edit again", (("Enter", "go on without it; its history stays"),)) != "e":
                if answered is None:
                    self.sitting.pass_over()
                return
        if self.sitting.library.question(asked.card) == question:
            self._note("The question is as it was.")
        elif answered is not None:
            self._note("Read again. The next time it is asked in its new words.")

    def _reread(self, asked: Asked | Meeting) -> bool:
        """Read the bank of a card again, and say what is wrong with it; whether the question is still there."""
        from pathlib import Path  # noqa: PLC0415  # few sessions edit

        from kzlearn.bank.load import load  # noqa: PLC0415  # few sessions edit

        problems = load([Path(asked.question.origin)]).problems
        for problem in problems[:3]:
            self._note(str(problem), "bad")
        if len(problems) > 3:
            self._note(f"... and {counted(len(problems) - 3, 'problem')} more: see 'kzlearn check'.", "bad")
        return self.sitting.reread(asked.card) is not None

    def _open(self, asked: Asked) -> None:
        from kzlearn.cli import _tools  # noqa: PLC0415  # few sessions open it
        from kzlearn.cli._words import proofs  # noqa: PLC0415  # not before the first verdict

        found = proofs(self.sitting.library, asked.card.bank, asked.question)
        if not found:
            self._note("No document stands behind this question.")
            return
        try:
            with self.keys.lent():
                _tools.read(found[0].file, found[0].line, found[0].quote)
        except Unreadable as error:
            self._note(f"{error}.", "bad")

    # The end, and pauses

    def _offer_pause(self) -> None:
        if self.active - self.paused < PAUSE_AFTER:
            return
        self.paused = self.active
        minutes = _shown.spoken(self.active / 60)
        self._wait(f"{minutes}, {counted(len(self.answers), 'answer')}. A pause? All is saved.", "Enter", "goes on")

    def _end(self, word: str) -> None:
        """What was missed, how long it took, what tomorrow brings."""
        right = sum(a.verdict.correct for a in self.answers)
        if not self.answers:
            self.painter.say(BLANK, para(Span(f"{word}: ", "bold"), "nothing asked."))
        else:
            spent = _shown.spoken(self.active / 60)
            self.painter.say(
                BLANK,
                para(Span(f"{word}: ", "bold"), f"{counted(len(self.answers), 'answer')}, {right} right, {spent}."),
            )
            self._missed()
        if isinstance(self.sitting, Session):
            self._tomorrow(self.sitting, word)

    def _missed(self) -> None:
        from kzlearn.cli._words import proofs  # noqa: PLC0415  # not before the first verdict

        missed = _shown.missed(self.answers)
        if missed:
            self.painter.say(BLANK, para(Span("Missed", "bold")))
        for asked in missed:
            answer = asked.content.grade(asked.screen, "").expected
            self.painter.say(para(asked.screen.prompt, " → ", Span(answer, "bold"), indent=3, hang=5))
            self.painter.say(
                *(replaced(p, 5) for p in _shown.proofs(proofs(self.sitting.library, asked.card.bank, asked.question)))
            )

    def _tomorrow(self, session: Session, word: str) -> None:
        from kzlearn.memory.days import iso  # noqa: PLC0415  # the end needs it

        self.painter.say(BLANK)
        if word.startswith("Done") and (ms := session.waiting()) is not None:
            self.painter.say(para(f"The next step is due in {counted(max(round(ms / 60_000), 1), 'minute')}."))
        if not word.startswith("Done") and (left := session.left()):
            self.painter.say(para(f"Still for today: {counted(left, 'card')}."))
        reviews, new = session.tomorrow()
        if reviews or new:
            said = [counted(reviews, "review")] * bool(reviews) + [f"{new} new"] * bool(new)
            self.painter.say(para(f"Tomorrow: {', '.join(said)}."))
        elif (day := session.next_day()) is not None:
            self.painter.say(para(f"The next review is due on {iso(day)}."))

    # Keys and lines that go away again

    def _note(self, text: str, style: str = "") -> None:
        self.painter.say(para(Span(text, style), indent=3))

    def _wait(self, text: str, key: str, meaning: str) -> None:
        """Until Enter; q ends."""
        if text:
            self.painter.say(para(text))
        while self._key_of(key, meaning, (("q", "end"),)) not in ("enter", " "):
            pass

    def _key_of(self, key: str, meaning: str, more: Sequence[tuple[str, str]]) -> str:
        """One key, with a line that says which there are, gone once it is pressed. q ends where it is offered."""
        while True:
            self._show_bar(key, meaning, more)
            pressed = self._read()
            self._clear()
            if pressed == "resize":
                continue
            if pressed == "q" and any(name == "q" for name, _ in more):
                raise Quit
            return pressed.casefold() if len(pressed) == 1 else pressed

    def _show_bar(self, key: str, meaning: str, more: Sequence[tuple[str, str]]) -> None:
        some = more if self.painter.columns >= NARROW else more[-2:]
        rows: list[list[Span]] = [[]]
        for name, means in [(key, meaning), *some] if key else some:
            one = [Span(f"{name} ", "key"), Span(means, "dim")]
            row = [*rows[-1], Span("  · ", "dim"), *one] if rows[-1] else one
            if rows[-1] and len(self.painter.lines(para(*row))) > 1:
                rows.append(one)
            else:
                rows[-1] = row
        lines = ["", *(line for row in rows for line in self.painter.lines(para(*row)))]
        self.bar = lines[: max(self.painter.size().lines - 1, 1)]
        self.painter.raw("\r\n".join(self.bar))

    def _clear(self) -> None:
        if self.bar:
            self.painter.raw((f"\x1b[{len(self.bar) - 1}A" if len(self.bar) > 1 else "") + "\r\x1b[J")
            self.bar = []

    def _read(self) -> str:
        began = time.monotonic()
        key = self.keys.read()
        self.active += min(time.monotonic() - began, LONGEST_THOUGHT)
        if key == "eof":
            raise Quit
        return key

    def _warm(self) -> None:
        """Have the dictionary ready for the first slip, while the learner reads the first verdict."""
        if len(self.answers) == 1:
            from kzlearn.grading.slips import warm  # noqa: PLC0415  # not before the first verdict

            threading.Thread(target=warm, daemon=True).start()


def replaced(paragraph: Para, indent: int) -> Para:
    """A paragraph further in."""
    return paragraph._replace(indent=indent)
