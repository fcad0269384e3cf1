"""Backward induction against closed forms: on a grid of shares, within one step of what the papers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import closed_forms as strategic
import numpy as np
import pytest
from building import WHERE_FROM, Scripted, central, delay, happened, issue, meeting, party, scenario, stance, versus
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.errors import InputError
from negosim.negotiation.acts import Accept, Leave, Offer, Pass, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.tactics.backward_induction import BackwardInduction
from negosim.scenario.spec.scenario import Scenario

Shares = Mapping[str, Sequence[float]]
"""By party, its share in each option but the status quo, which is worth nothing to anybody."""


def bargain(shares: Shares, consent: Any, *, rounds: int, protocol: Any = None, **parties: Any) -> Scenario:
    """One issue whose options are divisions of 100; all play backward induction and know each other."""
    options = [f"o{k}" for k in range(len(next(iter(shares.values()))) + 1)]
    made = {}
    for who, row in shares.items():
        one = stance(1, dict(zip(options, [0, *row], strict=True)))
        more = {"informed": True, **parties.get(who, {})}
        made[who] = party({"it": one}, "backward_induction", **more)
    talks = meeting(" ".join(shares), "it", rounds)
    talks["protocol"] |= protocol or {}
    return scenario({"it": issue(" ".join(options), consent)}, made, {"talks": talks})


def pie(step: float = 1.0, **more: Any) -> Scenario:
    """Two who divide 100 in steps."""
    grid = np.arange(0, 100 + step / 2, step)
    return bargain({"ann": grid, "bob": 100 - grid}, "ann bob", **more)


def cake(step: int, parties: str = "ann bob cy", **more: Any) -> Scenario:
    """Three who divide 100 in steps, all of whom must agree."""
    grid = range(0, 101, step)
    parts = [(a, b, 100 - a - b) for a in grid for b in grid if a + b <= 100]
    return bargain(dict(zip(parties.split(), zip(*parts, strict=True), strict=True)), parties, **more)


def waits(factor: float) -> Any:
    return {"discount": {"factor": factor, "disagreement": 0, **WHERE_FROM}}


def first_offer(of: Scenario, **tactics: Any) -> tuple[str, dict[str, float], Course]:
    """Who offers first, what it offers each, in percent of the pie, and the course."""
    course = versus(of, **tactics)
    event = next(event for event in course.log if event.kind == "offered")
    outcome = event.package.on(course.realization.space.status_quo)  # type: ignore[union-attr]  # (an offer has one)
    points = {who: one.scale.points(one.points(outcome)) for who, one in course.realization.preferences.items()}
    return event.seat, points, course


def agreed_at_once(course: Course) -> bool:
    return course.round == 1 and course.accounts.settled == 1


# Two parties


@pytest.mark.parametrize("factor", [0.5, 0.8, 0.9, 0.95])
@pytest.mark.parametrize("rounds", [1, 2, 3, 4, 7, 20])
def test_the_first_mover_gets_what_the_deadline_leaves_it(factor: float, rounds: int) -> None:
    """Ståhl 1972: (1 - (-d)^T) / (1 + d)."""
    one = waits(factor)
    seat, points, course = first_offer(pie(0.5, rounds=rounds, ann=one, bob=one))
    share = strategic.finite_horizon(factor, rounds)[0]
    assert seat == "ann"
    assert points["ann"] == pytest.approx(100 * share, abs=0.5 * (1 + rounds * 0.05))
    assert agreed_at_once(course)


@pytest.mark.parametrize(("ann", "bob"), [(0.9, 0.8), (0.7, 0.9)])
def test_far_from_the_deadline_it_is_the_division_of_rubinstein(ann: float, bob: float) -> None:
    """Rubinstein 1982: (1 - dB) / (1 - dA dB)."""
    _, points, course = first_offer(pie(0.25, rounds=60, ann=waits(ann), bob=waits(bob)))
    assert points["ann"] == pytest.approx(100 * strategic.rubinstein(ann, bob)[0], abs=1)
    assert agreed_at_once(course)


@pytest.mark.parametrize(
    ("option_a", "option_b"), [(0, 0), (20, 30), (0, 47), (10, 70), (55, 10), (70, 0), (45, 50), (47, 52)]
)
def test_outside_options_bind_only_above_the_share_of_the_talks(option_a: float, option_b: float) -> None:
    """Binmore, Shaked & Sutton 1989: the four regimes, the outside-option principle among them."""
    factor = 0.9
    parties = {"ann": waits(factor) | {"outside_option": option_a}, "bob": waits(factor) | {"outside_option": option_b}}
    _, points, course = first_offer(pie(0.25, rounds=60, **parties))
    share = strategic.outside_options(factor, factor, option_a / 100, option_b / 100)[0]
    assert points["ann"] == pytest.approx(100 * share, abs=1)
    assert agreed_at_once(course)


def test_a_small_outside_option_changes_nothing_and_a_large_one_does() -> None:
    shares = [
        first_offer(pie(0.25, rounds=60, ann=waits(0.9), bob=waits(0.9) | {"outside_option": out}))[1]["ann"]
        for out in (0, 20, 40, 60)
    ]
    assert shares[0] == shares[1] == shares[2]
    assert shares[3] == 40


@pytest.mark.parametrize(("cost_a", "cost_b"), [(1, 4), (4, 1)])
def test_the_side_with_the_lower_cost_of_a_round_takes_all(cost_a: float, cost_b: float) -> None:
    """Rubinstein 1982, fixed costs; the reservation value is floor, so that the dearer side keeps no less than 0."""
    costs = {who: {"cost_of_delay": delay(cost, {"it": "o0"})} for who, cost in (("ann", cost_a), ("bob", cost_b))}
    _, points, course = first_offer(pie(0.5, rounds=80, **costs))
    expected = strategic.fixed_costs(cost_a / 100, cost_b / 100)
    assert expected is not None
    assert points["ann"] == pytest.approx(100 * expected[0], abs=2)
    assert agreed_at_once(course)


@pytest.mark.parametrize("chance", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("payoffs", [(0, 0), (30, 10)])
def test_a_chance_of_breakdown_gives_the_split_above_what_a_breakdown_pays(
    chance: float, payoffs: tuple[int, int]
) -> None:
    """Binmore, Rubinstein & Wolinsky 1986: b + (1 - b_A - b_B) / (2 - p)."""
    grid = np.arange(0, 100.1, 0.25)
    options = [f"o{k}" for k in range(len(grid) + 1)]
    rows = {"ann": [payoffs[0], *grid], "bob": [payoffs[1], *(100 - grid)]}
    parties = {
        who: party({"it": stance(1, dict(zip(options, row, strict=True)))}, "backward_induction", informed=True)
        for who, row in rows.items()
    }
    talks = meeting("ann bob", "it", 150)
    talks["protocol"] |= {"breakdown": chance}
    of = scenario({"it": issue(" ".join(options), "ann bob")}, parties, {"talks": talks})
    _, points, course = first_offer(of)
    share = strategic.breakdown(chance, payoffs[0] / 100, payoffs[1] / 100)[0]
    assert points["ann"] == pytest.approx(100 * share, abs=max(1.0, 0.5 / chance))
    assert agreed_at_once(course)


# More parties


def test_three_in_rotation_share_by_their_turns() -> None:
    """Shaked's game (Sutton 1986): d^(j-1) (1 - d) / (1 - d^3)."""
    one = waits(0.7)
    _, points, course = first_offer(cake(2, rounds=24, ann=one, bob=one, cy=one))
    for share, part in zip(strategic.rotation(0.7, 3), points.values(), strict=True):
        assert part == pytest.approx(100 * share, abs=2)
    assert agreed_at_once(course)


