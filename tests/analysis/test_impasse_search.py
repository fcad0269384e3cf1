"""Why there is no deal, by a search: what the table says on small spaces, answers with their limit on large ones."""

from __future__ import annotations

from typing import Any

import pytest
from building import central, constrained, delay, issue, linkage, meeting, party, scenario, stance
from building import scenarios as random_scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.analysis.analysis import analyze
from negosim.analysis.analysis_data import findings
from negosim.analysis.analysis_narrative import narrate_analysis
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.feasible_table import enumerate_feasible
from negosim.analysis.impasse import search as searched_blocking
from negosim.analysis.impasse.impasse import Concession, EnumeratedImpasse, Reason
from negosim.analysis.impasse.search import SearchedImpasse, impasse_of
from negosim.analysis.run_narrative import account
from negosim.negotiation.packages import Standing
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario
from negosim.theory.bargaining import frontier_by_cliques as merged
from negosim.theory.bargaining import reachability as reaching

OPTIONS = [f"o{k}" for k in range(5)]


def both(realization: Realization, data: st.DataObject) -> tuple[EnumeratedImpasse, SearchedImpasse]:
    """A meeting from the status quo, each package looked at and searched."""
    one = data.draw(st.sampled_from(realization.meetings))
    seats = one.parties[: data.draw(st.integers(1, len(one.parties)))]
    standing, left = Standing.at_first(realization.space), data.draw(st.integers(0, 9))
    table = enumerate_feasible(realization, standing, one.axes, seats, left)
    components = FactoredFeasibleSet(realization, standing, left, axes=one.axes, seats=seats)
    return EnumeratedImpasse(table, realization.preferences), SearchedImpasse(components, realization.preferences)


@settings(max_examples=30, deadline=None)
@given(st.one_of(random_scenarios(), constrained()), st.data())
def test_a_search_that_left_nothing_out_finds_what_the_table_has(drawn: Scenario, data: st.DataObject) -> None:
    table, found = both(central(drawn), data)
    assert found.empty == table.empty
    if not found.search.complete:
        assert any(len(party.linkages) > 1 for party in found.preferences.values())
        return
    if found.empty or not table.empty:
        assert set(found.ways_out) == set(table.ways_out)
    assert set(found.sets) == set(table.sets)


@settings(max_examples=30, deadline=None)
@given(st.one_of(random_scenarios(), constrained()), st.data())
def test_concessions_are_those_of_the_table(drawn: Scenario, data: st.DataObject) -> None:
    table, found = both(central(drawn), data)
    assert short(found.closest) == short(table.closest)
    for key in table.possible.parties:
        assert amount(found.concession(key)) == amount(table.concession(key))
    for one in (found.closest, *map(found.concession, table.possible.parties)):
        if one is not None:
            assert found.shortfall(one.index).tolist() == table.shortfall[:, one.index].tolist()


def short(one: Concession | None) -> tuple[float, float] | None:
    points = [0.0] if one is None else [0.0, *one.points.values()]
    return None if one is None else (max(points), pytest.approx(sum(points)))


def amount(one: Concession | None) -> dict[str, float] | None:
    return None if one is None else dict(one.points)


def stubborn(issues: int = 20, **more: Any) -> Scenario:
    """Two who share out pies, would both like more than the half that stands, and disagree over one thing besides."""
    values = dict(zip(["o2", "o0", "o1", "o3", "o4"], (50, 0, 25, 75, 100), strict=True))
    keys = [f"i{k}" for k in range(issues)]
    matters = {key: issue(" ".join(values), "ann bob") for key in keys}
    mine = {key: stance(1, values) for key in keys}
    theirs = {key: stance(1, {option: 100 - value for option, value in values.items()}) for key in keys}
    parties = {"ann": party(mine, reserve=5, **more), "bob": party(theirs, reserve=4)}
    return scenario(matters, parties, {"talks": meeting("ann bob", " ".join(keys), 3)})


