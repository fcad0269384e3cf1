"""The report of an analysis."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.analysis.analysis import BY, Analysis
from negosim.analysis.analysis_narrative import narrate_analysis
from negosim.analysis.phrases import Wording, run_command
from negosim.document import Section
from negosim.report.figures import Picture, draw_analysis
from negosim.report.pages.page import render
from negosim.report.pages.page_figures import drawings, page_figures
from negosim.report.pages.run_tables import foot

__all__ = ["analysis_report"]


def analysis_report(analysis: Analysis, *, pictures: Sequence[Picture] | None = None, command: str = "") -> str:
    """The report of an analysis as one HTML page that loads nothing from outside.

    `pictures` are its figures where they are drawn already; `command` what the user typed, by default the command
    that makes the same analysis.
    """
    record = analysis.record
    drawn = list(draw_analysis(analysis)) if pictures is None else pictures
    figures = page_figures(drawn)
    informed = [key for key, party in record.scenario.parties.items() if party.informed]
    data = {
        "scenario": record.scenario,
        "document": narrate_analysis(analysis),
        "figures": Section("Figures", figures),
        "drawings": drawings(drawn, figures),
        "informed": Wording(record.realization).parties(informed),
        "foot": foot(record),
        "command": command or _command(analysis),
    }
    return render("analysis.html.j2", data)


def _command(analysis: Analysis) -> str:
    """The command that makes the same analysis."""
    record, options = analysis.record, ["--by", analysis.by] if analysis.by != BY else []
    name, changes = record.scenario.name, record.scenario.changes
    return run_command(
        name, record.seed, record.run, drawn=record.drawn, changes=changes, verb="analyze", options=options
    )