def test_a_drawn_proposer_keeps_what_the_others_do_not_wait_for() -> None:
    """1 - d (n - 1) / n with unanimity, whoever is drawn."""
    one = waits(0.8)
    of = cake(2, rounds=24, protocol={"order": "random"}, ann=one, bob=one, cy=one)
    for seed in range(3):
        course = versus(of, seed=seed)
        event = next(event for event in course.log if event.kind == "offered")
        points = {
            who: pref.scale.points(pref.points(event.package.on((0,))))
            for who, pref in course.realization.preferences.items()  # type: ignore[union-attr]  # (an offer has one)
        }
        shares = strategic.random_proposer(0.8, 3)
        assert points.pop(event.seat) == pytest.approx(100 * shares[0], abs=4)
        assert list(points.values()) == pytest.approx([100 * share for share in shares[1:]], abs=2)


def test_two_of_three_leave_the_third_with_nothing() -> None:
    """Baron & Ferejohn 1989, closed rule: 1 - d / 3, d / 3, 0."""
    pairs = [("ann", "bob"), ("bob", "cy"), ("cy", "ann")]
    rows = [(pair, share) for pair in pairs for share in range(0, 101, 2)]
    shares = {
        who: [share if who == pair[0] else 100 - share if who == pair[1] else 0 for pair, share in rows]
        for who in ("ann", "bob", "cy")
    }
    consent = {f"o{k}": " ".join(pair) for k, (pair, _) in enumerate(rows, 1)}
    one = waits(0.9)
    of = bargain(shares, consent, rounds=30, protocol={"order": "random"}, ann=one, bob=one, cy=one)
    partners = set()
    for seed in range(6):
        seat, points, course = first_offer_of(of, seed)
        expected = strategic.baron_ferejohn(0.9, 3, 2)
        assert sorted(points.values(), reverse=True) == pytest.approx([100 * one for one in expected], abs=2)
        assert points[seat] == max(points.values())
        partners.add((seat, max(points, key=lambda who: points[who] if who != seat else -1)))
        assert agreed_at_once(course)
    assert len(partners) > 2


