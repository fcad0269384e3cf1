"""Commitment: whether a truce holds, what makes it, and what those who doubt it make of one."""

from __future__ import annotations

from typing import Any

import pytest
from building import WHERE_FROM, Plain, central, issue, meeting, party, scenario, stance
from hypothesis import given
from hypothesis import strategies as st

from negosim.analysis.measures import Measures
from negosim.analysis.run_narrative import account
from negosim.errors import InputError
from negosim.negotiation.environment.commitment import Aftermath
from negosim.negotiation.mesa_model import run_model
from negosim.negotiation.record import Record, run
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.bargaining.truce import attacks, declining_attacks, quarrel, share_held

# Arithmetic


@pytest.mark.parametrize(("later", "attack"), [(0.6, True), (0.44, False)])
def test_who_declines_attacks_before_the_shift(later: float, attack: bool) -> None:
    assert declining_attacks(0.4, later, 0.9, 0.2) is attack  # Fearon 1995, pp. 404-408


def test_no_division_holds_where_power_shifts_by_more_than_there_is_to_share() -> None:
    assert quarrel(0.9, 0.9, (0.3, 0.5))  # Powell 2006, condition (1)
    assert not quarrel(0.9, 0.5, (0.3, 0.5))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_where_no_division_holds_the_weaker_test_says_attack_too(
    now: float, more: float, delta: float, own: float, other: float
) -> None:
    power, costs = (now, now + (1 - now) * more), (own, other)
    if attacks("powell", power, delta, costs) and delta >= 0.5:
        assert attacks("fearon", power, delta, costs)


@given(st.floats(0, 1), st.integers(1, 50))
def test_the_share_of_periods_falls_with_the_hazard(hazard: float, periods: int) -> None:
    assert 0 <= share_held(min(1.0, hazard + 0.1), periods) <= share_held(hazard, periods) <= 1


# The block


def commitment(**more: Any) -> Plain:
    """A truce between ann and bob that nothing stands behind unless a guarantee does."""
    plain = {
        "issue": "fight",
        "options": ["truce"],
        "breaks_to": "war",
        "sides": ["ann", "bob"],
        "fragility": 0.5,
        "guarantees": {"issue": "pledge", "credibility": {"none": 0, "words": 0.5, "force": 1}},
        "periods": 10,
        "discount": 0.9,
        **WHERE_FROM,
    }
    return plain | more


SHIFT: Plain = {"favours": "bob", "now": 0.4, "later": 0.6, "costs": {"ann": 0.2, "bob": 0.2}, **WHERE_FROM}


def truce(pledge: str = "none", rounds: int = 1, **more: Any) -> Scenario:
    """Ann and bob agree on a truce in the first round; the pledge stands where it stands."""
    options = ["none", "words", "force"]
    options.sort(key=lambda option: option != pledge)  # the first is the status quo
    issues = {"fight": issue("war truce", "ann bob"), "pledge": issue(" ".join(options), "ann bob")}
    want = {"fight": stance(1, {"war": 0, "truce": 100}), "pledge": stance(0, dict.fromkeys(options, 0))}
    parties = {key: party(want) for key in ("ann", "bob")}
    meetings = {"talks": meeting("ann bob", "fight", rounds)}
    return scenario(issues, parties, meetings, commitment=commitment(**more))


def held(pledge: str, seeds: int = 40, **more: Any) -> float:
    case = truce(pledge, **more)
    return (
        sum(float(str(Measures(run(case, seed=seed)).besides["commitment.held"] or 0)) for seed in range(seeds)) / seeds
    )


def test_the_periods_that_a_truce_lasts_rise_with_the_guarantee() -> None:
    quiet = {"rounds_a_period": 10_000}  # so that it does not break during the talks
    none, words, force = (held(pledge, **quiet) for pledge in ("none", "words", "force"))
    assert none < words < force == 10
    assert none == pytest.approx(10 * share_held(0.5, 10), abs=0.5)


def test_with_perfect_guarantees_the_commitment_problem_vanishes_and_with_none_it_returns() -> None:
    quiet = {"fragility": 0, "shift": SHIFT}
    none, force = (run(truce(pledge, **quiet)) for pledge in ("none", "force"))
    assert Measures(none).besides["commitment.broken_by"] == "ann"  # the side that declines
    assert Measures(none).besides["commitment.held"] == 0
    assert Measures(force).besides["commitment.held"] == 10
    told = [" ".join(sentence for section in account(one) for sentence in section.sentences) for one in (none, force)]
    assert "held for 0 of 10 periods; then Party ann broke it, before power shifted against it" in told[0]
    assert "In the 10 periods after the talks it held" in told[1]


