"""An offer being written at the keyboard, issue by issue, with its points; every step can be undone."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from negosim.document import amount, points
from negosim.negotiation.log import Kind
from negosim.negotiation.packages import Package
from negosim.report.terminal import paragraph
from negosim.teaching.play.advice import odds_text
from negosim.teaching.play.briefing import score_sheet_text
from negosim.teaching.play.console import DRAFTING, Console, QuitError, help_text, parse_command
from negosim.teaching.play.screen_phrases import difference, names_of
from negosim.teaching.play.turn import Turn

__all__ = ["Draft", "DraftEditor", "option_list"]

SHOWN = 12
"""Options of an issue that are listed; of more, an amount is typed."""

Terms = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Draft:
    """The terms so far, by axis, and what they were before each step."""

    terms: Terms = ()
    past: tuple[Terms, ...] = ()

    @property
    def package(self) -> Package:
        """The package that would be sent."""
        return Package(self.terms)

    def put(self, axis: int, option: int) -> Draft:
        """Name an issue at an option."""
        return self.step({**dict(self.terms), axis: option})

    def within(self, axes: Container[int]) -> Draft:
        """Leave out issues that are not among `axes`."""
        return self.step({axis: option for axis, option in self.terms if axis in axes})

    def leave_out(self, axis: int) -> Draft:
        """Leave an issue out."""
        return self.step({key: option for key, option in self.terms if key != axis})

    def step(self, terms: dict[int, int]) -> Draft:
        """Replace the terms; no step where they stay the same."""
        after = tuple(sorted(terms.items()))
        return self if after == self.terms else Draft(after, (*self.past, self.terms))

    def undo(self) -> Draft:
        """One step back; the same where there was none."""
        return replace(self, terms=self.past[-1], past=self.past[:-1]) if self.past else self


class DraftEditor:
    """The dialogue in which one seat writes one offer."""

    def __init__(self, turn: Turn, console: Console) -> None:
        self.turn = turn
        self.console = console

    def write(self, draft: Draft) -> Draft | None:
        """The draft to send; None where the person goes back without one."""
        self._show(draft, _draft_text(self.turn, draft))
        while True:
            typed = self.console.ask("\noffer> ")
            word, help_ = ("", "") if typed.strip().isdigit() else parse_command(typed, DRAFTING)
            if word == "cancel":
                return None
            if word == "send":
                help_ = self._fault(draft)
                if not help_:
                    return draft
            draft = self._say(draft, help_) if help_ else self._step(draft, word, typed)

    def _show(self, draft: Draft, lines: Sequence[str]) -> Draft:
        self.console.show(["", *lines])
        return draft

    def _say(self, draft: Draft, text: str) -> Draft:
        self.console.show([paragraph(text)])
        return draft

    def _fault(self, draft: Draft) -> str:
        """Why a draft can't be sent; empty where it can."""
        turn = self.turn
        if not draft.package.moves(turn.standing.outcome):
            return "It moves nothing yet: settle an issue at another option than where it stands."
        if turn.view.menu.refuses(draft.package):
            return "Your brief forbids something in it: change that first."
        if broken := turn.view.menu.offering.broken_by(draft.package):
            return f"It cannot be: {broken[0].title}. Change that first."
        absent = turn.missing(draft.package)
        return f"It needs {names_of(turn.seat, absent)}, not at the table: change that first." if absent else ""

    def _step(self, draft: Draft, word: str, typed: str) -> Draft:
        """What a command makes of the draft, which is shown again where the command may change it."""
        match word:
            case "quit":
                raise QuitError
            case "help":
                return self._show(draft, help_text(DRAFTING))
            case "sheet":
                return self._show(draft, score_sheet_text(self.turn))
            case "chances":
                return self._show(draft, ["HOW LIKELY ACCEPTANCE SEEMS", *odds_text(self.turn, draft.package)])
            case "undo":
                draft = draft.undo()
            case "best":
                best = self.turn.view.menu.best()
                draft = draft if best is None else draft.step(dict(best.terms))
            case "like":
                draft = self._like(draft)
            case "clear":
                draft = draft.step({})
            case _:
                draft = self._settle(draft, int(typed) - 1)
        return self._show(draft, _draft_text(self.turn, draft))

    def _like(self, draft: Draft) -> Draft:
        """The last offer of somebody else, as far as its issues are still open."""
        view, me = self.turn.view, self.turn.seat.party
        here = [event for event in view.events if event.kind == Kind.OFFERED and event.meeting == view.meeting]
        others = [event for event in here if event.seat != me]
        if not others or others[-1].package is None:
            return self._say(draft, "Nobody else has offered anything in this meeting yet.")
        return draft.step({axis: option for axis, option in others[-1].package.terms if axis in self.turn.open})

    def _settle(self, draft: Draft, axis: int) -> Draft:
        if axis not in self.turn.open:
            return self._say(draft, "No issue of this meeting that is still open has that number.")
        self.console.show(["", *option_list(self.turn, draft, axis)])
        while True:
            typed = self.console.ask("option> ").strip()
            if typed == "":
                return draft
            if typed == "0":
                return draft.leave_out(axis)
            if typed.isdigit() and 1 <= int(typed) <= len(self.turn.space.issues[axis]):
                return draft.put(axis, int(typed) - 1)
            self.console.show([paragraph("Type the number of an option, 0 to leave the issue out, Enter to go back.")])


