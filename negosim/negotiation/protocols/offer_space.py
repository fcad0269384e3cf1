"""What is on offer in a meeting, given what stands: every way to settle its open issues, as arrays.

Every array runs over the outcomes of the meeting's open issues, the last issue varying fastest. An outcome stands for
the package that names just the issues that it moves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from negosim.caching import remember
from negosim.domain.conditions import Condition
from negosim.domain.constraints import Constraint, permitted
from negosim.domain.fixed_point import ONE
from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.possible import count_possible
from negosim.domain.preferences import Preferences
from negosim.domain.requirements import Masks, Requirements, has, within
from negosim.domain.scale import SAFE, Grid, finer
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.consent import movable, needed, needed_to_move
from negosim.negotiation.protocols.package_numbers import PackageNumbers

__all__ = ["KEPT", "Additive", "OfferSpace", "offering"]

T = TypeVar("T", bound=np.generic)

KEPT = 1 << 20
"""Sums over all outcomes that are kept at the most: 8 MB."""

MANY = 4096
"""Packages whose distances and needs are kept at the most."""


@dataclass(frozen=True, eq=False)
class Additive:
    """A number for every option of each open issue; that of a package is the sum over the issues.

    Distances and estimates are such: they add across issues, by a table and by cliques alike.
    """

    parts: tuple[Grid, ...]


class OfferSpace(PackageNumbers):
    """The packages of a meeting: whose consent each needs, and whether the seats present can close it."""

    def __init__(
        self,
        space: OutcomeSpace,
        requirements: Requirements,
        standing: Standing,
        axes: Sequence[int],
        seats: Sequence[str],
    ) -> None:
        super().__init__(space, standing, axes)
        self.requirements = requirements
        self.parties = requirements.parties
        self.bit = requirements.bit
        self.seats = tuple(seats)
        self.present_seats = tuple(self.parties.index(seat) for seat in seats)
        self.present = sum(1 << seat for seat in self.present_seats)
        self._needs: dict[int, int] = {}
        self._away: dict[int, Additive] = {}
        self._apart: dict[tuple[int, int], Grid] = {}
        self._totals: dict[Additive, Grid] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._refusals: dict[tuple[str, int], tuple[tuple[NDArray[np.bool_], ...], NDArray[np.bool_]]] = {}
        self.kept: dict[str, Any] = {}
        """A place for what others make of it alone, by party: it outlives a run."""
        self.texts: dict[object, tuple[str, str]] = {}
        """The texts of log entries about it, see `log_rows`."""

    @cached_property
    def satisfied(self) -> int:
        """What those at the table fulfil if all of them say yes."""
        return self.requirements.satisfied(self.present)

    def satisfied_by(self, yes: Masks, unopposed: Masks) -> Masks:
        """What is fulfilled where some seats say yes, and all at the table but for the `unopposed` are against it."""
        return self.requirements.satisfied_over(yes, np.uint64(self.present) & ~unopposed)

    @property
    def absent(self) -> int:
        """The parties that are not at the table."""
        return (1 << len(self.parties)) - 1 & ~self.present

    @cached_property
    def possible(self) -> int:
        """Number of outcomes that no constraint rules out, what stands included."""
        return self._count_possible()

    @cached_property
    def consent(self) -> tuple[Masks, ...]:
        """For each open issue, who must agree to move it to each option; nobody, for where it stands."""
        return tuple(np.array(self._movers(axis), dtype=np.uint64) for axis in self.axes)

    @cached_property
    def asked_for(self) -> int:
        """All requirements that some option on offer needs, or else some option at all."""
        masks = {int(mask) for masks in self.consent for mask in masks}
        within = (mask for mask in masks if not mask & ~self.satisfied)
        return reduce(or_, within, 0) or reduce(or_, masks, 0)

    @cached_property
    def veto_players(self) -> tuple[str, ...]:
        """Who must agree to something on offer, by itself or in a body (Tsebelis 2002); none where a body has none."""
        return self._parties_of(self.requirements.veto_players(self.asked_for))

    @cached_property
    def voices(self) -> tuple[str, ...]:
        """Whose word something on offer takes: the parties that must agree to it, and who votes in a body that must."""
        return self._parties_of(self.requirements.voices(self.asked_for))

    @property
    def deciders(self) -> tuple[str, ...]:
        """The veto players, or else all who have a voice, or else all parties."""
        return self.veto_players or self.voices or self.parties

    def _parties_of(self, mask: int) -> tuple[str, ...]:
        return tuple(party for party in self.parties if self.bit[party] & mask)

    @cached_property
    def _consent_lists(self) -> list[list[int]]:
        """`consent` as whole numbers of Python, to look up one package."""
        return [masks.tolist() for masks in self.consent]

    def _movers(self, axis: int) -> list[int]:
        stands = self.standing.outcome[axis]
        sets = [needed_to_move(self.space, self.standing, axis, option) for option in range(self.space.shape[axis])]
        kept = -1 if axis in self.renewable else stands
        return [0 if option == kept else sum(self.bit[one] for one in set_) for option, set_ in enumerate(sets)]

    def combine(self, parts: Sequence[NDArray[T]], how: np.ufunc) -> NDArray[T]:
        """One array over all outcomes from an array over the options of each open issue, combined by `how`."""
        return reduce(lambda total, part: how.outer(total, part).reshape(-1), parts)

    @cached_property
    def needed(self) -> Masks:
        """Whose consent each package needs."""
        return self.combine(self.consent, np.bitwise_or)

    def need(self, number: int) -> int:
        """Whose consent a package needs, by its number: parties and bodies as bits, see `Requirements`."""
        need = self._needs.get(number)
        return remember(self._needs, number, self._need(number), MANY) if need is None else need

    def _need(self, number: int) -> int:
        terms = zip(self._consent_lists, self.inner.outcome(self.leads_to(number)), strict=True)
        return reduce(or_, (masks[option] for masks, option in terms), 0)

    def offers(self, number: int) -> bool:
        """Whether a package moves something, those whom it needs are present, and it breaks no constraint."""
        moves = self.leads_to(number) != self.stands or bool(self.renewable & self.package(number).axes)
        moving = moves and not self.need(number) & ~self.satisfied
        return moving and not self.broken_by(self.package(number))

    def broken_by(self, package: Package) -> tuple[Constraint, ...]:
        """The constraints that a package breaks."""
        stands = self.standing.outcome
        outcome = package.on(stands) if self.space.constraints else stands
        renewed = self.renewable & package.axes
        return tuple(one for one in self.space.constraints if not one.permits(outcome, stands, renewed))

    @cached_property
    def permitted(self) -> NDArray[np.bool_] | None:
        """What no constraint rules out, what stands among it; None where no constraint is about an open issue."""
        space, stands = self.space, self.standing.outcome
        mask = permitted(space.constraints, self.axes, space.shape, stands, self.renewable)
        if mask is not None:
            mask[self.stands] = True
        return mask

    def only_votes(self, number: int, seat: int) -> bool:
        """Whether a package needs a seat's vote in a body, and not its consent besides."""
        need = self.need(number)
        return bool(self.requirements.voters(need) & ~need & 1 << seat)

    @cached_property
    def by_votes(self) -> bool:
        """Whether some option needs the votes of a body whose members sit at tables."""
        return bool(self.votes)

    @cached_property
    def votes(self) -> int:
        """The bodies whose members sit at tables and that some option needs."""
        seated = sum(bit for bit, _ in self.requirements.seated)
        return seated and int(np.bitwise_or.reduce(np.concatenate(self.consent))) & seated

    def names(self, mask: int) -> tuple[str, ...]:
        """The parties and bodies of a set in alphabetical order."""
        names = self._names.get(mask)
        if names is None:
            named = tuple(sorted(party for party, bit in self.bit.items() if bit & mask))
            names = remember(self._names, mask, named, MANY)
        return names

    @cached_property
    def movable(self) -> bool:
        """Whether any package is on offer to the seats present."""
        return any(map(self.can_move, self.axes))

    def can_move(self, axis: int) -> bool:
        """Whether some package on offer to the seats present moves an issue, or renews it."""
        if axis not in self._agreeable:
            return False
        if all(one.axes.isdisjoint(self.axes) for one in self.space.constraints):
            return True
        options = {one: within(masks, self.satisfied) for one, masks in zip(self.axes, self.consent, strict=True)}
        if axis not in self.renewable:
            options[axis] &= np.arange(len(options[axis])) != self.standing.outcome[axis]
        return self._count_possible(options) > 0

    @cached_property
    def _agreeable(self) -> frozenset[int]:
        """The issues that the seats present can move or renew, whatever constraints say."""
        agreed = self.requirements.keys(self.satisfied)
        return movable(self.space, self.standing, frozenset(self.axes), agreed, self.renewable)

    def _count_possible(self, options: Mapping[int, NDArray[np.bool_]] | None = None) -> int:
        space, stands = self.space, self.standing.outcome
        return count_possible(space.constraints, self.axes, space.shape, stands, options=options)

    # What is on offer after something has happened

    def after(self, number: int, bound: int) -> OfferSpace:
        """Once a package has been agreed: it binds some parties and closes the issues that it names."""
        package = self.package(number)
        standing = self.standing.after(package, frozenset(self.names(bound)))
        return self._changed(standing, tuple(axis for axis in self.axes if axis not in package.axes), self.seats)

    def without(self, seat: int) -> OfferSpace:
        """Once a seat has walked out; packages keep their numbers."""
        seats = tuple(one for one in self.seats if one != self.parties[seat])
        return self._changed(self.standing, self.axes, seats)

    def standing_as(self, standing: Standing, requirements: Requirements | None = None) -> OfferSpace:
        """Once something else stands, or other rules decide."""
        ruled = requirements or self.requirements
        if standing == self.standing and ruled == self.requirements:
            return self
        return offering(self.space, ruled, standing, self.axes, self.seats)

    def _changed(self, standing: Standing, axes: tuple[int, ...], seats: tuple[str, ...]) -> OfferSpace:
        return offering(self.space, self.requirements, standing, axes, seats)

    def needs(self, package: Package) -> frozenset[str]:
        """The parties and bodies whose consent a package needs."""
        return needed(self.space, self.standing, package)

    def needing(self, party: str) -> NDArray[np.bool_]:
        """The packages that need a party's consent."""
        return has(self.needed, self.bit[party])

    @cached_property
    def on_offer(self) -> NDArray[np.bool_]:
        """The packages that move or renew something, break no constraint, and pass if all at the table say yes."""
        passes = within(self.needed, self.satisfied)
        if self.permitted is not None:
            passes &= self.permitted
        passes[self.stands] &= bool(self.renewable) and not self.broken_by(self.package(self.stands))
        return passes

    @property
    def moving(self) -> NDArray[np.bool_]:
        """The packages that move or renew something."""
        moving = np.ones(self.size, dtype=np.bool_)
        moving[self.stands] = bool(self.renewable)
        return moving

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """The distinct sets of parties whose consent a package on offer needs."""
        return tuple(int(mask) for mask in np.unique(self.needed[self.on_offer]))

    @cached_property
    def needs_apart(self) -> tuple[Masks, NDArray[np.unsignedinteger[Any]]]:
        """The distinct sets of requirements, and the place of each package's among them."""
        sets, places = np.unique(self.needed, return_inverse=True)
        return sets, places.astype(np.min_scalar_type(len(sets)))

    @cached_property
    def offered_indices(self) -> NDArray[np.intp]:
        """The outcomes of the packages on offer: one array for all seats that refuse none of them."""
        return np.flatnonzero(self.on_offer)

    def refused(self, preferences: Preferences, voice: int | None = None) -> NDArray[np.bool_]:
        """The packages that a party refuses: they move an issue to a refused option that needs its consent.

        With a `voice`: that needs one of these requirements.
        """
        asked = self.bit[preferences.party] if voice is None else voice
        key, kept = (preferences.party, asked), self._refusals.get((preferences.party, asked))
        if kept is None or kept[0] is not preferences.refused:
            mask = self.combine(self.refused_options(preferences, asked), np.logical_or)
            kept = self._refusals[key] = (preferences.refused, mask)
        return kept[1]

    def refused_options(self, preferences: Preferences, voice: int | None = None) -> list[NDArray[np.bool_]]:
        """For each open issue, the options that a party refuses and that need its consent, or one of a `voice`."""
        bits = self.bit[preferences.party] if voice is None else voice
        asked = [has(masks, bits) for masks in self.consent]
        return [preferences.refused[axis] & needs for axis, needs in zip(self.axes, asked, strict=True)]

    def refuses(self, preferences: Preferences, package: Package, voice: int | None = None) -> bool:
        """Whether a party refuses one package: `refused`, without a table."""
        asked = {preferences.party} if voice is None else self.requirements.keys(voice)
        moves = [term for term in package.moves(self.standing.outcome) if preferences.refused[term[0]][term[1]]]
        return any(asked & needed_to_move(self.space, self.standing, *term) for term in moves)

    def voice(self, party: str) -> int:
        """What a party can help to fulfil: its own consent, and that of the bodies in which it votes."""
        return self.requirements.voice(self.bit[party])

    def meeting(self, condition: Condition) -> list[NDArray[np.bool_]]:
        """For each open issue, the options with which a condition can be met: none where a settled issue bars it."""
        settled = set(condition.options) - set(self.axes)
        open_ = all(condition.options[axis][self.standing.outcome[axis]] for axis in settled)
        every = {axis: np.full(self.space.shape[axis], open_) for axis in self.axes}
        return [mask & condition.options.get(axis, True) for axis, mask in every.items()]

    def total(self, additive: Additive) -> Grid:
        """The sum over the issues for every outcome, kept for the next time it is asked for."""
        if additive not in self._totals:
            if len(self._totals) * self.size > KEPT:
                self._totals.clear()
            self._totals[additive] = self.combine(additive.parts, np.add)
        return self._totals[additive]

    def standing_total(self, additive: Additive) -> int:
        """The sum over the issues for what stands."""
        stands = self.standing.outcome
        return sum(int(part[stands[axis]]) for axis, part in zip(self.axes, additive.parts, strict=True))

    def away(self, package: Package | None) -> Additive:
        """Distance from the outcome that a package leads to (none: from what stands), between 0 and `span` an issue."""
        return self.away_from(self.stands if package is None else self.index(package))

    def away_from(self, outcome: int) -> Additive:
        """Distance from an outcome, by its index."""
        known = self._away.get(outcome)
        if known is None:
            places = enumerate(self.inner.outcome(outcome))
            away = Additive(tuple(self._between(place, option) for place, option in places))
            known = remember(self._away, outcome, away, MANY)
        return known

    @cached_property
    def span(self) -> int:
        """What the largest distance on an issue is as a whole number: the least that makes every distance one.

        It is doubled until it is at least 2^20. Where sums over issues and seats would not fit into 64 bits, it is 2^20
        or the most that fits, and distances are rounded.
        """
        spans = [int(issue.line.max()) or 1 for issue in self.inner.issues if issue.line is not None]
        span = finer(math.lcm(*spans))
        means = math.lcm(*range(1, max(2, len(self.present_seats))))
        most = (SAFE - 1) // (len(self.axes) * means)
        return span if span <= most else min(ONE, most)

    def _between(self, place: int, option: int) -> Grid:
        """The distances of all options of an open issue from one of them."""
        known = self._apart.get((place, option))
        if known is None:
            known = self._apart[place, option] = self._measured(place, option)
        return known

    def _measured(self, place: int, option: int) -> Grid:
        line, span = self.inner.issues[place].line, self.span
        if line is None:
            return np.where(np.arange(self.inner.shape[place]) == option, 0, span)
        away, whole = np.abs(line - line[option]), int(line.max()) or 1
        return np.asarray(away * (span // whole) if span % whole == 0 else (away * span + whole // 2) // whole)


@lru_cache(maxsize=256)
def offering(
    space: OutcomeSpace,
    requirements: Requirements,
    standing: Standing,
    axes: tuple[int, ...],
    seats: tuple[str, ...],
) -> OfferSpace:
    """The offering of a meeting; kept, since many runs of a scenario come to the same one."""
    return OfferSpace(space, requirements, standing, axes, seats)
