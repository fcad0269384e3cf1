"""Ratification: win-sets, signed and not ratified, and what a small win-set brings (Putnam 1988)."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    NO,
    WHERE_FROM,
    YES,
    Plain,
    Scripted,
    amount,
    at_first,
    central,
    issue,
    linkage,
    meeting,
    party,
    scenario,
    stance,
    versus,
)
from hypothesis import given
from hypothesis import strategies as st

from negosim.analysis.impasse.impasse import EnumeratedImpasse, Reason
from negosim.analysis.measures import Measures
from negosim.analysis.phrases import Wording
from negosim.analysis.run_narrative import account
from negosim.errors import InputError
from negosim.negotiation.environment.win_sets import win_sets
from negosim.negotiation.log import Vote
from negosim.negotiation.mesa_model import run_model
from negosim.negotiation.record import Record, run
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario


def bloc(values: dict[Any, Any], weight: Any = 1, **more: Any) -> Plain:
    """A bloc with a stance on x alone."""
    return {"title": "Bloc", "weight": weight, "stances": {"x": stance(1, values)}, **WHERE_FROM, **more}


def body(threshold: float = 0.5, blocs: dict[str, Plain] | None = None, **more: Any) -> Plain:
    """A parliament of doves, who gain by every deal, and hawks, who lose by a low one."""
    made = blocs or {
        "doves": bloc({"none": 0, "low": 50, "high": 100}, 40),
        "hawks": bloc({"none": 50, "low": 0, "high": 100}, 60),
    }
    return {"title": "Parliament", "threshold": threshold, "blocs": made, **WHERE_FROM, **more}


def signing(ann: Plain | None = None, **more: Any) -> Scenario:
    """Ann and bob agree on the low deal at once, which is best for both."""
    made = {key: party({"x": stance(1, {"none": 0, "low": 100, "high": 50})}) for key in ("ann", "bob")}
    ratifiers = {} if ann is None else {"ratifiers": {"ann": ann}}
    return scenario(
        {"x": issue("none low high", "ann bob")}, made, {"talks": meeting("ann bob", "x", 4)}, **ratifiers, **more
    )


def settled(record: Record) -> object:
    return record.realization.space.named(record.course.standing.outcome)["x"]


def test_enough_votes_pass_what_was_signed() -> None:
    record = run(signing(body(0.4)))
    assert settled(record) == "low"
    assert Measures(record).besides == {"ratified.ann": 1, "not_ratified.ann": 0, "against.ann": None}


def test_what_too_few_vote_for_is_signed_and_not_ratified() -> None:
    record = run(signing(body(0.5)))
    assert settled(record) == "none"
    assert record.course.meetings[0].reason == "not ratified"
    vote = next(event for event in record.log if event.kind == "voted")
    assert (vote.seat, vote.facts) == ("ann", Vote(False, ("doves",), ("hawks",), 0.4, 0))
    assert Measures(record).besides["against.ann"] == "hawks"
    told = " ".join(sentence for section in account(record) for sentence in section.sentences)
    assert (
        "Parliament of Party ann turned down what was signed in round 1: for it Bloc; against it Bloc (40% for it)"
        in told
    )


def apart(ann: Plain, **protocol: Any) -> Scenario:
    """Ann has one deal to make with bob and one with cy, at the same table."""
    deal = stance(1, {"none": 0, "low": 100, "high": 50})
    stances = {"ann": {"x": deal, "y": deal}, "bob": {"x": deal}, "cy": {"y": deal}}
    parties = {key: party(stances[key]) for key in stances}
    issues = {"x": issue("none low high", "ann bob"), "y": issue("none low high", "ann cy")}
    talks = meeting("ann bob cy", "x y", 4)
    return scenario(
        issues, parties, {"talks": {**talks, "protocol": talks["protocol"] | protocol}}, ratifiers={"ann": ann}
    )


def test_the_seats_hear_the_votes_and_not_how_near_they_were() -> None:
    cy = Scripted()
    course = versus(apart(body(0.4)), ann=[{"x": "low"}], bob=[YES], cy=cy)
    (logged,), (heard,) = ([one for one in log if one.kind == "voted"] for log in (course.log, cy.views[-1].events))
    assert logged.plain_facts["inward"] == {"chance": 1}
    assert heard == logged.public_view
    assert heard.facts == Vote(True, ("doves",), ("hawks",), share=0.4)


@pytest.mark.parametrize(("threshold", "becomes"), [(0.4, ["agreed"]), (0.5, [])])
def test_the_vote_comes_before_talks_break_down(threshold: float, becomes: list[str]) -> None:
    course = versus(apart(body(threshold), breakdown=1), ann=[{"x": "low"}], bob=[YES], cy=[NO])
    after = [one.kind for one in course.log[course.log.index(next(e for e in course.log if e.kind == "signed")) :]]
    assert after == ["signed", "voted", *becomes, "broke_down", "ended"]


def test_a_bloc_that_is_not_worse_off_votes_for_it() -> None:
    assert settled(run(signing(body(1, {"one": bloc({"none": 30, "low": 30, "high": 0})})))) == "low"


def test_a_bloc_refuses_as_a_party_does() -> None:
    refusing = {"title": "Bloc", "weight": 1, "stances": {"x": stance(1, {"none": 0, "low": 9, "high": 9}, "low")}}
    assert settled(run(signing(body(1, {"one": {**refusing, **WHERE_FROM}})))) == "none"


def test_a_bloc_has_linkages_and_a_reserve() -> None:
    flat = {"none": 0, "low": 10, "high": 10}
    assert settled(run(signing(body(1, {"one": bloc(flat, reserve=20)})))) == "none"
    assert settled(run(signing(body(1, {"one": bloc(flat, linkages={"tie": linkage({"x": "low"}, -11)})})))) == "none"


def test_only_what_the_ratifiers_ask_for_is_voted_on() -> None:
    record = run(signing(body(1, when={"x": "high"})))
    assert settled(record) == "low"
    assert not [event for event in record.log if event.kind == "voted"]


def test_a_delegation_that_knows_the_votes_does_not_sign_what_would_fail() -> None:
    record = run(signing(body(0.5, known=True)))
    assert settled(record) == "high"  # the best of what passes
    assert Measures(record).besides["not_ratified.ann"] == 0


def test_backward_induction_counts_on_the_votes_that_it_knows() -> None:
    plain = signing(body(0.5, known=True)).plain()
    plain["parties"]["ann"] |= {"informed": True, "tactic": {"name": "backward_induction", **WHERE_FROM}}
    assert settled(run(from_plain(plain, "test"))) == "high"


def test_a_referendum_that_three_quarters_refuse_is_turned_down_whatever_the_rest_gain() -> None:
    # The few who are for it gain more than the many lose: it is votes that count, not points.
    refusing = stance(1, {"none": 20, "low": 0, "high": 0}, ["low", "high"])
    many = {"title": "Many", "weight": 76, "stances": {"x": refusing}, **WHERE_FROM}
    blocs = {"few": bloc({"none": 0, "low": 100, "high": 100}, 24), "many": many}
    for seed in range(5):
        record = run(signing(body(0.5, blocs, spread=0.1)), seed=seed)
        (vote,) = (event.facts for event in record.log if event.kind == "voted")
        assert isinstance(vote, Vote)
        assert (vote.ratified, vote.share, vote.supporters, vote.against) == (False, 0.24, ("few",), ("many",))


def test_with_a_spread_the_share_of_a_bloc_is_logistic_in_its_own_gain() -> None:
    # 60 % for certain, and of the rest 1 / (1 + e) of those who lose as many points as the spread is.
    blocs = {"sure": bloc({"none": 0, "low": 100, "high": 0}, 60), "torn": bloc({"none": 5, "low": 0, "high": 0}, 40)}
    vote = win_sets(central(signing(body(0.5, blocs, spread=5))))["ann"].vote((1,), (0,))
    assert vote.share == pytest.approx(0.6 + 0.4 * 0.2689414)
    assert vote.supporters == ("sure",)


def test_the_first_no_ends_the_vote() -> None:
    no, yes = (body(1, {"one": bloc({"none": 50, "low": low, "high": 0})}) for low in (0, 100))
    made = {key: party({"x": stance(1, {"none": 0, "low": 100, "high": 50})}) for key in ("ann", "bob")}
    issues, talks = {"x": issue("none low high", "ann bob")}, {"talks": meeting("ann bob", "x", 4)}
    for first, second, voted in ((no, yes, ["ann"]), (yes, no, ["ann", "bob"])):
        record = run(scenario(issues, made, talks, ratifiers={"ann": first, "bob": second}))
        votes = [event.seat for event in record.log if event.kind == "voted" and event.round == 1]
        assert (votes, settled(record)) == (voted, "none")


def test_the_zone_leaves_out_what_would_be_turned_down() -> None:
    sizes = [at_first(central(signing(ann))).zone_size.value for ann in (None, body(0.4), body(0.5))]
    assert sizes == [2, 2, 1]


def test_the_win_set_of_some_issues_counts_the_others_as_they_stand() -> None:
    refusing = {"title": "Bloc", "weight": 1, "stances": {"x": stance(1, {"none": 0, "low": 9, "high": 9}, "low")}}
    ann = body(1, {"one": {**refusing, **WHERE_FROM}}, when={"y": "low"})
    win_set = win_sets(central(apart(ann)))["ann"]
    for stands in ((0, 0), (0, 1), (1, 1), (2, 1)):
        down = [win_set.asked((x, stands[1])) and not win_set.favours((x, stands[1]), stands) for x in range(3)]
        assert list(win_set.turned_down((0,), stands)) == down
    both = win_set.turned_down((0, 1), (0, 0))
    assert [k for k, one in enumerate(both) if one] == [4]  # x low, which the bloc refuses, with y low, which is asked


def test_what_ratifiers_block_is_named() -> None:
    realization = central(signing(body(1, {"one": bloc({"none": 100, "low": 0, "high": 0})})))
    blocking = EnumeratedImpasse(at_first(realization), realization.preferences)
    assert blocking.ways_out == (frozenset({Reason("ratification", "ann")}),)
    assert Wording(realization).reasons(blocking.ways_out[0]) == "Party ann's ratifiers would turn it down"
    assert Wording(realization).giving_way(blocking.ways_out[0]) == "Party ann on what its ratifiers pass"
    assert blocking.closest is None


def dividing(least: int | None) -> Scenario:
    """Ann and bob divide ten; ann's parliament, whose votes it knows, passes only what leaves it `least`."""
    parties = {
        "ann": party({"x": stance(1, {0: 0, 10: 100})}, reserve=20),
        "bob": party({"x": stance(1, {0: 0, 1: 90, 10: 0})}, reserve=20),
    }
    one = bloc({0: 0, 10: 100}, reserve=10 * (least or 0))
    ratifiers = {} if least is None else {"ratifiers": {"ann": body(1, {"one": one}, known=True)}}
    return scenario({"x": amount(0, 10, 1, "ann bob")}, parties, {"talks": meeting("ann bob", "x", 20)}, **ratifiers)


