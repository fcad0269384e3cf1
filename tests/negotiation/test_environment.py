"""What happens besides the talks: what an entry of a block does, and that every driver comes to the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

import pytest
from building import issue, meeting, party, plain_points, scenario, stance
from building import scenarios as random_scenarios
from hypothesis import given
from hypothesis import strategies as st

from negosim import registry
from negosim.analysis.measures import Measures
from negosim.analysis.offers import offer_records
from negosim.domain.costly_lottery import CostlyLottery
from negosim.domain.fixed_point import ONE
from negosim.domain.preferences import Preferences
from negosim.domain.rng import RandomSource
from negosim.domain.utilities import Utilities
from negosim.negotiation.course import Course
from negosim.negotiation.environment.base import Block, Now
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.facts import Facts
from negosim.negotiation.log import Approval, Effect, LogEntry
from negosim.negotiation.mesa_model import run_model
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.record import Record, run
from negosim.scenario.blocks import Effects
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.bargaining.costly_war import chance_from

What = Callable[[Now], Iterable[LogEntry]]


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A block whose moments a test fills in by name."""
    moments: dict[str, Any] = {}

    class Toy(Block):
        facts = (News,)

        @classmethod
        def of(cls, realization: Realization) -> Self | None:
            return cls()

        def before_talks(self, now: Now) -> Iterable[LogEntry]:
            return moments.get("before_talks", lambda _: ())(now)

        def between_rounds(self, now: Now) -> Iterable[LogEntry]:
            return moments.get("between_rounds", lambda _: ())(now)

        def on_signing(self, now: Now, signed: LogEntry) -> Iterable[LogEntry]:
            return moments.get("on_signing", lambda _: ())(signed)

        def after_talks(self, now: Now) -> Iterable[LogEntry]:
            return moments.get("after_talks", lambda _: ())(now)

    registry.names("block")  # the real ones are registered first
    monkeypatch.setitem(registry._entries, "block", {"toy": registry.Entry("block", "toy", Toy, "A toy.")})
    yield moments


@dataclass(frozen=True)
class News(Facts):
    """What entries of the toy block say."""

    kinds = ("news",)
    lots: tuple[float, ...]


def table(rounds: int = 6, **more: Any) -> Scenario:
    """Ann holds out for the high deal, bob for the low one; in a second meeting ann wants peace and bob does not."""
    issues = {"deal": issue("none low high", "ann bob"), "truce": issue("war peace", "ann bob")}
    values = {"none": 0, "low": 60, "high": 100}
    parties = {
        "ann": party({"deal": stance(3, values), "truce": stance(1, {"war": 0, "peace": 100})}, "hardliner"),
        "bob": party(
            {"deal": stance(1, {"none": 0, "low": 100, "high": 60}), "truce": stance(1, {"war": 100, "peace": 0})},
            "hardliner",
        ),
    }
    meetings = {"talks": meeting("ann bob", "deal", rounds), "later": meeting("ann bob", "truce", 2)}
    return scenario(issues, parties, meetings, **more)


def at(round_: int, *events: LogEntry) -> What:
    return lambda now: events if now.round == round_ else ()


def test_a_scenario_without_blocks_has_none() -> None:
    assert Course(RealizationFactory(table()).central, RandomSource()).blocks == ()


def test_what_moves_without_an_agreement_stands_and_frees_those_who_were_bound(toy: dict[str, Any]) -> None:
    toy["between_rounds"] = at(2, LogEntry("moved", package=Package.of({1: 1})))
    record = run(table())
    assert record.course.standing.outcome[1] == 1
    assert record.course.standing.bound[1] == frozenset()
    bound = Standing((0, 0), (frozenset({"ann"}), frozenset({"ann", "bob"})))
    assert bound.moved(Package.of({1: 1})).bound == (frozenset({"ann"}), frozenset())


