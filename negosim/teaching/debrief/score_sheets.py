"""What every side wanted, opened after the talks: all score sheets side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from negosim.analysis.analysis_narrative import Part, Rows, amount
from negosim.analysis.phrases import points
from negosim.analysis.score_sheet import Clause, Matter, ScoreLine, ScoreSheet, score_sheet
from negosim.scenario.realize.realization import Realization

__all__ = ["wants"]


def wants(realization: Realization) -> tuple[Part, ...]:
    """The score sheets of all parties: a table an issue, then what else each party's points hang on."""
    sheets = {key: score_sheet(one) for key, one in realization.preferences.items()}
    names = {key: realization.scenario.parties[key].name for key in sheets}
    tables = tuple(_issue(axis, issue.title, sheets, names) for axis, issue in enumerate(realization.space.issues))
    said = (
        "This was closed during the talks, each seat knew its own column only. Points come from the scenario, where it "
        "says of each whether it is inferred or assumed; none is a measurement.",
    )
    first = Part("What the sides wanted", said, tables)
    return (first, *(_beside(names[key], sheet, realization) for key, sheet in sheets.items()))


def _issue(axis: int, title: str, sheets: Mapping[str, ScoreSheet], names: Mapping[str, str]) -> Rows:
    """One issue: its options down, the parties across, points in the cells."""
    matters = [sheet.matters[axis] for sheet in sheets.values()]
    rows = tuple((_label(one), tuple(map(_cell, _across(matters, one.option)))) for one in matters[0].shown)
    return Rows(title, tuple(names.values()), rows)


def _across(matters: Sequence[Matter], option: int) -> Iterator[ScoreLine]:
    """One option for every party."""
    return (matter.entries[option] for matter in matters)


def _label(entry: ScoreLine) -> str:
    return f"{entry.label} (status quo)" if entry.status_quo else entry.label


def _cell(entry: ScoreLine) -> str:
    return f"{amount(entry.points)}, refused" if entry.refused else amount(entry.points)


def _beside(name: str, sheet: ScoreSheet, realization: Realization) -> Part:
    """What else one party's points hang on, and what it was told alone."""
    return Part(f"What else {name} looked at", tuple(_sentences(name, sheet, realization)))


def _sentences(name: str, sheet: ScoreSheet, realization: Realization) -> Iterator[str]:
    yield from (f"- {_linked(linkage)}" for linkage in sheet.linkages)
    for cost in sheet.costs:
        while_ = f" while this stands: {cost.when}" if cost.when else ""
        yield f"- {cost.title}: every round cost it {points(cost.points, 3)}{while_}."
    if sheet.reserve:
        yield f"- A deal had to bring it {points(sheet.reserve)} more than what stood."
    if not (sheet.linkages or sheet.costs or sheet.reserve):
        yield "Nothing but the issues by themselves."
    briefing = realization.scenario.parties[sheet.party].briefing
    if briefing:
        yield f"{name} alone was told: {briefing.strip()}"


def _linked(linkage: Clause) -> str:
    more = "more" if linkage.points > 0 else "less"
    return f"“{linkage.title}”: {points(abs(linkage.points))} {more} with {linkage.when}."
