"""Fair division between two parties by Adjusted Winner."""

from __future__ import annotations

from negosim.analysis.fair_shares import FairDivision, fair_division
from negosim.registry import Parameter
from negosim.teaching.exercises.quantities.base import ISSUE, PARTY, quantity
from negosim.teaching.exercises.subject import Subject


@quantity(PARTY, Parameter("split", "flag", True, "whether one issue may be shared"))
def division_points(subject: Subject, party: str, split: bool = True) -> float:
    """Points of the division: of its 100 points, what Adjusted Winner gives a party."""
    found = _division(subject)
    division = found.split if split else found.unsplit
    return float(division.points[found.parties.index(party)])


@quantity()
def split_issue(subject: Subject) -> str:
    """Split issue: the one that Adjusted Winner divides; `none` where it divides none."""
    return _division(subject).split.split or "none"


@quantity(PARTY, ISSUE)
def bid(subject: Subject, party: str, issue: str) -> float:
    """Bid: the points of 100 that a party gains on an issue by its own best option over the other's."""
    found = _division(subject)
    return float(found.bids[found.parties.index(party)].get(issue, 0))


@quantity(PARTY)
def won(subject: Subject, party: str) -> tuple[str, ...]:
    """Won: the issues that go wholly to a party by Adjusted Winner."""
    found = _division(subject)
    own = 1 if found.parties.index(party) == 0 else 0
    return tuple(issue for issue, part in zip(found.split.items, found.split.shares, strict=True) if part == own)


@quantity()
def split_share(subject: Subject) -> float:
    """Share of the split: the percent of the split issue that goes to the first party of the file."""
    division = _division(subject).split
    shares = dict(zip(division.items, division.shares, strict=True))
    return 0.0 if division.split is None else float(100 * shares[division.split])


def _division(subject: Subject) -> FairDivision:
    """The division; the error of `fair_division` where there is none."""
    return subject.analysis.division or fair_division(subject.realization)
