"""What one's advisers say: what the seat's own tactic would do, and how likely acceptance seems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.analysis.phrases import points
from negosim.errors import NegosimError
from negosim.negotiation.course import decide
from negosim.negotiation.packages import Package
from negosim.negotiation.protocols.base import Accept, Act, Leave, Offer, Pass
from negosim.negotiation.tactics.base import Tactic, View
from negosim.report.terminal import paragraph
from negosim.teaching.play.acceptance_odds import Sign, outlook, signs
from negosim.teaching.play.phrases import package_words
from negosim.teaching.play.turn import Turn

__all__ = ["Adviser", "advice", "outlooks"]


class Adviser:
    """A seat's tactic that looks on: asked once for each view, so that one with a memory has it."""

    def __init__(self, tactic: Tactic) -> None:
        self.tactic = tactic
        self.act: Act | None = None

    def look(self, view: View) -> None:
        """See a view and make up one's mind; an adviser who fails has nothing to say."""
        try:
            self.act = decide(self.tactic, view)
        except NegosimError:
            self.act = None


def advice(turn: Turn, act: Act | None, draft: Package | None = None) -> list[str]:
    """The advisers' words: what they would do, and the chances of what is on the table or being written."""
    lines = ["WHAT YOUR ADVISERS SAY", *_would(turn, act)]
    package = draft or (act.package if isinstance(act, Offer) else None)
    if package is not None:
        lines += ["", *outlooks(turn, package)]
    return lines


def _would(turn: Turn, act: Act | None) -> Iterator[str]:
    """What the seat's tactic would do."""
    match act:
        case Offer(package):
            yield paragraph(f"They would offer: {package_words(turn.space, package)}.", hang=2)
            yield paragraph(f"That would be worth {points(turn.worth_of(package))} to you.", indent=4)
        case Accept():
            yield paragraph("They would accept what is on the table.")
        case Pass():
            yield paragraph("They would let this turn go by.")
        case Leave():
            yield paragraph("They would leave the meeting.")
        case None:
            yield paragraph("They have nothing to say.")
        case _:
            yield paragraph("They would say no to what is on the table.")


def outlooks(turn: Turn, package: Package) -> Iterator[str]:
    """How likely it seems that those whose agreement a package needs would accept it."""
    others = turn.needed(package)
    if not others:
        yield paragraph("It needs nobody's agreement but yours: it would take effect at once.")
        return
    yield paragraph("Would the others accept it? By what they have offered and answered so far:")
    for party in others:
        known = tuple(signs(turn.view.events, party))
        found = outlook(turn.space, turn.standing.outcome, package, known)
        yield paragraph(f"- {turn.seat.names[party]}: {found.words}.{_just_this(package, known)}", hang=2)
    yield paragraph("A rule of thumb: your advisers don't know what the others want.")


def _just_this(package: Package, known: Sequence[Sign]) -> str:
    """What the last sign on the very same package was; nothing where there was none."""
    last = next((one for one in reversed(known) if one.package == package), None)
    did = "" if last is None else "offered or accepted" if last.yes else "turned down"
    return f" They have {did} just this before." if did else ""
