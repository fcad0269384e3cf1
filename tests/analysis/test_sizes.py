"""Scenarios of any size are run and analysed, or refused in one sentence at the door."""

from __future__ import annotations

import pytest
from building import at_first, central, issue, meeting, party, scenario
from large_scenario import sized

from negosim.analysis.analysis import analyze
from negosim.analysis.analysis_data import findings
from negosim.analysis.analysis_narrative import narrate_analysis
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.impasse.impasse import PATTERNS, EnumeratedImpasse, ReasonKind
from negosim.analysis.phrases import efficient_words
from negosim.analysis.run_narrative import account
from negosim.errors import InputError
from negosim.negotiation.record import run

SIZES = [
    {"parties": 3, "linkages": 10},
    {"parties": 2, "linkages": 15},
    {"parties": 10, "linkages": 20, "issues": 40, "options": 2, "span": 3},
    {"parties": 2, "issues": 5, "options": 1001},
]
REFUSED = [
    ({"linkages": 100, "issues": 36, "options": 3}, r"R121.*tied so closely that [\d,]+ combinations"),
    ({"linkages": 1, "issues": 5, "options": 1001}, r"R121.*i\d, i\d are tied so closely that [\d,]+ combinations"),
    ({"issues": 40, "options": 1001}, r"R117.*outcomes are more than negosim can hold"),
]


@pytest.mark.parametrize("size", SIZES)
def test_what_is_tied_loosely_is_run_and_analysed(size):
    record = run(sized(**size))
    assert record.log
    assert account(record)
    analysis = analyze(sized(**size))
    found = findings(analysis)
    assert found["outcomes"] == size.get("options", 4) ** size.get("issues", 20)
    assert found["solutions"]
    assert narrate_analysis(analysis).sections


@pytest.mark.parametrize(("size", "sentence"), REFUSED)
def test_what_is_too_large_is_refused_in_one_sentence(size, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        sized(**size)
    assert len(caught.value.diagnostics) == 1


def test_a_large_meeting_with_too_many_groups_of_parties_is_refused():
    """Each of thirteen issues of three options needs a party of its own: 8,191 groups, in 1.6 million outcomes."""
    who = [f"p{k}" for k in range(13)]
    issues = {f"i{k}": issue("o0 o1 o2", one) for k, one in enumerate(who)}
    talks = meeting(" ".join(who), " ".join(issues))
    with pytest.raises(InputError, match=r"R122.*more than 4,096 different groups.*\(at meetings.talks.issues\)"):
        scenario(issues, {one: party() for one in who}, {"talks": talks})
    del issues["i12"]
    assert scenario(issues, {one: party() for one in who}, {"talks": meeting(" ".join(who), " ".join(issues))})


def test_thirty_linkages_on_twenty_issues_leave_a_frontier_that_is_found_in_full():
    found = FactoredFeasibleSet(central(sized(parties=3, linkages=10))).frontier
    assert found is not None
    assert len(found) > 1000


@pytest.mark.long
def test_thirty_parties_are_run_and_told_what_was_possible():
    assert account(run(sized(parties=30, options=3, linkages=1)))


def test_more_sets_of_linkages_than_can_be_told_apart_are_one_reason(monkeypatch):
    realization = central(sized(parties=2, issues=6, linkages=12))
    whole = EnumeratedImpasse(at_first(realization), realization.preferences)
    monkeypatch.setattr("negosim.analysis.impasse.impasse.PATTERNS", 1)
    coarse = EnumeratedImpasse(at_first(realization), realization.preferences)
    linked = [reason for reason in coarse.reasons if reason.kind == ReasonKind.LINKAGE]
    assert len(linked) == 2 < sum(reason.kind == ReasonKind.LINKAGE for reason in whole.reasons) < 2 * PATTERNS
    assert coarse.empty == whole.empty


def test_where_nearly_everything_is_efficient_that_is_said():
    assert efficient_words(9_731, 30, 10_000).startswith("Nearly every outcome is efficient (9,731 of 10,000)")
    assert efficient_words(9, 30, 10).startswith("9 outcomes are efficient")
    assert efficient_words(900, 3, 10_000).startswith("900 outcomes are efficient")
