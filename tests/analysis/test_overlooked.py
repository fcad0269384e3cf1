"""A package of the zone that nobody offered, by hand."""

from __future__ import annotations

from building import at_first, central, issue, meeting, one_issue, opened, party, recorded, scenario, stance

from negosim.analysis.feasible_table import EnumeratedFeasibleSet
from negosim.analysis.impasse.overlooked import overlooked_package
from negosim.analysis.run_narrative import account
from negosim.negotiation.acts import Pass
from negosim.scenario.spec.scenario import Scenario


def left(of: Scenario) -> EnumeratedFeasibleSet:
    return at_first(central(of))


SPLIT = one_issue({"ann": [0, 100, 60, 20], "bob": [0, 10, 50, 90]})


def test_the_kalai_smorodinsky_solution_is_named_first() -> None:
    assert overlooked_package(left(SPLIT), ()) == 2


def test_else_the_largest_smallest_gain_and_none_where_all_were_offered() -> None:
    assert overlooked_package(left(SPLIT), [(2,)]) == 3
    assert overlooked_package(left(SPLIT), [(2,), (3,)]) == 1
    assert overlooked_package(left(SPLIT), [(1,), (2,), (3,)]) is None


def test_only_the_gains_of_those_who_are_asked_count() -> None:
    issues = {"x": issue("no a b", "ann")}
    likes = {"x": stance(1, {"no": 10, "a": 90, "b": 60})}
    other = {"x": stance(1, {"no": 100, "a": 0, "b": 80})}
    of = scenario(issues, {"ann": party(likes), "bob": party(other)}, {"m": meeting("ann bob", "x", 2)})
    assert overlooked_package(left(of), ()) == 1


def test_the_account_names_it() -> None:
    course = opened(SPLIT)
    while course.asked:
        course.submit(course.asked[0], Pass())
    record = recorded(course)
    told = " ".join(sentence for section in account(record) for sentence in section.sentences)
    assert "3 packages that all who were needed could have agreed to, but none was agreed." in told
    assert "Nobody offered “Issue: o2”, for one." in told
