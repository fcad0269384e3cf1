"""The figures of a debrief: the path of the talks, where the table ended, and gains against reservation values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.domain.preferences import Grid
from negosim.report.figures.class_deals import Deals, TableEnd
from negosim.report.figures.gains import Gain
from negosim.report.figures.pairs import solution_landmarks
from negosim.report.figures.picture import Picture, draw
from negosim.scenario.realize.realization import Realization
from negosim.teaching.debrief.benchmarks import Benchmark, End
from negosim.teaching.debrief.run_debrief import Debrief

__all__ = ["deals_picture", "gains_picture", "pictures"]


def pictures(debrief: Debrief) -> Iterator[Picture]:
    """The figures of one table's debrief."""
    realization, agents = debrief.record.realization, debrief.agent_worth
    yield draw("utility_space", debrief.record)
    yield draw("course_of_talks", debrief.record)
    yield gains_picture(realization, debrief.benchmark, [debrief.end], agents)
    if debrief.agents is not None:
        yield deals_picture(realization, debrief.benchmark, [debrief.end], agents)


def deals_picture(realization: Realization, benchmark: Benchmark, ends: Sequence[End], agents: Grid) -> Picture:
    """Where some tables of one realization ended, among what was possible and where agents end.

    `agents` is the worth of the agents' runs in steps of each party's scale, shape (parties, runs).
    """
    return draw("deals", Deals(_names(realization), benchmark.possible, _ends(ends), agents))


def gains_picture(realization: Realization, benchmark: Benchmark, ends: Sequence[End], agents: Grid) -> Picture:
    """Points against reservation values of some tables of one realization, a row a party; `agents` as above."""
    marks = solution_landmarks(benchmark.possible)
    rows = [
        Gain(
            party=party,
            name=name,
            reservation=benchmark.reservation[party],
            most=benchmark.most[party],
            ends=_ends(ends),
            solutions={one.label: one.worth[party] for one in marks},
            runs=row,
        )
        for (party, name), row in zip(
            _names(realization).items(), realization.utilities.scales.points(agents), strict=True
        )
    ]
    return draw("gains", *rows)


def _names(realization: Realization) -> dict[str, str]:
    return {key: party.name for key, party in realization.scenario.parties.items()}


def _ends(ends: Sequence[End]) -> tuple[TableEnd, ...]:
    return tuple(TableEnd(end.label, end.points) for end in ends)