def _draft_text(turn: Turn, draft: Draft) -> list[str]:
    terms = dict(draft.terms)
    lines = ["YOUR OFFER SO FAR"]
    for axis in turn.open:
        issue = turn.space.issues[axis]
        label = issue.labels[terms[axis]] if axis in terms else "(not named)"
        lines.append(paragraph(f"{axis + 1}. {issue.title}: {label}", hang=4))
    worth, others = turn.worth_of(draft.package), turn.needed(draft.package)
    consent = f"It needs {names_of(turn.seat, others)}." if others else "It needs nobody else."
    if not draft.package.moves(turn.standing.outcome):
        consent = "It moves nothing yet."
    elif broken := turn.view.menu.offering.broken_by(draft.package):
        consent = f"As it is it cannot be: {'; '.join(one.title for one in broken)}."
    lines.append(paragraph(f"It is worth {points(worth)} to you, {difference(turn, worth)}. {consent}"))
    commands = "Type the number of an issue to settle it; or send, undo, clear, best, like, chances, cancel."
    return [*lines, paragraph(commands)]


def option_list(turn: Turn, draft: Draft, axis: int) -> list[str]:
    """The options of an issue, with the worth of the whole offer with each."""
    issue = turn.space.issues[axis]
    count = len(issue)
    shown = range(count) if count <= SHOWN else [k * (count - 1) // (SHOWN - 1) for k in range(SHOWN)]
    lines = [issue.title.upper(), paragraph("0. Leave this issue out")]
    lines += [paragraph(_option(turn, draft, axis, option), hang=4) for option in shown]
    if count > SHOWN:
        last = issue.options[-1]
        lines.append(
            paragraph(f"There are {count} in all, up to {last}: type the number before the dot, 1 to {count}.")
        )
    return lines


def _option(turn: Turn, draft: Draft, axis: int, option: int) -> str:
    marks = [f"offer then worth {amount(turn.worth_of(draft.put(axis, option).package))}"]
    if turn.standing.outcome[axis] == option:
        marks.append("stands now")
    elif turn.view.preferences.refused[axis][option]:
        marks.append("your brief forbids it")
    absent = turn.missing(Package(((axis, option),)))
    if absent:
        marks.append(f"needs {names_of(turn.seat, absent)}, who is not here")
    return f"{option + 1}. {turn.space.issues[axis].labels[option]} ({'; '.join(marks)})"
