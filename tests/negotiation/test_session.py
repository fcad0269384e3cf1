"""One meeting in progress: one door that checks every act, and what a seat may know."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from building import (
    LEAVE,
    NO,
    PARTIES,
    PASS,
    YES,
    Scripted,
    delay,
    do,
    issue,
    meeting,
    opened,
    packaged,
    party,
    recorded,
    scenario,
    stance,
    versus,
)
from building import scenarios as random_scenarios
from hypothesis import given, settings

from negosim.domain.rng import RandomSource
from negosim.errors import NegosimError, RunError
from negosim.negotiation.acts import Act, Forfeit, Offer
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.seat_views import FIELDS, GROWING
from negosim.negotiation.session import IllegalActError
from negosim.negotiation.tactics.base import Tactic, View
from negosim.negotiation.tactics.menu_by_cliques import CliqueMenu
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.scenario import Scenario


def kyiv(**more: Any) -> Scenario:
    """Minerals between two; the truce between all three; Russia leads the first meeting, the second is without it."""
    issues = {
        "minerals": issue("none fund debt", "ukraine usa"),
        "truce": issue("war truce", "ukraine usa russia"),
        "side": issue("none talk", "usa russia"),
    }
    ukraine = party(
        {
            "minerals": stance(3, {"none": 20, "fund": 100, "debt": 0}, refuses=["debt"]),
            "truce": stance(1, {"war": 0, "truce": 100}),
        },
        cost_of_delay=delay(0.5, {"truce": "war"}),
    )
    usa = party({"minerals": stance(1, {"none": 0, "fund": 60, "debt": 100})}, **more)
    meetings = {
        "apart": meeting("usa russia", "side", 2),
        "all": meeting("ukraine usa russia", "minerals truce", 6),
    }
    return scenario(issues, {"ukraine": ukraine, "usa": usa, "russia": party()}, meetings)


def second(**more: Any) -> Course:
    """The course when the meeting of all begins."""
    return do(opened(kyiv(**more)), ("usa", PASS), ("russia", PASS))


def refused(course: Course, seat: str, act: Act, why: str) -> None:
    """The act is turned away and nothing has changed."""
    log, asked, rules = list(course.log), course.asked, dict(vars(course.current.protocol))
    with pytest.raises(IllegalActError, match=why):
        course.submit(seat, act)
    assert (course.log, course.asked, vars(course.current.protocol)) == (log, asked, rules)


def offer(course: Course, **options: str) -> Offer:
    return Offer(packaged(course.realization, **options))


def test_nobody_acts_out_of_turn() -> None:
    refused(second(), "usa", PASS, "it is not usa's turn: ukraine is asked")
    refused(second(), "france", PASS, "it is not france's turn")


def test_an_act_is_one_of_those_that_are_asked_for() -> None:
    course = second()
    refused(course, "ukraine", YES, "ukraine may now offer or pass or leave, not accept")
    do(course, ("ukraine", {"truce": "truce"}))
    refused(course, "usa", PASS, "usa may now accept or reject or leave, not pass")


def test_what_is_no_act_is_turned_away() -> None:
    refused(second(), "ukraine", None, "may now offer or pass or leave")
    refused(second(), "ukraine", Act(), "may now offer or pass or leave")


def test_an_offer_names_open_issues_of_the_meeting() -> None:
    course = second()
    refused(course, "ukraine", offer(course, side="talk"), "names issues that are not open in this meeting")


def test_an_offer_moves_something() -> None:
    course = second()
    refused(course, "ukraine", offer(course, minerals="none"), "package moves nothing")
    refused(course, "ukraine", Offer(Package(())), "package moves nothing")


@pytest.mark.parametrize("terms", [((0, 9),), ((0, -1),), ((0, 0), (0, 1)), ((1, 1), (0, 1)), ((0, "fund"),)])
def test_an_offer_names_options_that_there_are_each_issue_once_and_in_order(terms: tuple[tuple[int, int], ...]) -> None:
    refused(second(), "ukraine", Offer(Package(terms)), "ukraine's package is none")


def test_an_offer_is_a_package() -> None:
    refused(second(), "ukraine", Offer({"minerals": "fund"}), "ukraine's package is none")


def test_an_option_that_cannot_get_its_consent_is_not_on_offer() -> None:
    issues = {"x": issue("no yes", "ann bob"), "y": issue("no yes", "bob cy")}
    of = scenario(issues, {key: party() for key in PARTIES[:3]}, {"m": meeting("ann bob cy", "x y")})
    course = do(opened(of), ("ann", LEAVE))
    refused(course, "bob", offer(course, x="yes"), "bob's package needs ann, who is not at the table")


def test_a_seat_offers_nothing_that_it_refuses() -> None:
    course = second()
    refused(course, "ukraine", offer(course, minerals="debt", truce="truce"), "ukraine offers what it refuses")


def test_a_seat_accepts_nothing_that_it_refuses() -> None:
    course = do(second(), ("ukraine", PASS), ("usa", {"minerals": "debt"}), ("russia", YES))
    refused(course, "ukraine", YES, "ukraine refuses what this offer moves to")
    do(course, ("ukraine", NO))


def test_a_closed_issue_is_not_open_any_more() -> None:
    course = do(second(), ("ukraine", {"minerals": "fund"}), ("usa", YES), ("russia", NO))
    refused(course, "usa", offer(course, minerals="debt"), "names issues that are not open")


def test_a_refusal_is_kept_where_an_agreement_binds_the_party_to_the_issue() -> None:
    """Ukraine's consent isn't in the list of `side`, but what it is bound to can't be moved to what it refuses."""
    issues = {"side": issue("none talk war", {"talk": "ukraine usa", "war": "usa russia"})}
    wants = stance(1, {"none": 0, "talk": 1, "war": 2}, refuses="war")
    parties = {"ukraine": party({"side": wants}), "usa": party(), "russia": party()}
    meetings = {"a": meeting("ukraine usa", "side"), "b": meeting("usa russia ukraine", "side")}
    course = do(opened(scenario(issues, parties, meetings)), ("ukraine", {"side": "talk"}), ("usa", YES))
    do(course, ("usa", {"side": "war"}), ("russia", YES))
    refused(course, "ukraine", YES, "refuses what this offer moves to")


