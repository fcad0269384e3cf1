"""What could be agreed at a moment: the zone of agreement and the rational set against brute force."""

from __future__ import annotations

from itertools import product

import numpy as np
from building import (
    PARTIES,
    at_first,
    central,
    delay,
    issue,
    linkage,
    meeting,
    one_issue,
    party,
    plain_charge,
    plain_points,
    scenario,
    stance,
)
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.analysis.feasible_table import EnumeratedFeasibleSet, enumerate_feasible
from negosim.domain.outcomes import Outcome
from negosim.negotiation.packages import Standing
from negosim.registry import entries, lookup
from negosim.scenario.realize.realization import Meeting, Realization
from negosim.scenario.spec.scenario import Scenario


def any_standing(realization: Realization, data: st.DataObject) -> Standing:
    """Any outcome, with any promises."""
    outcome = tuple(data.draw(st.integers(0, n - 1)) for n in realization.space.shape)
    return Standing(
        outcome, tuple(frozenset(data.draw(st.sets(st.sampled_from(realization.parties)))) for _ in outcome)
    )


def outcomes_of(realization: Realization, standing: Standing, axes: tuple[int, ...]) -> list[Outcome]:
    """All outcomes of some issues, the others at what stands, the last issue fastest."""
    made = []
    for options in product(*(range(realization.space.shape[axis]) for axis in axes)):
        outcome = list(standing.outcome)
        for axis, option in zip(axes, options, strict=True):
            outcome[axis] = option
        made.append(tuple(outcome))
    return made


def fair(realization: Realization, key: str, standing: Standing, outcome: Outcome, left: int) -> bool:
    """Whether a party gets at least its reservation value."""
    one = realization.preferences[key]

    def worth(of: Outcome) -> int:
        return plain_points(one, of) - left * plain_charge(one, of)

    return worth(outcome) >= worth(standing.outcome) + one.reserve


def in_zone(realization: Realization, standing: Standing, seats: tuple[str, ...], outcome: Outcome, left: int) -> bool:
    """The zone by its definition."""
    moved = [axis for axis in range(len(outcome)) if outcome[axis] != standing.outcome[axis]]
    asked = {axis: realization.space.issues[axis].consent[outcome[axis]] | standing.bound[axis] for axis in moved}
    needed = {key for keys in asked.values() for key in keys}
    refused = any(
        realization.preferences[key].refused[axis][outcome[axis]] for axis, keys in asked.items() for key in keys
    )
    content = all(fair(realization, key, standing, outcome, left) for key in needed)
    return bool(moved) and needed <= set(seats) and not refused and content


@settings(max_examples=50)
@given(random_scenarios(), st.data())
def test_zone_and_rational_set_of_a_meeting_are_those_of_their_definitions(
    drawn: Scenario, data: st.DataObject
) -> None:
    realization = central(drawn)
    meeting_ = data.draw(st.sampled_from(realization.meetings))
    standing, left = any_standing(realization, data), data.draw(st.integers(0, 20))
    made = enumerate_feasible(realization, standing, meeting_.axes, meeting_.parties, left)
    for index, outcome in enumerate(outcomes_of(realization, standing, meeting_.axes)):
        assert made.outcome(index) == outcome
        assert made.zone[index] == in_zone(realization, standing, meeting_.parties, outcome, left)
        assert made.rational[index] == all(
            fair(realization, key, standing, outcome, left) for key in veto_players(realization, standing, meeting_)
        )


def veto_players(realization: Realization, standing: Standing, one: Meeting) -> set[str]:
    """By the definition: who must consent to some option that the meeting can move to, or else to any."""
    issues = realization.space.issues
    asked = [
        issues[axis].consent[option] | standing.bound[axis]
        for axis in one.axes
        for option in range(len(issues[axis]))
        if option != standing.outcome[axis]
    ]
    within = [keys for keys in asked if keys <= set(one.parties)]
    found = {key for keys in within for key in keys} or {key for keys in asked for key in keys}
    return found or set(realization.parties)


