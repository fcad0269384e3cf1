"""What is agreeable is one rule: ratifiers count wherever a package is judged, as refusals do."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from building import WHERE_FROM, Plain, at_first, central, issue, meeting, party, scenario, scenarios, stance
from hypothesis import given, settings
from hypothesis import strategies as st
from large_scenario import large

from negosim.analysis.analysis import Analysis, analyze
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.feasible_table import table_of
from negosim.analysis.measures import measured
from negosim.analysis.outcome_narrative import tabulate_points
from negosim.analysis.phrases import vote_words
from negosim.analysis.sequencing import sequencings
from negosim.domain.rng import RandomSource
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.protocols.agreeable import Vetoes
from negosim.negotiation.protocols.offer_space import OfferSpace
from negosim.negotiation.record import run
from negosim.scenario.load import from_plain, load
from negosim.scenario.spec.scenario import Scenario
from negosim.teaching.debrief.moments import offer_moments
from negosim.teaching.exercises.quantities.feasible import agreeable, blockers, zone_options
from negosim.teaching.exercises.subject import Subject

DEALS = ["joint_fund", "repay_100", "repay_350", "repay_500", "repay_double"]
FUND = {"minerals": "joint_fund", "guarantees": "us_backed_force"}


@cache
def no_deal_passes() -> Scenario:
    """A parliament of one bloc that refuses every deal over the minerals, and that all votes must carry."""
    plain = load("parliament_ratifies").plain()
    body = plain["bodies"]["parliament"]
    bloc = body["blocs"]["government"]
    bloc["stances"]["minerals"]["refuses"] = DEALS
    body |= {"passes": {"share": 1.0}, "blocs": {"government": bloc | {"weight": 1}}}
    return from_plain(plain, "no_deal_passes")


@cache
def analysis() -> Analysis:
    return analyze(no_deal_passes())


def test_no_order_of_the_meetings_leads_to_what_the_parliament_turns_down_played_or_solved() -> None:
    (order,) = analysis().orders
    space = analysis().record.realization.space
    for branches in (order.played, order.solved):
        assert len(branches) == 4
        assert {space.named(branch.outcome)["minerals"] for branch in branches.values()} == {"none"}


def test_the_exercises_name_the_party_whose_ratifiers_block() -> None:
    subject = Subject("no_deal_passes", submitted=no_deal_passes())
    before = Subject("article_2025_02_23")
    assert "ukraine" in blockers(subject, FUND)
    assert "ukraine" not in blockers(before, FUND)
    assert not agreeable(subject, FUND)
    assert zone_options(subject, "minerals") in ((), ("none",))


def test_nothing_that_the_analysis_calls_possible_settles_the_minerals() -> None:
    possible = table_of(analysis().possible)
    assert possible is not None
    minerals = possible.offering.space.axis("minerals")
    none = possible.offering.space.status_quo[minerals]
    for frontier in (possible.attainable, possible.improvements.frontier):
        assert frontier is not None
        assert {possible.outcome(int(index))[minerals] for index in frontier.indices} <= {none}
    assert not any(possible.outcome(int(index))[minerals] != none for index in possible.zone.nonzero()[0])


def test_no_offer_over_the_minerals_lay_in_the_zone() -> None:
    record = analysis().record
    minerals = record.realization.space.axis("minerals")
    over = [one for one in offer_moments(record) if any(axis == minerals for axis, _ in one.offer.package.terms)]
    assert over
    assert not any(one.acceptable for one in over)
    assert all(one.offer.vetoed == ("ukraine",) for one in over if "ukraine" in one.needed)


def ordered(refuses: str | None = None, bloc: Plain | None = None) -> Scenario:
    """Ann and bob choose who meets first; bob may refuse an order, or ann's ratifiers, of one bloc, turn it down."""
    values = {"open": 0, "early": 50, "late": 50}
    parties = {"ann": party({"first": stance(1, values)}), "bob": party({"first": stance(1, values, refuses)})}
    blocs = {"one": {"title": "Bloc", "weight": 1, "stances": {"first": bloc}, **WHERE_FROM}}
    body = {"title": "Body", "threshold": 1, "blocs": blocs, **WHERE_FROM}
    issues = {"first": issue("open early late", "ann bob"), "x": issue("no yes", "ann bob")}
    meetings = {
        "order": meeting("ann bob", "first"),
        "early": meeting("ann bob", "x", if_={"first": "early"}),
        "late": meeting("ann bob", "x", if_={"first": "late"}),
    }
    return scenario(issues, parties, meetings, ratifiers={"ann": body} if bloc else {})


