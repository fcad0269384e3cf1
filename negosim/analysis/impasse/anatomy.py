"""The anatomy of a failure: for each party and issue, whether it is asked, what it refuses, and how far it is from yes.

A party is as far from yes on an issue as the least that it would have to go below its reservation value for a package
that moves the issue and that nobody else blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from negosim.analysis.impasse.impasse import EnumeratedImpasse
from negosim.domain.requirements import has

__all__ = ["Position", "positions"]


@dataclass(frozen=True)
class Position:
    """A party's position on an issue, and how many points it is short of yes.

    `no say`: the issue moves without its consent; `absent`: its consent is needed and it isn't at the table;
    `refuses`: every move of the issue that needs it; `others`: whatever it does, somebody else blocks every package;
    `yes`: it could agree at once; `short`: it could for `short` points. `refused` of `asked` moves it refuses.
    """

    party: str
    issue: str
    kind: Literal["no say", "absent", "refuses", "others", "yes", "short"]
    short: float = 0.0
    refused: int = 0
    asked: int = 0


def positions(impasse: EnumeratedImpasse) -> tuple[Position, ...]:
    """The position of every party on every open issue, issue by issue within a party."""
    places = range(len(impasse.possible.offering.axes))
    return tuple(_position(impasse, party, place) for party in impasse.possible.parties for place in places)


def _position(impasse: EnumeratedImpasse, party: str, place: int) -> Position:
    offering = impasse.possible.offering
    bit, issue = offering.bit[party], offering.space.issues[offering.axes[place]].key
    asked = has(offering.consent[place], bit)
    if not asked.any():
        return Position(party, issue, "no say")
    refused = offering.refused_options(impasse.preferences[party])[place]
    counts = {"refused": int(refused.sum()), "asked": int(asked.sum())}
    if not offering.present & bit:
        return Position(party, issue, "absent", **counts)
    if counts["refused"] == counts["asked"]:
        return Position(party, issue, "refuses", **counts)
    moves = [asked if k == place else np.zeros(size, dtype=np.bool_) for k, size in enumerate(offering.inner.shape)]
    short = impasse.short_of(party, offering.combine(moves, np.logical_or))
    if short is None:
        return Position(party, issue, "others", **counts)
    return Position(party, issue, "short" if short else "yes", impasse.preferences[party].scale.points(short), **counts)