def test_numbers_that_come_into_force_count_from_then_on(toy: dict[str, Any]) -> None:
    toy["between_rounds"] = at(3, LogEntry("news", effect=Effect(numbers={"parties.ann.stances.deal.values.high": 0})))
    record = run(table())
    worth = {offer.event.round: offer.worth["ann"] for offer in offer_records(record)}
    assert (worth[1], worth[2]) == (75, 45)  # 75 % of the weight, at 100 and at 60
    assert record.course.standing.outcome[0] == 1  # now low is its best, and it takes it
    first, second = record.course.meetings
    assert first.opening.numbers != first.closing.numbers
    assert second.opening.numbers == first.closing.numbers
    toy.clear()
    assert not Measures(run(table())).agreed  # without the news it never does


def test_points_at_the_end_are_by_the_numbers_in_force_then(toy: dict[str, Any]) -> None:
    effect = Effect(numbers={"parties.ann.stances.truce.values.war": 50})
    toy["after_talks"] = lambda now: [LogEntry("news", effect=effect)]
    measures = Measures(run(table()))
    assert measures.begin["ann"] == 0
    assert measures.points["ann"] == 12.5


def test_an_entry_can_cost_points_at_once(toy: dict[str, Any]) -> None:
    toy["between_rounds"] = at(1, LogEntry("attack", effect=Effect(charges={"bob": 3.0})))
    assert Measures(run(table())).delay == {"ann": 0, "bob": 3}


def test_a_deadline_can_come_nearer(toy: dict[str, Any]) -> None:
    toy["between_rounds"] = at(1, LogEntry("news", effect=Effect(rounds={"talks": 3, "later": 1})))
    held = run(table()).course.meetings
    assert [(one.rounds, one.reason) for one in held] == [(3, "deadline"), (1, "deadline")]


def test_a_meeting_to_come_can_be_called_off(toy: dict[str, Any]) -> None:
    toy["before_talks"] = lambda now: [LogEntry("news", effect=Effect(called_off=("later",)))]
    later = run(table()).course.meetings[1]
    assert (later.took_place, later.reason) == (False, "it was called off")


def test_a_meeting_in_progress_can_be_called_off(toy: dict[str, Any]) -> None:
    toy["between_rounds"] = at(2, LogEntry("news", effect=Effect(called_off=("talks",))))
    talks = run(table()).course.meetings[0]
    assert (talks.rounds, talks.reason) == (2, "called off")


def test_seats_hear_what_happens_besides_the_talks(toy: dict[str, Any]) -> None:
    toy["between_rounds"] = at(1, LogEntry("news"))
    course = Course(RealizationFactory(table()).central, RandomSource())
    tactics = make_tactics(course.realization)
    while course.round < 2:
        seat = course.asked[0]
        course.submit(seat, tactics[seat].act(course.view(seat)))
    assert "news" in [event.kind for event in course.view(course.asked[0]).events]


def closing() -> Scenario:
    """Ann and bob agree on low at once."""
    made = {key: party({"deal": stance(1, {"none": 0, "low": 100, "high": 0})}) for key in ("ann", "bob")}
    return scenario({"deal": issue("none low high", "ann bob")}, made, {"talks": meeting("ann bob", "deal", 4)})


def test_what_is_not_ratified_is_signed_and_does_not_take_effect(toy: dict[str, Any]) -> None:
    toy["on_signing"] = lambda signed: [LogEntry("voted", seat="bob", facts=Approval(False))]
    record = run(closing())
    kinds = [event.kind for event in record.log]
    assert kinds[-3:] == ["signed", "voted", "ended"]
    assert "agreed" not in kinds
    assert record.course.meetings[0].reason == "not ratified"
    assert record.course.standing == Standing.at_first(record.realization.space)


def test_what_is_ratified_takes_effect_after_the_vote(toy: dict[str, Any]) -> None:
    toy["on_signing"] = lambda signed: [LogEntry("voted", seat="bob", facts=Approval(True))]
    record = run(closing())
    assert [event.kind for event in record.log][-4:] == ["signed", "voted", "agreed", "ended"]
    assert record.course.meetings[0].reason == "agreed"
    assert record.course.standing.outcome == (1,)


