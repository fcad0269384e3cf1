"""Who goes first: backward induction against textbook cases, the order's own points, ties, consent and limits."""

from __future__ import annotations

import pytest
from building import central, issue, meeting, one_issue, opened, party, scenario, stance

from negosim.analysis import sequencing as module
from negosim.analysis.sequencing import BackwardSolution, conditioning, order, sequencings
from negosim.domain.decision_rule import DecisionRule, VoteTest
from negosim.domain.requirements import Body, Requirements
from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.negotiation.packages import Standing
from negosim.registry import lookup
from negosim.scenario.spec.scenario import Scenario


def two_meetings(own: float = 0.0) -> Scenario:
    """Ann meets Bob or Cy first about one field: whoever sits there gets it, and Ann likes to be asked by Cy.

    With `own` Ann values the order itself, too.
    """
    first = {"bob_first": "ann bob", "cy_first": "ann cy"}
    field = {"to_bob": "ann bob", "to_cy": "ann cy"}
    ann = {"field": stance(10, {"none": 0, "to_bob": 40, "to_cy": 80})}
    if own:
        ann["first"] = stance(10, {"open": 0, "bob_first": own, "cy_first": 0})
    return scenario(
        {"first": issue("open bob_first cy_first", first), "field": issue("none to_bob to_cy", field)},
        {
            "ann": party(ann),
            "bob": party({"field": stance(1, {"none": 20, "to_bob": 100, "to_cy": 0})}),
            "cy": party({"field": stance(1, {"none": 20, "to_bob": 0, "to_cy": 100})}),
        },
        {
            "talks": meeting("ann bob cy", "first"),
            "with_bob": meeting("ann bob", "field", if_={"first": "bob_first"}),
            "with_cy": meeting("ann cy", "field", if_={"first": "cy_first"}),
        },
    )


def only(of: Scenario, by: str = "nash"):
    (found,) = sequencings(central(of), RandomSource(0, 0), by)
    return found


def test_each_order_leads_to_what_its_meeting_settles_played_and_solved_alike() -> None:
    found = only(two_meetings())
    for branches in (found.played, found.solved):
        ends = {option: branch.outcome for option, branch in branches.items()}
        assert ends == {"open": (0, 0), "bob_first": (1, 1), "cy_first": (2, 2)}
        assert branches["cy_first"].points == {"ann": 80.0, "bob": 0.0, "cy": 100.0}
        assert found.best(branches) == {"ann": ("cy_first",), "bob": ("bob_first",), "cy": ("cy_first",)}
        assert found.consented(branches) == ("open", "bob_first", "cy_first")


def test_the_points_of_the_order_itself_are_told_apart_from_its_consequences() -> None:
    found = only(two_meetings(own=100))
    branch = found.solved["bob_first"]
    assert branch.points["ann"] == pytest.approx(70, abs=1e-4)
    assert branch.without_own["ann"] == pytest.approx(20, abs=1e-4)
    assert found.best(found.solved)["ann"] == ("bob_first",)
    assert max(found.solved, key=lambda option: found.solved[option].without_own["ann"]) == "cy_first"


def test_an_order_that_hurts_one_whose_consent_it_needs_has_not_its_consent() -> None:
    plain = two_meetings().plain()
    plain["issues"]["first"]["consent"]["cy_first"] = ["ann", "bob", "cy"]
    from negosim.scenario.load import from_plain

    found = only(from_plain(plain, "test"))
    assert found.consented(found.solved) == ("open", "bob_first")


def test_orders_that_are_worth_the_same_are_all_listed() -> None:
    found = only(two_meetings())
    assert found.best(dict.fromkeys(found.solved, found.solved["open"]))["ann"] == ("open", "bob_first", "cy_first")


def test_a_scenario_whose_meetings_have_no_condition_has_no_order() -> None:
    of = one_issue({"ann": [0, 1], "bob": [1, 0]})
    assert conditioning(central(of)) == ()
    assert sequencings(central(of), RandomSource(0, 0)) == ()


def solved(of: Scenario, by: str = "nash") -> dict[str, object]:
    """Where backward induction ends."""
    realization = central(of)
    end = BackwardSolution(realization, lookup("solution", by)).end(0, Standing.at_first(realization.space))
    return realization.space.named(end)


def test_one_meeting_solved_backwards_is_the_solution_itself() -> None:
    of = one_issue({"ann": [10, 30, 60, 90], "bob": [10, 80, 60, 20]})
    assert solved(of) == {"it": "o2"}


