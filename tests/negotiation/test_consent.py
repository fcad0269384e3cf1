"""Whose agreement a package needs: consent by option, and promises that bind; what is on offer."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
from building import amount, central, issue, meeting, packaged, party, scenario, stance
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.domain.fixed_point import ONE
from negosim.domain.requirements import Requirements
from negosim.domain.scale import SAFE
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.consent import movable, needed, needed_to_move
from negosim.negotiation.protocols.offer_space import OfferSpace, offering
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.bargaining.elimination import UNBOUNDED


def three() -> Realization:
    """Minerals between Kyiv and Washington, the truce between all, who meets first option by option."""
    first = {"putin": "usa russia", "kyiv": "ukraine usa", "all": "ukraine usa russia"}
    issues = {
        "minerals": issue("none fund debt", "ukraine usa"),
        "truce": issue("war truce", "ukraine usa russia"),
        "first": issue("open putin kyiv all", first),
    }
    ukraine = party({"minerals": stance(1, {"none": 0, "fund": 1, "debt": 0}, refuses=["debt"])})
    parties = {"ukraine": ukraine, "usa": party(), "russia": party()}
    return central(scenario(issues, parties, {"m": meeting("ukraine usa russia", "minerals truce first")}))


R = three()
START = Standing.at_first(R.space)


def who(standing: Standing = START, **options: str) -> set[str]:
    return set(needed(R.space, standing, packaged(R, **options)))


def test_a_package_needs_the_consent_to_every_option_that_it_moves_to() -> None:
    assert who(minerals="fund") == {"ukraine", "usa"}
    assert who(first="putin") == {"usa", "russia"}
    assert who(minerals="fund", first="putin") == {"ukraine", "usa", "russia"}


def test_to_name_an_issue_where_it_stands_needs_nobody_more() -> None:
    assert who(minerals="fund", truce="war") == {"ukraine", "usa"}
    assert who(truce="war") == set()


def test_a_promise_binds_whoever_made_it_on_every_issue_that_it_names() -> None:
    deal = START.after(packaged(R, first="putin", truce="war"), frozenset({"usa", "russia"}))
    assert [set(one) for one in deal.bound] == [set(), {"usa", "russia"}, {"usa", "russia"}]
    assert deal.outcome == (0, 0, 1)


def test_to_move_what_was_agreed_needs_all_who_are_bound_besides_the_consent() -> None:
    deal = START.after(packaged(R, first="putin"), frozenset({"usa", "russia"}))
    assert who(deal, first="kyiv") == {"ukraine", "usa", "russia"}
    assert set(needed_to_move(R.space, deal, 2, 2)) == {"ukraine", "usa", "russia"}


def test_bonds_add_up() -> None:
    twice = START.after(packaged(R, minerals="fund"), frozenset({"ukraine", "usa"}))
    twice = twice.after(packaged(R, minerals="debt"), frozenset({"usa", "russia"}))
    assert set(twice.bound[0]) == {"ukraine", "usa", "russia"}


def test_an_issue_is_movable_by_those_whose_consent_some_option_needs() -> None:
    axes = frozenset({0, 1, 2})
    assert movable(R.space, START, axes, frozenset({"ukraine", "usa"})) == {0, 2}
    assert movable(R.space, START, axes, frozenset({"usa"})) == set()
    assert movable(R.space, START, frozenset({1}), frozenset(R.parties)) == {1}


def test_a_package_says_what_it_names_what_it_moves_and_where_it_leads() -> None:
    package = packaged(R, truce="war", minerals="fund")
    assert package.terms == ((0, 1), (1, 0))
    assert package.axes == {0, 1}
    assert package.moves((0, 0, 0)) == ((0, 1),)
    assert package.on((2, 1, 3)) == (1, 0, 3)


def test_an_offering_is_kept_for_the_same_meeting() -> None:
    one, other = (offering(R.space, R.requirements, START, (0,), R.parties) for _ in range(2))
    assert one is other


def of_issues(axes: tuple[int, ...], seats: tuple[str, ...], standing: Standing = START) -> OfferSpace:
    return OfferSpace(R.space, R.requirements, standing, axes, seats)


def test_what_stands_is_not_on_offer_nor_what_lacks_its_consent() -> None:
    offered = of_issues((0, 2), ("ukraine", "usa"))
    names = [R.space.named(offered.package(int(k)).on(START.outcome)) for k in np.flatnonzero(offered.on_offer)]
    assert {(one["minerals"], one["first"]) for one in names} == set(
        product(("none", "fund", "debt"), ("open", "kyiv"))
    ) - {("none", "open")}


def test_a_refusal_holds_only_where_the_party_is_asked() -> None:
    offered = of_issues((0,), R.parties)
    assert offered.refused(R.preferences["ukraine"]).tolist() == [False, False, True]
    assert not offered.refused(R.preferences["russia"]).any()


def test_leaving_an_issue_where_it_stands_is_never_refused() -> None:
    debt = START.after(packaged(R, minerals="debt"), frozenset({"usa"}))
    assert not of_issues((0,), R.parties, debt).refused(R.preferences["ukraine"]).any()


def test_the_package_of_an_outcome_names_just_what_it_moves() -> None:
    offered = of_issues((0, 1), R.parties)
    assert offered.package(offered.stands) == Package(())
    assert offered.package(3) == packaged(R, minerals="fund", truce="truce")
    assert offered.index(packaged(R, minerals="fund", truce="war")) == 2


def test_distances_of_packages_are_summed_over_issues() -> None:
    offered = of_issues((0, 1), R.parties)
    assert (offered.total(offered.away(packaged(R, minerals="fund"))) / ONE).tolist() == [1, 2, 0, 1, 1, 2]
    assert (offered.total(offered.away(None)) / ONE).tolist() == [0, 1, 1, 2, 1, 2]


@settings(max_examples=50)
@given(random_scenarios(), st.data())
def test_needed_refused_and_on_offer_as_the_rules_say_by_brute_force(drawn: Scenario, data: st.DataObject) -> None:
    realization = central(drawn)
    space, parties = realization.space, realization.parties
    meeting_ = data.draw(st.sampled_from(realization.meetings))
    standing = any_standing(realization, data)
    offered = OfferSpace(space, Requirements(parties), standing, meeting_.axes, meeting_.parties)
    for index in range(offered.size):
        package = offered.package(index)
        asked: set[str] = set()
        for axis, option in package.terms:
            asked |= space.issues[axis].consent[option] | standing.bound[axis]
        assert {party_ for party_ in parties if offered.needed[index] & offered.bit[party_]} == asked
        assert needed(space, standing, package) == asked
        moves = package.on(standing.outcome) != standing.outcome
        assert offered.on_offer[index] == (moves and asked <= set(meeting_.parties))
        assert offered.index(package) == index
    for party_ in parties:
        mask = offered.refused(realization.preferences[party_])
        for index in range(offered.size):
            refused = any(
                realization.preferences[party_].refused[axis][option]
                and party_ in space.issues[axis].consent[option] | standing.bound[axis]
                for axis, option in offered.package(index).terms
            )
            assert mask[index] == refused


def any_standing(realization: Realization, data: st.DataObject) -> Standing:
    """Any outcome, with any promises."""
    outcome = tuple(data.draw(st.integers(0, n - 1)) for n in realization.space.shape)
    bound = tuple(frozenset(data.draw(st.sets(st.sampled_from(realization.parties)))) for _ in outcome)
    return Standing(outcome, bound)


def test_distances_of_many_seats_stay_inside_64_bits() -> None:
    seats = [f"p{k}" for k in range(30)]
    issues = {f"i{k}": amount(0, 960 + k, 1, " ".join(seats)) for k in range(6)}
    meeting_ = meeting(" ".join(seats), " ".join(issues))
    realization = central(scenario(issues, {seat: party() for seat in seats}, {"m": meeting_}))
    axes, start = realization.meetings[0].axes, Standing.at_first(realization.space)
    offered = OfferSpace(realization.space, realization.requirements, start, axes, tuple(seats))
    means = math.lcm(*range(1, len(seats)))
    assert 0 < offered.span * len(axes) * means < SAFE <= -UNBOUNDED