def first_offer_of(of: Scenario, seed: int) -> tuple[str, dict[str, float], Course]:
    course = versus(of, seed=seed)
    event = next(event for event in course.log if event.kind == "offered")
    outcome = event.package.on(course.realization.space.status_quo)  # type: ignore[union-attr]  # (an offer has one)
    return (
        event.seat,
        {who: one.scale.points(one.points(outcome)) for who, one in course.realization.preferences.items()},
        course,
    )


# Acts


def test_it_turns_down_less_than_what_waiting_brings_and_takes_as_much() -> None:
    of = pie(10, rounds=2, ann=waits(0.5), bob=waits(0.5))
    assert happened(versus(of, ann=[{"it": "o7"}]))[:2] == ["ann offered it=o7", "bob no"]
    assert happened(versus(of, ann=[{"it": "o6"}]))[:2] == ["ann offered it=o6", "bob yes"]


def test_it_walks_out_rather_than_take_less_or_wait() -> None:
    of = pie(10, rounds=4, ann=waits(0.5), bob=waits(0.5) | {"outside_option": 65})
    assert happened(versus(of, ann=[{"it": "o5"}])) == ["ann offered it=o5", "bob left", "bob outside_option"]
    assert happened(versus(of, ann=[{"it": "o4"}]))[1] == "bob yes"


def test_it_passes_where_nobody_would_take_what_it_may_offer() -> None:
    of = bargain({"ann": [0, 50], "bob": [50, 0]}, "ann bob", rounds=2, ann={"reserve": 10}, bob={"reserve": 10})
    assert happened(versus(of)) == ["ann passed", "bob passed"]


def test_a_proposer_walks_out_where_the_talks_can_bring_nothing() -> None:
    for factor, first in ((0.5, "ann left"), (1, "ann passed")):
        ann = waits(factor) | {"outside_option": 30}
        of = bargain({"ann": [10], "bob": [10]}, "ann bob", rounds=3, ann=ann)
        assert happened(versus(of))[0] == first


def test_what_is_equally_good_to_it_is_not_worse_for_the_others() -> None:
    of = bargain({"ann": [50, 50, 50], "bob": [5, 40, 20]}, "ann bob", rounds=1)
    assert happened(versus(of))[0] == "ann offered it=o2"


def test_who_is_not_needed_says_what_it_thinks_and_may_walk_out() -> None:
    shares = {"ann": [60, 30], "bob": [40, 30], "cy": [0, 30]}
    of = bargain(shares, {"o1": "ann bob", "o2": "ann bob cy"}, rounds=1, cy={})
    assert happened(versus(of))[:3] == ["ann offered it=o1", "bob yes", "cy yes"]
    out = bargain(shares, {"o1": "ann bob", "o2": "ann bob cy"}, rounds=1, cy={"outside_option": 20})
    assert "cy left" in happened(versus(out))


def test_after_a_walk_out_the_others_go_on() -> None:
    shares = {"ann": [50, 60], "bob": [30, 40], "cy": [20, 0]}
    consent = {"o1": "ann bob cy", "o2": "ann bob"}
    cy = waits(0.5) | {"outside_option": 90}
    of = bargain(shares, consent, rounds=3, protocol={"begins": "cy"}, cy=cy)
    assert happened(versus(of)) == [
        "cy left",
        "cy outside_option",
        "ann offered it=o2",
        "bob yes",
        "ann bob agreed it=o2",
    ]


