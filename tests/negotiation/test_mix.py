"""Tactics of components: acceptance and offering strategies by their equations, and tactics that aim by a model."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from building import (
    NO,
    PASS,
    YES,
    aspiration_of,
    do,
    ends,
    happened,
    issue,
    meeting,
    one_issue,
    opened,
    packaged,
    party,
    scenario,
    stance,
    stands,
    versus,
)
from large_scenario import large

from negosim.errors import UsageError
from negosim.negotiation.acts import Offer
from negosim.negotiation.contracts.checks import RecordingTactic, breaches
from negosim.negotiation.driving import play
from negosim.negotiation.tactics.acceptance import PendingOffer, ac_combi, ac_const, ac_next, ac_time
from negosim.negotiation.tactics.base import AspirationTactic, View
from negosim.negotiation.tactics.mix import Mix
from negosim.negotiation.tactics.nice_tit_for_tat import conceded_share
from negosim.registry import entries, lookup, names
from negosim.scenario.spec.scenario import Scenario

WITH_MODELS = ["trade_off", "nice_tit_for_tat", "nash_seeking", "kalai_seeking"]


def parts_of(**named: Any) -> Any:
    """The tactic's entry in a scenario."""
    return {"tactic": "mix", "parameters": named}


def five(rounds: int = 11, **parties: Any) -> Scenario:
    """Ann wants 20 where things stand, then 100, 80, 60, 40, 20 from o1 to o5; bob the other way round."""
    return one_issue({"ann": [20, 100, 80, 60, 40, 20], "bob": [0, 20, 40, 60, 80, 100]}, rounds=rounds, **parties)


def asked_about(option: str, *before: str, rounds: int = 11) -> PendingOffer:
    """Ann is asked about bob's offer of an option, after others that she turned down; she will ask for 100 next."""
    course = opened(five(rounds))
    for one in before:
        do(course, ("ann", PASS), ("bob", {"it": one}), ("ann", NO))
    do(course, ("ann", PASS), ("bob", {"it": option}))
    view = course.view("ann")
    assert view.offer is not None
    return PendingOffer(view, view.offer, view.scale.steps(100))


# Acceptance: Baarslag, Hindriks & Jonker 2013


@pytest.mark.parametrize(
    ("asked", "parameters", "accepts"),
    [
        (60, {}, True),
        (60.5, {}, False),
        (61, {"shift": 1.0}, True),  # 40 + 1 >= 41, in gains above the reservation value of 20
        (61.5, {"shift": 1.0}, False),
        (80, {"factor": 1.5}, True),  # 1.5 x 40 >= 60
        (80.5, {"factor": 1.5}, False),
    ],
)
def test_ac_next_compares_with_what_it_would_ask_next(
    asked: float, parameters: dict[str, float], accepts: bool
) -> None:
    question = asked_about("o3")
    assert (
        ac_next(PendingOffer(question.view, question.offer, question.view.scale.steps(asked)), **parameters) is accepts
    )


def test_ac_const_takes_a_share_of_the_best_gain() -> None:
    question = asked_about("o3")  # 40 of 80
    assert ac_const(question, share=0.5)
    assert not ac_const(question, share=0.51)


def test_ac_time_takes_anything_from_a_time_on() -> None:
    early, late = asked_about("o5"), asked_about("o5", "o5", "o5", "o5", "o5")
    assert (early.view.time, late.view.time) == (0.1, 0.9)
    assert [ac_time(one, from_time=0.9) for one in (early, late)] == [False, True]
    assert ac_time(early, from_time=0.1)


def test_ac_combi_accepts_as_ac_next_does_at_any_time() -> None:
    question = asked_about("o3")
    assert ac_combi(PendingOffer(question.view, question.offer, question.view.scale.steps(60)))
    assert not ac_combi(question)


