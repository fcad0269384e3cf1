"""`negosim compare` where it plays ensembles: chances with intervals, and the central cases beside them."""

from __future__ import annotations

from collections.abc import Sequence

import click

from negosim.analysis.comparison import check_number
from negosim.cli._options import EnsembleOptions
from negosim.cli._output import progress
from negosim.cli._result import OutputOptions, say_document
from negosim.experiments.paired.ensemble_comparison import central_cases, central_data, compare_ensembles
from negosim.experiments.paired.narrative import narrate_chances
from negosim.experiments.paired.runs import CaseSource, open_source
from negosim.report.markdown import render_markdown
from negosim.report.paired import ensemble_comparison_target, write_ensemble_comparison
from negosim.scenario.variants import VariantGrid, axis, grid

__all__ = ["present_ensembles"]

RUNS = 1000
RUNS_OF_A_GRID = 300
MOST_BESIDE = 20
"""Scenarios whose files and central cases are described one beside the other, at the most."""


def present_ensembles(
    scenarios: Sequence[str], vary: Sequence[str], ensembles: EnsembleOptions, output: OutputOptions, *, large: bool
) -> None:
    """Play the ensembles of scenarios, or of the variants of one, or read those that are folders; show and write."""
    varied = _grid(scenarios, vary, ensembles, large) if vary else None
    plan, cases = ensembles.play(_sources(scenarios, varied, ensembles), RUNS_OF_A_GRID if varied else RUNS)
    found = compare_ensembles(cases, varied.titles if varied else None)
    ensemble_comparison_target(found, output.out).check(overwrite=output.overwrite)
    with progress("Playing the central cases"):
        middle = central_cases(tuple(case.scenario for case in cases), plan.seed, allow_code=ensembles.allow_code)
    document = narrate_chances(found, middle if len(cases) <= MOST_BESIDE else None)
    output.present(
        text=lambda: say_document(document, title=False),
        write=lambda job: write_ensemble_comparison(found, document, output.out, job, grid=varied),
        data=lambda written: found.to_dict() | central_data(middle) | {"files": written.paths},
        markdown=lambda: render_markdown(document),
    )


def _grid(scenarios: Sequence[str], vary: Sequence[str], ensembles: EnsembleOptions, large: bool) -> VariantGrid:
    if len(scenarios) != 1:
        raise click.UsageError("--vary takes one scenario, which all variants are made from.")
    return grid(scenarios[0], list(map(axis, vary)), ensembles.changes, large=large)


def _sources(scenarios: Sequence[str], varied: VariantGrid | None, ensembles: EnsembleOptions) -> Sequence[CaseSource]:
    if varied is not None:
        return varied.scenarios
    sources = [open_source(one, ensembles.changes) for one in scenarios]
    check_number(sources)
    return sources
