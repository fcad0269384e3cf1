"""War: closed forms from the literature, and what the block does with battles, beliefs, victory and collapse."""

from __future__ import annotations

from typing import Any

import pytest
from building import WHERE_FROM, Plain, issue, meeting, party, scenario, stance, versus
from hypothesis import given
from hypothesis import strategies as st

from negosim.analysis.measures import Measures
from negosim.analysis.run_narrative import account
from negosim.domain.rng import RandomSource
from negosim.errors import InputError
from negosim.negotiation.course import Course
from negosim.negotiation.environment.war import Battle, Learned
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.log import NOTHING
from negosim.negotiation.mesa_model import run_model
from negosim.negotiation.record import Record, run
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.bargaining.costly_war import bargaining_range, posterior

# Closed forms


@pytest.mark.parametrize(
    ("p", "cost_a", "cost_b", "expected"), [(0.6, 0.1, 0.2, (0.5, 0.8)), (0.95, 0.1, 0.2, (0.85, 1.0))]
)
def test_the_range_that_both_prefer_to_war(
    p: float, cost_a: float, cost_b: float, expected: tuple[float, float]
) -> None:
    assert bargaining_range(p, cost_a, cost_b) == expected  # Fearon 1995, p. 387


@pytest.mark.parametrize(("wins", "losses", "expected"), [(3, 1, 0.6923076923), (2, 2, 0.5)])
def test_battles_move_the_belief(wins: int, losses: int, expected: float) -> None:
    belief = 0.5
    for _ in range(wins):
        belief = posterior(belief, 0.6, 0.4)
    for _ in range(losses):
        belief = posterior(belief, 0.4, 0.6)
    assert belief == pytest.approx(expected)


def test_what_neither_type_does_teaches_nothing() -> None:
    assert posterior(0.3, 0, 0) == 0.3


# The block


def war(**more: Any) -> Plain:
    """Ann and bob fight over land; battles are even and each is fought, nobody collapses."""
    belief = {"strong": 0.6, "weak": 0.4, "prior": 0.5, **WHERE_FROM}
    plain = {
        "issue": "land",
        "option": "fought",
        "belligerents": ["ann", "bob"],
        "imposed": {"ann": {"land": "all_ann"}, "bob": {"land": "all_bob"}},
        "battle": 0.5,
        "volatility": 1,
        "cost_per_round": {"ann": 0, "bob": 0},
        "front": {"places": 10, "start": 5},
        "beliefs": {"ann": belief, "bob": belief},
        **WHERE_FROM,
    }
    return plain | more


def fought(rounds: int = 6, split: float = 50, tactic: str = "hardliner", **more: Any) -> Scenario:
    """Land that is fought over: all to one, all to the other, or split."""
    issues = {"land": issue("fought all_ann split all_bob", "ann bob", ordered=True)}
    values = {"fought": 0, "split": split}
    parties = {
        "ann": party({"land": stance(1, values | {"all_ann": 100, "all_bob": 0})}, tactic),
        "bob": party({"land": stance(1, values | {"all_ann": 0, "all_bob": 100})}, tactic),
        "cy": party(),
    }
    return scenario(issues, parties, {"talks": meeting("ann bob", "land", rounds)}, war=war(**more))


def test_fighting_on_is_worth_ones_chance_of_winning_less_the_costs_to_come() -> None:
    realization = RealizationFactory(fought(6, cost_per_round={"ann": 2, "bob": 0})).central
    ann, bob = (realization.preferences[key] for key in ("ann", "bob"))
    assert ann.scale.points(ann.points((0,))) == 50  # even types, even front: 100 or nothing
    assert ann.scale.points(ann.worth((0,), 6)) == 50 - 12
    assert bob.scale.points(bob.points((0,))) == 50
    assert realization.preferences["cy"].points((0,)) == 0  # who does not fight has no lottery


def test_what_is_settled_is_worth_what_it_says() -> None:
    ann = RealizationFactory(fought()).central.preferences["ann"]
    assert [ann.scale.points(ann.points((option,))) for option in (1, 2, 3)] == [100, 50, 0]


def test_a_battle_moves_the_front_and_both_beliefs() -> None:
    record = run(fought(1, battle=1))
    battle = next(event for event in record.log if event.kind == "battle")
    assert (battle.seat, battle.round, battle.facts) == ("ann", 1, Battle(6, {"ann": 0.6, "bob": 0.6}))
    assert record.course.realization.preferences["ann"].points((0,)) > record.realization.preferences["ann"].points(
        (0,)
    )
    assert record.course.realization.preferences["bob"].points((0,)) < record.realization.preferences["bob"].points(
        (0,)
    )