@pytest.mark.parametrize(
    ("before", "against", "accepts"),
    [
        # asked about o4 (40) in round 8 of 11, time 0.7; the window goes back to time 0.4, round 5 on
        (("o2", "o5", "o5"), "window", True),  # o5 in round 6; o2 (80), of round 2, lies before the window
        (("o5", "o5", "o3"), "window", False),  # o3 (60) in round 6
        (("o5", "o3", "o5"), "window", True),  # rounds 4 and 6: o3 lies before it
        (("o2", "o5", "o5"), "all", False),
        (("o4", "o5", "o5"), "all", True),
        (("o5", "o5", "o4"), "average", True),
        (("o5", "o5", "o3"), "average", False),
    ],
)
def test_ac_combi_takes_near_the_end_what_is_as_good_as_what_was_heard(
    before: tuple[str, ...], against: str, accepts: bool
) -> None:
    question = asked_about("o4", *before)
    assert question.view.time == 0.7
    assert ac_combi(question, from_time=0.7, against=against) is accepts
    assert not ac_combi(question, from_time=0.71, against=against)


def test_ac_combi_hopes_for_nothing_where_nothing_was_heard() -> None:
    assert ac_combi(asked_about("o5"), from_time=0.0)


@pytest.mark.parametrize("acceptance", [entry.name for entry in entries("acceptance")])
def test_no_acceptance_strategy_takes_a_loss_or_what_is_refused(acceptance: str) -> None:
    generous = {"ac_next": {"shift": 100.0}, "ac_const": {"share": 0.0}, "ac_time": {"from_time": 0.0}}
    parameters = generous.get(acceptance, {"from_time": 0.0})
    losses = one_issue({"ann": [50, 40, 60], "bob": [0, 100, 0]}, rounds=4)
    course = versus(losses, ann=Mix(acceptance=acceptance, **parameters), bob=[NO, {"it": "o1"}])
    assert stands(course) == {"it": "o0"}
    plain = one_issue({"ann": [0, 90, 100], "bob": [0, 50, 60]}, rounds=4).plain()
    plain["parties"]["ann"]["stances"]["it"]["refuses"] = ["o1", "o2"]
    refused = scenario(plain["issues"], plain["parties"], plain["meetings"])
    course = versus(refused, ann=Mix(acceptance=acceptance, **parameters), bob=[{"it": "o1"}])
    assert stands(course) == {"it": "o0"}


# A mix


def test_a_mix_without_a_word_is_the_linear_tactic() -> None:
    assert versus(five(), ann=Mix()).log == versus(five(), ann=lookup("tactic", "linear").make()).log


def test_a_mix_of_the_tit_for_tat_offering_is_tit_for_tat() -> None:
    script = [NO, {"it": "o5"}, NO, {"it": "o4"}, NO, {"it": "o3"}]
    mixed = versus(five(), ann=Mix(offering="tit_for_tat", generosity=0.5), bob=script)
    assert mixed.log == versus(five(), ann=lookup("tactic", "tit_for_tat").make(generosity=0.5), bob=script).log


def test_a_scenario_names_the_components_and_gives_each_its_parameters() -> None:
    named = parts_of(offering="time_dependent", exponent=0.5, acceptance="ac_combi", from_time=0.8, against="all")
    of = five(ann=named)
    course = opened(of)
    drawn = course.realization.tactics["ann"]
    made = lookup("tactic", drawn.name).make(**drawn.parameters)
    assert aspiration_of(made, course.view("ann"), 0.5) == 80  # 20 + 80 (1 - 0.5^2)
    assert made.acceptance.keywords == {"from_time": 0.8, "against": "all"}


def test_a_parameter_that_no_component_takes_is_told_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="no parameter 'learnin' of these components: did you mean 'learning'"):
        Mix(model="frequency", learnin=0.3)
    with pytest.raises(UsageError, match="no parameter 'learning' of these components"):
        Mix(learning=0.3)
    with pytest.raises(UsageError, match="no offering 'trade_of': did you mean 'trade_off'"):
        Mix(offering="trade_of")


