"""How a body voted, in words: what each test took, of how many votes, and who was against."""

from __future__ import annotations

from building import ASSUMED, central, issue, meeting, party, scenario, stance

from negosim.analysis.phrases import Wording
from negosim.domain.decision_rule import DecisionRule
from negosim.domain.requirements import Body
from negosim.negotiation.environment.vote_words import table_vote_words
from negosim.negotiation.log import Vote
from negosim.negotiation.protocols.votes import counts_told
from negosim.scenario.realize.realization import Realization

VOTERS = "abcdefg"


def council(**more: object) -> Realization:
    """Seven voters, of whom e, f and g are a group."""
    parties = {key: party({"x": stance(1, {"no": 0, "yes": 1})}) for key in VOTERS}
    body = {"title": "The Council", "members": [*VOTERS], "basis": ASSUMED, **more}
    coast = {"coast": {"title": "the coast", "members": ["e", "f", "g"]}}
    issues, talks = {"x": issue("no yes", "council")}, {"m": meeting(" ".join(VOTERS), "x")}
    return central(scenario(issues, parties, talks, negosim=2, bodies={"council": body}, groups=coast))


def sentence(realization: Realization, against: str, abstained: str = "") -> str:
    """How it voted, if all others were for it."""
    body: Body = realization.requirements.bodies[0]
    rule = body.rule
    assert rule is not None
    yes = [key for key in VOTERS if key not in against + abstained]
    tests = counts_told(rule, rule.results(bits(rule, yes), bits(rule, against)))
    passed = rule.decides(bits(rule, yes), bits(rule, against))
    vote = Vote(passed, tuple(yes), tuple(against), body=body.key, abstained=tuple(abstained), tests=tests)
    return table_vote_words(body, vote, Wording(realization))


def bits(rule: DecisionRule, voters: str | list[str]) -> int:
    return sum(1 << rule.voters.index(key) for key in voters)


def test_consensus_takes_the_same_whoever_abstains() -> None:
    by_consensus = council(passes="consensus")
    took = "it takes one for it and none against"
    assert sentence(by_consensus, "", "a") == f"The Council adopted it: 6 for, none against, 1 abstained ({took})."
    told = sentence(by_consensus, "efg", "ab")
    assert told.startswith(f"The Council did not adopt it: 2 for, 3 against, 2 abstained ({took}).")


def test_a_group_that_was_against_is_named_as_one_and_many_are_not_named() -> None:
    by_count = council(passes={"votes": 1}, vetoes=["a", "f"])
    assert sentence(by_count, "efg").endswith("(1 needed, veto by Party f). The coast voted against it.")
    assert sentence(by_count, "bcdefg").endswith("Party b, Party c, Party d and the coast voted against it.")
    assert sentence(by_count, "abcdef").endswith("6 against (1 needed, veto by Party a and Party f).")


def test_of_a_double_majority_both_counts_are_told_with_all_votes_and_whole_needs() -> None:
    people = {"a": 50, "b": 20, "c": 12, "d": 8, "e": 5, "f": 3, "g": 2}
    double = council(passes=[{"share": 0.55}, {"share": 0.655, "weights": people}])
    assert sentence(double, "g") == (
        "The Council adopted it: 6 for, 1 against (4 needed), with 98 of 100 by the second count (66 needed). "
        "Party g voted against it."
    )
    weighty = council(weights={key: 10 if key == "a" else 1 for key in VOTERS}, passes={"share": 0.55})
    assert sentence(weighty, "g").startswith(
        "The Council adopted it: 6 for, 1 against, with 15 of 16 votes (9 needed)."
    )


def test_what_stops_it_is_told_of_the_votes_against() -> None:
    reverse = council(stops={"votes": 3})
    assert sentence(reverse, "efg").startswith("The Council did not adopt it: 4 for, 3 against (3 would stop it).")
