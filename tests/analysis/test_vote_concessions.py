"""Concessions where a body decides, against all sets of members that could concede."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, combinations
from typing import Any

import pytest
from building import ASSUMED, at_first, central, issue, meeting, party, scenario, stance
from hypothesis import given, settings
from hypothesis import strategies as st

from negosim.analysis import feasible_by_cliques
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.analysis.impasse.impasse import EnumeratedImpasse
from negosim.analysis.impasse.search import SearchedImpasse
from negosim.analysis.impasse.shortfall import FailedMeeting, failure
from negosim.analysis.impasse_narrative import NOT_VOTED, narrate_impasse
from negosim.analysis.measures import Measures
from negosim.analysis.phrases import Wording
from negosim.analysis.run_narrative import account
from negosim.experiments.ensemble.rows import rejections
from negosim.negotiation.log import Vote
from negosim.negotiation.record import run
from negosim.scenario.spec.scenario import Scenario

MEMBERS = "abcd"
STANDS = 50
RULES: list[Any] = ["all", "consensus", "majority", "absolute_majority", {"votes": 2}, {"votes": 3}]


def council(values: Sequence[Sequence[int]], passes: Any, abstains: Sequence[int], refusing: Iterable[str]) -> Scenario:
    """A council of four over one issue: what stands is worth 50 to each, the other options `values`."""
    parties = {}
    for key, row, tolerated in zip(MEMBERS, values, abstains, strict=True):
        worth = {f"o{k}": one for k, one in enumerate((STANDS, *row))}
        least = {"points": tolerated, "basis": ASSUMED, "numbers": ASSUMED}
        parties[key] = party({"it": stance(1, worth, ["o1"] if key in refusing else None)}, abstains=least)
    options = " ".join(f"o{k}" for k in range(len(values[0]) + 1))
    body = {"title": "The council", "members": [*MEMBERS], "passes": passes, "basis": ASSUMED}
    talks = {"talks": meeting(" ".join(MEMBERS), "it")}
    return scenario({"it": issue(options, "council")}, parties, talks, negosim=2, bodies={"council": body})


class Votes:
    """The votes on an option, counted by hand."""

    def __init__(self, of: Scenario, values: Sequence[Sequence[int]], abstains: Sequence[int], refusing: str) -> None:
        self.rule = central(of).requirements.bodies[0].rule
        self.short = {
            option: {key: max(0, STANDS - row[option - 1]) for key, row in zip(MEMBERS, values, strict=True)}
            for option in range(1, len(values[0]) + 1)
        }
        self.abstains = dict(zip(MEMBERS, abstains, strict=True))
        self.refusing = refusing

    def passed(self, option: int, conceding: Iterable[str]) -> bool:
        """Whether an option passes if some concede whatever they lack."""
        yes = no = 0
        for place, key in enumerate(MEMBERS):
            short = 0 if key in conceding else self.short[option][key]
            refused = option == 1 and key in self.refusing
            yes |= (short == 0 and not refused) << place
            no |= (short > self.abstains[key] or refused) << place
        assert self.rule is not None
        return self.rule.decides(yes, no)

    def least(self, conceding: Iterable[Iterable[str]]) -> float | None:
        """The smallest largest concession among sets of members that could concede."""
        largest = (
            max((self.short[option][key] for key in givers), default=0)
            for givers in map(tuple, conceding)
            for option in self.short
            if self.passed(option, givers)
        )
        return min(largest, default=None)


@settings(max_examples=120)
@given(
    st.lists(st.lists(st.integers(0, 60), min_size=2, max_size=2), min_size=4, max_size=4),
    st.sampled_from(RULES),
    st.lists(st.sampled_from([0, 0, 5, 20]), min_size=4, max_size=4),
    st.sampled_from(["", "a", "ab", "abcd"]),
)
def test_concessions_are_those_of_brute_force(
    values: list[list[int]], passes: Any, abstains: list[int], refusing: str
) -> None:
    of = council(values, passes, abstains, refusing)
    realization = central(of)
    found, votes = (
        EnumeratedImpasse(at_first(realization), realization.preferences),
        Votes(of, values, abstains, refusing),
    )
    everybody = list(chain.from_iterable(combinations(MEMBERS, size) for size in range(5)))
    closest = found.closest
    assert (None if closest is None else max(closest.points.values(), default=0)) == votes.least(everybody)
    assert found.empty == (votes.least([()]) != 0)
    if closest is not None:
        (option,) = closest.outcome
        assert votes.passed(option, closest.points)
        assert all(closest.points[key] == votes.short[option][key] for key in closest.points)
        assert not any(votes.passed(option, {*closest.points} - {key}) for key in closest.points)
    for key in MEMBERS:
        alone = found.concession(key)
        assert (None if alone is None else alone.points.get(key, 0)) == votes.least([(), (key,)])


def test_the_account_names_whose_vote_would_pass_it_and_how_far_it_would_go() -> None:
    words = told([[40], [44], [45], [45]], "majority", [0, 0, 0, 0])
    assert "No party could have opened a deal by itself by asking for less." in words
    assert words[-1] == (
        "Shared as evenly as can be, the concession is Party b 6 points and Party c and Party d 5 points each, for "
        "Issue: o1."
    )
    one_no = told([[40], [60], [70], [45]], "consensus", [0, 0, 0, 5])
    assert (
        "Party a alone could have opened a deal by going 10 points below its reservation value, for this: Issue: o1."
        in (one_no)
    )


def test_where_a_member_of_a_unanimous_body_refuses_no_points_help() -> None:
    words = told([[40], [60], [70], [45]], "consensus", [0, 0, 0, 0], "b")
    assert words[-1].startswith("No concession of points opens a deal: refusals,")


def told(values: list[list[int]], passes: Any, abstains: list[int], refusing: str = "") -> list[str]:
    """The sentences on a council's impasse."""
    realization = central(council(values, passes, abstains, refusing))
    blocking = EnumeratedImpasse(at_first(realization), realization.preferences)
    return [one for one in narrate_impasse(blocking, Wording(realization)) if isinstance(one, str)]


def test_an_ensemble_counts_lost_votes_and_whose_vote_was_short() -> None:
    lost = run(council([[40], [60], [70], [45]], "consensus", [0, 0, 0, 5], ""))
    assert failure(Measures(lost)) == FailedMeeting("talks", missed=False, short={"a": 10.0})
    votes = [one.facts for one in lost.log if isinstance(one.facts, Vote)]
    assert votes
    assert rejections(lost.log) == {"a": len(votes)}


def test_whom_a_majority_does_without_has_turned_nothing_down() -> None:
    passed = run(council([[40], [60], [70], [65]], "majority", [0, 0, 0, 0], ""))
    assert Measures(passed).agreed
    assert not rejections(passed.log)


def test_where_votes_are_too_many_to_count_nothing_is_said_of_what_blocks() -> None:
    realization = central(council([[40], [60], [70], [45]], "consensus", [0, 0, 0, 0], ""))
    searched = SearchedImpasse(FactoredFeasibleSet(realization), realization.preferences)
    assert [*narrate_impasse(searched, Wording(realization))] == [NOT_VOTED]


def test_an_account_says_so_too_where_votes_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = run(council([[40], [60], [70], [45]], "consensus", [0, 0, 0, 0], ""))
    monkeypatch.setattr(feasible_by_cliques, "TABLE_LIMIT", 1)
    sentences = [text for section in account(lost) for text in section.sentences]
    assert any(NOT_VOTED in text for text in sentences)
    assert not any("A deal was still possible" in text for text in sentences)
