"""What chance does in a meeting: who offers, and whether talks break down."""

from __future__ import annotations

from typing import Any

import pytest
from building import (
    LEAVE,
    NO,
    PASS,
    YES,
    amount,
    central,
    ends,
    issue,
    meeting,
    opened,
    party,
    recorded,
    scenario,
    stance,
    versus,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.analysis.measures import Measures
from negosim.analysis.run_narrative import account
from negosim.domain.rng import RandomSource
from negosim.errors import InputError
from negosim.negotiation.course import Course
from negosim.negotiation.driving import replay
from negosim.negotiation.mesa_model import run_model
from negosim.negotiation.record import Record, run
from negosim.report.figures.meetings import meeting_words

SEATS = ("ann", "bob", "cy")


def talks(*, seats: str = "ann bob cy", rounds: int = 6, tactic: str = "linear", **protocol: Any) -> Any:
    """Seats that divide an amount; the protocol's further parameters are given."""
    names = seats.split()
    values = [{0: 0, 10: 100}, {0: 0, 1: 100, 10: 10}, {0: 0, 10: 50}]
    parties = {who: party({"it": stance(1, values[k])}, tactic) for k, who in enumerate(names)}
    one = meeting(seats, "it", rounds)
    one["protocol"] |= protocol
    return scenario({"it": amount(0, 10, 1, seats)}, parties, {"talks": one})


def proposers(course: Course) -> list[str]:
    return [event.seat for event in course.log if event.kind in ("offered", "passed")]


# Who offers


def test_in_rotation_nothing_is_drawn() -> None:
    course = versus(talks(), ann=[], bob=[], cy=[])
    assert proposers(course) == [*SEATS, *SEATS]
    assert course.log == versus(talks(order="rotation", breakdown=0), ann=[], bob=[], cy=[]).log


def test_in_random_order_the_course_draws_who_offers_by_meeting_and_round() -> None:
    for seed in range(5):
        course = versus(talks(order="random"), seed=seed, ann=[], bob=[], cy=[])
        lots = [RandomSource(seed).uniform("meeting.talks.order", round_) for round_ in range(6)]
        assert proposers(course) == [SEATS[int(lot * 3)] for lot in lots]


def test_each_seat_is_drawn_as_often_as_the_others() -> None:
    rounds = [proposers(versus(talks(order="random"), run=run, ann=[], bob=[], cy=[])) for run in range(200)]
    counts = [sum(one.count(seat) for one in rounds) for seat in SEATS]
    assert sum(counts) == 1200
    assert all(abs(count - 400) < 4 * (1200 * 2 / 9) ** 0.5 for count in counts)


def test_who_left_is_not_drawn() -> None:
    of = talks(order="random", rounds=12)
    course = opened(of)
    first = course.asked[0]
    course.submit(first, LEAVE)
    while course.asked:
        course.submit(course.asked[0], PASS)
    assert first not in proposers(course)


def test_the_next_turn_may_be_in_the_next_round_where_it_is_drawn() -> None:
    course = opened(talks(order="random", rounds=3))
    views = [course.view(seat) for seat in SEATS]
    assert {view.next_time for view in views} == {0.5}
    assert {view.turns.order for view in views} == {"random"}


def test_who_begins_is_not_named_where_it_is_drawn() -> None:
    with pytest.raises(InputError, match="with 'order: random' nobody begins by right"):
        talks(order="random", begins="bob")


@pytest.mark.parametrize("wrong", [{"order": "anarchy"}, {"breakdown": 1.5}, {"breakdown": -0.1}, {"ordre": "random"}])
def test_the_parameters_are_checked_at_the_door(wrong: Any) -> None:
    with pytest.raises(InputError):
        talks(**wrong)


# Whether talks go on


def test_talks_break_down_after_the_round_whose_lot_lies_below_the_chance() -> None:
    for seed in range(8):
        course = versus(talks(breakdown=0.4, rounds=20), seed=seed, ann=[], bob=[], cy=[])
        lots = [RandomSource(seed).uniform("meeting.talks.breakdown", round_) for round_ in range(1, 20)]
        last = next((k for k, lot in enumerate(lots, 1) if lot < 0.4), 20)
        assert course.round == last
        assert ends(course) == ["breakdown" if last < 20 else "deadline"]


def test_a_breakdown_has_an_entry_of_its_own_and_is_told_in_words() -> None:
    course = versus(talks(breakdown=1), ann=[], bob=[], cy=[])
    assert [event.kind for event in course.log] == ["began", "passed", "broke_down", "ended"]
    record = recorded(course)
    assert "The talks broke down after 1 round, without agreement." in account(record)[0].sentences
    assert meeting_words(record, course.meetings[0]).endswith("ended when the talks broke down")


def test_an_agreement_of_all_comes_before_any_breakdown() -> None:
    course = versus(talks(breakdown=1), ann=[{"it": 5}], bob=[YES], cy=[YES])
    assert ends(course) == ["agreed"]


def test_a_breakdown_counts_its_round() -> None:
    course = versus(talks(breakdown=1), ann=[{"it": 5}], bob=[NO], cy=[])
    assert course.meetings[0].rounds == 1


# The log is the same under every driver, and plays again


@settings(max_examples=15)
@given(
    st.integers(0, 10**6), st.sampled_from(["rotation", "random"]), st.sampled_from([0, 0.1, 0.5]), st.integers(2, 3)
)
def test_mesa_and_the_plain_driver_give_the_same_log_and_it_plays_again(
    seed: int, order: str, breakdown: float, count: int
) -> None:
    of = talks(seats=" ".join(SEATS[:count]), order=order, breakdown=breakdown, tactic="random_walker")
    record = run(of, seed=seed)
    assert record.log == run_model(of, seed=seed).log
    assert replay(Course(record.realization, record.chance), record.log).log == list(record.log)
    assert Measures(Record.from_dict(record.to_dict())).points == Measures(record).points


def test_the_chance_of_a_breakdown_may_be_uncertain() -> None:
    of = talks(breakdown=[0.1, 0.3])
    assert central(of).meetings[0].protocol.parameters["breakdown"] == pytest.approx(0.2)


def test_options_by_consent_are_drawn_too() -> None:
    one = issue("o0 o1", {"o1": "ann bob"})
    parties = {who: party({"it": stance(1, {"o0": 0, "o1": 9})}, "linear") for who in ("ann", "bob")}
    place = meeting("ann bob", "it", 3)
    place["protocol"] |= {"order": "random"}
    assert ends(versus(scenario({"it": one}, parties, {"talks": place}))) == ["agreed"]