def test_powells_test_can_be_asked_for() -> None:
    shift = {**SHIFT, "test": "powell"}
    assert Measures(run(truce("none", fragility=0, shift=shift))).besides["commitment.held"] == 10
    steep = {**shift, "later": 1, "costs": {"ann": 0.01, "bob": 0.01}}
    assert Measures(run(truce("none", fragility=0, shift=steep))).besides["commitment.held"] == 0


def test_a_truce_breaks_during_the_talks_too() -> None:
    record = run(truce("none", fragility=1))
    assert record.realization.space.named(record.course.standing.outcome)["fight"] == "war"
    assert Measures(record).besides["commitment.broken"] == 1
    assert Measures(record).besides["commitment.held"] is None
    assert any("broke the truce" in sentence for section in account(record) for sentence in section.sentences)


def test_a_meeting_may_wait_for_the_truce_to_break() -> None:
    fight = issue("quiet truce war", {"truce": "ann bob", "war": "ann bob cy"})
    issues = {"fight": fight, "pledge": issue("none words force", "ann bob")}
    want = {
        "fight": stance(1, {"quiet": 0, "truce": 100, "war": 0}),
        "pledge": stance(0, {"none": 0, "words": 0, "force": 0}),
    }
    parties = {"ann": party(want), "bob": party(want), "cy": party()}
    meetings = {"talks": meeting("ann bob", "fight", 1), "again": meeting("ann bob", "pledge", 1, if_={"fight": "war"})}
    record = run(scenario(issues, parties, meetings, commitment=commitment(fragility=1)))
    assert [one.meeting.key for one in record.course.meetings if one.took_place] == ["talks", "again"]
    with pytest.raises(InputError, match="no earlier meeting can move issue 'fight' to 'war'"):
        scenario(issues, parties, meetings)


def test_the_record_says_what_it_was_worth_to_each_side() -> None:
    record = run(truce("none", fragility=0))
    steep = run(truce("none", fragility=0, shift=SHIFT))
    (held, worth), (_, broken) = (
        (one.facts.held, one.facts.worth)
        for of in (record, steep)
        for one in of.log
        if isinstance(one.facts, Aftermath)
    )
    assert (held > 0, worth, broken) == (True, {"ann": 100, "bob": 100}, {"ann": 0, "bob": 0})


def test_without_a_truce_there_is_nothing_to_hold() -> None:
    case = truce("none")
    plain = case.plain()
    plain["parties"]["bob"]["stances"]["fight"]["refuses"] = "truce"
    record = run(scenario(plain["issues"], plain["parties"], plain["meetings"], commitment=plain["commitment"]))
    assert not [event for event in record.log if event.kind == "aftermath"]


# Beliefs


def trusting(**credibility: float) -> Plain:
    return {"credibility": {"none": 0, "words": 0, "force": 0} | credibility, **WHERE_FROM}


def test_a_party_that_doubts_values_a_truce_by_how_long_it_expects_it_to_hold() -> None:
    realization = central(truce("none", beliefs={"ann": trusting(force=1)}))
    ann, bob = (realization.preferences[key] for key in ("ann", "bob"))
    number = {option: k for k, option in enumerate(realization.space.issues[1].options)}
    assert ann.scale.points(ann.points((1, number["force"]))) == 100
    assert ann.scale.points(ann.points((1, number["none"]))) == pytest.approx(100 * share_held(0.5, 10), abs=1e-4)
    assert bob.scale.points(bob.points((1, number["none"]))) == 100  # who says nothing of it has no doubt


def test_a_party_that_sees_the_shift_coming_gives_nothing_for_a_truce_without_guarantees() -> None:
    realization = central(truce("none", fragility=0, shift=SHIFT, beliefs={"ann": trusting(force=1)}))
    number = {option: k for k, option in enumerate(realization.space.issues[1].options)}
    ann = realization.preferences["ann"]
    points = [ann.scale.points(ann.points((1, number[key]))) for key in ("none", "force")]
    assert points == [0, 100]


@given(st.integers(0, 1000).map(lambda k: k / 1000), st.integers(0, 1000).map(lambda k: k / 1000))
def test_tables_and_outcomes_agree_on_what_a_doubted_truce_is_worth(none: float, words: float) -> None:
    realization = central(truce("none", beliefs={"ann": trusting(none=none, words=words)}))
    table = realization.utilities.table().points[0]
    ann, space = realization.preferences["ann"], realization.space
    assert [int(points) for points in table] == [ann.points(space.outcome(k)) for k in range(space.size)]