def test_every_driver_and_the_written_record_come_to_the_same(toy: dict[str, Any]) -> None:
    effect = Effect({"parties.ann.stances.deal.weight": 9.5}, {"bob": 1.5}, {"later": 1})
    toy["between_rounds"] = at(2, LogEntry("news", facts=News((0.25,)), effect=effect))
    toy["after_talks"] = lambda now: [LogEntry("moved", package=Package.of({1: 1}))]
    record = run(table())
    again = Record.from_dict(record.to_dict())
    assert again.log == record.log == run_model(table()).log
    assert again.course.standing == record.course.standing
    assert again.course.paid == record.course.paid


# Lotteries


@st.composite
def with_lotteries(draw: st.DrawFn) -> tuple[Preferences, Preferences]:
    """A party's preferences, and the same with a lottery on two outcomes while its first issue is not settled."""
    realization = RealizationFactory(draw(random_scenarios())).central
    space, ann = realization.space, realization.preferences["ann"]
    sides = []
    for _ in range(2):
        axes = draw(st.sets(st.integers(0, len(space.issues) - 1))) | {0}
        terms = [(axis, draw(st.integers(1 if axis == 0 else 0, len(space.issues[axis]) - 1))) for axis in sorted(axes)]
        sides.append(tuple(terms))
    lottery = CostlyLottery(((0, 0),), sides[0], sides[1], draw(st.integers(0, ONE)))
    changed = dict(vars(ann))
    plain = {name: changed[name] for name in ann.__dataclass_fields__}
    return ann, Preferences(**(plain | {"lotteries": (lottery,)}))


@given(with_lotteries())
def test_a_lottery_is_worth_the_two_outcomes_weighed_by_their_chances(pair: tuple[Preferences, Preferences]) -> None:
    plain, ann = pair
    (lottery,) = ann.lotteries
    space = ann.space
    table = Utilities(space, {"ann": ann}).table().points[0]
    for index in range(space.size):
        outcome = space.outcome(index)
        assert table[index] == ann.points(outcome)
        if outcome[0]:
            assert ann.points(outcome) == plain_points(plain, outcome)
        else:
            won, lost = (
                plain_points(plain, tuple(dict(terms).get(axis, option) for axis, option in enumerate(outcome)))
                for terms in (lottery.won, lottery.lost)
            )
            chance = lottery.chance / ONE
            expected = ann.scale.points(won * chance + lost * (1 - chance))
            assert ann.scale.points(ann.points(outcome)) == pytest.approx(expected, abs=2**-19)


def test_lotteries_count_under_their_old_names_for_now() -> None:
    lottery = CostlyLottery(((0, 0),), ((0, 1),), ((0, 0),), ONE // 2)
    with pytest.warns(FutureWarning, match="now called `lotteries`"):

        class OldEffects(Effects):
            def gambles(self, party: str) -> tuple[CostlyLottery, ...]:
                return (lottery,)

    assert OldEffects().lotteries("ann") == (lottery,)
    ann = replace(run(table()).realization.preferences["ann"], lotteries=(lottery,))
    with pytest.warns(FutureWarning, match="now called `lotteries`"):
        assert ann.contests == (lottery,)


RUIN = {(10, 0.3, 1): 0.00027878, (10, 0.3, 5): 0.01425220, (10, 0.3, 9): 0.42845195, (10, 0.5, 5): 0.5}
"""Places, chance of a step up, place -> chance to reach the last before the first: Feller 1968, XIV.2.4, by hand."""


@pytest.mark.parametrize(("case", "chance"), [*RUIN.items(), ((10, 0.55, 5), 0.731717)])
def test_the_gamblers_ruin(case: tuple[int, float, int], chance: float) -> None:
    places, battle, place = case
    assert chance_from(place, places, battle) == pytest.approx(chance, abs=5e-7)


@given(st.integers(2, 400), st.floats(0, 1), st.data())
def test_the_chance_to_win_rises_along_the_line(places: int, battle: float, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, places - 1))
    here, next_ = chance_from(place, places, battle), chance_from(place + 1, places, battle)
    assert 0 <= here <= next_ + 1e-12 <= 1 + 1e-11
    assert here + chance_from(places - place, places, 1 - battle) == pytest.approx(1, abs=1e-9)