def test_no_two_components_that_go_together_have_a_parameter_of_the_same_name() -> None:
    kinds = ("offering", "acceptance", "opponent_model")
    names = [{one.name for entry in entries(kind) for one in entry.parameters} for kind in kinds]
    assert not (names[0] & names[1] or names[0] & names[2] or names[1] & names[2])
    assert not set().union(*names) & {one.name for one in lookup("tactic", "mix").parameters}


def test_an_acceptance_strategy_decides_when_a_mix_accepts() -> None:
    offers = [NO, {"it": "o4"}, NO, {"it": "o4"}]
    patient = versus(five(), ann=Mix(exponent=0.01), bob=list(offers))
    hasty = versus(five(), ann=Mix(exponent=0.01, acceptance="ac_time", from_time=0.3), bob=list(offers))
    easy = versus(five(), ann=Mix(exponent=0.01, acceptance="ac_const", share=0.25), bob=list(offers))
    assert [stands(one)["it"] for one in (patient, hasty, easy)] == ["o0", "o4", "o4"]
    assert [len(happened(one)) for one in (hasty, easy)] == [9, 5]


@pytest.mark.parametrize("offering", names("offering"))
def test_every_offering_strategy_keeps_to_what_every_tactic_keeps_to(offering: str) -> None:
    assert list(breaches(partial(Mix, offering=offering, model="bayesian"))) == []


@pytest.mark.parametrize("acceptance", names("acceptance"))
def test_every_acceptance_strategy_keeps_to_what_every_tactic_keeps_to(acceptance: str) -> None:
    assert list(breaches(partial(Mix, acceptance=acceptance))) == []


# Trade-off: Faratin, Sierra & Jennings 2002

NEED = {"o0": 0, "o1": 25, "o2": 50, "o3": 75, "o4": 100}
LEAVE = {"o0": 0, "o1": 100, "o2": 75, "o3": 50, "o4": 25}


def swap(**of_bob: Any) -> Scenario:
    """Two issues on a line: ann gets 100, 75, 50, 25 from o1 to o4 on both; bob wants high options, on x the most."""
    issues = {key: issue("o0 o1 o2 o3 o4", "ann bob", ordered=True) for key in ("x", "y")}
    ann = party({"x": stance(1, LEAVE), "y": stance(1, LEAVE)})
    bob = party({"x": stance(9, NEED), "y": stance(1, NEED)}, **of_bob)
    return scenario(issues, {"ann": ann, "bob": bob}, {"talks": meeting("ann bob", "x y", 40)})


def offered_after(
    name: str, *offers: dict[str, str], of: Scenario | None = None, **parameters: Any
) -> tuple[View, Any]:
    """Ann's view after bob has made some offers, and what she then offers."""
    tactic = lookup("tactic", name).make(**parameters)
    course = opened(of or swap())
    for one in offers:
        do(course, ("ann", PASS), ("bob", one), ("ann", NO))
    view = course.view("ann")
    return view, tactic.act(view)


def test_a_trade_off_stays_at_its_level_and_goes_to_what_the_other_holds_on_to() -> None:
    """Bob keeps x at o4 and gives way on y. At an aspiration of 62.5 points (time 10/39) ann gives him x."""
    offers = ({"x": "o4", "y": "o4"}, {"x": "o4", "y": "o3"}, {"x": "o4", "y": "o2"}, {"x": "o4", "y": "o3"})
    view, act = offered_after("trade_off", *offers, exponent=3.0, learning=0.5)
    level = lookup("tactic", "trade_off").make(exponent=3.0).aspiration(view, view.time)
    assert view.scale.points(level) == pytest.approx(100 * (1 - (8 / 39) ** (1 / 3)), abs=0.001)
    assert level <= view.menu.worth(act.package)
    named = dict(act.package.terms)
    assert named[0] > named[1]  # further towards bob on x than on y


