"""`negosim compare` where it plays ensembles: which scenarios, how many runs, and what is told of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from negosim.cli._output import progress, say, tell

if TYPE_CHECKING:
    from negosim.analysis.analysis_narrative import Part

__all__ = ["CompareOptions", "compare_chances", "wants_chances"]

RUNS = 1000
RUNS_OF_A_GRID = 300
TOLD = 20
"""Scenarios whose files and central cases are told one beside the other."""


@dataclass(frozen=True)
class CompareOptions:
    """What the user asked for."""

    sources: tuple[str, ...]
    vary: tuple[str, ...]
    runs: int | None
    seed: int | None
    yes: bool
    workers: int | None
    changes: tuple[str, ...]
    allow_code: bool
    out: Path
    overwrite: bool
    figures: bool
    as_json: bool
    as_markdown: bool


def compare_chances(options: CompareOptions) -> None:
    """Play or read the ensembles, compare them, tell it and write it."""
    from dataclasses import replace

    from negosim.cli._documents import markdown_of
    from negosim.cli._files import say_where
    from negosim.cli._progress import shown
    from negosim.experiments.ensemble.workers import usable_cores
    from negosim.experiments.paired.central import central_cases, central_data, central_parts, named
    from negosim.experiments.paired.ensemble_comparison import compare_ensembles
    from negosim.experiments.paired.narrative import NOTE, parts
    from negosim.experiments.paired.runs import EnsembleSettings, Source, common_plan, open_source, source_runs
    from negosim.report.publish import Job, chances_target, write_chances
    from negosim.scenario.variants import Grid, axis, grid

    varied: Grid | None = None
    if options.vary:
        if len(options.sources) != 1:
            raise click.UsageError("--vary takes one scenario, which all variants are made from.")
        varied = grid(options.sources[0], list(map(axis, options.vary)), options.changes, large=options.yes)
    sources: list[Source] = (
        list(varied.scenarios) if varied else [open_source(one, options.changes) for one in options.sources]
    )
    _check_number(len(sources), varied is not None)
    plan = common_plan(sources, options.runs, options.seed, RUNS_OF_A_GRID if varied else RUNS)
    plan = replace(plan, allow_code=options.allow_code)
    if options.seed is None:
        tell(f"Seed {plan.seed}, since none was given.")
    workers = options.workers if options.workers is not None else usable_cores()
    with shown() as watch:
        settings = EnsembleSettings(options.out, workers, watch, sys.argv)
        cases = [source_runs(source, plan, settings) for source in sources]
    found = compare_ensembles(cases, varied.titles if varied else None)
    job = Job(options.figures, options.overwrite, ["negosim", *sys.argv[1:]])
    chances_target(found, options.out).check(overwrite=options.overwrite)
    scenarios = tuple(case.scenario for case in cases)
    with progress("Playing the central cases"):
        middle = central_cases(scenarios, plan.seed, allow_code=options.allow_code)
    beside = central_parts(middle) if len(cases) <= TOLD else ()
    told = [named(found), *beside, *parts(found)]
    with progress("Writing the result"):
        written = write_chances(found, told, options.out, job, grid=varied)
    if options.as_json:
        say(json.dumps(found.to_dict() | central_data(middle) | {"files": written.paths}, ensure_ascii=False, indent=2))
    elif options.as_markdown:
        say(markdown_of(told, [NOTE]))
    else:
        _say(told, NOTE)
        say_where(written)


def _check_number(number: int, varied: bool) -> None:
    from negosim.analysis.comparison import check_number

    if not varied:
        check_number(range(number))


def _say(told: Sequence[Part], note: str) -> None:
    from negosim.cli._documents import say_parts
    from negosim.cli._terminal import paragraph

    say_parts(told)
    say()
    say(paragraph(note))


def wants_chances(options: CompareOptions) -> bool:
    """Whether ensembles are asked for rather than single runs."""
    from negosim.experiments.paired.runs import is_ensemble_folder

    return options.runs is not None or bool(options.vary) or any(map(is_ensemble_folder, options.sources))