@pytest.mark.parametrize(
    ("more", "consented"),
    [
        ({}, ("open", "early", "late")),
        ({"refuses": "late"}, ("open", "early")),
        ({"bloc": stance(1, {"open": 50, "early": 0, "late": 50})}, ("open", "late")),
    ],
)
def test_an_order_that_is_vetoed_has_no_consent(more: dict[str, Any], consented: tuple[str, ...]) -> None:
    (order,) = sequencings(central(ordered(**more)), RandomSource(0, 0))
    assert order.consented(order.solved) == consented


SPREADS = st.sampled_from([None, 0, 5])


def ratified(of: Scenario, data: st.DataObject) -> Scenario:
    """The scenario with ratifiers of one party: two blocs with stances on its first issue."""
    plain = of.plain()
    key = data.draw(st.sampled_from(list(plain["parties"])))
    issue_, spec = next(iter(plain["issues"].items()))
    points = st.integers(0, 10)

    def bloc(weight: int) -> Plain:
        values = {str(one): data.draw(points) for one in spec["options"]}
        return {"title": "Bloc", "weight": weight, "stances": {issue_: stance(1, values)}, **WHERE_FROM}

    body = {"title": "Body", "threshold": data.draw(st.sampled_from([0.3, 0.5, 1])), **WHERE_FROM}
    spread = data.draw(SPREADS)
    more = {} if spread is None else {"spread": spread}
    plain["ratifiers"] = {key: {**body, **more, "blocs": {"one": bloc(40), "two": bloc(60)}}}
    return from_plain(plain, "ratified")


@settings(max_examples=40)
@given(scenarios(), st.data())
def test_one_package_is_judged_as_in_the_table(of: Scenario, data: st.DataObject) -> None:
    realization = central(ratified(of, data))
    space, first = realization.space, Standing.at_first(realization.space)
    axes = tuple(range(len(space.issues)))
    vetoes = Vetoes(realization, OfferSpace(space, realization.requirements, first, axes, realization.parties))
    table = at_first(realization)
    for index in range(space.size):
        package = vetoes.offering.package(index)
        by = vetoes.by(package)
        assert by == tuple(one for one in realization.parties if vetoes.of(one)[index])
        assert vetoes.agreeable[index] == (bool(package.terms) and not by)
        assert table.zone[index] == (bool(package.terms) and not table.blockers(index))


def test_a_large_space_names_the_blockers_of_a_package_too() -> None:
    realization = central(no_deal_passes())
    outcome = realization.space.numbered(realization.space.named(realization.space.status_quo) | FUND)
    index = realization.space.index(outcome)
    assert FactoredFeasibleSet(realization).blockers(index) == at_first(realization).blockers(index)
    assert Package(()) == at_first(realization).offering.package(at_first(realization).stands)


def test_a_space_too_large_to_put_each_outcome_to_the_vote_says_so() -> None:
    plain = large("ann bob").plain()
    bloc = {"title": "Bloc", "weight": 1, "stances": {"i0": plain["parties"]["ann"]["stances"]["i0"]}, **WHERE_FROM}
    plain["ratifiers"] = {"ann": {"title": "Body", "threshold": 1, "blocs": {"one": bloc}, **WHERE_FROM}}
    record = run(from_plain(plain, "large"))
    (words,) = vote_words(record.realization)
    assert words in tabulate_points(measured(record)).notes
    assert vote_words(central(no_deal_passes())) == ()
