"""Why there is no deal: reasons, smallest sets, ways out and shortfalls, against brute force."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import chain, combinations

import pytest
from building import at_first, central, delay, issue, linkage, meeting, one_issue, party, plain_points, scenario, stance
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.analysis.feasible_table import enumerate_feasible
from negosim.analysis.impasse.impasse import EnumeratedImpasse, Reason, hitting_sets
from negosim.negotiation.packages import Standing
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario

Sets = set[frozenset[Reason]]
LETTERS = [Reason("reservation", key) for key in "abcdef"]


def blocking(of: Scenario) -> EnumeratedImpasse:
    """What blocks the packages of a scenario's own feasible set."""
    realization = central(of)
    return EnumeratedImpasse(at_first(realization), realization.preferences)


def subsets(of: Iterable[Reason]) -> Iterable[frozenset[Reason]]:
    every = sorted(of)
    return map(frozenset, chain.from_iterable(combinations(every, size) for size in range(len(every) + 1)))


def smallest(sets: Iterable[frozenset[Reason]]) -> Sets:
    found = set(sets)
    return {one for one in found if not any(other < one for other in found)}


# The pairs of smallest sets and ways out


@settings(max_examples=80)
@given(st.lists(st.sets(st.sampled_from(LETTERS), min_size=1).map(frozenset), min_size=1, max_size=5))
def test_minimal_hitting_sets_are_those_of_brute_force(sets: list[frozenset[Reason]]) -> None:
    every = frozenset().union(*sets)
    hits = smallest(one for one in subsets(every) if all(one & other for other in sets))
    found = hitting_sets(sets)
    assert set(found) == hits
    assert [len(one) for one in found] == sorted(len(one) for one in found)


@settings(max_examples=60)
@given(st.lists(st.sets(st.sampled_from(LETTERS), min_size=1).map(frozenset), min_size=1, max_size=5))
def test_the_hitting_sets_of_the_hitting_sets_are_the_smallest_of_the_sets(sets: list[frozenset[Reason]]) -> None:
    assert set(hitting_sets(hitting_sets(sets))) == smallest(sets)


def some_meeting(realization: Realization, data: st.DataObject) -> EnumeratedImpasse:
    meeting_ = data.draw(st.sampled_from(realization.meetings))
    standing = Standing.at_first(realization.space)
    made = enumerate_feasible(realization, standing, meeting_.axes, meeting_.parties, data.draw(st.integers(0, 9)))
    return EnumeratedImpasse(made, realization.preferences)


@settings(max_examples=60)
@given(random_scenarios(), st.data())
def test_a_package_is_in_the_zone_exactly_where_nothing_blocks_it(drawn: Scenario, data: st.DataObject) -> None:
    made = some_meeting(central(drawn), data)
    for index in range(made.possible.offering.size):
        if index != made.possible.stands:
            assert bool(made.why(index)) != made.possible.zone[index]
    assert made.empty == (not made.possible.zone.any())


@settings(max_examples=50)
@given(random_scenarios(), st.data())
def test_smallest_sets_and_ways_out_are_those_of_brute_force(drawn: Scenario, data: st.DataObject) -> None:
    made = some_meeting(central(drawn), data)
    packages = [frozenset(made.why(k)) for k in range(made.possible.offering.size) if k != made.possible.stands]
    assert set(made.ways_out) == smallest(packages)
    if not made.empty and len(made.reasons) <= 8:
        assert made.sets == ()
    elif len(made.reasons) <= 8:
        blocks = (one for one in subsets(made.reasons) if all(one & package for package in packages))
        assert set(made.sets) == smallest(blocks)
        assert set(hitting_sets(made.sets)) == set(made.ways_out)


@settings(max_examples=50)
@given(random_scenarios(), st.data())
def test_a_reason_says_what_is_so(drawn: Scenario, data: st.DataObject) -> None:
    realization = central(drawn)
    made = some_meeting(realization, data)
    offering = made.possible.offering
    for index in range(offering.size):
        package = offering.package(index)
        for reason in made.why(index):
            place = realization.parties.index(reason.party)
            assert offering.needed[index] & offering.bit[reason.party]
            below = made.possible.worth[place, index] < made.possible.reservation[place]
            assert below or reason.kind in ("refusal", "absent")
            if reason.kind == "refusal":
                axis = realization.space.axis(reason.keys[0])
                assert realization.preferences[reason.party].refused[axis][dict(package.terms)[axis]]
            if reason.kind == "linkage":
                assert set(reason.keys) <= {one.key for one in realization.preferences[reason.party].linkages}


@settings(max_examples=60)
@given(random_scenarios(), st.data())
def test_shortfalls_concessions_and_the_closest_outcome_are_those_of_brute_force(
    drawn: Scenario, data: st.DataObject
) -> None:
    realization = central(drawn)
    made = some_meeting(realization, data)
    offering, worth, least = made.possible.offering, made.possible.worth, made.possible.reservation
    short = [
        [
            max(0, int(least[k] - worth[k, index])) if offering.needed[index] & offering.bit[key] else 0
            for k, key in enumerate(realization.parties)
        ]
        for index in range(offering.size)
    ]
    assert made.shortfall.T.tolist() == short
    kinds = [{reason.kind for reason in made.why(index)} for index in range(offering.size)]
    able = [k for k in range(offering.size) if k != made.possible.stands and not kinds[k] & {"refusal", "absent"}]
    if not able:
        assert made.closest is None
        return
    assert made.closest is not None
    points = [
        [one.scale.exact(steps) for one, steps in zip(realization.preferences.values(), row, strict=True)]
        for row in short
    ]
    assert _order(points[made.closest.index]) == min(_order(points[k]) for k in able)
    assert sum(made.closest.points.values()) == pytest.approx(float(sum(points[made.closest.index])))
    for place, key in enumerate(realization.parties):
        alone = [short[k][place] for k in able if sum(short[k]) == short[k][place]]
        concession = made.concession(key)
        assert (concession is None) == (not alone)
        if concession is not None:
            assert short[concession.index][place] == min(alone)


