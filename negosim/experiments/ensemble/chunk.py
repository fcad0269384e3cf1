"""A chunk: some runs of an ensemble played one after another, and their rows as the bytes of a file.

Pure: the bytes depend on scenario, plan and the numbers of the runs, not on who plays them, when, or beside what else.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version

from negosim.domain.rng import RandomSource, uniforms
from negosim.errors import NegosimError, RunError
from negosim.experiments.ensemble.design import SOBOL, lots
from negosim.experiments.ensemble.lineup_runs import LineupRuns, cast_rows
from negosim.experiments.ensemble.lineups import lineup_columns
from negosim.experiments.ensemble.plan import Plan, unpacked
from negosim.experiments.ensemble.rows import Column, Value, columns, row
from negosim.experiments.ensemble.tables import csv_head, csv_rows, encode
from negosim.negotiation.record import Record, play_realization, record_of
from negosim.negotiation.vectorized import play_batch, supports
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Chunk", "ChunkFailure", "Player", "kernel", "work"]

TOGETHER = 500
"""Runs that are played side by side at the most."""

PROBE = 8
"""Runs whose rows tell whether two machines compute the same."""


@dataclass(frozen=True)
class ChunkFailure:
    """What kept a chunk from being finished: the run where it was known, why, and what had been drawn for it."""

    chunk: int
    run: int | None
    reason: str
    numbers: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Chunk:
    """A chunk played: how many runs it holds and how many of them agreed, and its bytes; or its failure."""

    index: int
    runs: int
    agreed: int
    content: bytes
    failure: ChunkFailure | None = None


class Player:
    """Plays the runs of a plan."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.plan = plan
        self.realizations = RealizationFactory(scenario)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the rows."""
        first, *rest = columns(self.realizations, distance=self.plan.distance)
        lineups = self.plan.lineups
        cast = () if lineups is None else lineup_columns(lineups, tuple(self.realizations.scenario.parties))
        return (first, *cast, *rest)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The paths of the uncertain numbers."""
        return tuple(self.realizations.open)

    def drawn(self, span: range) -> Iterator[Realization]:
        """The readings of some runs."""
        if self.plan.design == SOBOL:
            points = lots(self.plan.seed, self.plan.runs, span, self.paths)
            yield from (self.realizations.at(point) for point in points)
        else:
            numbers = uniforms(self.plan.seed, span, [f"number.{path}" for path in self.paths])
            yield from (self.realizations.at(dict(zip(self.paths, one, strict=True))) for one in numbers.tolist())

    @cached_property
    def together(self) -> bool:
        """Whether the runs can be played side by side; else one after another, by the plain driver."""
        return supports(self.realizations.scenario)

    @cached_property
    def casting(self) -> LineupRuns:
        """Draws and lineups; only of a plan with lineups."""
        lineups = self.plan.lineups
        if lineups is None:
            raise RunError("a plan without lineups casts nobody")
        return LineupRuns(self.plan, lineups, self.realizations)

    def play(self, run: int, realization: Realization) -> Record:
        """One run of a reading."""
        plan = self.plan
        return play_realization(
            realization, RandomSource(plan.seed, run), {}, allow_code=plan.allow_code, limit=plan.limit
        )

    def records(self, span: range) -> Iterator[Record]:
        """The records of some runs; `RunFailedError` names the first that cannot be played."""
        if self.together:
            yield from (record for part in parts(span) for record in self._played_together(part))
        else:
            yield from (self._played_alone(run, one) for run, one in zip(span, self.drawn(span), strict=True))

    def _played_together(self, span: range) -> list[Record]:
        chances = [RandomSource(self.plan.seed, run) for run in span]
        return [record_of(course, {}) for course in play_batch(list(self.drawn(span)), chances)]

    def _played_alone(self, run: int, realization: Realization) -> Record:
        with failing(run, realization):
            return self.play(run, realization)

    def rows(self, span: range) -> Iterator[list[Value]]:
        """The rows of some runs; `RunFailedError` names the first that cannot be played."""
        if self.plan.lineups is not None:
            yield from (row for part in parts(span) for row in self._cast_rows(part))
        else:
            yield from (row(record, self.paths, distance=self.plan.distance) for record in self.records(span))

    def _cast_rows(self, span: range) -> Iterator[list[Value]]:
        """The rows of runs with lineups, draw by draw."""
        each = self.plan.each
        draws = range(span.start // each, -(-span.stop // each))
        for cast, runs in self.casting.casts(draws, list(self.drawn(draws)), span):
            with failing(cast.draw, cast.realization):
                yield from cast_rows(cast, runs)

    def kernel(self) -> str:
        """A digest of the first rows: equal where two machines and versions compute the same."""
        span = range(min(PROBE, self.plan.runs))
        return hashlib.sha256(csv_head(self.columns) + csv_rows(self._probe(span))).hexdigest()

    def _probe(self, span: range) -> Iterator[list[Value]]:
        """Rows up to the first that fails, which the chunk will report."""
        try:
            yield from self.rows(span)
        except RunFailedError as error:
            yield [error.run]


@contextmanager
def failing(run: int, realization: Realization) -> Iterator[None]:
    """What goes wrong in a run is told with its number and its draw."""
    try:
        yield
    except NegosimError as error:
        raise RunFailedError(run, realization, error) from error


class RunFailedError(NegosimError):
    """A run that could not be played."""

    def __init__(self, run: int, realization: Realization, error: NegosimError) -> None:
        super().__init__(str(error))
        self.run = run
        self.realization = realization


def parts(span: range) -> Iterator[range]:
    """A span in parts of at most `TOGETHER` runs."""
    return (span[start : start + TOGETHER] for start in range(0, len(span), TOGETHER))


@lru_cache(maxsize=1)
def _prepared(parcel: str) -> tuple[Player, str]:
    """The player of a parcel, kept for the next chunk, and the form of its files."""
    scenario, plan, form = unpacked(parcel)
    return Player(scenario, plan), form


def work(parcel: str, index: int) -> Chunk:
    """Play a chunk: what a worker does."""
    player, form = _prepared(parcel)
    try:
        with _undisturbed():
            rows = list(player.rows(player.plan.span(index)))
    except RunFailedError as error:
        numbers = tuple((path, error.realization.numbers[path]) for path in player.paths)
        return Chunk(index, 0, 0, b"", ChunkFailure(index, error.run, str(error), numbers))
    place = [column.name for column in player.columns].index("agreed")
    return Chunk(index, len(rows), sum(bool(one[place]) for one in rows), encode(player.columns, rows, form))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Python's collector of cycles looks once a chunk: to look all the time costs a fifth, and runs make few."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()


def kernel(parcel: str) -> tuple[str, str]:
    """Version of negosim and kernel digest, as a worker has them."""
    return version("negosim"), _prepared(parcel)[0].kernel()
