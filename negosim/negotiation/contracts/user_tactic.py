"""A tactic of a user's own held to the contracts, within a limit for each act: what it breaks, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from negosim.errors import RunError
from negosim.negotiation.contracts.checks import CONTRACTS, Contract, Make
from negosim.negotiation.course import decide
from negosim.negotiation.protocols.base import Act
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.time_limits import LIMIT, TimeLimit, TimeUpError

__all__ = ["MEND", "RuleVerdict", "check_tactic"]

TOLD = 3
"""Breaches of a rule that are told; the others are counted."""

IN_TIME = "it acts within the limit, every time"

MEND: Mapping[str, str] = {
    "time": "Look for a loop that doesn't end, or for work on all packages at every act; keep what doesn't change in "
    "self, and ask view.menu, which has them in order.",
    "tables": "Answer an offer (view.offer is not None) by Accept or Reject, else Offer a package of view.menu, or "
    "Pass where it has none. Agree to nothing for which view.acceptable(package) is False.",
    "consent": "Offer only what view.menu gives: it knows which issues are open and whose consent is at the table.",
    "large": "Ask view.menu for packages (best, nearest, random) rather than listing all of them.",
    "one_gain": "Come down to view.reservation by the end: time is 1 in the last round.",
    "empty_zone": "Accept only what view.acceptable(package) says is no loss.",
    "refusals": "Pass where view.menu.best() is None.",
    "leaving": "A seat may be gone: ask view.menu at every act what is still on offer.",
    "repeats": "Take random numbers from view.chance alone, and keep nothing in the class or the module that changes.",
    "own_eyes": "Read only what the view holds; don't reach into the session or other tactics.",
}
"""By contract: how to keep to it."""


@dataclass(frozen=True)
class RuleVerdict:
    """A rule, and how a tactic breaks it: no faults where it is kept; `more` are faults that are not told."""

    key: str
    rule: str
    faults: tuple[str, ...] = ()
    more: int = 0

    @property
    def kept(self) -> bool:
        """Whether the tactic keeps to it."""
        return not self.faults

    @property
    def mend(self) -> str:
        """How to mend it."""
        return MEND.get(self.key, "")


class Timed(Tactic):
    """A tactic with a limit for each act; after the first act that took too long it isn't asked any more."""

    def __init__(self, inner: Tactic, limit: TimeLimit, late: list[str]) -> None:
        self.inner = inner
        self.limit = limit
        self.late = late

    def act(self, view: View) -> Act:
        """The inner one's act; `RunError` where it takes too long."""
        if self.late:
            raise RunError(self.late[0])
        try:
            return self.limit.within(lambda: decide(self.inner, view))
        except TimeUpError:
            self.late.append(self._told(view))
            raise RunError(self.late[0]) from None

    def _told(self, view: View) -> str:
        where = f"round {view.round} of {view.rounds}, seat {view.party}"
        return f"{where}: {type(self.inner).__name__} took longer than {self.limit.seconds:g} s for an act"


def _made(make: Make, limit: TimeLimit, late: list[str]) -> Tactic:
    """A fresh tactic; what its constructor raises is told in one sentence, and it has the time of an act."""
    if late:
        raise RunError(late[0])
    try:
        return limit.within(make)
    except TimeUpError:
        late.append(f"it took longer than {limit.seconds:g} s to be made")
        raise RunError(late[0]) from None
    except Exception as error:
        raise RunError(f"it cannot be made without parameters: {type(error).__name__}: {error}") from error


def check_tactic(
    make: Make, *, seconds: float = LIMIT, contracts: Sequence[Contract] = CONTRACTS
) -> tuple[RuleVerdict, ...]:
    """Hold a tactic to every rule in order; with one act that takes too long nothing further is looked at."""
    late: list[str] = []
    verdicts: list[RuleVerdict] = []
    with TimeLimit(seconds) as limit:
        for contract in contracts:
            found = contract.check(lambda: Timed(_made(make, limit, late), limit, late))
            if late:
                break
            unique = tuple(dict.fromkeys(found))
            verdicts.append(RuleVerdict(contract.key, contract.rule, unique[:TOLD], max(0, len(unique) - TOLD)))
    return (RuleVerdict("time", IN_TIME, tuple(late)), *verdicts)
