"""Bodies in a scenario file: the forms of a rule, and every fault of one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from building import ASSUMED, WHERE_FROM, issue, meeting, party, scenario, stance

from negosim.errors import InputError
from negosim.scenario.checks.all import warnings
from negosim.scenario.diff import scenario_differences
from negosim.scenario.load import from_plain, with_changes
from negosim.scenario.spec.bodies import BodySpec, QuotaSpec

BLOC = {"title": "The left", "weight": 3, "stances": {"x": stance(1, {"no": 0, "yes": 1})}, **WHERE_FROM}
BLOCS = {"left": BLOC}


def faults(body: dict[str, Any], key: str = "council") -> list[str]:
    """What is wrong with a file that has this body, but for its not being there yet."""
    parties = {key: party({"x": stance(1, {"no": 0, "yes": 1})}) for key in ("a", "b", "c")}
    plain = scenario({"x": issue("no yes", "a")}, parties, {"m": meeting("a b", "x")}).plain()
    with pytest.raises(InputError) as error:
        from_plain({**plain, "negosim": 2, "bodies": {key: {"basis": ASSUMED, **body}}}, "t")
    return [f"{one.code} {one.path}: {one.message}" for one in error.value.diagnostics]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"passes": "all"}, "S013 bodies.council: a body has either 'members' (or 'weights') or 'blocs'"),
        ({"members": ["a"], "blocs": BLOCS, "passes": "all"}, "S013 bodies.council: a body has either 'members'"),
        ({"members": ["a"]}, "S013 bodies.council: a body has either 'passes' or 'stops'"),
        ({"members": ["a"], "passes": "all", "stops": "all"}, "S013 bodies.council: a body has either 'passes' or"),
        ({"members": ["a"], "passes": "all", "swing": 0.1}, "S013 bodies.council: 'swing' is for 'blocs'"),
        ({"blocs": BLOCS, "passes": "all", "known": True}, "S013 bodies.council: 'known' is what the delegation"),
        ({"members": ["a"], "passes": "most"}, "S005 bodies.council.passes: expected all, consensus, majority"),
        ({"members": ["a"], "passes": {}}, "S013 bodies.council.passes: a test has either 'votes' or a 'share'"),
        ({"members": ["a"], "passes": [{"votes": 1, "of": "cast"}]}, "S013 bodies.council.passes.0: 'of' says"),
        ({"members": ["a"], "passes": {"share": "2/0"}}, "S004 bodies.council.passes.share: expected a number"),
        ({"members": ["a"], "passes": {"share": "3/2"}}, "S006 bodies.council.passes.share: expected numbers from 0"),
        ({"members": ["a", "d"], "passes": "all"}, "R103 bodies.council.members.1: no party 'd'"),
        ({"weights": {"d": 1}, "passes": "all"}, "R103 bodies.council.weights.d: no party 'd'"),
        ({"blocs": BLOCS, "passes": "all", "ratifies": "d"}, "R103 bodies.council.ratifies: no party 'd'"),
        ({"blocs": BLOCS, "passes": "all", "when": {"y": "no"}}, "R102 bodies.council.when.y: no issue 'y'"),
        ({"members": ["a"], "passes": "all", "vetoes": ["b"]}, "R211 bodies.council.vetoes.0: a veto for 'b', who is"),
        ({"members": ["a", "b"], "weights": {"a": 1}, "passes": "all"}, "R211 bodies.council.weights: no votes for b"),
        (
            {"members": ["a", "b"], "passes": {"share": 0.5, "weights": {"a": 1}, "among": ["b"]}},
            "R211 bodies.council.passes.weights: no votes for b",
        ),
        (
            {"members": ["a"], "passes": {"share": 0.5, "among": ["c"]}},
            "R211 bodies.council.passes.among.0: a test for",
        ),
        (
            {"members": ["a", "b"], "passes": {"votes": 3}},
            "R212 bodies.council.passes.votes: 3 votes, but 'council' has 2",
        ),
        (
            {"members": ["a"], "passes": [{"share": 0}]},
            "R212 bodies.council.passes.0.share: no votes are always reached",
        ),
    ],
)
def test_what_a_body_cannot_be(body: dict[str, Any], expected: str) -> None:
    [fault] = [one for one in faults(body) if one.startswith(expected)]
    assert fault


@pytest.mark.parametrize(("votes", "code"), [(5, None), ([4, 9], None), (9, "R212"), ([8.5, 12], "R212")])
def test_a_body_that_may_pass_something_at_some_numbers_is_no_error(votes: Any, code: str | None) -> None:
    """Two members with 0 to 4 votes each, of whom 8 in all can be for it, though 4 at the centre."""
    parties = {key: party({"x": stance(1, {"no": 0, "yes": 1})}) for key in ("a", "b")}
    plain = scenario({"x": issue("no yes", "a b")}, parties, {"m": meeting("a b", "x")}).plain()
    plain["issues"]["x"]["consent"] = ["council"]
    council = {"weights": {"a": [0, 4], "b": [0, 4]}, "passes": {"votes": votes}, "basis": ASSUMED, "numbers": ASSUMED}
    file = {**plain, "negosim": 2, "bodies": {"council": council}}
    if code is None:
        assert from_plain(file, "t").bodies
    else:
        with pytest.raises(InputError, match=code):
            from_plain(file, "t")


def test_weights_that_leave_somebody_out_say_the_way_out() -> None:
    parties = {key: party({"x": stance(1, {"no": 0, "yes": 1})}) for key in ("a", "b")}
    plain = scenario({"x": issue("no yes", "a")}, parties, {"m": meeting("a b", "x")}).plain()
    council = {"members": ["a", "b"], "weights": {"a": 16}, "passes": "all", "basis": ASSUMED}
    with pytest.raises(InputError) as error:
        from_plain({**plain, "negosim": 2, "bodies": {"council": council}}, "t")
    assert error.value.diagnostics[0].help == "weights name all or nobody: give each member its votes, or 0"


def test_a_body_has_a_key_that_no_party_has() -> None:
    assert faults({"members": ["b"], "passes": "all"}, key="a") == ["S017 bodies.a: 'a' is a party and a body"]


def test_the_forms_of_a_rule() -> None:
    """One test stands alone or in a list; its path is the one that the file has."""
    body = {"members": ["a", "b"], "basis": ASSUMED}
    alone = BodySpec.model_validate({**body, "passes": {"share": "2/3"}})
    listed = BodySpec.model_validate({**body, "stops": ["majority", {"votes": 1, "among": ["b"]}]})
    assert [(path, test) for path, test in alone.tests] == [("passes", alone.passes)]
    assert [(path, type(test)) for path, test in listed.tests] == [("stops.0", str), ("stops.1", QuotaSpec)]


def test_weights_alone_say_who_votes() -> None:
    weighed = BodySpec.model_validate({"weights": {"b": 2, "a": 1}, "passes": "all", "basis": ASSUMED})
    assert weighed.voters == ("b", "a")


def test_a_body_in_which_nobody_can_stop_anything_alone_is_to_be_known() -> None:
    parties = {key: party({"x": stance(1, {"no": 0, "yes": 1})}) for key in ("a", "b", "c")}
    plain = scenario({"x": issue("no yes", "a")}, parties, {"m": meeting("a b c", "x")}).plain()
    council = {"members": ["a", "b", "c"], "passes": "absolute_majority", "basis": ASSUMED}
    for more, known in (({}, True), ({"vetoes": ["a"]}, False)):
        said = warnings(from_plain({**plain, "negosim": 2, "bodies": {"council": council | more}}, "t"))
        told = "no veto player in council: it can pass what any one of its members is against"
        assert (told in said) == known


def test_a_share_changed_as_a_fraction_is_assumed_though_the_body_is_reported() -> None:
    blocs = {"all": {"title": "All", "weight": 1, "stances": {"x": stance(1, {"no": 0, "yes": 1})}, **WHERE_FROM}}
    reported = {"kind": "reported", "source": "press"}
    house = {"title": "House", "passes": {"share": "2/3"}, "blocs": blocs, "basis": reported}
    for numbers in ({}, {"numbers": reported}):
        of = scenario(
            {"x": issue("no yes", "ann house")},
            {"ann": party({"x": stance(1, {"no": 0, "yes": 1})})},
            {"talks": meeting("ann", "x")},
            negosim=2,
            sources={"press": {"title": "Press"}},
            bodies={"house": house | numbers},
        )
        after = with_changes(of, "bodies.house.passes.share=1/2")
        assert after.bodies["house"].numbers.kind == "assumed"
        (difference,) = (one for one in scenario_differences([of, after]) if one.path.endswith("share"))
        assert difference.cited[1].endswith("(assumed)")


def test_a_meeting_that_waits_for_what_it_is_to_agree_is_warned_of() -> None:
    gains = {"no": 0, "yes": 1}
    issues = {"x": issue("no yes", "ann bob") | {"while": {"y": "yes"}}, "y": issue("no yes", "ann bob")}
    parties = {key: party({"x": stance(1, gains), "y": stance(1, gains)}) for key in ("ann", "bob")}
    for one, held_up in (("x", True), ("x y", False)):
        meetings = {"one": meeting("ann bob", one), "two": meeting("ann bob", "y", if_={"x": "yes"})}
        told = [
            text for text in warnings(scenario(issues, parties, meetings, negosim=2)) if "cannot take place" in text
        ]
        assert bool(told) == held_up


@pytest.mark.parametrize(
    ("given", "way_out"),
    [
        ({"passes": "2/3"}, "write {share: 2/3}"),
        ({"passes": {"votes": 80, "share": "2/3"}}, "share: null"),
        ({"passes": "majority", "known": True}, "ratifies: PARTY"),
    ],
)
def test_what_a_body_may_not_say_is_answered_with_a_way_out(given: dict[str, Any], way_out: str) -> None:
    gains = {"x": stance(1, {"no": 0, "yes": 1})}
    blocs = {"all": {"title": "All", "weight": 1, "stances": gains, **WHERE_FROM}}
    issues, talks = {"x": issue("no yes", "ann house")}, {"talks": meeting("ann", "x")}
    house = {"title": "House", "blocs": blocs, "basis": ASSUMED, **given}
    with pytest.raises(InputError, match=re.escape(way_out)):
        scenario(issues, {"ann": party(gains)}, talks, negosim=2, bodies={"house": house})