def test_without_a_model_a_trade_off_is_as_near_as_it_can_be_by_plain_distance() -> None:
    offers = ({"x": "o4", "y": "o4"}, {"x": "o3", "y": "o4"})
    view, act = offered_after("trade_off", *offers, model="none", band=100)
    asked = lookup("tactic", "trade_off").make().aspiration(view, view.time)
    assert act == Offer(view.menu.nearest(asked, view.offers))


def test_a_trade_off_keeps_within_its_band_and_leaves_it_where_that_is_empty() -> None:
    near, far = {"x": "o1", "y": "o1"}, {"x": "o4", "y": "o4"}
    view, act = offered_after("trade_off", far, far, near, model="none", exponent=20.0, band=15.0)
    asked = lookup("tactic", "trade_off").make(exponent=20.0).aspiration(view, view.time)
    assert view.menu.worth(view.offers["bob"]) == view.menu.highest  # the most similar of all is far above the band
    assert asked <= view.menu.worth(act.package) <= asked + view.scale.steps(15)
    steps = one_issue({"ann": [0, 100, 50], "bob": [0, 50, 100]})
    view, act = offered_after("trade_off", {"it": "o2"}, of=steps, model="none")
    assert act == Offer(packaged(opened(steps).realization, it="o1"))  # nothing between 80 and 82


def test_a_trade_off_among_three_resembles_those_whose_consent_it_needs() -> None:
    issues = {"x": issue("o0 o1 o2 o3 o4", "ann bob", ordered=True), "y": issue("no yes", "ann bob cy")}
    ann = party({"x": stance(1, {"o0": 0, "o1": 50, "o2": 50, "o3": 50, "o4": 50})})
    of = scenario(issues, {"ann": ann, "bob": party(), "cy": party()}, {"talks": meeting("bob cy ann", "x y", 6)})
    course = do(opened(of), ("bob", {"x": "o2"}), ("cy", NO), ("ann", NO), ("cy", {"x": "o4"}), ("ann", NO))
    assert lookup("tactic", "trade_off").make().act(course.view("ann")) == Offer(packaged(course.realization, x="o2"))


# Nice tit-for-tat: Baarslag, Hindriks & Jonker 2013


def knowing(rounds: int = 21) -> Scenario:
    """One issue of pure conflict, ann informed: her Nash point is the middle, o3, at 60."""
    plain = one_issue({"ann": [0, 100, 80, 60, 40, 20], "bob": [0, 20, 40, 60, 80, 100]}, rounds=rounds).plain()
    plain["parties"]["ann"]["informed"] = True
    return scenario(plain["issues"], plain["parties"], plain["meetings"])


@pytest.mark.parametrize(
    ("offers", "points"),
    [
        ([], 100),  # nothing heard, nothing gone: best
        (["o5"], 100),  # the first offer is where the other starts
        (["o5", "o4"], 80),  # (40 - 20)/(60 - 20) = half its way, so half of 100 - 60
        (["o5", "o4", "o3"], 60),  # all its way: the Nash point
        (["o5", "o3", "o5"], 60),  # its best offer counts
        (["o5", "o2"], 60),  # further than the Nash point is all the way
        (["o2"], 60),  # it began beyond it
    ],
)
def test_nice_tit_for_tat_goes_the_share_of_its_way_that_the_other_has_gone(offers: list[str], points: float) -> None:
    tactic = lookup("tactic", "nice_tit_for_tat").make(model="perfect", bonus=0.0)
    course = opened(knowing())
    for one in offers:
        do(course, ("ann", PASS), ("bob", {"it": one}), ("ann", NO))
    view = course.view("ann")
    assert aspiration_of(tactic, view, 0.5) == points


@pytest.mark.parametrize(
    ("bonus", "time", "points"), [(0.1, 0.5, 96), (0.5, 0.5, 80), (0.1, 0.92, 92), (0.1, 0.96, 60), (0.1, 1.0, 60)]
)
def test_nice_tit_for_tat_gives_a_bonus_that_grows_near_the_end(bonus: float, time: float, points: float) -> None:
    """Of the 40 points of its way it gives the bonus, or 20 (t - 0.91) where that is more, at the most all."""
    tactic = lookup("tactic", "nice_tit_for_tat").make(model="perfect", bonus=bonus)
    assert aspiration_of(tactic, opened(knowing()).view("ann"), time) == pytest.approx(points, abs=1e-5)


