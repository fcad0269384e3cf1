"""Read the sheets of a class: each deal checked against the scenario, each fault with its file and row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from negosim.analysis.phrases import Wording
from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.errors import Diagnostic, InputError, did_you_mean
from negosim.report.csv import CsvRows, read_lines
from negosim.teaching.classroom.class_folder import Classroom
from negosim.teaching.classroom.faults import fault
from negosim.teaching.classroom.short_names import is_amount, issue_named, option_code, option_named
from negosim.teaching.classroom.table_sheets import DEAL, sheet_file

__all__ = ["Deal", "read_deals"]

NEEDED = ("issue", "option")
YES, NO = ("yes", "y", "1", "true", "deal"), ("no", "n", "0", "false", "none", "no deal")
BETWEEN = re.compile(r"[;,/&+]|\band\b")
"""What may stand between the parties who agree."""


@dataclass(frozen=True)
class Deal:
    """The deal of one table: the outcome that stands, and whether the table agreed on anything.

    `outcome` is None where the sheet was not filled. `agreed_by` has, by issue that was moved, who agreed.
    """

    table: int
    outcome: Outcome | None
    agreed: bool
    agreed_by: Mapping[int, frozenset[str]]

    @property
    def handed_in(self) -> bool:
        """Whether the sheet was filled."""
        return self.outcome is not None


def read_deals(classroom: Classroom, folder: str | Path) -> tuple[Deal, ...]:
    """The deals of all tables. Errors: `UsageError` for a sheet that can't be read; `InputError` with all faults."""
    readers = [
        _Sheet(classroom, read_lines(Path(folder) / f"{sheet_file(one.number)}.csv")) for one in classroom.plan.tables
    ]
    deals = [reader.deal(one.number) for one, reader in zip(classroom.plan.tables, readers, strict=True)]
    faults = [found for reader in readers for found in reader.faults]
    if faults:
        raise InputError(faults)
    return tuple(deals)


@dataclass
class _Sheet:
    """One sheet while it is read."""

    classroom: Classroom
    lines: CsvRows
    faults: list[Diagnostic] = field(default_factory=list)

    @property
    def space(self) -> OutcomeSpace:
        return self.classroom.realization.space

    def deal(self, table: int) -> Deal:
        settled: dict[int, int] = {}
        agreed_by: dict[int, frozenset[str]] = {}
        answer: bool | None = None
        for row, name, option, agreed in self._rows():
            if name == DEAL:
                answer = self._answer(row, option)
            elif (axis := self._axis(row, name, settled)) is not None and (option or agreed):
                settled[axis] = self._option(row, axis, option)
                agreed_by[axis] = self._parties(row, agreed)
                self._consent(row, axis, settled[axis], agreed_by[axis])
        first = self.space.status_quo
        moved = {axis: option for axis, option in settled.items() if option != first[axis]}
        self._check_answer(answer, settled, moved)
        if answer is None and not settled:
            return Deal(table, None, False, {})
        outcome = tuple(settled.get(axis, option) for axis, option in enumerate(first))
        self._check_constraints(outcome)
        return Deal(table, outcome, bool(moved), {axis: agreed_by[axis] for axis in moved})

    def _check_answer(self, answer: bool | None, settled: Mapping[int, int], moved: Mapping[int, int]) -> None:
        """The answer whether there was a deal must fit the options."""
        last = self.lines.rows[-1][0] if self.lines.rows else 1
        if answer is False and moved:
            names = ", ".join(option_code(self.space, axis, option) for axis, option in moved.items())
            message = f"the sheet says that there was no deal, and names {names}"
            self._fault("C106", last, message, "remove the one or the other")
        elif answer and not settled:
            message = "the sheet says that there was a deal, and names no option"
            self._fault("C106", last, message, "write what was agreed, or no")

    def _check_constraints(self, outcome: Outcome) -> None:
        """What the table comes to must be possible."""
        for one in self.space.constraints:
            if not one.permits(outcome, self.space.status_quo):
                message = f"this deal cannot be: {one.title} (constraint {one.key!r})"
                self._fault("C107", self.lines.rows[-1][0], message, "ask the table what it agreed")

    def _fault(self, code: str, row: int, message: str, help_: str = "") -> None:
        self.faults.append(fault(code, self.lines.file, row, message, help_))

    def _rows(self) -> Iterator[tuple[int, str, str, str]]:
        (row, heads), *rows = self.lines.rows or ((1, ()),)
        places = {head.casefold(): place for place, head in enumerate(heads)}
        missing = [name for name in NEEDED if name not in places]
        if missing:
            message = f"the first row names no column {missing[0]!r}"
            self._fault("C101", row, message, "keep the first row as it was written")
            return
        for number, cells in rows:
            by_name = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
            issue, option, agreed = (by_name.get(name, "") for name in (*NEEDED, "agreed_by"))
            yield number, issue, option, agreed

    def _axis(self, row: int, name: str, settled: Mapping[int, int]) -> int | None:
        axis = issue_named(self.space, name)
        if axis is None:
            help_ = did_you_mean(name.casefold(), [issue.key for issue in self.space.issues])
            self._fault("C102", row, f"no issue {name!r} in this scenario", help_)
        elif axis in settled:
            self._fault("C102", row, f"the issue {name!r} stands above already")
            return None
        return axis

    def _answer(self, row: int, text: str) -> bool | None:
        if not text:
            return None
        if text.casefold() not in (*YES, *NO):
            self._fault("C106", row, f"expected yes or no, found {text!r}")
        return text.casefold() in YES

    def _option(self, row: int, axis: int, text: str) -> int:
        """The option named, else where the issue stands."""
        option = option_named(self.space, axis, text) if text else self.space.status_quo[axis]
        if option is None:
            issue = self.space.issues[axis]
            if is_amount(issue):
                help_ = f"it goes from {issue.labels[0]} to {issue.labels[-1]} in {len(issue) - 1} steps"
            else:
                help_ = did_you_mean(text.casefold(), [*map(str, issue.options), *map(str.casefold, issue.labels)])
            self._fault("C103", row, f"no option {text!r} of {issue.title}", help_)
            return self.space.status_quo[axis]
        return option

    def _parties(self, row: int, text: str) -> frozenset[str]:
        """Who agrees: those named, else all."""
        parties = self.classroom.scenario.parties
        keys = {word.casefold(): key for key, party in parties.items() for word in (party.name, key)}
        longest = sorted(keys, key=len, reverse=True)  # first, since a name may hold another, and an `and` of its own
        names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)
        for word in filter(None, (part.strip() for part in BETWEEN.split(names.sub(";", text)))):
            self._fault("C104", row, f"no party {word!r}", did_you_mean(word.casefold(), list(parties)))
        return frozenset(keys[word.casefold()] for word in names.findall(text)) or frozenset(parties)

    def _consent(self, row: int, axis: int, option: int, agreed: frozenset[str]) -> None:
        """What an option needs, whoever does not agree voting against it in the bodies that decide."""
        issue, words = self.space.issues[axis], Wording(self.classroom.realization)
        needed, ruled = issue.consent[option], self.classroom.realization.requirements
        yes = ruled.mask(agreed)
        agreed = ruled.keys(ruled.satisfied(yes, ruled.mask(ruled.parties) & ~yes))
        if option != issue.status_quo and not needed <= agreed:
            what = f"{option_code(self.space, axis, option)} ({issue.labels[option]})"
            missing = words.parties(needed - agreed)
            self._fault("C105", row, f"{what} needs {words.parties(needed)}; by the sheet {missing} did not agree")
