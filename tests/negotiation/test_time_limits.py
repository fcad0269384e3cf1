"""Tactics that loop, raise or break a rule: they lose their turn, the log says so, and the talks go on."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Sequence

import pytest
from building import NO, PASS, YES, do, one_issue, opened, packaged, recorded, versus

from negosim.analysis.run_narrative import account
from negosim.errors import UsageError
from negosim.negotiation.acts import Accept, Act, Forfeit, Leave, Offer
from negosim.negotiation.course import Course
from negosim.negotiation.driving import replay
from negosim.negotiation.log import LostTurn
from negosim.negotiation.packages import Package
from negosim.negotiation.record import Record
from negosim.negotiation.session import IllegalActError
from negosim.negotiation.tactics.base import Tactic, View, is_own
from negosim.negotiation.tactics.mix import Mix
from negosim.negotiation.tactics.time_dependent import Conceder, Linear
from negosim.negotiation.time_limits import TIMERS, TimeLimit, TimeUpError, play_guarded

CAKE = one_issue({"ann": [0, 100, 60], "bob": [0, 40, 100]}, rounds=6)


class Looping(Tactic):
    """Never comes to an end, and swallows what an `except Exception` can."""

    def act(self, view: View) -> Act:
        while True:
            try:
                int("7")
            except Exception:  # noqa: S112  (what a careless tactic does)
                continue


class Raising(Tactic):
    def act(self, view: View) -> Act:
        raise ValueError(f"no idea at {object()}")


class Slow(Tactic):
    def act(self, view: View) -> Act:
        end = time.thread_time() + 0.06
        while time.thread_time() < end:
            pass
        return NO if view.offer is not None else PASS


class Cheating(Tactic):
    """Says yes whatever it is asked."""

    def act(self, view: View) -> Act:
        return Accept()


def reasons(course: Course, seat: str) -> set[str]:
    return {event.facts.reason for event in course.log if isinstance(event.facts, LostTurn) and event.seat == seat}


def test_a_looping_tactic_loses_its_turns_and_the_rest_goes_on() -> None:
    course = play_guarded(opened(CAKE), {"ann": Looping(), "bob": Conceder()}, seconds=0.1)
    assert reasons(course, "ann") == {"Looping took longer than 0.1 s"}
    assert [event.seat for event in course.log if event.kind == "offered"] == ["bob"] * 3
    assert course.meetings[0].reason == "deadline"


def test_a_raising_tactic_loses_its_turns_and_no_address_of_memory_gets_into_the_log() -> None:
    course = play_guarded(opened(CAKE), {"ann": Raising(), "bob": Linear()})
    assert "raised ValueError: no idea at <object object at 0x...>" in min(reasons(course, "ann"))
    assert not reasons(course, "bob")


def test_an_act_against_the_rules_costs_the_turn() -> None:
    course = play_guarded(opened(CAKE), {"ann": Cheating(), "bob": Linear()})
    assert reasons(course, "ann") == {"its act broke a rule: ann may now offer or pass or leave, not accept"}
    assert course.meetings[0].reason == "agreed", "its yes to bob's first offer is a right answer"


def test_a_log_with_lost_turns_replays_to_the_same_log_also_from_a_file() -> None:
    course = play_guarded(opened(CAKE), {"ann": Raising(), "bob": Linear()})
    assert replay(opened(CAKE), course.log).log == course.log
    record = Record.from_dict(recorded(course).to_dict())
    assert record.course.log == course.log


def test_the_account_of_a_run_tells_of_lost_turns() -> None:
    course = play_guarded(opened(CAKE), {"ann": Cheating(), "bob": Linear()})
    told = account(recorded(course))[0].sentences
    assert any(one.startswith("Party ann lost a turn by its tactic, first in round 1: its act broke") for one in told)
    course = play_guarded(opened(CAKE), {"ann": Raising(), "bob": Linear()})
    assert any("Party ann lost 6 turns" in one for one in account(recorded(course))[0].sentences)


def test_good_tactics_play_as_they_do_without_a_guard() -> None:
    course = play_guarded(opened(CAKE), {"ann": Linear(), "bob": Conceder()})
    assert course.log == versus(CAKE, ann=Linear(), bob=Conceder()).log


def test_a_lost_turn_is_lost_once_and_leaves_only_pass_and_reject() -> None:
    course = opened(CAKE)
    good = packaged(course.realization, it="o1")
    do(course, ("ann", Forfeit("slow")))
    with pytest.raises(IllegalActError, match="lost this turn already"):
        course.submit("ann", Forfeit("slow again"))
    with pytest.raises(IllegalActError, match="it may pass or reject"):
        course.submit("ann", Offer(good))
    do(course, ("ann", PASS), ("bob", Offer(good)), ("ann", Forfeit("slow")))
    with pytest.raises(IllegalActError, match="it may pass or reject"):
        course.submit("ann", YES)
    course.submit("ann", NO)
    assert course.asked == ("ann",)


def test_only_who_is_asked_can_lose_a_turn() -> None:
    with pytest.raises(IllegalActError, match="it is not bob's turn"):
        opened(CAKE).submit("bob", Forfeit("eager"))


@pytest.mark.parametrize("terms", [None, ((0.0, 1),), (("it", 1),), ((0, [1]),), 7])
def test_a_package_of_anything_is_turned_away_in_words(terms: object) -> None:
    package = Package(terms)  # type: ignore[arg-type]  # what a tactic may hand in
    with pytest.raises(IllegalActError, match="package is none"):
        opened(CAKE).submit("ann", Offer(package))


def test_walking_out_stays_possible() -> None:
    class Leaving(Tactic):
        def act(self, view: View) -> Act:
            return Leave()

    course = play_guarded(opened(CAKE), {"ann": Leaving(), "bob": Linear()})
    assert not reasons(course, "ann")
    assert course.meetings[0].reason == "nothing on offer"


def test_without_an_alarm_a_slow_act_is_found_when_it_has_come_to_its_end() -> None:
    found: list[set[str]] = []

    def play() -> None:
        course = play_guarded(opened(CAKE), {"ann": Slow(), "bob": Linear()}, seconds=0.05)
        found.append(reasons(course, "ann"))

    thread = threading.Thread(target=play)
    thread.start()
    thread.join()
    assert found == [{"Slow took longer than 0.05 s"}]


def test_sleeping_counts_by_the_clock_and_the_alarms_of_whoever_calls_are_given_back() -> None:
    before = signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGPROF)
    with TimeLimit(0.005) as limit:
        assert limit.within(lambda: 7) == 7
        with pytest.raises(TimeUpError):
            limit.within(lambda: time.sleep(1))
    assert (signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGPROF)) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


class Spinning:
    """Takes its time when it is thrown away, where Python swallows what is raised."""

    def __del__(self) -> None:
        for _ in range(200_000):
            pass


def test_a_signal_that_falls_in_a_finalizer_comes_again() -> None:
    def throw_away() -> None:
        while True:
            Spinning()

    with TimeLimit(0.05) as limit, pytest.raises(TimeUpError):
        limit.within(throw_away)
    assert {signal.getitimer(timer) for timer, _, _ in TIMERS} <= {(0.0, 0.0)}


def test_only_tactics_of_others_are_timed() -> None:
    assert is_own(Linear())
    assert is_own(Conceder(exponent=2.0))
    assert not is_own(Looping())
    assert is_own(Mix(model="bayesian"))


class WithPart(Linear):
    """A tactic of negosim's own with a part of somebody else's."""

    __module__ = Linear.__module__

    def components(self) -> Sequence[Callable[..., object]]:
        return (Looping,)


def test_a_tactic_with_a_part_of_somebody_else_is_timed() -> None:
    assert not is_own(WithPart())


def test_a_limit_is_a_number_of_seconds() -> None:
    with pytest.raises(UsageError, match=r"from 0.001 to 3600"):
        TimeLimit(0)
