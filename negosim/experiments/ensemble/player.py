"""Play the runs of a plan and give their rows.

Uncertain numbers are drawn for many runs at once, and the talks of each are played by the one driver there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from negosim.analysis.measures import FeasibleSets, Measures
from negosim.domain.rng import RandomSource
from negosim.errors import NegosimError
from negosim.experiments.ensemble.design import SOBOL, sobol_levels
from negosim.experiments.ensemble.plan import FRESH, Lineups, Plan
from negosim.experiments.ensemble.rows import Column, columns, row
from negosim.experiments.ensemble.tables import csv_head, csv_rows
from negosim.negotiation.environment.base import Value
from negosim.negotiation.log import Kind
from negosim.negotiation.record import Record, play_realization
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Player", "RunFailedError", "batches", "with_lineup"]

BATCH = 500
"""Largest number of runs whose numbers are drawn at once."""


class Player:
    """Plays the runs of a plan."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.plan = plan
        self.realizations = RealizationFactory(scenario)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the rows."""
        first, *rest = columns(self.realizations, distance=self.plan.distance)
        return (first, *(() if self.lineup_runs is None else self.lineup_runs.columns), *rest)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The paths of the uncertain numbers."""
        return tuple(self.realizations.open)

    @cached_property
    def lineup_runs(self) -> LineupRuns | None:
        """Plays the runs of a plan with lineups."""
        lineups = self.plan.lineups
        return None if lineups is None else LineupRuns(self.plan, lineups, self.realizations)

    def drawn(self, span: range) -> Iterator[Realization]:
        """The realizations of some draws."""
        plan, draws = self.plan, self.realizations.draws
        if plan.design == SOBOL:
            numbers = draws.at(sobol_levels(plan.seed, plan.runs, span, len(draws.paths)))
        else:
            numbers = draws.of_runs(plan.seed, span)
        return map(self.realizations.drawn, numbers)

    def play(self, luck: Sequence[int], realizations: Iterable[Realization]) -> Iterator[Record]:
        """The records of realizations, each with the random events of the run of that number.

        `RunFailedError` names the first that cannot be played.
        """
        for run, realization in zip(luck, realizations, strict=True):
            with _failing(run, realization):
                record = _played(self.plan, realization, RandomSource(self.plan.seed, run))
            yield record

    def records(self, span: range) -> Iterator[Record]:
        """The records of some runs; `RunFailedError` names the first that cannot be played."""
        for part in batches(span):
            yield from self.play(part, self.drawn(part))

    def rows(self, span: range) -> Iterator[list[Value]]:
        """The rows of some runs; `RunFailedError` names the first that cannot be played."""
        if self.lineup_runs is None:
            yield from (row(record, self.paths, distance=self.plan.distance) for record in self.records(span))
            return
        each = self.plan.each
        for part in batches(span):
            draws = range(part.start // each, -(-part.stop // each))
            yield from self.lineup_runs.rows(part, dict(zip(draws, self.drawn(draws), strict=True)))

    def kernel(self) -> str:
        """A digest of the first eight rows: equal where two machines and versions compute the same."""
        rows: list[list[Value]] = []
        try:
            for one in self.rows(range(min(8, self.plan.runs))):
                rows.append(one)
        except RunFailedError as error:  # its chunk will report it
            rows.append([error.run])
        return hashlib.sha256(csv_head(self.columns) + csv_rows(rows)).hexdigest()


class LineupRuns:
    """Plays every draw with every lineup, as often as the plan replicates it."""

    def __init__(self, plan: Plan, lineups: Lineups, realizations: RealizationFactory) -> None:
        self.plan, self.lineups, self.realizations = plan, lineups, realizations
        self.paths = tuple(realizations.open)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns after the draw: lineup, replication, tactics, and turns lost."""
        texts = tuple(one.text for one in self.lineups.choices)
        return (
            Column("lineup", "int"),
            Column("luck", "int"),
            *(Column(f"tactic.{seat}", "text", texts) for seat in self.lineups.seats),
            *(Column(f"lost.{party}", "int") for party in self.realizations.scenario.parties),
        )

    def rows(self, span: range, realizations: Mapping[int, Realization]) -> Iterator[list[Value]]:
        """The rows of some runs; `realizations` are those of their draws."""
        each = self.plan.each
        for draw, realization in realizations.items():
            runs = range(max(span.start, draw * each), min(span.stop, (draw + 1) * each))
            with _failing(draw, realization):
                yield from self._rows_of_draw(draw, realization, runs)

    def _rows_of_draw(self, draw: int, realization: Realization, runs: range) -> Iterator[list[Value]]:
        """The rows of some runs of one draw, which share what was feasible.

        A run that used no random number is the same in every replication, and is not played again.
        """
        plan = self.plan
        sets = FeasibleSets()
        certain: tuple[int, list[Value]] | None = None
        for run in runs:
            number, luck = divmod(run % plan.each, plan.replications)
            if certain is not None and certain[0] == number:
                values = certain[1]
            else:
                chance = RandomSource(plan.seed, draw + luck * FRESH)
                played = _played(plan, with_lineup(realization, self.lineups, number), chance)
                values = self._values(number, played, sets)
                certain = None if chance.used else (number, values)
            yield [draw, number, luck, *values]

    def _values(self, number: int, record: Record, sets: FeasibleSets) -> list[Value]:
        """The cells after draw, lineup and replication."""
        _, *rest = row(record, self.paths, distance=self.plan.distance, measures=Measures(record, sets))
        lost = [entry.seat for entry in record.log.of_kind(Kind.FORFEITED)]
        return [*self.lineups.texts(number), *(lost.count(party) for party in record.realization.parties), *rest]


def _played(plan: Plan, realization: Realization, chance: RandomSource) -> Record:
    return play_realization(realization, chance, {}, allow_code=plan.allow_code, limit=plan.limit)


def with_lineup(realization: Realization, lineups: Lineups, number: int) -> Realization:
    """The realization with the tactics of a lineup; its tables are shared."""
    places = zip(lineups.seats, lineups.rows[number], strict=True)
    return replace(realization, tactics={**realization.tactics, **{k: lineups.choices[p].named for k, p in places}})


class RunFailedError(NegosimError):
    """A run that could not be played, with its number and its realization."""

    def __init__(self, run: int, realization: Realization, error: NegosimError) -> None:
        super().__init__(str(error))
        self.run = run
        self.realization = realization


@contextmanager
def _failing(run: int, realization: Realization) -> Iterator[None]:
    try:
        yield
    except NegosimError as error:
        raise RunFailedError(run, realization, error) from error


def batches(span: range) -> Iterator[range]:
    """A span in parts of at most `BATCH` runs."""
    return (span[start : start + BATCH] for start in range(0, len(span), BATCH))
