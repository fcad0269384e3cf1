"""How likely a seat seems to accept a package: from what it has offered and answered so far, never from what it wants.

A seat is taken to accept what is like what it offered itself or accepted, and to turn down what is like what it turned
down: kernel regression on its yes and no (Nadaraya 1964, Theory Probab. Appl. 9:141; Watson 1964, Sankhya A 26:359),
over the distance of packages, with half a chance to begin with. It knows nothing of deadlines and linkages, and so it
is a rule of thumb, to be told as one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from negosim.domain.outcomes import Outcome, OutcomeSpace
from negosim.negotiation.log import LogEntry
from negosim.negotiation.packages import Package

__all__ = ["AcceptanceOdds", "Sign", "outlook", "signs"]

BANDWIDTH = 0.2
"""Distance, of 1 at the most, at which a sign counts for about 60 % of what it counts for at none."""

BEGINNING = 0.5
"""The chance that nothing is known of counts as much as one sign at no distance."""


@dataclass(frozen=True)
class Sign:
    """A package that a seat showed its mind on: by offering it or accepting it (`yes`), or by turning it down."""

    package: Package
    yes: bool


@dataclass(frozen=True)
class AcceptanceOdds:
    """A chance of acceptance, 0 to 1, and the number of signs that it rests on."""

    chance: float
    signs: int

    @property
    def words(self) -> str:
        """The chance in plain words."""
        if not self.signs:
            return "nothing to go by yet"
        steps = (
            (0.75, "likely"),
            (0.55, "rather likely"),
            (0.45, "as likely as not"),
            (0.25, "rather unlikely"),
            (0.0, "unlikely"),
        )
        word = next(word for least, word in steps if self.chance >= least)
        return f"{word}, about {round(10 * self.chance)} in 10"


def signs(events: Iterable[LogEntry], seat: str) -> Iterator[Sign]:
    """What a seat offered and answered, as far as the events tell."""
    offer: Package | None = None
    for event in events:
        if event.kind == "offered":
            offer = event.package
        if event.package is not None and event.kind == "offered" and event.seat == seat:
            yield Sign(event.package, yes=True)
        elif event.kind == "answered" and event.seat == seat and offer is not None:
            yield Sign(offer, bool(event.facts["accepts"]))


def outlook(space: OutcomeSpace, stands: Outcome, package: Package, known: Sequence[Sign]) -> AcceptanceOdds:
    """How likely a seat seems to accept a package, given its signs; those on other issues altogether are left out."""
    weighed = [
        (_weight(space, stands, package, one.package), one.yes) for one in known if one.package.axes & package.axes
    ]
    total = sum(weight for weight, _ in weighed)
    yes = sum(weight for weight, accepted in weighed if accepted)
    return AcceptanceOdds((BEGINNING + yes) / (1.0 + total), len(weighed))


def _weight(space: OutcomeSpace, stands: Outcome, one: Package, other: Package) -> float:
    """How much a sign on one package says of another: 1 where they are the same, less with distance."""
    axes = sorted(one.axes | other.axes)
    first, second = one.on(stands), other.on(stands)
    away = sum(float(space.issues[axis].distances(first[axis])[second[axis]]) for axis in axes) / len(axes)
    return math.exp(-0.5 * (away / BANDWIDTH) ** 2)