def test_who_gains_by_a_walk_out_offers_what_makes_the_other_leave() -> None:
    """With bob gone cy must come to ann; while he is there he and cy would settle without her."""
    shares = {"ann": [10, 0, 50], "bob": [5, 100, 0], "cy": [10, 60, 50]}
    consent = {"o1": "ann bob cy", "o2": "bob cy", "o3": "ann cy"}
    bob = waits(0.5) | {"outside_option": 90}
    assert happened(versus(bargain(shares, consent, rounds=2, bob=bob))) == [
        "ann offered it=o1",
        "bob left",
        "bob outside_option",
        "cy offered it=o3",
        "ann yes",
        "ann cy agreed it=o3",
    ]


def test_only_an_informed_party_can_play_it() -> None:
    with pytest.raises(InputError, match="'backward_induction' uses the others' preferences"):
        pie(50, rounds=2, ann={"informed": False})


def test_where_it_is_not_told_what_others_want_it_concedes_in_a_line() -> None:
    of = pie(10, rounds=3)
    blind = of.model_copy(
        update={"parties": {key: one.model_copy(update={"informed": False}) for key, one in of.parties.items()}}
    )
    plain = happened(versus(blind))
    assert plain[0] == "ann offered it=o11"


def test_in_a_space_too_large_for_a_table_it_concedes_in_a_line() -> None:
    values = {f"o{k}": 10 * k for k in range(11)}
    issues = {f"i{k}": issue(" ".join(values), "ann bob") for k in range(6)}
    one = party({key: stance(1, values) for key in issues}, "backward_induction", informed=True)
    of = scenario(issues, {"ann": one, "bob": one}, {"talks": meeting("ann bob", " ".join(issues), 2)})
    assert agreed_at_once(versus(of))


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_nobody_gains_by_another_act_once(data: st.DataObject) -> None:
    """The one-shot deviation principle, by brute force: play is compared with any other act at any turn."""
    count = data.draw(st.integers(2, 3))
    names = ("ann", "bob", "cy")[:count]
    size = data.draw(st.integers(1, 4))
    values = {who: data.draw(st.lists(st.integers(0, 20), min_size=size, max_size=size)) for who in names}
    more = {
        who: waits(data.draw(st.sampled_from([1, 0.9, 0.5])))
        | ({"outside_option": data.draw(st.integers(1, 15))} if count == 2 and data.draw(st.booleans()) else {})
        for who in names
    }
    of = bargain(values, " ".join(names), rounds=data.draw(st.integers(1, 4)), **more)
    base = versus(of)
    for who in names:
        for turn in range(4):
            for act in _acts(of, who):
                other = versus(of, **{who: Deviating(turn, act)})
                assert _points(other, who) <= _points(base, who) + 2


def _points(course: Course, who: str) -> int:
    return course.value(who) - course.paid[who]


class Deviating(BackwardInduction):
    """Backward induction but for one turn."""

    def __init__(self, turn: int, act: Any) -> None:
        super().__init__()
        self.left, self.other = turn, act

    def act(self, view: Any) -> Any:
        own = super().act(view)
        self.left -= 1
        fits = isinstance(self.other, Offer | Pass) == (view.offer is None) or isinstance(self.other, Leave)
        refused = isinstance(self.other, Accept) and not view.acceptable(view.offer) if view.offer else False
        loses = isinstance(self.other, Offer) and not view.acceptable(self.other.package)
        return self.other if self.left == -1 and fits and not refused and not loses else own


def _acts(of: Scenario, who: str) -> list[Any]:
    from negosim.negotiation.packages import Package

    realization = central(of)
    offers = [Offer(Package.of({0: k})) for k in range(1, len(realization.space.issues[0]))]
    leave = [Leave()] if realization.preferences[who].outside is not None else []
    return [*offers, Pass(), Accept(), Reject(), *leave]


def test_a_stage_of_the_past_is_solved_again_after_a_scripted_detour() -> None:
    of = pie(10, rounds=4, ann=waits(0.5), bob=waits(0.5))
    told = happened(versus(of, ann=Scripted({"it": "o11"})))
    assert told[:3] == ["ann offered it=o11", "bob no", "bob offered it=o4"]
