"""The game: people are asked in their turn, what they type is understood, and every act is kept once it is done."""

from __future__ import annotations

from collections.abc import Callable

from negosim.negotiation.protocols.base import Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.session import IllegalActError
from negosim.report.terminal import paragraph
from negosim.teaching.play.advice import advice
from negosim.teaching.play.commands import PLAYING, help_text, understood
from negosim.teaching.play.console import Console, QuitError
from negosim.teaching.play.draft import Draft
from negosim.teaching.play.drafting import Drafting
from negosim.teaching.play.ending import ending
from negosim.teaching.play.game_table import GameTable
from negosim.teaching.play.screen import offers_so_far, screen
from negosim.teaching.play.sheet import brief, sheet
from negosim.teaching.play.turn import Seat, Turn

__all__ = ["Game"]

ACTS: dict[str, type[Act]] = {"accept": Accept, "reject": Reject, "pass": Pass, "leave": Leave}
"""Commands that are acts by themselves."""

SAID = {
    Accept: "you said yes",
    Reject: "you said no",
    Pass: "you let this turn go by",
    Leave: "you walked out",
    Offer: "your offer lies on the table",
}
"""Kind of act -> what is said once it is done."""


class Game:
    """One game at one keyboard; `keep` is called after every act, and writes it down."""

    def __init__(self, table: GameTable, console: Console, keep: Callable[[GameTable], None]) -> None:
        self.table = table
        self.console = console
        self.keep = keep
        self._at: Seat | None = None
        self._met: set[str] = set()
        self._seen: dict[str, int] = dict.fromkeys(table.people, 0)
        self._drafts: dict[str, Draft] = {}

    def play(self) -> bool:
        """Play on; whether the talks came to their end. Where they didn't, the game is kept."""
        try:
            while self.table.turn is not None:
                self._take(self.table.turn)
        except (EOFError, QuitError):
            return False
        for seat in self.table.seats.values():
            self._end(seat)
        return True

    def _end(self, seat: Seat) -> None:
        """The last screen of a seat; that it can't be waited for any more is no matter."""
        try:
            self._hand_over(seat)
        except EOFError:
            return
        self.console.show(["", *ending(self.table.course, seat)])

    def _take(self, turn: Turn) -> None:
        """One turn of one person, up to an act."""
        self._hand_over(turn.seat)
        self._greet(turn)
        self.console.show(["", *screen(turn, self._seen[turn.seat.party])])
        self._seen[turn.seat.party] = len(turn.view.events)
        act = self._drafted(turn) or self._ask(turn)
        while not self._done(act):
            act = self._ask(turn)
        self.table.go_on()

    def _hand_over(self, seat: Seat) -> None:
        """Where several people share the keyboard, the next of them comes to a clean screen."""
        before, self._at = self._at, seat
        if len(self.table.people) == 1 or before == seat:
            return
        self.console.clear()
        self.console.show(
            [f"HAND THE KEYBOARD TO {seat.name.upper()}", paragraph("What comes next is for them alone.")]
        )
        self.console.ask(f"{seat.name}, press Enter when nobody else is looking: ")

    def _greet(self, turn: Turn) -> None:
        """What a person reads once."""
        if turn.seat.party not in self._met:
            self._met.add(turn.seat.party)
            self.console.show(["", *brief(turn.seat), "", *sheet(turn)])

    def _done(self, act: Act) -> bool:
        """Whether an act could be done; what is wrong with it is said."""
        try:
            self.table.submit(act)
        except IllegalActError as error:
            self.console.show(["", "THAT CANNOT BE DONE", paragraph(f"{error}.")])
            return False
        self.keep(self.table)
        self.console.show(["", paragraph(f"Done: {SAID[type(act)]}.")])
        return True

    def _drafted(self, turn: Turn) -> Act | None:
        """The offer that was written as a counter-offer, once it is one's turn to offer."""
        if turn.seat.party not in self._drafts or Offer not in turn.allowed:
            return None
        draft = self._drafts.pop(turn.seat.party).within(turn.open)
        if not draft.terms:
            return self._say("Your counter-offer was not made: none of its issues is still open here.")
        self.console.show(["", "YOUR COUNTER-OFFER, AS YOU WROTE IT"])
        return self._offer(turn, draft)

    def _ask(self, turn: Turn) -> Act:
        """Commands until one is an act."""
        while True:
            word, help_ = understood(self.console.ask(f"\n{turn.seat.name}> "), PLAYING)
            act = self._command(turn, word) if word else self._say(help_)
            if act is not None:
                return act

    def _say(self, text: str) -> Act | None:
        """Say something where an act is asked for: it is none."""
        self.console.show([paragraph(text)])
        return None

    def _command(self, turn: Turn, word: str) -> Act | None:
        """What a command does; the act, where it is one."""
        if word == "quit":
            raise QuitError
        if word in ACTS:
            return self._act(turn, ACTS[word])
        if word in ("offer", "counter"):
            return self._writing(turn, word)
        self.console.show(["", *self._shown(turn, word)])
        return None

    def _shown(self, turn: Turn, word: str) -> list[str]:
        """What a command shows."""
        match word:
            case "advice":
                return advice(turn, self.table.advisers[turn.seat.party].act)
            case "brief":
                return brief(turn.seat)
            case "sheet":
                return sheet(turn)
            case "offers":
                return offers_so_far(turn) or [paragraph("Nobody has offered anything in this meeting yet.")]
            case "screen":
                return screen(turn)
            case _:
                return help_text(PLAYING)

    def _act(self, turn: Turn, kind: type[Act]) -> Act | None:
        """An act that is asked for now; walking out is asked about once more."""
        if kind not in turn.allowed:
            now = "There is an offer to answer" if turn.view.offer is not None else "There is no offer to answer"
            return self._say(f"You can't {kind.kind} now. {now}; help shows the commands.")
        if kind is Leave and not self._sure():
            return self._say("You stay.")
        return kind()

    def _sure(self) -> bool:
        answer = self.console.ask("Walk out of this meeting for good? Type yes or no: ")
        return answer.strip().lower() in ("yes", "y")

    def _writing(self, turn: Turn, word: str) -> Act | None:
        """Write an offer now, or say no and write the one to come."""
        if word == "offer" and Offer not in turn.allowed:
            return self._say("It is not your turn to offer. Type counter to say no and write your next offer.")
        if word == "counter" and Reject not in turn.allowed:
            return self._say("There is no offer to answer. Type offer to write your own.")
        if word == "offer":
            return self._offer(turn, Draft())
        draft = Drafting(turn, self.console).write(Draft())
        if draft is None:
            return None
        self._drafts[turn.seat.party] = draft
        return Reject()

    def _offer(self, turn: Turn, draft: Draft) -> Act | None:
        written = Drafting(turn, self.console).write(draft)
        return None if written is None else Offer(written.package)
