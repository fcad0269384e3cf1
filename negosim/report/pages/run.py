"""The report of one run."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.analysis.measures import measured
from negosim.analysis.phrases import Wording, default_words
from negosim.analysis.run_narrative import account
from negosim.document import listed
from negosim.negotiation.record import Record
from negosim.report.figures import Picture, draw_all
from negosim.report.pages.origins import origins, terms
from negosim.report.pages.page import render
from negosim.report.pages.page_figures import drawings, page_figures
from negosim.report.pages.run_tables import command_of, foot, meetings, pairs, points_table

__all__ = ["run_report"]


def run_report(
    record: Record, *, pictures: Sequence[Picture] | None = None, command: str = "", dependence: str = ""
) -> str:
    """The report of a run as one HTML page that loads nothing from outside.

    `pictures` are its figures where they are drawn already; `command` what the user typed, by default the command
    that makes the same run. `dependence` says how far the outcome depends on the tactics, where a tournament of this
    scenario is there. Briefings, which only one seat may read, are left out.
    """
    measures, scenario = measured(record), record.scenario
    drawn = list(draw_all(record)) if pictures is None else pictures
    figures = page_figures(drawn)
    data = {
        "scenario": scenario,
        "sections": account(record),
        "dependence": dependence,
        "figures": figures,
        "drawings": drawings(drawn, figures),
        "points": points_table(measures),
        "pairs": pairs(measures),
        "meetings": meetings(measures),
        "origins": origins(scenario),
        "terms": terms(record),
        "silent": _silent(record),
        "by_default": default_words(scenario),
        "informed": Wording(record.realization).parties(key for key, one in scenario.parties.items() if one.informed),
        "foot": foot(record),
        "command": command or command_of(record),
    }
    return render("run.html.j2", data)


def _silent(record: Record) -> list[str]:
    """The issues on which a party has no stance, in sentences."""
    words, issues = Wording(record.realization), record.scenario.issues
    missing = {
        key: [issue for issue in issues if issue not in party.stances] for key, party in record.scenario.parties.items()
    }
    return [
        f"{words.party(key)} has no stance on {listed(map(words.issue, without))}: there nothing is worth points to it."
        for key, without in missing.items()
        if without
    ]
