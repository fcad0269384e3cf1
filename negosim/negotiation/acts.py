"""What a seat may do when it is asked: as objects for tactics and people, as whole numbers for the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from negosim.negotiation.packages import Package

__all__ = [
    "ABSTAIN",
    "ACCEPT",
    "LEAVE",
    "NONE",
    "PASS",
    "REJECT",
    "Abstain",
    "Accept",
    "Act",
    "Forfeit",
    "Leave",
    "Offer",
    "Pass",
    "Reject",
    "act_for",
    "choice_of",
]

NONE = -1
"""No offer. An offer is the number of its package, see `OfferSpace.package`; every other act is below 0."""
PASS, LEAVE, ACCEPT, REJECT, ABSTAIN = -2, -3, -4, -5, -6


@dataclass(frozen=True)
class Act:
    """What a seat does when it is asked."""

    kind: ClassVar[str]


@dataclass(frozen=True)
class Offer(Act):
    """Put a package on the table; to propose is to consent."""

    package: Package
    kind: ClassVar[str] = "offer"


@dataclass(frozen=True)
class Accept(Act):
    """Agree to the offer on the table; a view only, where the seat's consent isn't needed."""

    kind: ClassVar[str] = "accept"


@dataclass(frozen=True)
class Reject(Act):
    """Turn the offer on the table down."""

    kind: ClassVar[str] = "reject"


@dataclass(frozen=True)
class Abstain(Act):
    """Neither for the offer on the table nor against it; only where it needs no more of the seat than its vote."""

    kind: ClassVar[str] = "abstain"


@dataclass(frozen=True)
class Pass(Act):
    """Let one's turn to offer go by."""

    kind: ClassVar[str] = "pass"


@dataclass(frozen=True)
class Leave(Act):
    """Walk out of the meeting."""

    kind: ClassVar[str] = "leave"


@dataclass(frozen=True)
class Forfeit(Act):
    """A word for the log on why a seat loses its turn; it moves nothing, and the seat then passes or rejects."""

    reason: str
    kind: ClassVar[str] = "forfeit"


PLAIN: dict[int, Act] = {PASS: Pass(), LEAVE: Leave(), ACCEPT: Accept(), REJECT: Reject(), ABSTAIN: Abstain()}
"""The acts that say nothing but themselves."""
NUMBERS: dict[type[Act], int] = {type(act): number for number, act in PLAIN.items()}


def act_for(choice: int, package: Callable[[int], Package]) -> Act:
    """The act that a number stands for; `package` is that of an offer's number."""
    return PLAIN[choice] if choice < NONE else Offer(package(choice))


def choice_of(act: Act, number: Callable[[Package], int]) -> int:
    """The number that stands for an act, which may be of a class derived from these; `number` is that of a package."""
    if isinstance(act, Offer):
        return number(act.package)
    return next(NUMBERS[kind] for kind in type(act).__mro__ if kind in NUMBERS)
