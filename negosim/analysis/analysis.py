"""What was possible, what blocked it, and would it hold: the parts of an analysis, each computed when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.durability import Durability, durability_of
from negosim.analysis.fair_shares import FairDivision, fair_division
from negosim.analysis.feasible import FeasibleSet, Improvements
from negosim.analysis.feasible_by_cliques import feasible_set
from negosim.analysis.feasible_table import EnumeratedFeasibleSet, table_of
from negosim.analysis.impasse.impasse import Impasse
from negosim.analysis.impasse.search import impasse_of
from negosim.analysis.measures import Measures, measured
from negosim.analysis.sequencing import Sequencing, conditioning, sequencings
from negosim.analysis.static_theories import theory_forecasts
from negosim.analysis.voting_power import VotingBody, voting_bodies
from negosim.domain.outcomes import Outcome
from negosim.domain.preferences import Grid
from negosim.errors import UsageError
from negosim.negotiation.record import Record, run
from negosim.registry import lookup
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.bargaining.core import core
from negosim.theory.bargaining.counting import Count
from negosim.theory.forecasting import TheoryForecast
from negosim.theory.voting.core import core_of_rule

__all__ = ["BY", "Analysis", "PostSettlement", "analyze", "post_settlement"]

BY = "nash"
"""The default solution by which each meeting is solved backwards."""


@dataclass(frozen=True)
class PostSettlement:
    """The packages that improve on the deal for all who decide: nobody worse off, somebody better (Raiffa 1985).

    `outcome` is the Nash solution among them with the deal as disagreement, `gains` what it adds for each party, and
    `most` the most that any of the `count` packages would add for each that decides. `outcome` is None, and the others
    are empty, where the frontier of the improvements is too large to find.
    """

    count: Count
    outcome: Outcome | None
    gains: Mapping[str, float]
    most: Mapping[str, float]


@dataclass(frozen=True)
class Analysis:
    """An analysis of a run: each question is answered once, when it is first asked.

    `by` is the solution by which the order of meetings is solved backwards.
    """

    record: Record
    by: str = BY
    allow_code: bool = False

    @cached_property
    def measures(self) -> Measures:
        """The measures of the run."""
        return measured(self.record)

    @cached_property
    def possible(self) -> FeasibleSet:
        """The feasible set before the first round, over all issues and for all parties."""
        return self.measures.possible

    @cached_property
    def core(self) -> NDArray[np.intp] | None:
        """The core: rational outcomes that no group could improve on by what it can close; None beyond a table.

        Where members of bodies vote it is the core of their rules: what no winning coalition would leave.
        """
        table = table_of(self.possible)
        if table is None:
            return None
        if table.put_to_votes:
            return self._core_of_rule(table)
        voices = table.offering.voices or table.parties
        groups = [(party,) for party in voices] + [*table.groups, voices]
        place = {party: k for k, party in enumerate(voices)}
        closes = {frozenset(place[party] for party in group): table.closable(group) for group in groups}
        return np.flatnonzero(core(table.worth[table.places(voices)], closes) & table.rational)

    def _core_of_rule(self, table: EnumeratedFeasibleSet) -> NDArray[np.intp] | None:
        columns = np.flatnonzero(table.vetoes.agreeable | (np.arange(table.size) == table.stands))
        stands, needed = int(np.searchsorted(columns, table.stands)), table.offering.needed[columns]
        inside = core_of_rule(table.worth[:, columns], needed, table.offering.requirements, stands)
        return None if inside is None else columns[inside]

    @cached_property
    def blocking(self) -> Impasse | None:
        """What blocks a deal in one meeting of all parties over all issues; None where nothing is on offer."""
        return self._impasse(self.possible)

    def _impasse(self, possible: FeasibleSet | None) -> Impasse | None:
        if possible is None or not possible.anything:
            return None
        return impasse_of(possible, self.record.realization.preferences)

    @cached_property
    def blocked(self) -> dict[str, Impasse]:
        """What blocked a deal on the issues that a meeting left open, by its key."""
        held = [one for one in self.record.course.meetings if one.took_place and not one.meeting.prepares]
        after = {one.meeting.key: self._impasse(self.measures.after(one)) for one in held}
        return {key: impasse for key, impasse in after.items() if impasse is not None}

    @cached_property
    def better(self) -> PostSettlement | None:
        """What the deal left on the table; None where nothing was agreed or nothing is better for all.

        Issues that decide which meetings take place are left out: those meetings are over.
        """
        realization, standing = self.record.realization, self.record.course.standing
        axes = [axis for axis in range(len(realization.space.issues)) if axis not in conditioning(realization)]
        if not self.measures.agreed or not axes:
            return None
        after = feasible_set(realization, standing, axes, realization.parties, 0, chance=self.record.chance)
        return post_settlement(after, after.improvements, after.worth_of(after.stands))

    @cached_property
    def orders(self) -> tuple[Sequencing, ...]:
        """Sequencing: where each order of the meetings leads."""
        return sequencings(self.record.realization, self.record.chance, self.by, allow_code=self.allow_code)

    @cached_property
    def hold(self) -> Durability:
        """Durability: whether what stands at the end would hold."""
        return durability_of(self.record.realization, self.record.course.standing.outcome)

    @cached_property
    def theories(self) -> Mapping[str, Mapping[str, TheoryForecast]]:
        """The forecast of each static theory for each ordered issue."""
        return theory_forecasts(self.record.realization)

    @cached_property
    def bodies(self) -> tuple[VotingBody, ...]:
        """The bodies, with the power of their members."""
        return voting_bodies(self.record.realization)

    @cached_property
    def division(self) -> FairDivision | None:
        """Adjusted Winner between two parties; None for another number, or where nothing is in dispute."""
        try:
            return fair_division(self.record.realization)
        except UsageError:
            return None


def post_settlement(after: FeasibleSet, better: Improvements, now: Grid) -> PostSettlement | None:
    """The Nash solution among the improvements on some worth, and the most that each can gain by any of them.

    None where there is no improvement; without outcome and gains where their frontier is too large to find.
    """
    if better.frontier is None:
        return PostSettlement(better.count, None, {}, {})
    if not len(better.frontier):
        return None
    places, points = after.places(), better.frontier.points
    nash = lookup("solution", "nash").make(points, now[places], scales=after.scales.only(places))
    best = int(better.frontier.indices[nash.outcomes[0]])
    return PostSettlement(
        count=better.count,
        outcome=after.outcome(best),
        gains=after.by_party(after.worth_of(best) - now),
        most=after.by_decider((points - now[places, None]).max(axis=1)),
    )


def analyze(
    scenario: Scenario,
    *,
    seed: int = 0,
    run_number: int = 0,
    draw: bool = False,
    by: str = BY,
    allow_code: bool = False,
) -> Analysis:
    """Play a scenario by its own tactics and analyse what was possible around the run."""
    lookup("solution", by)
    return Analysis(run(scenario, seed=seed, run=run_number, draw=draw, allow_code=allow_code), by, allow_code)
