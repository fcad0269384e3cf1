"""Bodies at a table: who may vote, what passes, whom it binds, and what the log says of it."""

from __future__ import annotations

from typing import Any

from building import ASSUMED, issue, meeting, opened, party, scenario, stance

from negosim.negotiation.acts import Abstain, Accept, Act, Leave, Offer, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.log import Kind, Vote
from negosim.negotiation.packages import Package

YES, NO, ABSTAIN, LEAVE = Accept(), Reject(), Abstain(), Leave()
PERMANENT = ("usa", "uk", "france", "russia", "china")
OTHERS = tuple(f"m{k}" for k in range(6, 16))
COUNCIL: dict[str, Any] = {
    "title": "The Security Council",
    "members": [*PERMANENT, *OTHERS],
    "passes": {"votes": 9},
    "vetoes": [*PERMANENT],
    "basis": ASSUMED,
}
RESOLVED = Offer(Package.of({0: 1}))


def council(consent: str = "council", seats: str = "", **more: Any) -> Course:
    """Fifteen members and an ambassador talk about one issue; nobody loses by it."""
    everyone = " ".join((*OTHERS, *PERMANENT, "guest"))
    parties = {key: party({"x": stance(1, {"old": 0, "new": 100, "newer": 100})}) for key in everyone.split()}
    issues = {"x": issue("old new newer", consent)}
    meetings = {"m": meeting(seats or everyone, "x", 3), "n": meeting(seats or everyone, "x", 3)}
    return opened(scenario(issues, parties, meetings, bodies={"council": COUNCIL | more}))


def vote(course: Course, offer: Act = RESOLVED, **acts: Act) -> Vote | None:
    """The first offer is put and answered, by a yes unless said otherwise; how the council voted on it."""
    course.submit(course.asked[0], offer)
    while course.current.offer is not None and course.log[-1].kind != Kind.AGREED:
        course.submit(course.asked[0], acts.get(course.asked[0], YES))
    found = [entry.facts for entry in course.log if entry.kind == Kind.VOTED]
    return found[-1] if found else None  # type: ignore[return-value]


def test_nine_votes_and_no_veto_by_hand() -> None:
    against_all = dict.fromkeys(OTHERS[4:], NO)
    nine = vote(council(), **against_all)
    assert nine is not None and nine.ratified
    assert (len(nine.supporters), len(nine.against)) == (9, 6)
    assert nine.tests == ({"test": "votes", "took": 9, "got": 9, "met": True},)
    eight = vote(council(), **against_all, m9=NO)
    assert eight is not None and not eight.ratified
    vetoed = vote(council(), russia=NO)
    assert vetoed is not None and not vetoed.ratified and vetoed.tests[0]["met"]
    abstained = vote(council(), russia=ABSTAIN, china=ABSTAIN)
    assert abstained is not None and abstained.ratified and abstained.abstained == ("china", "russia")
