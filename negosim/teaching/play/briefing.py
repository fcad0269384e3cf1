"""The brief of a seat and its score sheet as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.analysis.score_sheet import ScoreLine, ScoreSheet, score_sheet
from negosim.analysis.suspension_narrative import waiting_words
from negosim.document import amount, listed, points
from negosim.report.terminal import paragraph
from negosim.teaching.play.turn import Seat, Turn

__all__ = ["brief_text", "score_sheet_text"]


def brief_text(seat: Seat) -> list[str]:
    """What the talks are about, who takes part, and what this seat alone is told."""
    others = listed([name for party, name in seat.names.items() if party != seat.party])
    lines = [seat.title.upper(), *([paragraph(seat.summary)] if seat.summary else [])]
    lines += ["", f"YOU ARE {seat.name.upper()}", paragraph(f"The others: {others or 'nobody'}.")]
    lines += [paragraph("The meetings, in this order; which of them take place can hang on what is agreed before:")]
    lines += [paragraph(f"{place}. {title}", indent=4, hang=3) for place, title in enumerate(seat.meetings.values(), 1)]
    if seat.rules:
        lines += ["", "WHO DECIDES BY VOTES", *(paragraph(f"- {rule}", hang=2) for rule in seat.rules)]
    return [*lines, "", "WHAT YOU ALONE ARE TOLD", paragraph(seat.briefing or "Nothing besides your score sheet.")]


def score_sheet_text(turn: Turn) -> list[str]:
    """What every option is worth to oneself, what matters most first, and what else one's points hang on."""
    sheet = score_sheet(turn.view.preferences)
    explanation = (
        "Points measure what you want: your best option on every issue together would be 100, before what comes of "
        "options together. The others have points of their own, which you don't see. What matters most to you comes "
        "first; an issue keeps its number."
    )
    lines = ["YOUR SCORE SHEET", paragraph(explanation)]
    for matter in sorted(sheet.matters, key=lambda one: one.worst - one.best):
        lines += ["", paragraph(f"{matter.axis + 1}. {matter.title} (at most {points(matter.best)})", hang=3)]
        lines += [paragraph(_option(entry), indent=5, hang=2) for entry in matter.shown]
    return [*lines, *_constraints(turn), *_waits(turn), *_other_points(sheet)]


def _option(entry: ScoreLine) -> str:
    marks = [text for text, is_so in (("status quo", entry.status_quo), ("you refuse this", entry.refused)) if is_so]
    return f"- {amount(entry.points)} for: {entry.label}" + (f" ({', '.join(marks)})" if marks else "")


def _constraints(turn: Turn) -> Iterator[str]:
    """What an agreement must meet, for everybody."""
    if turn.space.constraints:
        yield from ("", "WHAT MUST FIT TOGETHER")
    for one in turn.space.constraints:
        yield paragraph(f"- {one.title}.", hang=2)


def _waits(turn: Turn) -> Iterator[str]:
    """What counts only while something else holds, for everybody."""
    if turn.space.in_force.waits:
        yield from ("", "WHAT WAITS")
    yield from (paragraph(f"- {text}.", hang=2) for text in waiting_words(turn.space))


def _other_points(sheet: ScoreSheet) -> Iterator[str]:
    if sheet.linkages:
        yield from ("", "WHAT COUNTS TOGETHER")
    for one in sheet.linkages:
        yield paragraph(f"- {one.title}: {_more_or_less(one.points)} when this stands: {one.when}.", hang=2)
    if sheet.costs:
        yield from ("", "WHAT TIME COSTS")
    for cost in sheet.costs:
        # three decimals: small, and counted round by round
        while_ = f" while this stands: {cost.when}" if cost.when else ""
        yield paragraph(f"- {cost.title}: {points(cost.points, 3)} a round{while_}.", hang=2)
    if sheet.reserve:
        yield ""
        yield paragraph(f"You agree to nothing that isn't worth {_more_or_less(sheet.reserve)} than what stands.")


def _more_or_less(value: float) -> str:
    return f"{points(abs(value))} {'more' if value > 0 else 'less'}"
