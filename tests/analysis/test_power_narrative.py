"""What is told of the power of a body's members."""

from negosim.analysis.power_narrative import narrate_power
from negosim.analysis.voting_power import VotingBody, power_data
from negosim.document import Table
from negosim.domain.decision_rule import Base, DecisionRule, VoteTest
from negosim.theory.voting.power import power

NAMES = {"a": "Ash", "b": "Birch", "c": "Cedar"}


def council(*, counted: bool = True) -> VotingBody:
    """Ash has two votes of four, and three are needed."""
    rule = DecisionRule(("a", "b", "c"), (VoteTest.weighing((2, 1, 1), 3, Base.VOTE),))
    return VotingBody("council", "The Council", rule, NAMES, power(rule) if counted else None)


def test_voters_with_the_same_power_share_a_row() -> None:
    (section,) = narrate_power([council()])
    table = next(part for part in section.content if isinstance(part, Table))
    assert [(row.name, row.cells) for row in table.rows] == [
        ("Ash", ("66.67 %", "60.00 %")),
        ("Birch, Cedar", ("16.67 %", "20.00 %")),
    ]
    assert section.content[-1] == "The Council: nothing passes without Ash."


def test_where_the_sums_of_votes_are_too_many_a_sentence_says_so() -> None:
    (section,) = narrate_power([council(counted=False)])
    assert "too many to count them all" in " ".join(map(str, section.content))
    assert power_data((council(counted=False),)) == {"council": None}


def test_without_a_body_nothing_is_said() -> None:
    assert not [*narrate_power([])]