def test_a_log_with_a_truce_replays_and_mesa_comes_to_the_same() -> None:
    case = truce("words", rounds=4, fragility=[0.2, 0.6], shift={**SHIFT, "later": [0.4, 0.7]})
    record = run(case, seed=4, run=9, draw=True)
    assert Record.from_dict(record.to_dict()).course.log == list(record.log)
    assert run_model(case, seed=4, run=9, draw=True).log == record.log


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"issue": "fihgt"}, "R102", "fight"),
        ({"options": ["truse"]}, "R101", "truce"),
        ({"breaks_to": "wra"}, "R101", "war"),
        ({"breaks_to": "truce"}, "R137", "among what can break"),
        ({"sides": ["ann", "bbo"]}, "R103", "bob"),
        ({"fragility": -0.1}, "S006", ""),
        ({"guarantees": {"issue": "plege", "credibility": {"none": 0}}}, "R102", "pledge"),
        ({"guarantees": {"issue": "pledge", "credibility": {"none": 0, "words": 0.5}}}, "R138", "force"),
        ({"guarantees": {"issue": "fight", "credibility": {"war": 0, "truce": 1}}}, "R150", "guarantee itself"),
        ({"beliefs": {"cy": trusting()}}, "R103", "ann"),
        ({"beliefs": {"ann": {"credibility": {"none": 0, "wrods": 0}, **WHERE_FROM}}}, "R101", "words"),
        ({"shift": {**SHIFT, "favours": "cy"}}, "R139", "ann"),
        ({"shift": {**SHIFT, "costs": {"ann": 0.1}}}, "R139", "one other"),
    ],
)
def test_a_commitment_that_does_not_fit_is_told_at_the_door(changes: Plain, code: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        truce(**changes)
    assert code in [one.code for one in caught.value.diagnostics]
    assert words in str(caught.value)


# Several


def two_truces(**land: Any) -> Scenario:
    """A pause or peace on land that a pledge stands behind, and a truce at sea that nothing does."""
    issues = {
        "fight": issue("war truce peace", "ann bob"),
        "sea": issue("war truce", "ann bob"),
        "pledge": issue("force words none", "ann bob"),
    }
    want = {
        "fight": stance(1, {"war": 0, "truce": 100, "peace": 90}),
        "sea": stance(1, {"war": 0, "truce": 100}),
        "pledge": stance(0, {"none": 0, "words": 0, "force": 0}),
    }
    parties = {key: party(want) for key in ("ann", "bob")}
    by_option = {"truce": 1, "peace": 0}
    at_sea = commitment(issue="sea", fragility=1, beliefs={"bob": WHERE_FROM})
    del at_sea["guarantees"]
    commitments = {"land": commitment(options=["truce", "peace"], fragility=by_option) | land, "navy": at_sea}
    meetings = {"talks": meeting("ann bob", "fight sea", 1)}
    return scenario(issues, parties, meetings, commitments=commitments, negosim=2)


def test_each_truce_breaks_by_its_own_chance_and_guarantee() -> None:
    record = run(two_truces())
    besides = Measures(record).besides
    assert [besides[f"commitment.{key}.broken"] for key in ("land", "navy")] == [0, 1]  # force stands behind the first
    assert [besides[f"commitment.{key}.held"] for key in ("land", "navy")] == [10, None]
    text = " ".join(sentence for section in account(record) for sentence in section.sentences)
    assert "broke the truce on “Issue”" in text
    assert Record.from_dict(record.to_dict()).log == record.log


def test_a_fragility_by_option_holds_for_that_option() -> None:
    settled = run(two_truces(guarantees={"issue": "pledge", "credibility": {"none": 0, "words": 0, "force": 0}}))
    assert Measures(settled).besides["commitment.land.broken"] == 1  # a truce, which breaks for certain


def test_who_doubts_a_truce_without_a_guarantee_expects_what_its_fragility_says() -> None:
    bob = central(two_truces()).preferences["bob"]
    truce_at_sea, war = (bob.scale.points(bob.points((0, sea, 0))) for sea in (1, 0))
    assert truce_at_sea == war  # it breaks at once


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"fragility": {"truce": 1}}, "R244 no fragility for peace"),
        ({"fragility": {"truce": 1, "peace": 0, "war": 1}}, "R244 no option 'war'"),
        ({"issue": "sea", "options": ["truce"], "fragility": 0}, "R245 'truce' can be broken by 'land' already"),
        ({"beliefs": {"ann": WHERE_FROM}}, "R138 no credibility for force, words, none"),
    ],
)
def test_faults_of_commitments(change: Plain, expected: str) -> None:
    with pytest.raises(InputError) as error:
        two_truces(**change)
    assert expected in [f"{one.code} {one.message}" for one in error.value.diagnostics]