@settings(max_examples=35)
@given(random_scenarios())
def test_the_scenarios_own_feasible_set_is_one_meeting_of_all_over_all_from_the_status_quo(drawn: Scenario) -> None:
    realization = central(drawn)
    made = at_first(realization)
    standing = Standing.at_first(realization.space)
    every = tuple(range(len(realization.space.issues)))
    zone = [
        in_zone(realization, standing, realization.parties, one, realization.horizon)
        for one in outcomes_of(realization, standing, every)
    ]
    assert made.zone.tolist() == zone
    assert made.stands == realization.space.index(realization.space.status_quo)
    assert not made.zone[made.stands]


@settings(max_examples=35)
@given(random_scenarios())
def test_the_frontier_holds_what_nobody_can_improve_on_without_a_loss(drawn: Scenario) -> None:
    made = at_first(central(drawn))
    worth = made.worth[made.places()]
    vectors = {tuple(column) for column in worth.T.tolist()}
    best = {one for one in vectors if not any(_dominates(other, one) for other in vectors)}
    kept = [tuple(worth[:, index].tolist()) for index in made.efficient]
    assert set(kept) == best
    assert len(kept) == len(best)


def _dominates(other: tuple[int, ...], one: tuple[int, ...]) -> bool:
    return other != one and all(a >= b for a, b in zip(other, one, strict=True))


def test_the_zone_can_be_empty_for_what_stands_is_not_in_it() -> None:
    made = at_first(central(one_issue({"ann": [50, 100, 0], "bob": [50, 0, 100]})))
    assert not made.zone.any()
    assert made.rational.tolist() == [True, False, False]


def test_who_decides_nothing_narrows_neither_the_zone_nor_the_rational_set_and_is_in_no_solution() -> None:
    issues = {"x": issue("no yes", "ann bob")}
    parties = {
        "ann": party({"x": stance(1, {"no": 0, "yes": 100})}),
        "bob": party({"x": stance(1, {"no": 0, "yes": 100})}),
        "cy": party({"x": stance(1, {"no": 100, "yes": 0})}),
    }
    made = at_first(central(scenario(issues, parties, {"m": meeting("ann bob cy", "x")})))
    assert (made.deciders, made.zone.tolist(), made.rational.tolist()) == (("ann", "bob"), [False, True], [True, True])
    assert made.frontier.points.shape == (2, 1)
    assert {made.solve(entry).outcomes or made.solve(entry).lottery.outcomes for entry in entries("solution")} == {(1,)}


def test_worth_with_delay_in_numbers() -> None:
    """Ann: war costs 2 a round for 10 rounds; peace without deal is worth 30, war 40."""
    issues = {"war": issue("on off", "ann bob")}
    ann = party({"war": stance(1, {"on": 40, "off": 30})}, cost_of_delay=delay(2, {"war": "on"}))
    made = at_first(central(scenario(issues, {"ann": ann, "bob": party()}, {"m": meeting("ann bob", "war", 10)})))
    assert made.scales.points(made.worth)[0].tolist() == [20, 30]
    assert made.by_party(made.reservation)["ann"] == 20
    assert made.zone.tolist() == [False, True]


def minerals() -> Realization:
    """Kyiv and Washington can settle minerals alone, Washington and Moscow a summit, all three the truce."""
    issues = {
        "minerals": issue("none fund", "ukraine usa"),
        "summit": issue("none held", "usa russia"),
        "truce": issue("war truce", "ukraine usa russia"),
    }
    likes = {
        "ukraine": {"minerals": stance(1, {"none": 0, "fund": 10}), "summit": stance(3, {"none": 100, "held": 0})},
        "usa": {"minerals": stance(1, {"none": 0, "fund": 100}), "summit": stance(1, {"none": 0, "held": 100})},
        "russia": {"summit": stance(1, {"none": 0, "held": 100})},
    }
    parties = {key: party(stances) for key, stances in likes.items()}
    return central(scenario(issues, parties, {"m": meeting("ukraine usa russia", "minerals summit truce")}))


def test_the_groups_are_those_that_can_settle_something_without_the_rest() -> None:
    assert at_first(minerals()).groups == (("ukraine", "usa"), ("usa", "russia"))


