"""The sheet on which a table writes its deal, as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping

from negosim.report.csv import table as to_csv
from negosim.scenario.realize.realization import Realization
from negosim.teaching.classroom.agenda import agenda

__all__ = ["COLUMNS", "DEAL", "sheet_csv", "sheet_file"]

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
    rows = []
    for item in agenda(realization):
        now = next(choice for choice in item.choices if choice.stands)
        options = item.span or "; ".join(f"{choice.code} {choice.label}" for choice in item.choices)
        rows.append((item.key, f"{item.letter}. {item.title}", options, f"{now.code} {now.label}"))
    rows.append((DEAL, "Was there a deal?", "yes; no", ""))
    cells = (dict(zip(COLUMNS, (*row, (filled or {}).get(row[0], ""), ""), strict=True)) for row in rows)
    return to_csv(list(cells), separator, marked=True)
