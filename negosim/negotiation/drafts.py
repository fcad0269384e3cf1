"""Drafts: what a meeting initials for a later one that it prepares, and what that makes of both meetings.

A draft binds nobody (a text initialled, Vienna Convention on the Law of Treaties, art. 10). In the meeting that is
prepared it is part of every package: nothing is agreed until everything is agreed (a single undertaking).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from negosim.domain.conditions import Condition
from negosim.domain.constraints import Constraint, Mask
from negosim.domain.fixed_point import ONE, in_20_bits
from negosim.domain.outcomes import OutcomeSpace
from negosim.negotiation.log import LogEntry
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.mediation import mediator_of
from negosim.negotiation.protocols.offer_space import OfferSpace, offering
from negosim.scenario.realize.realization import Meeting, Realization

__all__ = ["Drafting", "Drafts", "whole_space"]


@dataclass(frozen=True, eq=False)
class SingleUndertaking(Constraint):
    """Whatever moves an issue of an agenda moves all that a draft names to where the draft has it."""

    agenda: frozenset[int]
    draft: Condition

    @cached_property
    def axes(self) -> frozenset[int]:
        """The issues that it is about."""
        return self.agenda.union(self.draft.options)

    def met_by(self, outcome: Sequence[int]) -> bool:
        """Whether an outcome has all of the draft."""
        return self.draft.met_by(outcome)

    def within(self, axes: Sequence[int], stands: Sequence[int], shape: Sequence[int]) -> Mask:
        """Which outcomes over `axes` have all of the draft, with other issues as they stand."""
        return self.draft.within(axes, stands, shape)


@lru_cache(maxsize=64)
def whole_space(space: OutcomeSpace, draft: Package, axes: frozenset[int]) -> OutcomeSpace:
    """The space of a meeting that was prepared: a draft is part of every package on the issues of its agenda."""
    masks = {axis: np.arange(space.shape[axis]) == option for axis, option in draft.terms}
    whole = SingleUndertaking("draft", "the draft is part of every package", axes, Condition(masks))
    return OutcomeSpace(space.issues, (*space.constraints, whole), space.in_force.waits, space.lapses)


@lru_cache(maxsize=64)
def drafting_space(space: OutcomeSpace, signatories: frozenset[str], free: frozenset[int]) -> OutcomeSpace:
    """The space of a meeting that prepares another: all at the table initial, and `free` issues are settled later.

    A constraint asks for no more than that some choice on these meets it.
    """
    issues = [replace(issue, consent=(signatories,) * len(issue)) for issue in space.issues]
    left = [one.leaving(free) for one in space.constraints]
    return OutcomeSpace(issues, [one for one in left if one is not None], space.in_force.waits)


@dataclass(frozen=True)
class Drafting:
    """A meeting in progress that prepares another, and the draft for that so far."""

    meeting: Meeting
    prepared: Meeting
    hope: float
    draft: Package

    @property
    def free(self) -> frozenset[int]:
        """The issues of the prepared meeting that are neither drafted nor on this table."""
        return frozenset(self.prepared.axes) - set(self.meeting.axes) - self.draft.axes

    def with_draft(self, standing: Standing) -> Standing:
        """What would stand if the draft so far came into force; it binds nobody, and nothing in it runs out yet."""
        return Standing(self.draft.on(standing.outcome), (frozenset(),) * len(standing.bound))

    def besides(self, entry: LogEntry) -> LogEntry:
        """What an entry moves of the issues that are not drafted: a draft stays what it is."""
        terms = () if entry.package is None else entry.package.terms
        left = Package(tuple(term for term in terms if term[0] not in self.draft.axes))
        return replace(entry, package=left if left.terms else None)

    def table(self, realization: Realization, standing: Standing) -> OfferSpace:
        """What is on offer: whatever all at the table initial, the mediator aside."""
        signatories = frozenset(self.meeting.parties) - {mediator_of(self.meeting)}
        space = drafting_space(realization.space, signatories, self.free)
        there = (self.with_draft(standing), self.meeting.axes, self.meeting.parties)
        return offering(space, realization.requirements, *there)

    def no_deal(self, realization: Realization, standing: Standing) -> Mapping[str, tuple[int, int]]:
        """What each seat compares with: points and charge of what stands, less what it hopes of the whole."""
        hoped = self._hoped(realization, standing)
        everyone = ((key, realization.preferences[key]) for key in self.meeting.parties)
        stands = standing.outcome
        return {key: (one.points(stands) - hoped[key], one.charge(stands)) for key, one in everyone}

    def _hoped(self, realization: Realization, standing: Standing) -> Mapping[str, int]:
        """By party, the hope times the most that the free issues could still bring it, by options nobody refuses."""
        axes, drafted = tuple(sorted(self.free)), self.with_draft(standing)
        if not axes:
            return dict.fromkeys(realization.parties, 0)
        table = offering(realization.space, realization.requirements, drafted, axes, self.prepared.parties)
        refused = np.logical_or.reduce([table.refused(one) for one in realization.preferences.values()])
        points = realization.utilities.table(axes, drafted.outcome).points
        most = points[:, ~refused].max(axis=1) - points[:, table.stands]
        hope = in_20_bits(self.hope)
        return {key: (int(gain) * hope + ONE // 2) // ONE for key, gain in zip(realization.parties, most, strict=True)}


class Drafts:
    """The drafts of a course, by the key of the meeting that they are for."""

    def __init__(self) -> None:
        self._drafts: dict[str, Package] = {}

    def of(self, meeting: str) -> Package | None:
        """The draft for a meeting; None where nothing was drafted."""
        return self._drafts.get(meeting)

    def add(self, meeting: str, later: Package | None) -> None:
        """A later draft takes the place of earlier ones on its issues."""
        before, now = (() if one is None else one.terms for one in (self.of(meeting), later))
        self._drafts[meeting] = Package.of({**dict(before), **dict(now)})

    def drop(self, meeting: str) -> Package | None:
        """The draft for a meeting, which is none from then on."""
        return self._drafts.pop(meeting, None)

    def prepared_by(self, meeting: Meeting, realization: Realization) -> Drafting | None:
        """Where a meeting prepares another: that, and the draft for it so far."""
        prepared = next((one for one in realization.meetings if one.key == meeting.prepares), None)
        draft = self.of(meeting.prepares) or Package(())
        return None if prepared is None else Drafting(meeting, prepared, meeting.hope, draft)