def test_a_smaller_win_set_brings_better_terms_until_there_is_no_deal() -> None:
    # ann's share; 0 is no deal. Bob needs 20 points, so it can leave ann 8 at the most.
    assert [settled(run(dividing(least))) for least in (None, 6, 7, 8, 9)] == [5, 6, 7, 8, 0]


def test_votes_are_known_only_where_every_outcome_can_be_counted() -> None:
    issues = {f"x{k}": amount(0, 10, 1, "ann bob") for k in range(6)}
    parties = {key: party({"x0": stance(1, {0: 0, 10: 100})}) for key in ("ann", "bob")}
    one = {**bloc({}), "stances": {"x0": stance(1, {0: 0, 10: 100})}}
    talks = {"talks": meeting("ann bob", " ".join(issues))}
    assert scenario(issues, parties, talks, ratifiers={"ann": body(0.5, {"one": one})}).ratifiers
    with pytest.raises(InputError, match=r"R151.*1,771,561 outcomes"):
        scenario(issues, parties, talks, ratifiers={"ann": body(0.5, {"one": one}, known=True)})


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3), *[st.integers(0, 100).map(lambda k: k / 100)] * 2)
def test_a_higher_threshold_never_widens_the_win_set(values: list[int], one: float, other: float) -> None:
    keys = ("none", "low", "high")
    blocs = {
        "a": bloc(dict(zip(keys, values, strict=True)), 30),
        "b": bloc(dict(zip(keys, reversed(values), strict=True)), 70),
    }
    low, high = sorted((one, other))
    masks = []
    for threshold in (low, high):
        realization = central(signing(body(threshold, blocs)))
        win_set = win_sets(realization)["ann"]
        masks.append(win_set.turned_down((0,), realization.space.status_quo))
        outcomes = [realization.space.outcome(k) for k in range(3)]
        assert list(masks[-1]) == [not win_set.favours(outcome, realization.space.status_quo) for outcome in outcomes]
    assert (masks[0] <= masks[1]).all()


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=4),
    st.sampled_from([None, 0, 5]),
)
def test_one_outcome_is_judged_as_all_are(values: list[tuple[int, int, int]], spread: int | None) -> None:
    blocs = {f"b{k}": bloc(dict(zip(("none", "low", "high"), one, strict=True)), k + 3) for k, one in enumerate(values)}
    realization = central(signing(body(0.5, blocs) if spread is None else body(0.5, blocs, spread=spread)))
    win_set, stands = win_sets(realization)["ann"], realization.space.status_quo
    one_by_one = [not win_set.favours(realization.space.outcome(k), stands) for k in range(3)]
    assert list(win_set.turned_down((0,), stands)) == one_by_one