def test_without_volatility_no_battle_is_fought() -> None:
    assert not [event for event in run(fought(volatility=0)).log if event.kind == "battle"]


def test_who_reaches_the_end_of_the_front_imposes_its_outcome() -> None:
    record = run(fought(6, battle=1, front={"places": 8, "start": 5}))
    assert record.realization.space.named(record.course.standing.outcome) == {"land": "all_ann"}
    assert Measures(record).besides["war.won"] == "ann"
    assert Measures(record).besides["war.battles"] == 3
    assert Measures(record).besides["war.rounds"] == 3
    assert any("won at the front" in sentence for section in account(record) for sentence in section.sentences)


def test_who_collapses_loses() -> None:
    record = run(fought(6, collapse={"bob": 1}))
    assert record.realization.space.named(record.course.standing.outcome) == {"land": "all_ann"}
    assert any("other side collapsed" in sentence for section in account(record) for sentence in section.sentences)


def test_where_both_collapse_a_lot_decides() -> None:
    won = {Measures(run(fought(1, collapse={"ann": 1, "bob": 1}), seed=seed)).besides["war.won"] for seed in range(12)}
    assert won == {"ann", "bob"}


def test_a_rejection_tells_the_side_that_offered() -> None:
    beliefs = {
        "ann": {"strong": 0.6, "weak": 0.4, "prior": 0.5, "rejection": {"strong": 0.2, "weak": 0.8}, **WHERE_FROM}
    }
    record = run(fought(1, volatility=0, beliefs={**war()["beliefs"], **beliefs}))
    learned = [event for event in record.log if event.kind == "learned"]
    assert [event.facts for event in learned] == [Learned({"ann": pytest.approx(0.2)})]


def test_no_seat_hears_what_another_believes() -> None:
    beliefs = dict(war()["beliefs"])
    beliefs["ann"] = {**beliefs["ann"], "rejection": {"strong": 0.2, "weak": 0.8}}
    course = Course(RealizationFactory(fought(4, beliefs=beliefs)).central, RandomSource())
    tactics = make_tactics(course.realization)
    while course.round < 3:
        (seat,) = course.asked
        course.submit(seat, tactics[seat].act(course.view(seat)))
    heard = course.view(course.asked[0]).events
    assert {"battle", "learned"} <= {event.kind for event in heard}
    assert all(event.effect == NOTHING and "inward" not in event.plain_facts for event in heard)
    assert any("inward" in event.plain_facts for event in course.log)


def test_a_menu_counts_what_the_latest_battle_has_told() -> None:
    course = Course(RealizationFactory(fought(6)).central, RandomSource())
    tactics = make_tactics(course.realization)
    while course.asked:
        (seat,) = course.asked
        view = course.view(seat)
        assert view.menu.stands == course.realization.preferences[seat].points(course.standing.outcome)
        course.submit(seat, tactics[seat].act(view))


def test_a_meeting_ends_with_a_war_that_leaves_nothing_to_agree_on() -> None:
    absent = "ann bob cy"
    issues = {"land": issue("fought all_ann all_bob", {"fought": absent, "all_ann": "ann bob", "all_bob": absent})}
    parties = {key: party({"land": stance(1, {"fought": 0, "all_ann": 50, "all_bob": 50})}) for key in ("ann", "bob")}
    parties = {key: one | {"tactic": {**one["tactic"], "name": "hardliner"}} for key, one in parties.items()}
    fighting = war(battle=1, front={"places": 8, "start": 7}, cost_per_round={"ann": 0, "bob": 0})
    meetings = {"talks": meeting("ann bob", "land", 6)}
    course = versus(scenario(issues, parties | {"cy": party()}, meetings, war=fighting), ann=[], bob=[])
    assert (course.meetings[0].reason, course.meetings[0].rounds) == ("nothing on offer", 1)


def test_an_agreement_ends_the_war() -> None:
    record = run(fought(6, split=80, tactic="conceder"))
    assert record.realization.space.named(record.course.standing.outcome) == {"land": "split"}
    agreed = next(event for event in record.log if event.kind == "agreed")
    assert not [event for event in record.log if event.kind == "battle" and event.round >= agreed.round]


def test_a_log_with_a_war_replays_and_mesa_comes_to_the_same() -> None:
    case = fought(12, battle=[0.3, 0.6], collapse={"ann": 0.02, "bob": 0.02})
    record = run(case, seed=3, run=7, draw=True)
    again = Record.from_dict(record.to_dict())
    assert again.course.standing == record.course.standing
    assert again.course.realization.numbers == record.course.realization.numbers
    assert run_model(case, seed=3, run=7, draw=True).log == record.log