def test_illegal_acts_are_errors_of_the_run() -> None:
    assert issubclass(IllegalActError, NegosimError)
    assert IllegalActError.exit_code == 3


# What a seat sees


def test_a_view_holds_the_clock_and_ones_own_preferences() -> None:
    view = second().view("ukraine")
    assert (view.meeting, view.party, view.round, view.rounds, view.course_round) == ("all", "ukraine", 1, 6, 3)
    assert (view.time, view.next_time) == (0, 3 / 5)
    assert view.preferences.party == "ukraine"


def test_the_time_of_the_next_turn_is_one_when_there_is_none() -> None:
    course = second()
    for seat in ("ukraine", "usa", "russia", "ukraine"):
        do(course, (seat, PASS))
    assert (course.view("usa").time, course.view("usa").next_time) == (0.8, 1)


def test_worths_and_the_reservation_value_count_the_charges_after_this_round() -> None:
    course = second()  # round 3 of 8: five charges of 0.5 would still come
    view = course.view("ukraine")
    assert view.scale.points(view.reservation) == 15 - 2.5
    assert view.scale.points(view.menu.stands) == 15 - 2.5
    assert view.scale.points(view.menu.worth(packaged(course.realization, minerals="fund"))) == 75 - 2.5
    assert view.scale.points(view.menu.worth(packaged(course.realization, truce="truce"))) == 15 + 25


def test_a_view_never_holds_the_preferences_of_others() -> None:
    course = second()
    assert not course.view("usa").known
    assert all(one.party != "russia" for one in vars(course.view("usa")).values() if hasattr(one, "contributions"))


