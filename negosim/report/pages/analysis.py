"""The report of an analysis."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from negosim.analysis.analysis import BY, Analysis
from negosim.analysis.analysis_narrative import Part, Rows, parts
from negosim.analysis.phrases import Wording
from negosim.report.figures import Picture, draw_analysis
from negosim.report.pages.page import render
from negosim.report.pages.parts import PageTable, foot, shown_figures

__all__ = ["analysis_report", "part_of"]


def analysis_report(
    analysis: Analysis, found: Mapping[str, Any], *, pictures: Sequence[Picture] | None = None, command: str = ""
) -> str:
    """The report of an analysis, with its findings, as one HTML page that loads nothing from outside.

    `pictures` are its figures where they are drawn already; `command` what the user typed, by default the command
    that makes the same analysis.
    """
    record = analysis.record
    told = parts(record.realization, found)
    informed = [key for key, party in record.scenario.parties.items() if party.informed]
    data = {
        "scenario": record.scenario,
        "parts": [part_of(number, part) for number, part in enumerate(told)],
        "figures": shown_figures(list(draw_analysis(analysis)) if pictures is None else pictures),
        "informed": Wording(record.realization).parties(informed),
        "foot": foot(record),
        "command": command or _command(analysis),
    }
    return render("analysis.html.j2", data)


def part_of(number: int, part: Part) -> dict[str, Any]:
    """A part with its tables as those of other reports."""
    return {
        "id": f"part-{number}",
        "title": part.title,
        "sentences": part.sentences,
        "tables": [_table(table) for table in part.tables],
        "after": part.after,
    }


def _table(table: Rows) -> PageTable:
    rows = tuple((f"- {name.strip()}" if name.startswith(" ") else name, *cells) for name, cells in table.rows)
    return PageTable(table.caption, ("", *table.heads), rows)


def _command(analysis: Analysis) -> str:
    """The command that makes the same analysis."""
    record = analysis.record
    words = ["negosim", "analyze", record.scenario.name, "--seed", str(record.seed), "--run", str(record.run)]
    words += ["--draw"] if record.drawn else []
    words += ["--by", analysis.by] if analysis.by != BY else []
    words += [word for change in record.scenario.changes for word in ("--set", change)]
    return shlex.join(words)
