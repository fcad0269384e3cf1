"""Deals typed at the command line: parsed, and entered into the sheets, which remain the only source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from negosim.domain.outcomes import OutcomeSpace
from negosim.errors import RunError, UsageError, did_you_mean
from negosim.files import write_whole
from negosim.report.csv import read_lines
from negosim.teaching.classroom.class_folder import Classroom
from negosim.teaching.classroom.short_names import is_amount, issue_letter, issue_named, option_named
from negosim.teaching.classroom.table_sheets import DEAL, sheet_csv, sheet_file

__all__ = ["enter_deals", "parse_deal"]


def parse_deal(classroom: Classroom, text: str) -> tuple[int, dict[str, str]]:
    """The table and the cells of a deal as it is typed: `3 A2 guarantees=none`, or `3 none` for no deal.

    `UsageError` says what is wrong with it.
    """
    first, *words = text.split() or [""]
    numbers = [one.number for one in classroom.plan.tables]
    if not first.isdigit() or int(first) not in numbers:
        raise UsageError(f"--deal {text!r}: expected a table from 1 to {len(numbers)} first, found {first!r}")
    if not words:
        raise UsageError(f"--deal {text!r}: say what was agreed, such as A2 or issue=option, or none")
    if [word.casefold() for word in words] in (["none"], ["no"]):
        return int(first), {DEAL: "no"}
    cells: dict[str, str] = {DEAL: "yes"}
    for word in words:
        key, option = _cell(classroom.realization.space, word, text)
        if key in cells:
            raise UsageError(f"--deal {text!r}: {key} stands there twice")
        cells[key] = option
    return int(first), cells


def _cell(space: OutcomeSpace, word: str, text: str) -> tuple[str, str]:
    """Issue and option of a word: `A2`, `minerals=joint_fund`; for an amount `C50` or `C=50`."""
    name, equals, option = word.partition("=")
    letters = {issue_letter(axis).casefold(): axis for axis in range(len(space.issues))}
    axis = issue_named(space, name) if equals else letters.get(name.rstrip("0123456789.,-").casefold())
    if axis is None:
        raise UsageError(f"--deal {text!r}: no issue {name!r}: {did_you_mean(name, [one.key for one in space.issues])}")
    wanted = option if equals else word[len(issue_letter(axis)) :] if is_amount(space.issues[axis]) else word
    number = option_named(space, axis, wanted)
    if number is None:
        issue = space.issues[axis]
        help_ = did_you_mean(wanted, list(map(str, issue.options)))
        raise UsageError(f"--deal {text!r}: no option {wanted!r} of {issue.title}: {help_}")
    return space.issues[axis].key, str(space.issues[axis].options[number])


def enter_deals(classroom: Classroom, folder: str | Path, texts: Sequence[str]) -> None:
    """Write typed deals into the sheets. `UsageError` where a sheet was filled already, or a deal is wrong."""
    deals = [parse_deal(classroom, text) for text in texts]
    tables = [table for table, _ in deals]
    twice = next((table for table in tables if tables.count(table) > 1), None)
    if twice is not None:
        raise UsageError(f"--deal: table {twice} stands there twice")
    files = [Path(folder) / f"{sheet_file(table)}.csv" for table in tables]
    for file, table in zip(files, tables, strict=True):
        if _is_filled(file):
            raise UsageError(f"{file} is filled already: change the deal of table {table} there")
    for file, (_, cells) in zip(files, deals, strict=True):
        try:
            write_whole(file, sheet_csv(classroom.realization, classroom.separator, cells))
        except OSError as error:
            raise RunError(f"{file} can't be written: {error.strerror}") from error


def _is_filled(file: Path) -> bool:
    (_, heads), *rows = read_lines(file).rows or ((1, ()),)
    own = [column for column, head in enumerate(heads) if head.casefold() in ("option", "agreed_by")]
    return any(cells[column] for _, cells in rows for column in own if column < len(cells))