def test_the_share_gone_is_measured_from_the_first_offer_to_the_best_one() -> None:
    assert conceded_share(10, 30, 50) == 0.5
    assert conceded_share(10, 10, 50) == 0.0
    assert conceded_share(60, 60, 50) == 1.0


@pytest.mark.parametrize(("of_cy", "points"), [("o5", 100), ("o4", 40)])
def test_with_several_others_the_one_who_went_the_least_of_its_way_sets_the_pace(of_cy: str, points: float) -> None:
    """Products of all three: 100 20 20, 80 40 40, 60 60 60, 40 80 80, 20 100 100: the Nash point is at 40."""
    values = {"ann": [0, 100, 80, 60, 40, 20], "bob": [0, 20, 40, 60, 80, 100], "cy": [0, 20, 40, 60, 80, 100]}
    plain = one_issue(values, rounds=30).plain()
    plain["parties"]["ann"]["informed"] = True
    course = opened(scenario(plain["issues"], plain["parties"], plain["meetings"]))
    do(course, ("ann", PASS), ("bob", {"it": "o5"}), ("cy", NO), ("cy", {"it": "o5"}), ("ann", NO), ("ann", PASS))
    do(course, ("bob", {"it": "o3"}), ("cy", NO), ("cy", {"it": of_cy}), ("ann", NO))
    tactic = lookup("tactic", "nice_tit_for_tat").make(model="perfect", bonus=0.0)
    assert aspiration_of(tactic, course.view("ann"), 0.0) == points


# Seeking a solution


def unequal() -> Scenario:
    """Ann informed. Gains of ann and bob: (10, 100), (40, 90), (60, 70), (70, 40), (100, 5)."""
    plain = one_issue({"ann": [0, 10, 40, 60, 70, 100], "bob": [0, 100, 90, 70, 40, 5]}, rounds=21).plain()
    plain["parties"]["ann"]["informed"] = True
    return scenario(plain["issues"], plain["parties"], plain["meetings"])


@pytest.mark.parametrize(("name", "own"), [("nash_seeking", 60), ("kalai_seeking", 60)])
def test_it_concedes_over_time_from_its_best_to_the_solution(name: str, own: float) -> None:
    view = opened(unequal()).view("ann")
    tactic = lookup("tactic", name).make(model="perfect", exponent=1.0)
    assert [aspiration_of(tactic, view, time) for time in (0.0, 0.5, 1.0)] == [100, (100 + own) / 2, own]


def test_nash_and_kalai_seekers_differ_where_the_solutions_do() -> None:
    """Products 1000, 900, 1800, 600; the smaller share of the ideals 100 and 100: 0.1, 0.3, 0.2, 0.06."""
    plain = one_issue({"ann": [0, 10, 30, 20, 100], "bob": [0, 100, 30, 90, 6]}, rounds=21).plain()
    plain["parties"]["ann"]["informed"] = True
    view = opened(scenario(plain["issues"], plain["parties"], plain["meetings"])).view("ann")
    levels = {
        name: aspiration_of(lookup("tactic", name).make(model="perfect"), view, 1.0)
        for name in ("nash_seeking", "kalai_seeking")
    }
    assert levels == {"nash_seeking": 20, "kalai_seeking": 30}


def test_it_offers_the_fairest_package_at_its_level_once_an_offer_was_heard() -> None:
    course = versus(unequal(), ann=lookup("tactic", "nash_seeking").make(model="perfect", first=1.0), bob=[])
    offers = [one for one in happened(course) if one.startswith("ann offered")]
    assert offers[0] == "ann offered it=o5"  # nothing heard yet: its best
    course = versus(
        unequal(),
        ann=lookup("tactic", "nash_seeking").make(model="perfect", first=1.0),
        bob=[NO, {"it": "o1"}],
    )
    offers = [one for one in happened(course) if one.startswith("ann offered")]
    assert offers[1] == "ann offered it=o3"


