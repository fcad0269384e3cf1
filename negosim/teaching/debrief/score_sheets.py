"""What every side wanted, opened after the talks: all score sheets side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from negosim.analysis.score_sheet import Matter, ScoreSheet, score_sheet
from negosim.document import BulletList, Section, Table, amount, points
from negosim.scenario.realize.realization import Realization

__all__ = ["narrate_score_sheets"]


def narrate_score_sheets(realization: Realization) -> tuple[Section, ...]:
    """The score sheets of all parties: a table an issue, then what else each party's points hang on."""
    sheets = {key: score_sheet(one) for key, one in realization.preferences.items()}
    names = {key: realization.scenario.parties[key].name for key in sheets}
    about = (
        "This was closed during the talks, each seat knew its own column only. Points come from the scenario, where it "
        "says of each whether it is inferred or assumed; none is a measurement."
    )
    issues = enumerate(realization.space.issues)
    tables = (_issue(issue.title, [sheet.matters[axis] for sheet in sheets.values()], names) for axis, issue in issues)
    return (
        Section("What the sides wanted", (about, *tables)),
        *(
            Section(f"What else {names[key]} looked at", tuple(_beside(names[key], sheet, realization)))
            for key, sheet in sheets.items()
        ),
    )


def _issue(title: str, matters: Sequence[Matter], names: Mapping[str, str]) -> Table:
    rows = []
    for option in matters[0].shown:
        across = [matter.entries[option.option] for matter in matters]
        label = f"{option.label} (status quo)" if option.status_quo else option.label
        rows.append((label, [amount(one.points) + (", refused" if one.refused else "") for one in across]))
    return Table.of(title, tuple(names.values()), rows)


def _beside(name: str, sheet: ScoreSheet, realization: Realization) -> Iterator[str | BulletList]:
    items = []
    for one in sheet.linkages:
        more = "more" if one.points > 0 else "less"
        items.append(f"“{one.title}”: {points(abs(one.points))} {more} with {one.when}.")
    for cost in sheet.costs:
        while_ = f" while this stands: {cost.when}" if cost.when else ""
        items.append(f"{cost.title}: every round cost it {points(cost.points, 3)}{while_}.")
    if sheet.reserve:
        items.append(f"A deal had to bring it {points(sheet.reserve)} more than what stood.")
    yield BulletList(tuple(items)) if items else "Nothing but the issues by themselves."
    if briefing := realization.scenario.parties[sheet.party].briefing:
        yield f"{name} alone was told: {briefing.strip()}"
