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


def compare_chances(wish: CompareOptions) -> None:
    """Play or read the ensembles, compare them, tell it and write it."""
    from dataclasses import replace

    from negosim.cli._documents import markdown_of
    from negosim.cli._files import say_where
    from negosim.cli._progress import shown
    from negosim.experiments.ensemble.workers import usable_cores
    from negosim.experiments.paired.central import central, central_parts, named
    from negosim.experiments.paired.comparison import chances
    from negosim.experiments.paired.load import Play, Source, opened, plan_of, runs_of
    from negosim.experiments.paired.narrative import NOTE, parts
    from negosim.report.publish import Job, chances_target, write_chances
    from negosim.scenario.variants import Grid, axis, grid

    varied: Grid | None = None
    if wish.vary:
        if len(wish.sources) != 1:
            raise click.UsageError("--vary takes one scenario, which all variants are made from.")
        varied = grid(wish.sources[0], list(map(axis, wish.vary)), wish.changes, large=wish.yes)
    sources: list[Source] = list(varied.scenarios) if varied else [opened(one, wish.changes) for one in wish.sources]
    _check_number(len(sources), varied is not None)
    plan = plan_of(sources, wish.runs, wish.seed, RUNS_OF_A_GRID if varied else RUNS)
    plan = replace(plan, allow_code=wish.allow_code)
    if wish.seed is None:
        tell(f"Seed {plan.seed}, since none was given.")
    workers = wish.workers if wish.workers is not None else usable_cores()
    with shown() as watch:
        play = Play(wish.out, workers, watch, sys.argv)
        cases = [runs_of(source, plan, play) for source in sources]
    found = chances(cases, varied.titles if varied else None)
    job = Job(wish.figures, wish.overwrite, ["negosim", *sys.argv[1:]])
    chances_target(found, wish.out).check(overwrite=wish.overwrite)
    scenarios = tuple(case.scenario for case in cases)
    with progress("Playing the central cases"):
        middle = central(scenarios, plan.seed, allow_code=wish.allow_code)
    beside = central_parts(middle) if len(cases) <= TOLD else ()
    told = [named(found), *beside, *parts(found)]
    with progress("Writing the result"):
        written = write_chances(found, told, wish.out, job, grid=varied)
    if wish.as_json:
        say(json.dumps(found.to_dict() | middle.to_dict() | {"files": written.paths}, ensure_ascii=False, indent=2))
    elif wish.as_markdown:
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


def wants_chances(wish: CompareOptions) -> bool:
    """Whether ensembles are asked for rather than single runs."""
    from negosim.experiments.paired.load import is_folder

    return wish.runs is not None or bool(wish.vary) or any(map(is_folder, wish.sources))