def test_a_solution_of_a_group_is_over_what_it_can_close_alone() -> None:
    made = at_first(minerals())
    nash = lookup("solution", "nash")
    pair = made.solve(nash, ("ukraine", "usa"))
    assert [made.offering.space.named(made.outcome(one)) for one in pair.outcomes] == [
        {"minerals": "fund", "summit": "none", "truce": "war"}
    ]
    assert made.scales.only(made.places(("ukraine", "usa"))).points(np.array(pair.points)).tolist() == [77.5, 50]


def test_a_solution_of_all_is_over_the_rational_set() -> None:
    made = at_first(minerals())
    whole = made.solve(lookup("solution", "utilitarian"))
    assert all(made.rational[list(whole.outcomes)])


# The example of Nash 1950: what Bill and Jack give each other


BILL = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACK = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}


@settings(max_examples=40)
@given(random_scenarios())
def test_every_solution_is_efficient_so_that_what_is_not_need_not_be_asked(drawn: Scenario) -> None:
    """The outcomes, ties and their order are those over the whole table; a lottery is worth the same."""
    possible = at_first(central(drawn))
    for entry in entries("solution"):
        places = possible.places()
        worth, reservation = possible.worth[places], possible.reservation[places]
        whole = entry.make(worth, reservation, scales=possible.scales.only(places), stands=possible.stands)
        found = possible.solve(entry)
        assert (found.outcomes, found.points, found.reason) == (whole.outcomes, whole.points, whole.reason)
        assert (found.lottery is None) == (whole.lottery is None)


def bill_and_jack() -> EnumeratedFeasibleSet:
    """Nash 1950, Econometrica 18:155, the table on page 161: each thing may change hands."""
    issues = {thing: issue("kept given", "bill jack") for thing in (*BILL, *JACK)}
    bill, jack = {}, {}
    for thing, (to_bill, to_jack) in (BILL | JACK).items():
        his = thing in BILL
        bill[thing] = stance(to_bill, {"kept": 100 if his else 0, "given": 0 if his else 100})
        jack[thing] = stance(to_jack, {"kept": 0 if his else 100, "given": 100 if his else 0})
    parties = {"bill": party(bill), "jack": party(jack)}
    return at_first(central(scenario(issues, parties, {"barter": meeting("bill jack", " ".join(issues))})))


def units(made: EnumeratedFeasibleSet, index: int) -> list[int]:
    """Points in Nash's units: Bill's whole is 34, Jack's 16."""
    return [
        round(points * whole / 100)
        for points, whole in zip(made.by_party(made.worth[:, index]).values(), (34, 16), strict=True)
    ]


def test_bill_and_jack_begin_with_twelve_and_six() -> None:
    made = bill_and_jack()
    assert units(made, made.stands) == [12, 6]


def test_bill_and_jack_end_where_nash_says() -> None:
    made = bill_and_jack()
    nash = made.solve(lookup("solution", "nash"))
    outcome = made.offering.space.named(made.outcome(nash.outcomes[0]))
    given_ = {thing for thing, option in outcome.items() if option == "given"}
    assert given_ == {"book", "whip", "ball", "bat", "pen", "toy", "knife"}
    assert units(made, nash.outcomes[0]) == [24, 11]  # gains 12 and 5, product 60
    assert made.zone[nash.outcomes[0]]
    assert nash.outcomes[0] in made.efficient


def test_order_of_the_issues_given_does_not_change_what_could_be_agreed() -> None:
    """The same meeting with its agenda in another order: linkages tie the first issue to the last."""
    issues = {key: issue("no yes more", "ann bob") for key in "abc"}
    wants = {key: stance(k + 1, {"no": 0, "yes": 50 + k, "more": 100}) for k, key in enumerate("abc")}
    ann = party(wants, linkages={"tie": linkage({"a": "yes", "c": "no"}, 7)})
    realization = central(scenario(issues, {"ann": ann, "bob": party()}, {"m": meeting("ann bob", "a c")}))
    standing = Standing.at_first(realization.space)
    for axes in ((0, 2), (2, 0), (1, 2, 0)):
        made = enumerate_feasible(realization, standing, axes, PARTIES[:2], 0)
        worth = [plain_points(realization.preferences["ann"], made.outcome(k)) for k in range(made.offering.size)]
        assert made.worth[0].tolist() == worth
    assert np.asarray(made.enough).shape == (2, 27)
