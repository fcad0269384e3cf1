"""The report that sets several runs side by side."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.analysis.comparison_narrative import point_cells
from negosim.document import Row, Table
from negosim.negotiation.record import Record
from negosim.report.figures import Picture, draw
from negosim.report.figures.side_by_side import Cases
from negosim.report.pages.page import render
from negosim.report.pages.page_figures import drawings, page_figures
from negosim.report.pages.run_tables import command_of, foot

__all__ = ["compare_report"]


def compare_report(records: Sequence[Record], *, picture: Picture | None = None, command: str = "") -> str:
    """The report of a comparison as one HTML page: what differs in the files, what each came to, points by party.

    `picture` is `side_by_side` where it is drawn already; `command` what the user typed.
    """
    cases = Cases(records)
    pictures = [draw("side_by_side", *records) if picture is None else picture]
    figures = page_figures(pictures)
    data = {
        "titles": cases.titles,
        "scenarios": [record.scenario for record in records],
        "differences": _differences(cases),
        "figures": figures,
        "drawings": drawings(pictures, figures),
        "outcomes": _outcomes(cases),
        "points": _points(cases),
        "informed": _informed(cases),
        "feet": [(title, foot(one), command_of(one)) for title, one in zip(cases.titles, records, strict=True)],
        "command": command,
    }
    return render("compare.html.j2", data)


def _differences(cases: Cases) -> Table:
    """What differs in the files: value and basis in each scenario."""
    rows = tuple(Row(one.words, one.cited) for one in cases.comparison.differences)
    return Table("What differs in the files, with where it comes from", tuple(cases.titles), rows, corner="What")


def _outcomes(cases: Cases) -> Table:
    """The option on which each issue ended, and in which meeting."""
    rows = tuple(Row(row.title, row.endings) for row in cases.rows.values())
    return Table("How each issue ended", tuple(cases.titles), rows, corner="Issue")


def _points(cases: Cases) -> Table:
    """Points and reservation values of each party."""
    rows = tuple(Row(row.name, point_cells(row)) for row in cases.comparison.parties)
    return Table("Points (reservation value)", tuple(cases.titles), rows, corner="Party")


def _informed(cases: Cases) -> list[str]:
    """The seats that know the others' preferences, in sentences."""
    return [
        f"{title}: {party.name} knows the preferences of the others."
        for title, record in zip(cases.titles, cases.records, strict=True)
        for party in record.scenario.parties.values()
        if party.informed
    ]