def ultimatum(calm: float) -> Scenario:
    """Ann and Bob may close a deal; after it the second issue is Bob's alone, and he takes what he likes best."""
    values = {
        "ann": {"deal": {"none": 0, "some": 60}, "after": {"calm": calm, "grab": 0}},
        "bob": {"deal": {"none": 0, "some": 60}, "after": {"calm": 0, "grab": 60}},
    }
    return scenario(
        {"deal": issue("none some", "ann bob"), "after": issue("calm grab", "bob")},
        {who: party({key: stance(1, row) for key, row in rows.items()}) for who, rows in values.items()},
        {"first": meeting("ann bob", "deal"), "last": meeting("bob ann", "after", if_={"deal": "some"})},
    )


def test_who_decides_alone_in_the_last_meeting_leaves_the_other_no_more_than_its_fallback() -> None:
    """The ultimatum as a last meeting: what Bob alone can do he does where both gain by it or it costs Ann nothing."""
    assert solved(ultimatum(calm=0)) == {"deal": "some", "after": "grab"}


def agenda(**meetings: str) -> Scenario:
    """Meetings of two on one motion: Ann and Bob can move it to x, Bob and Cy to y."""
    values = {"ann": {"o": 50, "x": 100, "y": 0}, "bob": {"o": 0, "x": 50, "y": 100}, "cy": {"o": 50, "x": 0, "y": 100}}
    return scenario(
        {"motion": issue("o x y", {"x": "ann bob", "y": "bob cy"})},
        {who: party({"motion": stance(1, row)}) for who, row in values.items()},
        {key: meeting(who, "motion") for key, who in meetings.items()},
    )


def test_who_sits_in_the_next_meeting_too_declines_what_would_bind_it() -> None:
    """Agenda setting (Black 1948; Romer & Rosenthal 1978): the same meeting settles x alone, and nothing before y."""
    assert solved(agenda(only="ann bob")) == {"motion": "x"}
    assert solved(agenda(first="ann bob", second="bob cy")) == {"motion": "y"}
    assert solved(agenda(first="bob cy", second="ann bob")) == {"motion": "y"}


def test_a_party_that_looks_ahead_declines_what_the_next_meeting_would_turn_against_it() -> None:
    """A deal that is good by itself but opens the way for a later one that hurts is not made (backward induction)."""
    of = scenario(
        {"gate": issue("shut open", "ann bob"), "theft": issue("no yes", "bob cy")},
        {
            "ann": party({"gate": stance(1, {"shut": 0, "open": 50}), "theft": stance(9, {"no": 100, "yes": 0})}),
            "bob": party({"gate": stance(1, {"shut": 0, "open": 100}), "theft": stance(1, {"no": 0, "yes": 100})}),
            "cy": party({"theft": stance(1, {"no": 0, "yes": 100})}),
        },
        {"first": meeting("ann bob", "gate"), "then": meeting("bob cy", "theft", if_={"gate": "open"})},
    )
    assert solved(of) == {"gate": "shut", "theft": "no"}
    found = only(of)
    assert found.solved["open"].points["ann"] < found.solved["shut"].points["ann"]


def test_too_many_ways_to_go_on_are_a_reason_and_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOLVE_LIMIT", 1)
    found = only(two_meetings())
    assert found.solved == {}
    assert "too many to solve backwards" in found.reason
    assert set(found.played) == {"open", "bob_first", "cy_first"}


def test_an_unknown_solution_is_told() -> None:
    with pytest.raises(UsageError, match="did you mean 'nash'"):
        only(two_meetings(), by="nahsh")


def test_a_meeting_that_only_settles_the_order_is_left_out_and_the_order_binds_who_consented() -> None:
    course = opened(two_meetings())
    found = order(course.realization, course.chance, 0)
    assert [one.key for one in module.without(course.realization, 0).meetings] == ["with_bob", "with_cy"]
    assert module.settled(course.realization, 0, 1).bound[0] == frozenset({"ann", "bob"})
    assert module.settled(course.realization, 0, 0).outcome == (0, 0)
    assert found.status_quo == "open"


def test_an_option_is_consented_to_by_the_votes_of_a_body() -> None:
    """Two of three members do better by it, the third worse: enough for a majority, not for all."""
    branches = {"stay": _where({"a": 10, "b": 10, "c": 10}), "go": _where({"a": 20, "b": 10, "c": 0})}
    for word, consented in (("majority", ("stay", "go")), ("all", ("stay",))):
        rule = DecisionRule(("a", "b", "c"), (VoteTest.called(word, (1, 1, 1)),))
        ruled = Requirements(("a", "b", "c"), (Body("council", "The council", rule),))
        found = module.Sequencing("x", "nash", branches, {}, "", {"go": ("council",)}, "stay", requirements=ruled)
        assert found.consented(branches) == consented


def _where(points: dict[str, float]) -> module.Branch:
    return module.Branch((0,), points, points)
