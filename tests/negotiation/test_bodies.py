"""Bodies at a table: who may vote, what passes, whom it binds, and what the log says of it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from building import (
    ASSUMED,
    LEAVE,
    NO,
    PASS,
    YES,
    at_first,
    central,
    issue,
    meeting,
    opened,
    party,
    scenario,
    scenarios,
    stance,
    versus,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from negosim.domain.decision_rule import DecisionRule, VoteTest
from negosim.domain.requirements import Body, Requirements
from negosim.errors import InputError
from negosim.negotiation.acts import Abstain, Act, Offer
from negosim.negotiation.course import Course
from negosim.negotiation.driving import replay
from negosim.negotiation.log import Ending, Kind, LogEntry, Reply, Vote
from negosim.negotiation.packages import Package
from negosim.negotiation.session import IllegalActError
from negosim.negotiation.tactics.counterparts import needed_counterparts
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

ABSTAIN = Abstain()
PERMANENT = ("usa", "uk", "france", "russia", "china")
OTHERS = tuple(f"m{k}" for k in range(6, 16))
COUNCIL: dict[str, Any] = {
    "title": "The Security Council",
    "members": [*PERMANENT, *OTHERS],
    "passes": {"votes": 9},
    "vetoes": [*PERMANENT],
    "basis": ASSUMED,
}


def resolution(option: int = 1) -> Offer:
    """To move the issue to an option."""
    return Offer(Package.of({0: option}))


def council(consent: str = "council", *, seats: str = "", refuses: str = "", **more: Any) -> Course:
    """Fifteen members and a guest talk about one issue, twice; nobody loses by it."""
    everyone = " ".join((*OTHERS, *PERMANENT, "guest"))
    parties = {key: party({"x": stance(1, {"old": 0, "new": 100, "newer": 100})}) for key in everyone.split()}
    if refuses:
        parties[refuses] = party({"x": stance(1, {"old": 0, "new": 100, "newer": 100}, ["new"])})
    there = seats or everyone
    meetings = {"m": meeting(there, "x", 3), "n": meeting(there, "x", 3)}
    return opened(
        scenario(
            {"x": issue("old new newer", consent)}, parties, meetings, negosim=2, bodies={"council": COUNCIL | more}
        )
    )


def answered(course: Course, offer: Act, **acts: Act) -> list[LogEntry]:
    """An offer is put and answered, by a yes unless said otherwise; what was logged."""
    before, session = len(course.log), course.current
    course.submit(course.asked[0], offer)
    while session.offer is not None and not session.ended and course.session is session:
        course.submit(course.asked[0], acts.get(course.asked[0], YES))
    return course.log[before:]


def vote(entries: list[LogEntry]) -> Vote:
    """How the body voted."""
    [found] = [entry.facts for entry in entries if isinstance(entry.facts, Vote)]
    return found


# What passes


def test_nine_votes_and_no_veto_by_hand() -> None:
    six_against = dict.fromkeys(OTHERS[4:], NO)
    nine = vote(answered(council(), resolution(), **six_against))
    assert nine.ratified
    assert (len(nine.supporters), len(nine.against)) == (9, 6)
    assert nine.tests == ({"test": "votes", "took": 9, "got": 9, "met": True},)
    assert not vote(answered(council(), resolution(), **six_against, m9=NO)).ratified
    vetoed = vote(answered(council(), resolution(), russia=NO))
    assert not vetoed.ratified
    assert vetoed.tests[0]["met"]
    abstained = vote(answered(council(), resolution(), russia=ABSTAIN, china=ABSTAIN))
    assert abstained.ratified
    assert abstained.abstained == ("china", "russia")


@pytest.mark.parametrize(
    ("passes", "no", "abstains", "passed"),
    [
        ("all", 0, 0, True),
        ("all", 0, 1, False),
        ("consensus", 0, 14, True),
        ("consensus", 1, 0, False),
        ("majority", 7, 0, True),
        ("majority", 7, 1, False),
        ("absolute_majority", 7, 0, True),
        ("absolute_majority", 0, 8, False),
        ({"share": "2/3"}, 5, 0, True),
        ({"share": "2/3"}, 6, 0, False),
        ({"share": "2/3", "of": "cast"}, 5, 0, True),
        ({"share": "2/3", "of": "cast"}, 4, 3, True),
        ([{"votes": 3}, {"votes": 1, "among": ["m15"]}], 0, 0, True),
        ([{"votes": 3}, {"votes": 1, "among": ["m15"]}], 1, 0, False),
    ],
)
def test_the_tests_of_a_rule(passes: Any, no: int, abstains: int, passed: bool) -> None:
    """The last members in the order of the table vote no, those before them abstain."""
    order = [*reversed(OTHERS[1:]), *reversed(PERMANENT)]
    acts = dict.fromkeys(order[:no], NO) | dict.fromkeys(order[no : no + abstains], ABSTAIN)
    assert vote(answered(council(passes=passes, vetoes=[]), resolution(), **acts)).ratified is passed


def test_a_reverse_majority_lets_pass_what_is_not_stopped() -> None:
    stops = {"stops": {"share": "2/3"}, "passes": None, "vetoes": []}
    silent = dict.fromkeys((*OTHERS, *PERMANENT), ABSTAIN)
    assert vote(answered(council(**stops), resolution(), **silent)).ratified
    ten = dict.fromkeys((*OTHERS[1:], "usa"), NO)
    assert not vote(answered(council(**stops), resolution(), **ten)).ratified
    assert vote(answered(council(**stops), resolution(), **(ten | {"usa": ABSTAIN}))).ratified


def test_weights_are_votes() -> None:
    holders = dict(zip((*OTHERS, *PERMANENT), [30, 25, 25, *[0] * 11, 20], strict=True))
    weighed = {"members": None, "weights": holders, "passes": {"share": 0.75}, "vetoes": []}
    assert vote(answered(council(**weighed), resolution(), china=NO)).tests[0]["got"] == 80
    assert not vote(answered(council(**weighed), resolution(), m8=NO, china=ABSTAIN)).ratified


@settings(max_examples=60)
@given(st.data())
def test_one_more_yes_never_loses(data: st.DataObject) -> None:
    """Every member that turns from no to an abstention, or from an abstention to yes, keeps what passes."""
    count = data.draw(st.integers(1, 5))
    weights = data.draw(st.lists(st.lists(st.integers(0, 5), min_size=count, max_size=count), min_size=1, max_size=2))
    words = ("all", "consensus", "majority", "absolute_majority")
    tests = tuple(VoteTest.called(data.draw(st.sampled_from(words)), row) for row in weights)
    rule = DecisionRule(
        tuple("abcde"[:count]), tests, data.draw(st.booleans()), data.draw(st.integers(0, 2**count - 1))
    )
    ruled_by = Requirements(rule.voters, (Body("council", "", rule),))
    for votes in product((-1, 0, 1), repeat=count):
        satisfied = [ruled_by.satisfied(*_sides(votes))]
        for seat in (seat for seat in range(count) if votes[seat] < 1):
            more = tuple(one + (place == seat) for place, one in enumerate(votes))
            satisfied.append(ruled_by.satisfied(*_sides(more)))
        assert all(not satisfied[0] & ~one for one in satisfied[1:])


def _sides(votes: tuple[int, ...]) -> tuple[int, int]:
    yes, no = (sum(1 << place for place, one in enumerate(votes) if one == side) for side in (1, -1))
    return yes, no


def test_many_votes_are_counted_as_one() -> None:
    rule = DecisionRule(("a", "b", "c"), (VoteTest.called("majority", (1, 2, 1)),), vetoes=0b100)
    ruled_by = Requirements(("a", "b", "c"), (Body("council", "", rule), Body("commons", "")))
    sides = [(yes, no) for yes in range(8) for no in range(8) if not yes & no]
    yes, no = (np.array(side, dtype=np.uint64) for side in zip(*sides, strict=True))
    assert ruled_by.satisfied_over(yes, no).tolist() == [ruled_by.satisfied(*one) for one in sides]


# The same as a list of consent


@settings(max_examples=40, deadline=None)
@given(scenarios(), st.data())
def test_all_members_must_pass_is_a_list_of_consent(drawn: Scenario, data: st.DataObject) -> None:
    """The same offers, agreements and outcomes, whatever is talked about first."""
    plain = drawn.plain()
    members = list(plain["parties"])[: data.draw(st.integers(1, len(plain["parties"])))]
    body = {"whole": {"members": members, "passes": "all", "basis": ASSUMED}}
    listed, decided = (_with_consent(plain, consent, body) for consent in (members, ["whole"]))
    one, other = versus(listed), versus(decided)
    kinds = (Kind.OFFERED, Kind.AGREED, Kind.ENDED)
    assert [_told(entry) for entry in one.log if entry.kind in kinds] == [
        _told(entry) for entry in other.log if entry.kind in kinds
    ]
    assert one.standing.outcome == other.standing.outcome
    assert (at_first(central(listed)).zone == at_first(central(decided)).zone).all()


def _told(entry: LogEntry) -> tuple[Any, ...]:
    return entry.kind, entry.meeting, entry.round, entry.seat, entry.package


def _with_consent(plain: dict[str, Any], consent: list[str], bodies: dict[str, Any]) -> Scenario:
    issues = {key: one | {"consent": consent} for key, one in plain["issues"].items()}
    try:
        return from_plain({**plain, "negosim": 2, "issues": issues, "bodies": bodies}, "test")
    except InputError:
        assume(False)
        raise


# Hard questions


def test_a_council_decides_without_one_that_walked_out() -> None:
    course = council()
    entries = answered(course, resolution(), china=LEAVE)
    assert vote(entries).ratified
    assert vote(entries).away == ("china",)
    assert not vote(answered(council(passes="all", vetoes=[]), resolution(), china=LEAVE)).ratified


def test_another_nine_repeal_what_nine_have_passed() -> None:
    course = council()
    answered(course, resolution(), **dict.fromkeys(OTHERS[4:], NO))
    assert course.standing.bound[0] == {"council"}
    answered(course, resolution(2), **dict.fromkeys(OTHERS[1:6], NO))
    assert course.standing.outcome == (2,)


def test_who_promised_in_its_own_name_stays_bound() -> None:
    course = council("council usa")
    answered(course, resolution())
    assert course.standing.bound[0] == {"council", "usa"}
    entries = answered(course, resolution(2), usa=NO)
    assert course.standing.outcome == (1,)
    assert not any(entry.kind == Kind.VOTED for entry in entries), "its no ends the round, and nothing is counted"


def test_a_party_that_is_needed_for_itself_may_not_abstain() -> None:
    course = council("council usa")
    course.submit(course.asked[0], resolution())
    while course.asked[0] != "usa":
        assert course.view(course.asked[0]).may_abstain is (course.asked[0] != "guest")
        course.submit(course.asked[0], YES)
    assert not course.view("usa").may_abstain
    with pytest.raises(IllegalActError, match="usa may now accept or reject or leave, not abstain"):
        course.submit("usa", ABSTAIN)


@pytest.mark.parametrize(("refuser", "passed"), [("m15", True), ("china", False)])
def test_to_refuse_is_a_vote_against_and_a_veto_for_who_has_one(refuser: str, passed: bool) -> None:
    course = council(refuses=refuser)
    course.submit(course.asked[0], resolution())
    while course.asked[0] != refuser:
        course.submit(course.asked[0], YES)
    with pytest.raises(IllegalActError, match="refuses"):
        course.submit(refuser, YES)
    course.submit(refuser, NO)
    while course.current.offer is not None and not course.current.ended and course.log[-1].kind != Kind.AGREED:
        course.submit(course.asked[0], YES)
    assert course.standing.outcome == ((1,) if passed else (0,))
    zone = at_first(central(course.realization.scenario)).zone
    assert zone.tolist() == [False, passed, True]


# Whom it binds, who ends a meeting, what is on offer


def test_a_guest_who_proposes_promises_for_itself() -> None:
    course = council(seats="guest " + " ".join((*PERMANENT, *OTHERS)))
    answered(course, resolution())
    assert course.standing.bound[0] == {"council", "guest"}


def test_a_resolution_ends_the_meeting_where_all_at_the_table_had_a_vote() -> None:
    members = " ".join((*OTHERS, *PERMANENT))
    for acts, ending in (({}, Ending.AGREED), ({"m15": NO}, Ending.VOTED)):
        course = council(seats=members)
        entries = answered(course, resolution(), **acts)
        [end] = [entry for entry in entries if entry.kind == Kind.ENDED]
        assert end.facts.to_plain()["reason"] == ending
        [agreed] = [entry for entry in entries if entry.kind == Kind.AGREED]
        assert agreed.facts.to_plain()["against"] == list(acts)


def test_on_offer_is_what_passes_if_all_at_the_table_say_yes() -> None:
    assert council(seats=" ".join((*OTHERS[:4], *PERMANENT))).asked
    with pytest.raises(InputError, match=r"R114.*no option on offer here"):
        council(seats=" ".join((*OTHERS[:3], *PERMANENT)))


def test_a_log_with_abstentions_replays() -> None:
    course = council()
    answered(course, resolution(), china=ABSTAIN, m9=NO)
    abstentions = [entry for entry in course.log if isinstance(entry.facts, Reply) and entry.facts.abstains]
    assert [entry.seat for entry in abstentions] == ["china"]
    assert replay(council(), list(course.log)).standing == course.standing


# What a seat does by default


def voters(abstains: float | list[float] | None = None, **more: Any) -> Scenario:
    """Four members on an issue in an order: what `c` and `d` say no to, they say by a little."""
    body = {"members": ["a", "b", "c", "d"], "passes": "consensus", "basis": ASSUMED}
    values = {"a": (0, 40, 100), "b": (0, 50, 100), "c": (50, 46, 0), "d": (50, 46, 0)}
    parties = {key: party({"x": stance(1, {f"o{k}": one for k, one in enumerate(row)})}) for key, row in values.items()}
    for key in "cd" if abstains is not None else "":
        parties[key]["abstains"] = abstains
    issues = {"x": issue("o0 o1 o2", "council", ordered=True)}
    talks = {"m": meeting("a b c d", "x", 12)}
    return scenario(issues, parties, talks, **{"negosim": 2, "bodies": {"council": body}} | more)


@pytest.mark.parametrize(("abstains", "outcome"), [(None, 0), (3, 0), (4, 1), (8, 1)])
def test_who_abstains_lets_pass_what_falls_short_by_no_more(abstains: float | None, outcome: int) -> None:
    course = versus(voters(abstains))
    assert course.standing.outcome == (outcome,)
    assert bool(abstains is not None and abstains >= 4) is any(
        isinstance(entry.facts, Reply) and entry.facts.abstains for entry in course.log
    )
    assert at_first(central(voters(abstains))).zone.tolist() == [False, outcome == 1, False]


def test_points_of_abstention_are_a_number_of_the_file() -> None:
    of = voters([2, 8])
    assert [at.path for at in of.numbers() if "abstains" in at.path] == ["parties.c.abstains", "parties.d.abstains"]
    assert central(of).preferences["c"].abstains == central(of).preferences["c"].scale.steps(5)


def test_a_body_counts_as_one_seat_for_what_is_nearest() -> None:
    """Half of the distance to a party that is needed for itself, a quarter to each of two members."""
    bodies = {"pair": {"members": ["b", "c"], "passes": "all", "basis": ASSUMED}}
    parties = {key: party({"x": stance(1, {"o0": 0, "o1": 100, "o2": 100})}) for key in "abcd"}
    of = scenario(
        {"x": issue("o0 o1 o2", "a pair d", ordered=True)},
        parties,
        {"m": meeting("a b c d", "x", 12)},
        negosim=2,
        bodies=bodies,
    )
    menu = opened(of).view("a").menu
    table = menu.offering
    [group] = table.groups
    others = needed_counterparts(table, group, "a")
    assert others.groups == (("d",), ("b", "c"))
    assert {seat: Fraction(share, others.whole) for seat, share in others.shares.items()} == {
        "b": Fraction(1, 4),
        "c": Fraction(1, 4),
        "d": Fraction(1, 2),
    }
    asked = {"b": Package.of({0: 1}), "c": Package.of({0: 2}), "d": Package.of({0: 2})}
    assert menu.nearest(0, asked) == Package.of({0: 2})
    assert menu.nearest(0, asked | {"d": Package.of({0: 1})}) == Package.of({0: 1})


# Other protocols


def under(protocol: str, of: Scenario, **parameters: Any) -> Course:
    """The course of a scenario before its first act, its meetings under another protocol."""
    plain = of.plain()
    for one in plain["meetings"].values():
        one["protocol"] = {"name": protocol, "rounds": one["protocol"]["rounds"], **parameters}
    return opened(from_plain(plain, "test"))


def test_all_answer_an_ultimatum_before_votes_are_counted() -> None:
    course = under("ultimatum", voters(), begins="a")
    course.submit("a", resolution())
    course.submit("b", NO)
    assert course.asked == ("c",)
    course.submit("c", ABSTAIN)
    course.submit("d", ABSTAIN)
    assert not vote(course.log[:]).ratified


def test_sealed_offers_are_voted_on_as_they_are_opened() -> None:
    course = under("simultaneous", voters())
    for seat, option in (("a", 2), ("b", 1), ("c", 1), ("d", 1)):
        course.submit(seat, resolution(option))
    for seat, act in (("b", YES), ("c", NO), ("d", NO), ("c", ABSTAIN), ("d", ABSTAIN), ("a", YES)):
        course.submit(seat, act)
    assert [entry.facts.ratified for entry in course.log if isinstance(entry.facts, Vote)] == [False, True]
    assert course.standing.outcome == (1,)


def test_a_body_criticises_a_text_by_its_rule_and_passes_it_in_the_end() -> None:
    course = under("single_text", voters(), mediator="a")
    course.submit("a", resolution(1))
    for last, drafts in ((NO, 1), (ABSTAIN, 2)):
        course.submit("a", resolution(2))
        for seat, act in (("b", YES), ("c", ABSTAIN), ("d", last)):
            course.submit(seat, act)
        assert sum(entry.kind == Kind.DRAFTED for entry in course.log) == drafts
    assert not any(isinstance(entry.facts, Vote) for entry in course.log), "nobody votes on a draft"


def test_on_a_shuttle_a_body_passes_what_no_member_has_been_left_out_of() -> None:
    """Who has not been asked counts as against: a consensus waits for the last word of each."""
    course = under("shuttle", voters(), mediator="a")
    for seat, act in (("b", YES), ("c", ABSTAIN), ("d", ABSTAIN)):
        assert course.standing.outcome == (0,)
        course.submit("a", resolution())
        course.submit(seat, act)
        if act == ABSTAIN and course.standing.outcome == (0,):
            course.submit(seat, PASS)
    assert vote(course.log[:]).abstained == ("c", "d")
    assert course.standing.outcome == (1,)
    assert replay(under("shuttle", voters(), mediator="a"), list(course.log)).standing == course.standing


def test_a_protocol_with_votes_of_its_own_refuses_issues_of_bodies() -> None:
    with pytest.raises(InputError, match="R213"):
        under("voting", voters())


def test_bodies_change_their_rules_during_the_talks() -> None:
    """What an event shifts counts from then on, as any number that counts during the talks."""
    shifts = {"bodies.council.passes.votes": 1}
    reform = {"title": "A reform", "round": 1, "shifts": shifts, "basis": ASSUMED, "numbers": ASSUMED}
    body = {"members": ["a", "b", "c", "d"], "passes": {"votes": 1}, "basis": ASSUMED}
    course = opened(voters(bodies={"council": body}, events={"reform": reform}))
    course.submit("a", PASS)
    course.submit("b", resolution())
    for seat in ("c", "d", "a"):
        course.submit(seat, NO)
    assert vote(course.log[:]).tests == ({"test": "votes", "took": 2, "got": 1, "met": False},)
