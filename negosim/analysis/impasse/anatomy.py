"""The anatomy of a failure: for each party and issue, whether it is asked, what it refuses, and how far it is from yes.

A party is as far from yes on an issue as the least that it would have to go below its reservation value for a package
that moves the issue and that nobody else stands in the way of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.impasse.impasse import EnumeratedImpasse
from negosim.domain.preferences import from_grid

__all__ = ["Position", "anatomy"]

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Position:
    """Where a party stands on an issue: what it says, and how many points it is short of yes.

    `not asked`: nobody needs its consent to move the issue; `absent`: its consent is needed and it isn't there;
    `refuses`: every move of the issue that needs it; `others`: whatever it does, somebody else stands in the way;
    `yes`: it could agree at once; `short`: it could for `short` points. `refused` of `asked` moves it refuses.
    """

    party: str
    issue: str
    kind: Literal["not asked", "absent", "refuses", "others", "yes", "short"]
    short: float = 0.0
    refused: int = 0
    asked: int = 0


def anatomy(blocking: EnumeratedImpasse) -> tuple[Position, ...]:
    """Where every party stands on every open issue, issue after issue within a party."""
    offering = blocking.possible.offering
    return tuple(
        _stand(blocking, party, place) for party in blocking.possible.parties for place in range(len(offering.axes))
    )


def _stand(blocking: EnumeratedImpasse, party: str, place: int) -> Position:
    offering, bit = blocking.possible.offering, np.uint32(blocking.possible.offering.bit[party])
    issue = offering.space.issues[offering.axes[place]].key
    asked = (offering.consent[place] & bit) != 0
    refused = offering.refused_options(blocking.preferences[party])[place]
    if not asked.any():
        return Position(party, issue, "not asked")
    counts = {"refused": int(refused.sum()), "asked": int(asked.sum())}
    if not offering.present & int(bit):
        return Position(party, issue, "absent", **counts)
    if counts["refused"] == counts["asked"]:
        return Position(party, issue, "refuses", **counts)
    short = blocking.short_of(party, _moving(blocking, place, asked))
    if short is None:
        return Position(party, issue, "others", **counts)
    return Position(party, issue, "short" if short else "yes", from_grid(short), **counts)


def _moving(blocking: EnumeratedImpasse, place: int, options: Flags) -> Flags:
    """The packages that move an issue to one of some options."""
    offering = blocking.possible.offering
    parts = [options if k == place else np.zeros(size, dtype=np.bool_) for k, size in enumerate(offering.inner.shape)]
    return offering.combine(parts, np.logical_or)