def test_the_front_drifts_as_the_battles_go() -> None:
    ends = [Measures(run(fought(5, battle=0.9), seed=seed)).besides["war.front"] for seed in range(30)]
    assert sum(float(str(end)) for end in ends) / 30 > 8  # 5 + 5 x (0.9 - 0.1), cut at 10


@given(st.integers(0, 2**32))
def test_beliefs_stay_probabilities(seed: int) -> None:
    besides = Measures(run(fought(8), seed=seed)).besides
    assert all(0 <= float(str(besides[f"war.believed.{side}"])) <= 1 for side in ("ann", "bob"))


def test_the_zone_grows_with_the_cost_of_war() -> None:
    sizes = [
        Measures(run(fought(6, split=45, cost_per_round={"ann": cost, "bob": cost}))).possible.zone_size.value
        for cost in (0, 1, 10)
    ]
    assert sizes == [0, 1, 3]


def test_numbers_of_a_war_are_listed_with_where_they_come_from() -> None:
    paths = {at.path: at.kind for at in fought(battle=[0.4, 0.6]).numbers()}
    assert paths["war.battle"] == "assumed"
    assert paths["war.beliefs.ann.prior"] == "assumed"
    assert "war.beliefs.bob" in {at.path for at in fought().based()}


# At the door


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"issue": "lnd"}, "R102", "it can be: land"),
        ({"option": "fighting"}, "R101", "fought"),
        ({"belligerents": ["ann", "bbo"]}, "R103", "bob"),
        ({"belligerents": ["ann"]}, "S007", ""),
        ({"battle": 1.5}, "S006", ""),
        ({"cost_per_round": {"ann": 1}}, "R130", "nothing for bob"),
        ({"cost_per_round": {"ann": 1, "bob": 1, "cy": 1}}, "R130", "no belligerent 'cy'"),
        ({"imposed": {"ann": {"land": "all_ann"}, "bob": {}}}, "R131", "leaves 'land' at 'fought'"),
        ({"imposed": {"ann": {"land": "al_ann"}, "bob": {"land": "all_bob"}}}, "R101", "all_ann"),
        ({"imposed": {"ann": {"land": "all_ann", "sea": "x"}, "bob": {"land": "all_bob"}}}, "R102", "sea"),
        ({"front": {"places": 5, "start": 5}}, "S013", "either end"),
        (
            {"beliefs": {key: {"strong": 0.3, "weak": 0.4, "prior": 0.5, **WHERE_FROM} for key in ("ann", "bob")}},
            "R132",
            "round",
        ),
    ],
)
def test_a_war_that_does_not_fit_is_told_at_the_door(changes: Plain, code: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        fought(**changes)
    assert [one.code for one in caught.value.diagnostics if one.code == code]
    assert words in str(caught.value)


def test_a_war_without_belligerents_is_an_error() -> None:
    plain = {key: value for key, value in war().items() if key != "belligerents"}
    parties = {"ann": party(), "bob": party()}
    with pytest.raises(InputError, match="belligerents"):
        scenario({"land": issue("fought split", "ann bob")}, parties, {"talks": meeting("ann bob", "land")}, war=plain)


def test_a_quiet_sector_costs_and_fights_by_its_intensity() -> None:
    """A partial truce is an option under which there is less of a war."""
    cost = {"ann": 2, "bob": 1}
    issues = {"land": issue("fought quiet all_ann all_bob", "ann bob", ordered=True)}
    values = {"fought": 0, "quiet": 0}
    parties = {
        "ann": party({"land": stance(1, values | {"all_ann": 100, "all_bob": 0})}, "hardliner"),
        "bob": party({"land": stance(1, values | {"all_ann": 0, "all_bob": 100})}, "hardliner"),
    }
    told = war(option={"fought": 1, "quiet": 0.5}, cost_per_round=cost)
    realization = RealizationFactory(scenario(issues, parties, {"m": meeting("ann bob", "land", 4)}, war=told)).central
    ann = realization.preferences["ann"]
    assert [ann.scale.points(ann.charge((option,))) for option in range(3)] == [2, 1, 0]
    assert ann.points((0,)) == ann.points((1,))  # the same prize
    settled = realization.utilities.table()
    assert [ann.points((option,)) for option in range(4)] == settled.points[0].tolist()


def test_battles_are_fewer_where_the_fighting_is_less_intense() -> None:
    def battles(intensity: float) -> int:
        of = fought(40, volatility=0.9, option={"fought": intensity}, front={"places": 1000, "start": 500})
        return sum(isinstance(entry.facts, Battle) for entry in run(of).log)

    assert battles(0) == 0 < battles(0.5) < battles(1)