def test_choices_by_components_hold_ones_own_points_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("negosim.negotiation.seat_options.TABLE_LIMIT", 0)
    course = second()
    for seat in ("ukraine", "usa", "russia"):
        menu = course.view(seat).menu
        assert isinstance(menu, CliqueMenu)
        assert {len(part) for one in menu.options.cliques for part in (one.points, one.charges)} == {1}
        assert menu.stands == course.realization.preferences[seat].worth(course.standing.outcome, menu.rounds_left)


def test_a_seat_that_the_scenario_marks_informed_knows_the_others() -> None:
    assert second(informed=True).view("usa").known["ukraine"].party == "ukraine"


def test_a_seat_hears_of_other_meetings_only_what_is_announced() -> None:
    course = do(opened(kyiv()), ("usa", {"side": "talk"}), ("russia", YES))
    heard = [(event.kind, event.meeting) for event in course.view("ukraine").events]
    assert heard == [("began", "apart"), ("agreed", "apart"), ("ended", "apart")]
    assert [event.kind for event in course.view("usa").events] == ["began", "offered", "answered", "agreed", "ended"]


def test_a_seat_does_not_hear_who_lost_a_turn_in_a_meeting_of_others() -> None:
    forfeit = Forfeit("it raised an error")
    course = do(opened(kyiv()), ("usa", forfeit), ("usa", PASS), ("russia", {"side": "talk"}), ("usa", YES))
    assert "forfeited" not in [event.kind for event in course.view("ukraine").events]
    assert "forfeited" in [event.kind for event in course.view("russia").events]


def test_a_view_holds_the_last_offer_of_every_seat_and_all_of_the_others() -> None:
    course = second()
    do(course, ("ukraine", {"truce": "truce"}), ("usa", NO), ("usa", {"minerals": "debt"}), ("russia", NO))
    do(course, ("ukraine", NO), ("russia", {"truce": "truce"}))
    view = course.view("ukraine")
    packages = {
        "usa": packaged(course.realization, minerals="debt"),
        "russia": packaged(course.realization, truce="truce"),
    }
    assert view.others == packages
    assert view.offers["ukraine"] == packages["russia"]
    assert view.history() == {seat: [package] for seat, package in packages.items()}
    assert (view.offer, view.by) == (packages["russia"], "russia")


def test_a_view_that_is_kept_does_not_change() -> None:
    course = second()
    before = course.view("ukraine")
    do(course, ("ukraine", {"truce": "truce"}))
    assert before.offers == {}
    with pytest.raises(AttributeError):
        before.round = 2  # type: ignore[misc]  # (frozen: that is tried)
    with pytest.raises(TypeError):
        before.offers["ukraine"] = Package(())  # type: ignore[index]  # (read only: that is tried)


def test_what_is_acceptable_is_neither_refused_nor_below_the_reservation_value() -> None:
    view, realization = second().view("ukraine"), second().realization
    assert view.acceptable(packaged(realization, minerals="fund"))
    assert not view.acceptable(packaged(realization, minerals="debt", truce="truce"))


def test_the_menu_holds_what_is_on_offer_and_not_refused_by_the_seat() -> None:
    course = second()
    space = course.realization.space
    on_offer = {
        seat: {space.named(package.on(space.status_quo))["minerals"] for package in _drawn(course.view(seat))}
        for seat in ("ukraine", "usa")
    }
    assert on_offer == {"ukraine": {"none", "fund"}, "usa": {"none", "fund", "debt"}}


def _drawn(view: View) -> set[Package]:
    """The packages that a seat may come to by chance."""
    drawn = (view.menu.random(-(10**12), np.random.default_rng(k)) for k in range(200))
    return {package for package in drawn if package is not None}


# A session by itself


def test_a_meeting_in_which_nothing_is_on_offer_ends_before_its_first_round() -> None:
    realization = RealizationFactory(kyiv()).central
    standing = Standing((0, 0, 1), (frozenset(), frozenset(), frozenset({"ukraine"})))
    course = Course(realization, RandomSource(), standing)
    first = course.meetings[0]
    assert (first.reason, first.rounds, course.current.meeting.key) == ("nothing on offer", 0, "all")


