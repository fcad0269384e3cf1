"""What a scenario says and GENIUS cannot: all of it, in one sentence, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from negosim.errors import UsageError
from negosim.scenario.spec.parties import PartySpec
from negosim.scenario.spec.scenario import Scenario

__all__ = ["refuse_unsayable"]

OF_A_PARTY: dict[str, Callable[[PartySpec], bool]] = {
    "cost of delay": lambda party: party.cost_of_delay is not None,
    "refusals": lambda party: any(stance.refuses is not None for stance in party.stances.values()),
    "a party without any stance": lambda party: not any(one.weight.centre > 0 for one in party.stances.values()),
}
"""What no GENIUS profile can hold, and how to see it."""


def refuse_unsayable(scenario: Scenario) -> None:
    """`UsageError` where a scenario says what GENIUS cannot."""
    reasons = [*_of_parties(scenario), *_of_issues(scenario), *_of_meetings(scenario)]
    if reasons:
        raise UsageError(f"GENIUS cannot say what this scenario says: {'; '.join(reasons)}")


def _of_parties(scenario: Scenario) -> Iterator[str]:
    for what, has in OF_A_PARTY.items():
        found = [key for key, party in scenario.parties.items() if has(party)]
        if found:
            yield f"{what} ({', '.join(found)})"


def _of_issues(scenario: Scenario) -> Iterator[str]:
    everybody = set(scenario.parties)
    own = [
        key
        for key, issue in scenario.issues.items()
        if any(set(issue.consent_to(option)) != everybody for option in issue.movable)
    ]
    if own:
        yield f"consent that is not everybody's ({', '.join(own)})"
    alone = [key for key, issue in scenario.issues.items() if issue.unilateral]
    if alone:
        yield f"unilateral moves ({', '.join(alone)})"


def _of_meetings(scenario: Scenario) -> Iterator[str]:
    """GENIUS has one meeting, of all parties on everything that can move."""
    meetings = list(scenario.meetings.values())
    open_issues = {key for key, issue in scenario.issues.items() if issue.movable}
    if len(meetings) > 1:
        yield f"{len(meetings)} meetings"
    elif set(meetings[0].parties) != set(scenario.parties):
        yield "a meeting without some of the parties"
    elif not open_issues <= set(meetings[0].issues):
        yield "a meeting without some of the issues"