def test_where_two_ask_for_nine_points_too_much_one_gives_it_all_or_both_share() -> None:
    """Shares come in steps of 1.25 points of a hundred: with its five points more, 55, Ann leaves Bob 45 of his 54."""
    found = findings(analyze(stubborn()))
    blocking = found["blocking"]["all"]
    assert blocking["search"] == {"rows": reaching.ROWS, "sets": searched_blocking.SETS, "complete": True}
    ann, bob = [{"kind": "reservation", "party": key, "keys": list[str]()} for key in ("ann", "bob")]
    assert blocking["reasons"] == [[ann, bob]]
    assert sorted(blocking["ways_out"], key=str) == [[ann], [bob]]
    assert blocking["alone"]["ann"]["points"] == pytest.approx({"ann": 10})
    assert blocking["alone"]["bob"]["points"] == pytest.approx({"bob": 9})
    assert found["nearest"]["points"] == pytest.approx({"ann": 5, "bob": 4})


def test_the_search_is_told_with_its_limit() -> None:
    analysis = analyze(stubborn())
    told = " ".join(s for one in narrate_analysis(analysis).sections for s in one.sentences)
    assert "a search found this, and its limits left nothing out" in told
    assert "These reasons together are enough for that" in told
    assert "is not computed: each outcome would have to be held against" in told
    assert "Closest came" in " ".join(line for one in account(analysis.record) for line in one.sentences)


def test_a_search_that_was_cut_names_its_limits_and_no_set_of_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searched_blocking, "SETS", 2)
    analysis = analyze(stubborn())
    found = findings(analysis)
    assert found["blocking"]["all"]["search"]["complete"] is False
    assert found["blocking"]["all"]["reasons"] == []
    told = " ".join(s for one in narrate_analysis(analysis).sections for s in one.sentences)
    assert "tries at most 200 sets" not in told
    assert "tries at most 2 sets of reasons, so that it may have missed" in told
    assert "Which reasons are enough for that is not said" in told


def test_where_the_nearest_are_too_many_to_compare_the_first_found_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    realization = central(stubborn())
    monkeypatch.setattr(merged, "MOST", 10)
    made = impasse_of(FactoredFeasibleSet(realization), realization.preferences)
    assert made.closest is not None
    assert made.search is not None
    assert not made.search.complete


def test_linkages_are_named_and_several_of_one_party_leave_the_search_incomplete() -> None:
    hand = linkage({"i0": ["o0", "o1", "o3", "o4"]}, -40)
    made = stubborn(4, linkages={"hand": hand}).plain()
    made["parties"]["ann"]["reserve"] = made["parties"]["bob"]["reserve"] = 0
    made["parties"]["ann"]["stances"] = {}
    made["issues"] = {key: one for key, one in made["issues"].items() if key == "i0"}
    made["parties"]["bob"]["stances"] = {"i0": made["parties"]["bob"]["stances"]["i0"]}
    made["meetings"]["talks"]["issues"] = ["i0"]
    realization = central(scenario(made["issues"], made["parties"], made["meetings"]))
    found = SearchedImpasse(FactoredFeasibleSet(realization), realization.preferences)
    assert frozenset({Reason("linkage", "ann", ("hand",))}) in found.ways_out
    assert found.search.complete
    made["parties"]["ann"]["linkages"]["too"] = linkage({"i0": ["o4"]}, -60)
    realization = central(scenario(made["issues"], made["parties"], made["meetings"]))
    assert not SearchedImpasse(FactoredFeasibleSet(realization), realization.preferences).search.complete


def test_delay_counts_in_what_is_missing() -> None:
    made = stubborn(3).plain()
    made["parties"]["ann"]["cost_of_delay"] = delay(4, {"i0": "o2"})
    realization = central(scenario(made["issues"], made["parties"], made["meetings"]))
    standing = Standing.at_first(realization.space)
    empty = [
        SearchedImpasse(FactoredFeasibleSet(realization, standing, left), realization.preferences).empty
        for left in (0, 9)
    ]
    assert empty == [True, False]
