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


def veto_sentence(test: VoteTest, vetoes: int = 0) -> object:
    """What is said last of a body of three."""
    body = VotingBody("council", "The Council", DecisionRule(("a", "b", "c"), (test,), vetoes=vetoes), NAMES, None)
    (section,) = narrate_power([body])
    return section.content[-1]


def test_whom_a_body_can_pass_something_without_if_they_only_stay_away() -> None:
    """Of all votes everybody's yes is needed; of those cast, or with a veto, it is enough to stay away."""
    one_each = (1, 1, 1)
    assert veto_sentence(VoteTest.called("all", one_each)) == (
        "The Council: nothing passes without Ash, Birch and Cedar."
    )
    assert veto_sentence(VoteTest.called("consensus", one_each)) == (
        "The Council: nothing passes against Ash, Birch or Cedar."
    )
    assert veto_sentence(VoteTest.weighing((2, 1, 1), 3, Base.VOTE), vetoes=0b010) == (
        "The Council: nothing passes without Ash, or against Birch."
    )


def test_where_the_sums_of_votes_are_too_many_a_sentence_says_so() -> None:
    (section,) = narrate_power([council(counted=False)])
    assert "too many to count them all" in " ".join(map(str, section.content))
    assert power_data((council(counted=False),)) == {"council": None}


def test_without_a_body_nothing_is_said() -> None:
    assert not [*narrate_power([])]
