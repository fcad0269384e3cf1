"""The brief of a seat and its score sheet as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.analysis.score_sheet import Clause, Matter, ScoreLine, ScoreSheet, score_sheet
from negosim.document import amount, listed, points
from negosim.report.terminal import paragraph
from negosim.teaching.play.turn import Seat, Turn

__all__ = ["brief_text", "score_sheet_text"]

RATE = 3
"""Digits behind the point of what a round costs: small, and counted round by round."""


def brief_text(seat: Seat) -> list[str]:
    """What the talks are about, who takes part, and what this seat alone is told."""
    others = listed([name for party, name in seat.names.items() if party != seat.party])
    lines = [seat.title.upper(), *([paragraph(seat.summary)] if seat.summary else [])]
    lines += ["", f"YOU ARE {seat.name.upper()}", paragraph(f"The others: {others or 'nobody'}.")]
    lines += [paragraph("The meetings, in this order; which of them take place can hang on what is agreed before:")]
    lines += [paragraph(f"{place}. {title}", indent=4, hang=3) for place, title in enumerate(seat.meetings.values(), 1)]
    return [*lines, "", "WHAT YOU ALONE ARE TOLD", paragraph(seat.briefing or "Nothing besides your score sheet.")]


def score_sheet_text(turn: Turn) -> list[str]:
    """What every option is worth to oneself, and what else one's points hang on."""
    sheet = score_sheet(turn.view.preferences)
    explanation = (
        "Points measure what you want: your best option on every issue together would be 100, before what comes of "
        "options together. The others have points of their own, which you don't see. What matters most to you comes "
        "first; an issue keeps its number."
    )
    lines = ["YOUR SCORE SHEET", paragraph(explanation)]
    for matter in sorted(sheet.matters, key=lambda one: one.worst - one.best):
        lines += ["", *_matter(matter)]
    return [*lines, *_beside(sheet)]


def _matter(matter: Matter) -> Iterator[str]:
    """One issue; those that matter most come first."""
    yield paragraph(f"{matter.axis + 1}. {matter.title} (at most {points(matter.best)})", hang=3)
    for entry in matter.shown:
        yield paragraph(_entry(entry), indent=5, hang=2)


def _entry(entry: ScoreLine) -> str:
    marks = [text for text, is_so in (("status quo", entry.status_quo), ("you refuse this", entry.refused)) if is_so]
    return f"- {amount(entry.points)} for: {entry.label}" + (f" ({', '.join(marks)})" if marks else "")


def _beside(sheet: ScoreSheet) -> Iterator[str]:
    """What hangs on options together, on time, and on the reserve."""
    if sheet.linkages:
        yield from ("", "WHAT COUNTS TOGETHER")
        yield from (paragraph(f"- {_linked(one)}", hang=2) for one in sheet.linkages)
    if sheet.costs:
        yield from ("", "WHAT TIME COSTS")
        yield from (paragraph(f"- {_cost(one)}", hang=2) for one in sheet.costs)
    if sheet.reserve:
        more = "more" if sheet.reserve > 0 else "less"
        yield from (
            "",
            paragraph(f"You agree to nothing that isn't worth {points(abs(sheet.reserve))} {more} than what stands."),
        )


def _linked(one: Clause) -> str:
    more = "more" if one.points > 0 else "less"
    return f"{one.title}: {points(abs(one.points))} {more} when this stands: {one.when}."


def _cost(one: Clause) -> str:
    while_ = f" while this stands: {one.when}" if one.when else ""
    return f"{one.title}: {points(one.points, RATE)} a round{while_}."
