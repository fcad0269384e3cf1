"""What a course has brought each party so far: what stood, what delay has cost, and who walked out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from negosim.domain.preferences import Preferences
from negosim.negotiation.packages import Standing
from negosim.scenario.realize.realization import Realization

__all__ = ["Accounts"]

Charges = list[tuple[str, int]]


class Accounts:
    """The accounts of all parties, in steps of the scales in force.

    `paid` is what delay has cost each so far, `settled` the round of the last agreement, 0 before the first.
    `walked_out` has the round in which a party took its outside option: from then on delay costs it nothing. Where
    options lapse, what stood in each round is added up too.
    """

    def __init__(self, realization: Realization) -> None:
        self.paid = dict.fromkeys(realization.parties, 0)
        self.settled = 0
        self.walked_out: dict[str, int] = {}
        self._stood = dict.fromkeys(realization.parties, 0)
        self._due_for: tuple[Standing, Realization] | None = None
        self._due: Charges = []

    def go_by(self, rounds: int, standing: Standing, realization: Realization) -> None:
        """Some rounds have gone by: what stands has stood for so long, and delay has cost."""
        if standing.since:
            for party, one in realization.preferences.items():
                self._stood[party] += rounds * one.points(standing.outcome)
        for party, charge in self._charges(standing, realization):
            if party not in self.walked_out:
                self.paid[party] += rounds * charge

    def _charges(self, standing: Standing, realization: Realization) -> Charges:
        """What a round costs each party that it costs anything; kept while the same stands and counts."""
        before, counted = self._due_for or (None, None)
        if before is not standing or counted is not realization:
            everyone, outcome = realization.preferences.items(), standing.outcome
            self._due = [(party, charge) for party, one in everyone if (charge := one.charge(outcome))]
            self._due_for = (standing, realization)
        return self._due

    def carry_over(self, before: Realization, now: Realization, charges: Mapping[str, float]) -> None:
        """Other numbers are in force, and some parties are charged at once.

        Where an event changes weights, and so a scale, what was paid is carried over exactly: it is a sum of decimals,
        which every scale of the party holds.
        """
        for party, one in now.preferences.items():
            then = before.preferences[party]
            if one is not then:
                self.paid[party] = one.scale.of(self.paid[party], then.scale)
                self._stood[party] = one.scale.of(self._stood[party], then.scale)
            if party in charges:
                self.paid[party] += one.scale.steps(charges[party])

    def value(self, preferences: Preferences, points: int, round_: int) -> int:
        """Points discounted to the last agreement, or else to a round; or the outside option as of the walk-out."""
        out = self.walked_out.get(preferences.party)
        if out is not None and preferences.outside is not None:
            return preferences.at(out).value(preferences.outside)
        return preferences.at(self.settled or round_).value(points)

    def mean(self, party: str, rounds: int) -> Fraction:
        """The mean of what stood in each of some rounds, in steps."""
        return Fraction(self._stood[party], rounds)
