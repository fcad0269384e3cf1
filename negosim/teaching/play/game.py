"""The game at a keyboard: ask people in their turn, carry out what they type, and save every act."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from negosim.negotiation.acts import Abstain, Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.session import IllegalActError
from negosim.report.terminal import paragraph
from negosim.teaching.play.advice import advice
from negosim.teaching.play.briefing import brief_text, score_sheet_text
from negosim.teaching.play.console import PLAYING, Console, QuitError, help_text, parse_command
from negosim.teaching.play.draft import Draft, DraftEditor
from negosim.teaching.play.game_table import GameTable
from negosim.teaching.play.saved import ACTS
from negosim.teaching.play.screen import final_screen, offers_so_far, screen
from negosim.teaching.play.turn import Seat, Turn

__all__ = ["Game"]

DONE = {
    Accept: "you said yes",
    Reject: "you said no",
    Abstain: "you abstained",
    Pass: "you let this turn go by",
    Leave: "you walked out",
    Offer: "your offer lies on the table",
}
"""Type of act -> the confirmation once it is done."""


class Game:
    """One game at one keyboard; `save` is called after every act."""

    def __init__(self, table: GameTable, console: Console, save: Callable[[GameTable], None]) -> None:
        self.table = table
        self.console = console
        self.save = save
        self._at: Seat | None = None
        self._briefed: set[str] = set()
        self._seen: dict[str, int] = dict.fromkeys(table.people, 0)
        self._counter_offers: dict[str, Draft] = {}

    def play(self) -> bool:
        """Play on; whether the talks came to their end. Where they didn't, the saved game remains."""
        try:
            while self.table.turn is not None:
                self._play_turn(self.table.turn)
        except (EOFError, QuitError):
            return False
        for seat in self.table.seats.values():
            with suppress(EOFError):  # nobody waits for the last screen at the end of a script
                self._hand_over(seat)
                self.console.show(["", *final_screen(self.table.course, seat)])
        return True

    def _play_turn(self, turn: Turn) -> None:
        party = turn.seat.party
        self._hand_over(turn.seat)
        if party not in self._briefed:
            self._briefed.add(party)
            self.console.show(["", *brief_text(turn.seat), "", *score_sheet_text(turn)])
        self.console.show(["", *screen(turn, self._seen[party])])
        self._seen[party] = len(turn.view.events)
        act = self._written_before(turn) or self._ask(turn)
        while not self._submit(act):
            act = self._ask(turn)
        self.table.advance()

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

    def _submit(self, act: Act) -> bool:
        """Do an act, or show what is wrong with it; whether it could be done."""
        try:
            self.table.submit(act)
        except IllegalActError as error:
            self.console.show(["", "THAT CANNOT BE DONE", paragraph(f"{error}.")])
            return False
        self.save(self.table)
        self.console.show(["", paragraph(f"Done: {DONE[type(act)]}.")])
        return True

    def _written_before(self, turn: Turn) -> Act | None:
        """The offer that was written as a counter-offer, once it is one's turn to offer."""
        if turn.seat.party not in self._counter_offers or Offer not in turn.allowed:
            return None
        draft = self._counter_offers.pop(turn.seat.party).within(turn.open)
        if not draft.terms:
            return self._say("Your counter-offer was not made: none of its issues is still open here.")
        self.console.show(["", "YOUR COUNTER-OFFER, AS YOU WROTE IT"])
        return self._offer(turn, draft)

    def _ask(self, turn: Turn) -> Act:
        while True:
            word, help_ = parse_command(self.console.ask(f"\n{turn.seat.name}> "), PLAYING)
            act = self._command(turn, word) if word else self._say(help_)
            if act is not None:
                return act

    def _say(self, text: str) -> Act | None:
        self.console.show([paragraph(text)])
        return None

    def _command(self, turn: Turn, word: str) -> Act | None:
        """Carry out a command; the act, where it is one."""
        match word:
            case "quit":
                raise QuitError
            case "offer" if Offer in turn.allowed:
                return self._offer(turn, Draft())
            case "offer":
                return self._say("It is not your turn to offer. Type counter to say no and write your next offer.")
            case "counter":
                return self._write_counter_offer(turn)
            case "advice":
                shown = advice(turn, self.table.advisers[turn.seat.party].act)
            case "brief":
                shown = brief_text(turn.seat)
            case "sheet":
                shown = score_sheet_text(turn)
            case "offers":
                shown = offers_so_far(turn) or [paragraph("Nobody has offered anything in this meeting yet.")]
            case "screen":
                shown = screen(turn)
            case "help":
                shown = help_text(PLAYING)
            case _:
                return self._act(turn, ACTS[word])
        self.console.show(["", *shown])
        return None

    def _act(self, turn: Turn, kind: type[Act]) -> Act | None:
        """An act that is allowed now; leaving needs a second yes."""
        if kind not in turn.allowed:
            now = "There is an offer to answer" if turn.view.offer is not None else "There is no offer to answer"
            return self._say(f"You can't {kind.kind} now. {now}; help shows the commands.")
        if kind is Leave:
            answer = self.console.ask("Walk out of this meeting for good? Type yes or no: ")
            if answer.strip().lower() not in ("yes", "y"):
                return self._say("You stay.")
        return kind()

    def _write_counter_offer(self, turn: Turn) -> Act | None:
        if Reject not in turn.allowed:
            return self._say("There is no offer to answer. Type offer to write your own.")
        draft = DraftEditor(turn, self.console).write(Draft())
        if draft is None:
            return None
        self._counter_offers[turn.seat.party] = draft
        return Reject()

    def _offer(self, turn: Turn, draft: Draft) -> Act | None:
        written = DraftEditor(turn, self.console).write(draft)
        return None if written is None else Offer(written.package)
