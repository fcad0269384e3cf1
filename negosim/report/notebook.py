"""A run in Python: the record with pandas frames, figures and a picture of itself for notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from negosim.analysis.measures import Measures, measured
from negosim.analysis.offers import offer_rows
from negosim.analysis.run_data import summary
from negosim.negotiation import record as plain
from negosim.report.folder import RESULTS, Job, Written
from negosim.report.results import issue_rows, write_run
from negosim.scenario.load import load
from negosim.scenario.spec.scenario import Scenario

if TYPE_CHECKING:
    from negosim.report.figures import Picture

__all__ = ["Result", "run"]

SHOWN = "utility_space"
"""The figure that a notebook shows of a run."""


@dataclass(frozen=True, eq=False)
class Result(plain.Record):
    """A record that shows itself: `offers`, `outcome` and `points` as pandas frames, `draw` for its figures."""

    @classmethod
    def of(cls, record: plain.Record) -> Result:
        """The same run as a result."""
        return cls(*(getattr(record, one.name) for one in fields(record)))

    @property
    def measures(self) -> Measures:
        """What the run came to."""
        return measured(self)

    def offers(self) -> pd.DataFrame:
        """One row an offer: round, meeting, seat, `issue.KEY` it names, its `worth.PARTY` in points to every party."""
        return pd.DataFrame(offer_rows(self))

    def outcome(self) -> pd.DataFrame:
        """One row an issue: status quo, what stands at the end, who is bound to it, the meeting that settled it."""
        return pd.DataFrame(issue_rows(self)).set_index("issue")

    def points(self) -> pd.DataFrame:
        """One row a party, in points: utility, what delay has cost, what is left, and the reservation value."""
        measures = self.measures
        columns = {
            "utility": measures.value,
            "delay": measures.delay,
            "points": measures.points,
            "reservation": measures.reservation,
        }
        return pd.DataFrame(columns).rename_axis("party")

    def summary(self) -> dict[str, Any]:
        """All of it as one plain object, as `negosim run --json` prints it."""
        return summary(self)

    def draw(self, figure: str) -> Picture:
        """A registered figure of the run; `.figure.axes` are matplotlib's. `UsageError` for an unknown name."""
        from negosim.report.figures import draw  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)

        return draw(figure, self)

    def write(
        self, out: str | Path = RESULTS, *, figures: bool = True, png: bool = False, overwrite: bool = False
    ) -> Written:
        """Write the result's folder, as `negosim run` does."""
        return write_run(self, out, Job(figures=figures, png=png, overwrite=overwrite))

    def _repr_html_(self) -> str:
        title = f"<p><b>{escape(self.scenario.title)}</b> (seed {self.seed}, run {self.run})</p>"
        return title + self.points().round(1).to_html() + self.draw(SHOWN)._repr_html_()


def run(
    scenario: Scenario | str | Path,
    *,
    seed: int = 0,
    run: int = 0,
    draw: bool = False,
    changes: Sequence[str] = (),
    allow_code: bool = False,
) -> Result:
    """Play a scenario, given as such, as a file or as a shipped name.

    `changes` are `path=value` as `--set` takes them, for a scenario that is read here. `draw` makes the uncertain
    numbers those of the run instead of their centres. Errors: those of `load`.
    """
    case = scenario if isinstance(scenario, Scenario) else load(scenario, changes)
    return Result.of(plain.run(case, seed=seed, run=run, draw=draw, allow_code=allow_code))
