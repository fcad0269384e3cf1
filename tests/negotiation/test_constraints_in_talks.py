"""Constraints at the table: what is on offer, what the door says, and what is left once something stands."""

from __future__ import annotations

import pytest
from building import (
    YES,
    amount,
    central,
    constrained,
    do,
    ends,
    issue,
    meeting,
    opened,
    packaged,
    party,
    ruled,
    scenario,
    stance,
    stands,
    versus,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.negotiation.acts import Offer
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.log import Kind
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.offer_space import offering
from negosim.negotiation.session import IllegalActError
from negosim.registry import lookup
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario

PROTOCOLS = ("alternating_offers", "simultaneous", "single_text", "shuttle", "ultimatum")


def shares(total: int = 10, *, more: str = "", rounds: int = 10, tactic: str = "linear") -> Scenario:
    """Three shares of 0 to 6 that must come to a total, and a catch that is free; each wants its own share."""
    seats = ("ann", "bob", "cy")
    issues = {who + "s": amount(0, 6, 1, "ann bob cy") for who in seats}
    issues["catch"] = issue("low high", "ann bob cy")
    stances = {
        who: {who + "s": stance(90, {0: 0, 6: 100}), "catch": stance(10, {"low": 0, "high": 100})} for who in seats
    }
    parties = {who: party(stances[who], tactic) for who in seats}
    constraint = {"title": "One catch", "sum": [who + "s" for who in seats], "is": total}
    meetings = {"talks": meeting("ann bob cy", " ".join(issues), rounds)}
    if more:
        meetings["more"] = meeting("ann bob cy", more, rounds)
    return scenario(issues, parties, meetings, negosim=2, constraints={"whole": constraint})


def rules_out(realization: Realization, package: Package, standing: Standing) -> bool:
    """Whether a package moves an issue of a constraint and leads to what breaks it."""
    outcome = package.on(standing.outcome)
    moved = {axis for axis, _ in package.moves(standing.outcome)}
    return any(one.axes & moved and not one.met_by(outcome) for one in realization.space.constraints)


@settings(max_examples=60)
@given(constrained(), st.data())
def test_what_is_on_offer_has_its_consent_and_breaks_no_constraint(of, data):
    realization = central(of)
    one = data.draw(st.sampled_from(realization.meetings))
    shape, everyone = realization.space.shape, frozenset(realization.parties)
    outcome = tuple(data.draw(st.integers(0, n - 1)) for n in shape)
    standing = Standing(outcome, (frozenset(),) * len(shape))
    table = offering(realization.space, realization.requirements, standing, one.axes, one.parties)
    packages = [table.package(number) for number in range(table.size)]
    expected = [
        bool(package.moves(outcome))
        and table.needs(package) <= everyone & set(one.parties)
        and not rules_out(realization, package, standing)
        for package in packages
    ]
    assert table.on_offer.tolist() == expected
    assert [table.offers(number) for number in range(table.size)] == expected
    assert table.movable == any(expected)
    moved = {axis for package, offered in zip(packages, expected, strict=True) if offered for axis in package.axes}
    assert {axis for axis in range(len(shape)) if table.can_move(axis)} == moved
    assert table.possible == sum(not rules_out(realization, package, standing) for package in packages)


def test_an_offer_that_breaks_a_constraint_is_refused_at_the_door() -> None:
    course = opened(shares())
    package = packaged(course.realization, anns=6, bobs=3)
    with pytest.raises(IllegalActError, match="ann's package breaks the constraint 'whole': One catch"):
        course.submit("ann", Offer(package))
    course.submit("ann", Offer(packaged(course.realization, anns=6, bobs=4)))


def test_a_package_that_moves_none_of_its_issues_is_free_whatever_stands() -> None:
    course = do(opened(shares()), ("ann", {"catch": "high"}), ("bob", YES), ("cy", YES))
    assert stands(course)["catch"] == "high"


def test_once_the_sum_is_used_up_nothing_is_left_where_one_issue_is_open_alone() -> None:
    """What is agreed fits by itself; to change one share another must move with it, and both must be open."""
    of = shares(more="anns")
    course = do(opened(of), ("ann", {"anns": 4, "bobs": 4, "cys": 2}), ("bob", YES), ("cy", YES))
    assert ends(course) == ["agreed", "nothing on offer"]
    both = shares(more="anns bobs")
    course = do(opened(both), ("ann", {"anns": 4, "bobs": 4, "cys": 2}), ("bob", YES), ("cy", YES))
    do(course, ("ann", {"anns": 5, "bobs": 3}), ("bob", YES), ("cy", YES))
    assert [stands(course)[key] for key in ("anns", "bobs", "cys")] == [5, 3, 2]


@pytest.mark.parametrize("tactic", ["linear", "random_walker", "micro", "salami", "tit_for_tat", "zeuthen"])
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_whatever_is_offered_breaks_no_constraint(protocol: str, tactic: str) -> None:
    mediated = {"mediator": "cy"} if protocol in ("single_text", "shuttle") else {}
    course = opened(ruled(shares(tactic=tactic), protocol, **mediated))
    play(course, make_tactics(course.realization))
    standing, offers = course.opened, 0
    for entry in course.log:
        if entry.package is not None and entry.kind in (Kind.OFFERED, Kind.SEALED, Kind.AGREED):
            offers += 1
            assert not rules_out(course.realization, entry.package, standing)
        standing = entry.applied_to(standing)
    assert offers or tactic == "salami"


@pytest.mark.parametrize("tactic", ["hill_climbing", "annealing"])
def test_a_mediator_changes_two_shares_of_its_text_at_once(tactic: str) -> None:
    of = ruled(shares(rounds=12), "single_text", mediator="cy")
    course = opened(of)
    tactics = make_tactics(course.realization)
    play(course, tactics | {"cy": lookup("tactic", tactic).make()})
    texts = [entry.package for entry in course.log if entry.kind == Kind.OFFERED and entry.package is not None]
    sums = [sum(package.on(course.realization.space.status_quo)[:3]) for package in texts]
    assert len(set(texts)) > 5
    assert set(sums) == {10}


def test_shares_are_agreed_that_come_to_the_whole() -> None:
    course = versus(shares(rounds=40))
    shares_ = [stands(course)[key] for key in ("anns", "bobs", "cys")]
    assert sum(shares_) == 10
    assert min(shares_) > 0