def test_protocol_and_tactics_are_made_by_name_with_their_parameters() -> None:
    plain = kyiv().plain()
    plain["parties"]["usa"]["tactic"] |= {"name": "boulware", "exponent": [0.2, 0.4], "first": 0.1}
    realization = RealizationFactory(scenario(plain["issues"], plain["parties"], plain["meetings"])).central
    usa = make_tactics(realization)["usa"]
    assert (type(usa).__name__, usa.exponent, usa.first) == ("Boulware", pytest.approx(0.3), 0.1)
    protocol = second().current.protocol
    names = [protocol.table.parties[seat] for seat in (*protocol.seats, protocol.begins)]
    assert (names, protocol.rounds) == (["ukraine", "usa", "russia", "ukraine"], 6)


def test_what_a_tactic_raises_is_told_with_seat_and_round() -> None:
    class Broken(Tactic):
        def act(self, view: View) -> Act:
            raise ZeroDivisionError("oh")

    with pytest.raises(RunError, match="the tactic Broken of usa in round 1 of apart raised ZeroDivisionError: oh"):
        versus(kyiv(), usa=Broken())


def test_a_tactic_that_gives_no_act_is_told_in_words() -> None:
    class Silent(Tactic):
        def act(self, view: View) -> Act:
            return None  # type: ignore[return-value]  # (no act: that is tried)

    with pytest.raises(NegosimError, match="usa may now offer or pass or leave, not NoneType"):
        versus(kyiv(), usa=Silent())


def test_errors_of_negosim_pass_through_a_tactic_as_they_are() -> None:
    class Wrong(Tactic):
        def act(self, view: View) -> Act:
            raise IllegalActError("as it is")

    with pytest.raises(IllegalActError, match="as it is"):
        versus(kyiv(), usa=Wrong())


def test_a_tactic_sets_no_aspiration_unless_it_says_so() -> None:
    assert Scripted().aspiration(second().view("ukraine"), 0.5) is None


@settings(max_examples=40)
@given(random_scenarios())
def test_no_seat_is_bound_to_what_it_refuses_or_to_less_than_its_reservation(drawn: Scenario) -> None:
    course = opened(drawn)
    tactics = make_tactics(course.realization)
    while course.asked:
        seat = course.asked[0]
        view = course.view(seat)
        act = tactics[seat].act(view)
        package = act.package if isinstance(act, Offer) else view.offer if act == YES else None
        if package is not None:
            assert not view.menu.refuses(package)
            assert view.menu.worth(package) >= view.reservation
        course.submit(seat, act)
    assert recorded(course).course.log == course.log


def test_play_asks_until_the_talks_are_over() -> None:
    course = opened(kyiv())
    assert play(course, {key: Scripted() for key in course.realization.parties}).asked == ()
    with pytest.raises(RunError, match="the talks are over"):
        course.view("usa")


def test_a_view_has_the_same_fields_by_itself_and_as_it_goes_on() -> None:
    """What a view declares, how it is found, and what one that is good for an act finds beforehand are one list."""
    own = {"chance", "notes"}  # an object each time, and none for a view by itself
    assert set(View.__annotations__) == set(FIELDS)

    class Compares(Tactic):
        def act(self, view: View) -> Act:
            live = course.session.seats.live_view(view.party)  # type: ignore[union-attr]  # it is this seat's turn
            assert {name: getattr(live, name) for name in FIELDS.keys() - own - set(GROWING)} == {
                name: getattr(view, name) for name in FIELDS.keys() - own - set(GROWING)
            }
            assert (live.offered, live.heard, live.has_heard) == (view.offered, view.heard, view.has_heard)
            return tactics[view.party].act(view)

    course = Course(RealizationFactory(kyiv()).central, RandomSource())
    tactics = make_tactics(course.realization)
    play(course, {party: Compares() for party in tactics})
    assert course.round > 1
