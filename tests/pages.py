"""Every kind of page that negosim makes: the commands that make it, for the tests that open them in a browser.

A new kind of page is one line here. The commands run one after the other in an empty folder that holds `river.yaml`
(the starter scenario), `roster.csv` (seven names) and `outcomes.yaml` (an invented answer); every HTML file that they
leave behind is looked at.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from click.testing import CliRunner

from negosim.cli import cli
from negosim.scenario.starter import STARTER

__all__ = ["KINDS", "ON_ONE_SHEET", "make"]

ROSTER = "name\nAda Lee\nBen Osei\nChi Tran\nDov Katz\nEva Novak\nFay Moreau\nGil Santos\n"
ARTICLE = "article_2025_02_23"
OUTCOMES = """negosim_outcomes: 1
title: Invented answers
questions:
  reservoir:
    {issue: filling, number: 6, date: 2031-05-01, source: invented, known_when_written: false, confidence: high}
"""
NEW = f"class new {ARTICLE} --seats-from roster.csv --tables 2 --out monday"

KINDS: dict[str, tuple[str, ...]] = {
    "run": (f"run {ARTICLE}",),
    "analysis": (f"analyze {ARTICLE}",),
    "comparison": ("compare kyiv_first moscow_first",),
    "comparison with chances": ("compare kyiv_first moscow_first --runs 50",),
    "ensemble": (f"ensemble {ARTICLE} --runs 100",),
    "sensitivity": ("sensitivity river.yaml --runs 60 --again 20 --dropped 20 --tactics 10",),
    "what if": (f"whatif {ARTICLE} --set parties.usa.tactic.exponent=0.3",),
    "debrief": (f"run {ARTICLE} --no-figures", f"debrief results/{ARTICLE}/run-s0-r0 --runs 50"),
    "class": (NEW, "class collect monday --deal '1 A2 B3 D2' --deal '2 none' --runs 20"),
    "class of four parties": ("class new river_basin --seats-from roster.csv --out monday",),
    "exercise": (
        "exercise start value_creation",
        "exercise show who_meets_first --html sheet.html",
        "exercise show write_a_tactic --teacher --html teacher.html",
    ),
    "tournament": ("tournament kyiv_first --tactics boulware,conceder --runs 3 --lucks 2 --workers 1",),
    "tournament of several": (
        "tournament kyiv_first moscow_first --tactics boulware,conceder --seats ukraine,usa --runs 2 --workers 1",
    ),
    "score": (
        "freeze river_basin -o forecast.json --runs 40 --workers 1",
        "score forecast.json --against outcomes.yaml",
    ),
    "many options": ("run panama_canal_1974",),
}
"""Kind -> commands."""

ON_ONE_SHEET = ("briefs/", "sheets/")
"""Pages in these folders fit one sheet of paper."""


def make(kind: str, folder: Path) -> list[Path]:
    """The pages of a kind, made in a folder, which must be the current one."""
    (folder / "river.yaml").write_text(STARTER, encoding="utf-8")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "outcomes.yaml").write_text(OUTCOMES, encoding="utf-8")
    for command in KINDS[kind]:
        result = CliRunner().invoke(cli, shlex.split(command))
        assert result.exit_code == 0, result.output
    return sorted(folder.rglob("*.html"))
