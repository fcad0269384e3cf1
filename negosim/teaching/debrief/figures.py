"""The pictures of a debrief: the path of the talks, where the table ended, and gains against reservation values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negosim.domain.preferences import GRID, Grid
from negosim.report.figures.chart import chart
from negosim.report.figures.class_deals import Deals, TableEnd
from negosim.report.figures.gains import Gain
from negosim.report.figures.picture import Picture, draw
from negosim.report.figures.utility_space import solution_marks
from negosim.scenario.realize.realization import Realization
from negosim.teaching.debrief.agent_runs import Agents
from negosim.teaching.debrief.benchmarks import Benchmark
from negosim.teaching.debrief.ends import End
from negosim.teaching.debrief.run_debrief import Debrief

__all__ = ["deals_picture", "gains_picture", "pictures"]


def pictures(found: Debrief) -> Iterator[Picture]:
    """The figures of one table's debrief."""
    realization = found.record.realization
    yield draw("utility_space", found.record)
    yield draw("course_of_talks", found.record)
    yield gains_picture(realization, found.yardstick, [found.end], found.agents)
    if found.agents is not None:
        yield deals_picture(realization, found.yardstick, [found.end], found.agents)


def deals_picture(
    realization: Realization, yardstick: Benchmark, ends: Sequence[End], agents: Agents | None
) -> Picture:
    """Where some tables of one reading ended, among what was possible and where agents end."""
    return chart("deals", Deals(_names(realization), yardstick.possible, _ends(ends), _runs(realization, agents)))


def gains_picture(
    realization: Realization, yardstick: Benchmark, ends: Sequence[End], agents: Agents | None
) -> Picture:
    """Points against reservation values of some tables of one reading, a row a party."""
    runs, marks = _runs(realization, agents) / GRID, solution_marks(yardstick.possible)
    rows = [
        Gain(
            party=party,
            name=name,
            reservation=yardstick.reservation[party],
            most=yardstick.most[party],
            ends=_ends(ends),
            solutions={one.label: one.worth[party] for one in marks},
            runs=np.asarray(runs[place]),
        )
        for place, (party, name) in enumerate(_names(realization).items())
    ]
    return chart("gains", *rows)


def _names(realization: Realization) -> dict[str, str]:
    return {key: party.name for key, party in realization.scenario.parties.items()}


def _ends(ends: Sequence[End]) -> tuple[TableEnd, ...]:
    return tuple(TableEnd(end.label, end.points) for end in ends)


def _runs(realization: Realization, agents: Agents | None) -> Grid:
    return np.zeros((len(realization.parties), 0), dtype=np.int64) if agents is None else agents.worth(realization)
