"""Sequencing: where each option of an issue leads that decides which meetings take place.

For every such option the rest of the course is followed twice: played by the scenario's own tactics, and solved by
backward induction, with each meeting replaced by a bargaining solution among its parties: what a package is worth in
one meeting is what the later meetings make of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from negosim.domain.outcomes import Option, Outcome
from negosim.domain.requirements import Requirements
from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.agreeable import Vetoes
from negosim.negotiation.protocols.consent import needed
from negosim.negotiation.protocols.offer_space import offering
from negosim.registry import Entry, lookup
from negosim.scenario.realize.realization import Meeting, Realization

__all__ = ["BackwardSolution", "Branch", "Sequencing", "conditioning", "order", "sequencings"]

SOLVE_LIMIT = 20_000
"""The most meetings that backward induction solves."""


@dataclass(frozen=True)
class Branch:
    """Where one option leads: the outcome, every party's points, and its points of the option itself."""

    outcome: Outcome
    points: Mapping[str, float]
    own: Mapping[str, float]

    @property
    def without_own(self) -> dict[str, float]:
        """Points without those of the option itself: the consequences of the order alone."""
        return {party: points - self.own[party] for party, points in self.points.items()}


@dataclass(frozen=True)
class Sequencing:
    """An issue that conditions meetings, and where each of its options leads.

    `played` is by the scenario's tactics, `solved` by backward induction with the solution `by`; where that would take
    too many meetings `solved` is empty and `reason` says why. `consent` names by option the parties and bodies whose
    consent it needs, `requirements` knows the bodies' rules, and `vetoed` are the options that a party vetoes or that
    a constraint rules out.
    """

    issue: str
    by: str
    played: Mapping[Option, Branch]
    solved: Mapping[Option, Branch]
    reason: str = ""
    consent: Mapping[Option, tuple[str, ...]] | None = None
    status_quo: Option = ""
    vetoed: frozenset[Option] = frozenset()
    requirements: Requirements = field(default=Requirements(()), repr=False)

    def best(self, branches: Mapping[Option, Branch]) -> dict[str, tuple[Option, ...]]:
        """Each party's best options, with all ties."""
        parties = next(iter(branches.values())).points
        tops = {party: max(branch.points[party] for branch in branches.values()) for party in parties}
        return {
            party: tuple(option for option, branch in branches.items() if branch.points[party] == top)
            for party, top in tops.items()
        }

    def consented(self, branches: Mapping[Option, Branch]) -> tuple[Option, ...]:
        """The options that nobody needed vetoes or does worse by than by leaving the issue as it is."""
        base, consent, ruled = branches[self.status_quo].points, self.consent or {}, self.requirements
        found = []
        for option, branch in branches.items():
            yes = ruled.mask(party for party, points in branch.points.items() if points >= base[party])
            agreed = ruled.satisfied_alone(yes)
            if option not in self.vetoed and not ruled.mask(consent.get(option, ())) & ~agreed:
                found.append(option)
        return tuple(found)


def conditioning(realization: Realization) -> tuple[int, ...]:
    """The issues that decide which meetings take place, by axis."""
    return tuple(sorted({axis for meeting in realization.meetings for axis in meeting.condition.options}))


def sequencings(
    realization: Realization, chance: RandomSource, by: str = "nash", *, allow_code: bool = False
) -> tuple[Sequencing, ...]:
    """Where each order leads, for every issue that conditions meetings."""
    return tuple(order(realization, chance, axis, by, allow_code=allow_code) for axis in conditioning(realization))


def order(
    realization: Realization, chance: RandomSource, axis: int, by: str = "nash", *, allow_code: bool = False
) -> Sequencing:
    """Where each option of one issue leads, played and solved."""
    issue, rest = realization.space.issues[axis], without(realization, axis)
    played = {}
    for number, option in enumerate(issue.options):
        course = Course(rest, chance, settled(realization, axis, number))
        play(course, make_tactics(rest, allow_code=allow_code))
        points = {party: course.final(party) for party in course.paid}
        played[option] = _branch(realization, axis, course.standing.outcome, points)
    solved, reason = _solved(rest, axis, by)
    consent = {option: tuple(sorted(who)) for option, who in zip(issue.options, issue.consent, strict=True)}
    alone = _vetoes(realization, Standing.at_first(realization.space), (axis,), realization.parties)
    packages = {option: Package(((axis, number),)) for number, option in enumerate(issue.options)}
    broken = alone.offering.broken_by
    vetoed = frozenset(option for option, package in packages.items() if alone.by(package) or broken(package))
    return Sequencing(
        issue.key,
        by,
        played,
        solved,
        reason,
        consent,
        issue.options[issue.status_quo],
        vetoed,
        realization.requirements,
    )


def _vetoes(realization: Realization, standing: Standing, axes: tuple[int, ...], seats: tuple[str, ...]) -> Vetoes:
    """Who vetoes which packages on some issues, given what stands."""
    return Vetoes(realization, offering(realization.space, realization.requirements, standing, axes, seats))


def without(realization: Realization, axis: int) -> Realization:
    """The realization with an issue off every agenda; a meeting without any other issue is left out."""
    meetings = [replace(one, axes=tuple(other for other in one.axes if other != axis)) for one in realization.meetings]
    return replace(realization, meetings=tuple(one for one in meetings if one.axes))


