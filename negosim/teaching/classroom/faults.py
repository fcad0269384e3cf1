"""Faults of the files of a class: codes, and places by file and row."""

from __future__ import annotations

from negosim.errors import Diagnostic, Place

__all__ = ["CODES", "fault"]

CODES: dict[str, str] = {
    "C001": "A roster's first row names its columns: name, and if wanted group, table, seat.",
    "C002": "A row of a roster has a name, and no more cells than there are columns.",
    "C003": "A name stands once in a roster.",
    "C004": "A table is a whole number from 1 to the number of tables.",
    "C005": "A seat is the key or the name of a party of the scenario, or 'observer'.",
    "C006": "A class has somebody in it, and somebody for every table.",
    "C007": "A seat at a table takes one person.",
    "C101": "A sheet's first row names its columns, among them issue and option.",
    "C102": "A row of a sheet names an issue of the scenario, once.",
    "C103": "A deal names an option that the issue has.",
    "C104": "Who agrees is named by the key or the name of a party.",
    "C105": "An option needs the consent of the parties that the scenario names.",
    "C106": "A sheet that tells of no deal names no options that move an issue; one that tells of a deal names some.",
    "C107": "A deal breaks no constraint of the scenario on the issues that it moves.",
}
"""Code -> what it means in one sentence."""


def fault(code: str, file: str, row: int, message: str, help_: str = "") -> Diagnostic:
    """A fault at a row of a file."""
    return Diagnostic(code, message, Place(file, row), help=help_)
