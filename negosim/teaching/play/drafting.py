"""Writing an offer at the keyboard: an issue, an option, until it is sent or given up."""

from __future__ import annotations

from negosim.negotiation.log import LogEntry
from negosim.negotiation.packages import Package
from negosim.report.terminal import paragraph
from negosim.teaching.play.advice import outlooks
from negosim.teaching.play.commands import DRAFTING, help_text, understood
from negosim.teaching.play.console import Console, QuitError
from negosim.teaching.play.draft import Draft, choices, told
from negosim.teaching.play.phrases import names_of
from negosim.teaching.play.sheet import sheet
from negosim.teaching.play.turn import Turn

__all__ = ["Drafting"]


class Drafting:
    """One offer being written by one seat."""

    def __init__(self, turn: Turn, console: Console) -> None:
        self.turn = turn
        self.console = console

    def write(self, draft: Draft) -> Draft | None:
        """The draft to send; None where the person goes back without one."""
        self.console.show(["", *told(self.turn, draft)])
        while True:
            typed = self.console.ask("\noffer> ")
            word, help_ = ("", "") if typed.strip().isdigit() else understood(typed, DRAFTING)
            if word == "cancel":
                return None
            if word == "send":
                fault = self._fault(draft)
                if not fault:
                    return draft
                help_ = fault
            draft = self._step(draft, word, typed) if not help_ else self._said(draft, help_)

    def _said(self, draft: Draft, text: str) -> Draft:
        self.console.show([paragraph(text)])
        return draft

    def _fault(self, draft: Draft) -> str:
        """Why a draft can't be sent; empty where it can."""
        turn = self.turn
        if not draft.package.moves(turn.standing.outcome):
            return "It moves nothing yet: settle an issue at another option than where it stands."
        if turn.view.menu.refuses(draft.package):
            return "Your brief forbids something in it: change that first."
        absent = [party for party in turn.needed(draft.package) if party not in turn.present]
        return f"It needs {names_of(turn.seat, absent)}, not at the table: change that first." if absent else ""

    def _step(self, draft: Draft, word: str, typed: str) -> Draft:
        """What a command makes of the draft; the draft is shown again where it changed."""
        if word == "quit":
            raise QuitError
        if word in ("help", "sheet", "chances"):
            self.console.show(["", *self._shown(draft, word)])
            return draft
        after = self._changed(draft, word) if word else self._settled(draft, int(typed) - 1)
        self.console.show(["", *told(self.turn, after)])
        return after

    def _shown(self, draft: Draft, word: str) -> list[str]:
        match word:
            case "sheet":
                return sheet(self.turn)
            case "chances":
                return ["HOW LIKELY ACCEPTANCE SEEMS", *outlooks(self.turn, draft.package)]
            case _:
                return help_text(DRAFTING)

    def _changed(self, draft: Draft, word: str) -> Draft:
        """One step back, a new beginning, or a package to begin with."""
        match word:
            case "undo":
                return draft.undo()
            case "best":
                best = self.turn.view.menu.best()
                return draft if best is None else draft.begin_with(best)
            case "like":
                return self._like(draft)
            case _:
                return draft.clear()

    def _like(self, draft: Draft) -> Draft:
        """The last offer of somebody else, as far as its issues are still open."""
        others = [event for event in self.turn.view.events if self._from_others(event)]
        if not others or others[-1].package is None:
            return self._said(draft, "Nobody else has offered anything in this meeting yet.")
        terms = {axis: option for axis, option in others[-1].package.terms if axis in self.turn.open}
        return draft.begin_with(Package.of(terms))

    def _from_others(self, event: LogEntry) -> bool:
        here, me = self.turn.view.meeting, self.turn.seat.party
        return event.kind == "offered" and event.meeting == here and event.seat != me

    def _settled(self, draft: Draft, axis: int) -> Draft:
        """The draft with an issue settled at the option that is typed."""
        if axis not in self.turn.open:
            return self._said(draft, "No issue of this meeting that is still open has that number.")
        self.console.show(["", *choices(self.turn, draft, axis)])
        while True:
            typed = self.console.ask("option> ").strip()
            if typed == "":
                return draft
            if typed == "0":
                return draft.leave_out(axis)
            if typed.isdigit() and 1 <= int(typed) <= len(self.turn.space.issues[axis]):
                return draft.put(axis, int(typed) - 1)
            self.console.show([paragraph("Type the number of an option, 0 to leave the issue out, Enter to go back.")])