def settled(realization: Realization, axis: int, number: int) -> Standing:
    """What stands once an issue has moved to an option, with those bound whose consent it needed."""
    standing, package = Standing.at_first(realization.space), Package(((axis, number),))
    moves = package.moves(standing.outcome)
    return standing.after(package, needed(realization.space, standing, package)) if moves else standing


def _branch(realization: Realization, axis: int, outcome: Outcome, points: Mapping[str, int]) -> Branch:
    parties, option = realization.preferences.items(), realization.space.in_force.of(outcome)[axis]
    return Branch(
        outcome,
        {key: realization.preferences[key].scale.points(points[key]) for key in points},
        {key: party.scale.points(int(party.contributions[axis][option])) for key, party in parties},
    )


def _solved(realization: Realization, axis: int, by: str) -> tuple[dict[Option, Branch], str]:
    induction, options = BackwardSolution(realization, lookup("solution", by)), realization.space.issues[axis].options
    try:
        ends = {option: induction.end(0, settled(realization, axis, k)) for k, option in enumerate(options)}
    except UsageError as error:
        return {}, str(error)
    return {option: _branch(realization, axis, end, _at_once(realization, end)) for option, end in ends.items()}, ""


def _at_once(realization: Realization, outcome: Outcome) -> dict[str, int]:
    """Worth by party of an outcome agreed at once, in steps."""
    return {key: party.worth(outcome, realization.horizon) for key, party in realization.preferences.items()}


class BackwardSolution:
    """Backward induction: each meeting is settled by a bargaining solution on what later ones make of its packages.

    The parties of a meeting bargain over its agreeable packages; disagreement is what the later meetings make of things
    as they stand, plus the reserve. Agreements come at once, so delay has no effect.
    """

    def __init__(self, realization: Realization, solution: Entry) -> None:
        self.realization = realization
        self.solution = solution
        meetings = realization.meetings
        self._later = [sorted({axis for one in meetings[k:] for axis in one.axes}) for k in range(len(meetings))]
        self._ends: dict[tuple[int, Outcome, tuple[frozenset[str], ...]], Outcome] = {}
        self._worths: dict[Outcome, tuple[int, ...]] = {}

    def end(self, number: int, standing: Standing) -> Outcome:
        """The outcome of the course from a meeting on, given what stands.

        Promises on issues that no later meeting has on its agenda make no difference, so they are left out of the key.
        """
        following = self._following(number, standing.outcome)
        if following is None:
            return standing.outcome
        key = (following, standing.outcome, tuple(standing.bound[axis] for axis in self._later[following]))
        if key not in self._ends:
            if len(self._ends) >= SOLVE_LIMIT:
                raise UsageError(
                    f"the meetings have more than {SOLVE_LIMIT} ways to go on: too many to solve backwards"
                )
            self._ends[key] = self._end(following, standing)
        return self._ends[key]

    def _following(self, number: int, outcome: Outcome) -> int | None:
        """The first meeting from one on that takes place where an outcome stands, and binds; None if there is none."""
        meetings, in_force = self.realization.meetings, self.realization.space.in_force.of(outcome)
        binding = (k for k in range(number, len(meetings)) if not meetings[k].prepares)
        return next((k for k in binding if meetings[k].condition.met_by(in_force)), None)

    def _end(self, number: int, standing: Standing) -> Outcome:
        meeting = self.realization.meetings[number]
        vetoes = _vetoes(self.realization, standing, meeting.axes, meeting.parties)
        packages = [vetoes.offering.package(int(index)) for index in np.flatnonzero(vetoes.agreeable)]
        ends = [self.end(number + 1, standing), *(self._end_after(number, standing, package) for package in packages)]
        return self._choose(meeting, list(dict.fromkeys(ends)))

    def _end_after(self, number: int, standing: Standing, package: Package) -> Outcome:
        """Where a package of a meeting leads; the last word where no other meeting follows."""
        outcome = package.on(standing.outcome)
        if self._following(number + 1, outcome) is None:
            return outcome
        return self.end(number + 1, standing.after(package, needed(self.realization.space, standing, package)))

    def _choose(self, meeting: Meeting, ends: list[Outcome]) -> Outcome:
        """The solution over the ends that packages lead to; the first end is that of no deal."""
        seats = [self.realization.parties.index(party) for party in meeting.parties]
        points = np.array([self._worth(end) for end in ends], dtype=np.int64).T[seats]
        reserves = [self.realization.preferences[party].reserve for party in meeting.parties]
        scales = self.realization.utilities.scales.only(seats)
        no_deal = points[:, 0] + np.array(reserves, dtype=np.int64)
        found = self.solution.make(points, no_deal, scales=scales, stands=0)
        return ends[found.outcomes[0]] if found.outcomes else ends[0]

    def _worth(self, end: Outcome) -> tuple[int, ...]:
        """The worth of an end to every party, computed once: many ways lead to the same few ends."""
        if end not in self._worths:
            self._worths[end] = tuple(_at_once(self.realization, end).values())
        return self._worths[end]