def test_a_share_that_is_the_threshold_passes() -> None:
    up, down = {"none": 40, "low": 60, "high": 0}, {"none": 60, "low": 40, "high": 0}
    even = body(0.5, {"up": bloc(up, 0.1), "down": bloc(down, 0.1)})
    realization = central(signing(even))
    win_set, stands = win_sets(realization)["ann"], realization.space.status_quo
    assert (win_set.favours((1,), stands), win_set.rejects((1,), stands)) == (True, False)


def test_a_log_with_votes_replays_and_mesa_comes_to_the_same() -> None:
    case = signing(body(0.5, {"one": bloc({"none": 0, "low": 0, "high": 0}, [1, 2])}, spread=[4, 6]))
    record = run(case, seed=1, run=4, draw=True)
    assert Record.from_dict(record.to_dict()).course.standing == record.course.standing
    assert run_model(case, seed=1, run=4, draw=True).log == record.log


@pytest.mark.parametrize(
    ("ratifiers", "code", "words"),
    [
        ({"anne": body()}, "R103", "it can be: ann, bob"),
        ({"ann": body(when={"y": "low"})}, "R102", "x"),
        ({"ann": body(1.2)}, "S006", ""),
        ({"ann": body(0.5, {"one": bloc({"none": 0, "low": 1, "high": 1}, 0)})}, "R133", "weight above 0"),
        ({"ann": body(0.5, {"one": bloc({"none": 0, "low": 1})})}, "R113", "high"),
        ({"ann": body(0.5, {"one": {**bloc({"none": 0}), "stances": {}}})}, "S007", ""),
    ],
)
def test_ratifiers_that_do_not_fit_are_told_at_the_door(ratifiers: Plain, code: str, words: str) -> None:
    made = {key: party({"x": stance(1, {"none": 0, "low": 100, "high": 50})}) for key in ("ann", "bob")}
    with pytest.raises(InputError) as caught:
        scenario({"x": issue("none low high", "ann bob")}, made, {"t": meeting("ann bob", "x")}, ratifiers=ratifiers)
    assert code in [one.code for one in caught.value.diagnostics]
    assert words in str(caught.value)