def _order(short: list[Fraction]) -> tuple[Fraction, Fraction]:
    return max(short), sum(short)


# Cases in words


def test_two_who_want_opposite_things_block_each_other() -> None:
    made = blocking(one_issue({"ann": [50, 100, 0], "bob": [50, 0, 100]}))
    ann, bob = Reason("reservation", "ann"), Reason("reservation", "bob")
    assert made.empty
    assert set(made.ways_out) == {frozenset({ann}), frozenset({bob})}
    assert made.sets == (frozenset({ann, bob}),)
    assert made.why(1) == (bob,)


def test_a_concession_is_what_one_party_alone_would_have_to_give() -> None:
    made = blocking(one_issue({"ann": [50, 100, 20], "bob": [50, 10, 100]}))
    ann, bob = made.concession("ann"), made.concession("bob")
    assert ann is not None
    assert bob is not None
    assert (ann.points, ann.outcome) == ({"ann": 30}, (2,))
    assert (bob.points, bob.outcome) == ({"bob": 40}, (1,))
    assert made.closest == ann


def test_where_nothing_blocks_there_is_no_set_and_the_way_out_is_empty() -> None:
    made = blocking(one_issue({"ann": [0, 100], "bob": [0, 100]}))
    assert not made.empty
    assert made.sets == ()
    assert made.ways_out == (frozenset(),)
    assert made.reasons == ()


def test_a_linkage_that_makes_the_loss_is_named() -> None:
    issues = {"minerals": issue("none fund", "ann bob"), "guarantee": issue("none force", "ann bob cy")}
    ann = party(
        {"minerals": stance(1, {"none": 0, "fund": 30})},
        linkages={"hand": linkage({"minerals": "fund", "guarantee": "none"}, -50)},
    )
    wants = party({"guarantee": stance(1, {"none": 100, "force": 0})})
    made = blocking(scenario(issues, {"ann": ann, "bob": party(), "cy": wants}, {"m": meeting("ann bob", "minerals")}))
    hand = Reason("linkage", "ann", ("hand",))
    assert made.reasons == (hand, Reason("reservation", "cy"))
    assert made.why(made.possible.offering.inner.index((1, 0))) == (hand,)


def test_a_loss_that_stays_without_its_linkages_is_the_reservation_values() -> None:
    made = one_issue({"ann": [100, 0], "bob": [0, 100]}).plain()
    made["parties"]["ann"]["linkages"] = {"worse": linkage({"it": "o1"}, -10)}
    of = scenario(made["issues"], made["parties"], made["meetings"])
    assert blocking(of).why(1) == (Reason("reservation", "ann"),)


def test_the_heaviest_linkages_are_named_and_no_more_than_it_takes() -> None:
    made = one_issue({"ann": [0, 10], "bob": [0, 100]}).plain()
    made["parties"]["ann"]["linkages"] = {
        "light": linkage({"it": "o1"}, -8),
        "heavy": linkage({"it": "o1"}, -15),
        "gain": linkage({"it": "o1"}, 2),
    }
    of = scenario(made["issues"], made["parties"], made["meetings"])
    assert blocking(of).why(1) == (Reason("linkage", "ann", ("heavy",)),)


def test_what_one_has_already_lost_by_a_linkage_is_no_reason() -> None:
    """The linkage holds in what stands too, so that it isn't what makes the package bad."""
    made = one_issue({"ann": [50, 40], "bob": [0, 100]}).plain()
    made["parties"]["ann"]["linkages"] = {"always": linkage({"it": ["o0", "o1"]}, -30)}
    of = scenario(made["issues"], made["parties"], made["meetings"])
    assert blocking(of).why(1) == (Reason("reservation", "ann"),)


def test_refusals_are_named_by_issue() -> None:
    made = one_issue({"ann": [0, 90], "bob": [0, 100]}).plain()
    made["parties"]["ann"]["stances"]["it"]["refuses"] = "o1"
    refused = blocking(scenario(made["issues"], made["parties"], made["meetings"]))
    assert refused.reasons == (Reason("refusal", "ann", ("it",)),)
    assert refused.closest is None
    assert refused.concession("ann") is None


def test_who_is_not_at_the_table_is_a_reason() -> None:
    issues = {"x": issue("no yes", "ann bob"), "y": issue("no yes", "ann bob cy")}
    of = scenario(issues, {key: party() for key in ("ann", "bob", "cy")}, {"m": meeting("ann bob", "x")})
    realization = central(of)
    made = EnumeratedImpasse(
        enumerate_feasible(realization, Standing.at_first(realization.space), (1,), ("ann", "bob"), 0),
        realization.preferences,
    )
    assert made.reasons == (Reason("absent", "cy"),)


def test_delay_counts_in_what_is_missing() -> None:
    made = one_issue({"ann": [50, 40], "bob": [0, 100]}, rounds=10).plain()
    made["parties"]["ann"]["cost_of_delay"] = delay(2, {"it": "o0"})
    realization = central(scenario(made["issues"], made["parties"], made["meetings"]))
    standing = Standing.at_first(realization.space)
    for left, empty in ((4, True), (5, False)):
        assert (
            EnumeratedImpasse(
                enumerate_feasible(realization, standing, (0,), realization.parties, left), realization.preferences
            ).empty
            == empty
        )
    assert plain_points(realization.preferences["ann"], (1,)) == realization.preferences["ann"].points((1,))
