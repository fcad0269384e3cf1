"""Spoilers: who can move an issue by itself does so where it gains."""

from __future__ import annotations

from typing import Any

from building import ASSUMED, Plain, issue, meeting, party, scenario, stance

from negosim.analysis.measures import Measures
from negosim.analysis.run_narrative import account
from negosim.negotiation.mesa_model import run_model
from negosim.negotiation.record import Record, run
from negosim.scenario.spec.scenario import Scenario


def peace(gains: bool = True, chance: Any = 1, **more: Any) -> Scenario:
    """Ann and bob make peace at once, and then talk of aid; cy, at no table, can end the peace."""
    move: Plain = {"by": "cy", "from": "peace", "to": "war", "title": "Cy attacks", "basis": ASSUMED}
    if chance is not None:
        move["chance"] = chance
    issues = {
        "fight": issue("war peace", "ann bob", unilateral=[move]),
        "aid": issue("none some", "ann bob"),
    }
    both = {"fight": stance(1, {"war": 0, "peace": 100})}
    spoiler = {"fight": stance(1, {"war": 50, "peace": 0 if gains else 100})}
    stubborn = {"ann": party(both), "bob": party(both | {"aid": stance(9, {"none": 100, "some": 0})})}
    meetings = {"talks": meeting("ann bob", "fight", 2), "later": meeting("ann bob", "aid", 3)}
    return scenario(issues, stubborn | {"cy": party(spoiler)}, meetings, **more)


def stands(record: Record) -> object:
    return record.realization.space.named(record.course.standing.outcome)["fight"]


def test_who_gains_by_a_move_of_its_own_makes_it_without_a_seat() -> None:
    record = run(peace())
    assert stands(record) == "war"
    assert Measures(record).besides == {"spoiled.cy": 1}
    told = [sentence for section in account(record) for sentence in section.sentences]
    assert "After round 1 Party cy moved by itself: Cy attacks." in told


def test_who_does_not_gain_does_not_move() -> None:
    assert stands(run(peace(gains=False))) == "peace"


def test_a_move_without_a_chance_is_only_a_possibility() -> None:
    record = run(peace(chance=None))
    assert stands(record) == "peace"
    assert record.course.blocks == ()


def test_the_move_comes_with_its_chance() -> None:
    ends = [stands(run(peace(chance=0.3), seed=seed)) for seed in range(40)]
    assert 8 < ends.count("war") < 40  # up to four rounds


def test_the_chance_is_a_number_of_the_scenario() -> None:
    paths = {at.path: at.kind for at in peace(chance=[0.1, 0.3]).numbers()}
    assert paths["issues.fight.unilateral.0.chance"] == "assumed"


def test_a_log_with_a_spoiler_replays_and_mesa_comes_to_the_same() -> None:
    case = peace(chance=[0.2, 0.6])
    record = run(case, seed=1, run=3, draw=True)
    assert Record.from_dict(record.to_dict()).course.standing == record.course.standing
    assert run_model(case, seed=1, run=3, draw=True).log == record.log
