"""Check a user's tactic against the contracts, with a time limit for each act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from negosim.errors import RunError
from negosim.negotiation.acts import Act
from negosim.negotiation.contracts.checks import CONTRACTS, Contract, Factory
from negosim.negotiation.driving import decide
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.time_limits import LIMIT, TimeLimit, TimeUpError

__all__ = ["REMEDIES", "RuleVerdict", "check_tactic"]

SHOWN = 3
"""Breaches shown per rule; the rest are counted."""

IN_TIME = "it acts within the limit, every time"

REMEDIES: Mapping[str, str] = {
    "time": "Look for a loop that doesn't end, or for work on all packages at every act; keep what doesn't change in "
    "self, and ask view.menu, which has them in order.",
    "tables": "Answer an offer (view.offer is not None) by Accept or Reject, else Offer a package of view.menu, or "
    "Pass where it has none. Agree to nothing for which view.acceptable(package) is False.",
    "consent": "Offer only what view.menu gives: it knows which issues are open and whose consent is at the table.",
    "large": "Ask view.menu for packages (best, nearest, random) rather than listing all of them.",
    "constraints": "Offer only what view.menu gives, or ask view.menu.offers(package): it knows what fits together.",
    "one_gain": "Come down to view.reservation by the end: time is 1 in the last round.",
    "empty_zone": "Accept only what view.acceptable(package) says is no loss.",
    "refusals": "Pass where view.menu.best() is None.",
    "leaving": "A seat may be gone: ask view.menu at every act what is still on offer.",
    "repeats": "Take random numbers from view.chance alone, and keep nothing in the class or the module that changes.",
    "own_eyes": "Read only what the view holds; don't reach into the session or other tactics.",
}
"""Contract -> advice for keeping it."""


@dataclass(frozen=True)
class RuleVerdict:
    """A rule and the breaches by a tactic; `more` is the number of faults not listed."""

    key: str
    rule: str
    faults: tuple[str, ...] = ()
    more: int = 0

    @property
    def kept(self) -> bool:
        """Whether the tactic keeps the rule."""
        return not self.faults

    @property
    def mend(self) -> str:
        """Advice for keeping the rule."""
        return REMEDIES.get(self.key, "")


class TimedTactic(Tactic):
    """A tactic with a time limit per act; after the first timeout it is not called again."""

    def __init__(self, inner: Tactic, limit: TimeLimit, late: list[str]) -> None:
        self.inner = inner
        self.limit = limit
        self.late = late

    def act(self, view: View) -> Act:
        """The inner tactic's act; `RunError` on a timeout."""
        if self.late:
            raise RunError(self.late[0])
        try:
            return self.limit.within(lambda: decide(self.inner, view))
        except TimeUpError:
            where = f"round {view.round} of {view.rounds}, seat {view.party}"
            name, seconds = type(self.inner).__name__, self.limit.seconds
            self.late.append(f"{where}: {name} took longer than {seconds:g} s for an act")
            raise RunError(self.late[0]) from None


def _construct(factory: Factory, limit: TimeLimit, late: list[str]) -> Tactic:
    """A new tactic; `RunError` if its constructor fails or exceeds the limit of an act."""
    if late:
        raise RunError(late[0])
    try:
        return limit.within(factory)
    except TimeUpError:
        late.append(f"it took longer than {limit.seconds:g} s to be made")
        raise RunError(late[0]) from None
    except Exception as error:
        raise RunError(f"it cannot be made without parameters: {type(error).__name__}: {error}") from error


def check_tactic(
    factory: Factory, *, seconds: float = LIMIT, contracts: Sequence[Contract] = CONTRACTS
) -> tuple[RuleVerdict, ...]:
    """The verdicts on a tactic by every rule; after an act that exceeds the limit, the rest are skipped."""
    late: list[str] = []
    verdicts: list[RuleVerdict] = []
    with TimeLimit(seconds) as limit:
        for contract in contracts:
            found = contract.check(lambda: TimedTactic(_construct(factory, limit, late), limit, late))
            if late:
                break
            unique = tuple(dict.fromkeys(found))
            verdicts.append(RuleVerdict(contract.key, contract.rule, unique[:SHOWN], max(0, len(unique) - SHOWN)))
    return (RuleVerdict("time", IN_TIME, tuple(late)), *verdicts)
