"""The sheet on which a table writes its deal: as rows of a spreadsheet, and as a page to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from negosim.report.csv import table as to_csv
from negosim.report.pages.page import render
from negosim.scenario.realize.realization import Realization
from negosim.teaching.classroom.agenda import AgendaItem, agenda
from negosim.teaching.classroom.seating import ClassTable

__all__ = ["COLUMNS", "DEAL", "sheet_csv", "sheet_file", "sheet_page"]

DEAL = "DEAL"
"""Instead of an issue: whether there was a deal. No key of an issue has capitals."""

COLUMNS = ("issue", "what", "options", "stands", "option", "agreed_by")
"""`option` and `agreed_by` are left to fill."""


def sheet_file(number: int) -> str:
    """Name of a table's sheet, without its ending."""
    return f"sheets/table-{number:02d}"


def sheet_csv(realization: Realization, separator: str, filled: Mapping[str, str] | None = None) -> bytes:
    """The sheet as CSV: one row an issue with the options listed, and one for whether there was a deal.

    `filled` has what stands under `option`, by key of the issue.
    """
    rows = [_row(item) for item in agenda(realization)]
    rows.append(dict.fromkeys(COLUMNS, "") | {"issue": DEAL, "what": "Was there a deal?", "options": "yes; no"})
    written = filled or {}
    return to_csv([row | {"option": written.get(row["issue"], "")} for row in rows], separator, marked=True)


def _row(item: AgendaItem) -> dict[str, Any]:
    stands = next(choice for choice in item.choices if choice.stands)
    options = item.span or "; ".join(f"{choice.code} {choice.label}" for choice in item.choices)
    what = f"{item.letter}. {item.title}"
    row = {"issue": item.key, "what": what, "options": options, "stands": f"{stands.code} {stands.label}"}
    return dict.fromkeys(COLUMNS, "") | row


def sheet_page(realization: Realization, table: ClassTable, items: Sequence[AgendaItem]) -> bytes:
    """The sheet as a page to print."""
    return render("sheet.html.j2", {"scenario": realization.scenario, "table": table, "items": items}).encode()