def test_where_nobody_else_is_believed_to_gain_it_asks_for_its_best() -> None:
    plain = one_issue({"ann": [0, 50, 100], "bob": [50, 20, 10]}, rounds=21).plain()
    plain["parties"]["ann"]["informed"] = True
    view = opened(scenario(plain["issues"], plain["parties"], plain["meetings"])).view("ann")
    assert aspiration_of(lookup("tactic", "nash_seeking").make(model="perfect"), view, 1.0) == 100


def test_a_seeker_counts_only_the_gains_of_those_whose_consent_it_needs() -> None:
    """X is between ann and bob, and cy hates it; y needs all three, and cy gains nothing by it."""
    issues = {"x": issue("no yes", "ann bob"), "y": issue("no yes", "ann bob cy")}
    made = {
        "ann": party({"x": stance(1, {"no": 0, "yes": 100})}, informed=True),
        "bob": party({"x": stance(1, {"no": 0, "yes": 100}), "y": stance(1, {"no": 0, "yes": 100})}),
        "cy": party({"x": stance(9, {"no": 100, "yes": 0}), "y": stance(1, {"no": 0, "yes": 100})}),
    }
    of = scenario(issues, made, {"talks": meeting("ann bob cy", "x y", 9)})
    course = do(opened(of), ("ann", PASS), ("bob", {"y": "yes"}), ("cy", NO), ("cy", PASS))
    act = lookup("tactic", "nash_seeking").make(model="perfect").act(course.view("ann"))
    assert act == Offer(packaged(course.realization, x="yes"))


# All tactics with models


@pytest.mark.parametrize("parties", ["ann bob", "ann bob cy"])
@pytest.mark.parametrize("name", WITH_MODELS)
def test_tactics_with_models_play_beyond_a_table(name: str, parties: str) -> None:
    course = opened(large(parties))
    watched = {key: RecordingTactic(lookup("tactic", name).make()) for key in parties.split()}
    play(course, watched)
    assert course.asked == ()
    for view, act in (turn for one in watched.values() for turn in one.turns):
        assert not isinstance(act, Offer) or view.acceptable(act.package)


@pytest.mark.parametrize("name", WITH_MODELS)
def test_an_aspiration_lies_between_the_reservation_value_and_the_best(name: str) -> None:
    tactic = lookup("tactic", name).make()
    course = opened(five())
    do(course, ("ann", PASS), ("bob", {"it": "o5"}), ("ann", NO))
    view = course.view("ann")
    assert isinstance(tactic, AspirationTactic)
    levels = [tactic.aspiration(view, time) for time in (0.0, 0.4, 1.0)]
    assert all(view.reservation <= level <= view.menu.highest for level in levels)
    assert levels == sorted(levels, reverse=True)


@pytest.mark.parametrize("name", WITH_MODELS)
@pytest.mark.parametrize("model", ["none", "frequency", "bayesian"])
def test_a_tactic_with_any_model_comes_to_an_agreement_with_a_conceder(name: str, model: str) -> None:
    course = versus(five(21), ann=lookup("tactic", name).make(model=model), bob=lookup("tactic", "conceder").make())
    assert ends(course) == ["agreed"]


def test_the_first_offer_is_ones_best() -> None:
    for name in (*WITH_MODELS, "mix"):
        act = lookup("tactic", name).make().act(opened(five()).view("ann"))
        assert act == Offer(packaged(opened(five()).realization, it="o1"))


def test_it_answers_yes_to_its_best() -> None:
    for name in (*WITH_MODELS, "mix"):
        course = do(opened(five()), ("ann", PASS), ("bob", {"it": "o1"}))
        assert lookup("tactic", name).make().act(course.view("ann")) == YES
