"""What is told of a deal's bystanders and of what stands at the end, where bodies decide and options run out."""

from __future__ import annotations

import pytest
from building import ASSUMED, NO, YES, do, issue, meeting, opened, party, recorded, scenario, stance

from negosim.analysis.bystander_narrative import narrate_bystanders
from negosim.analysis.measures import measured
from negosim.analysis.outcome_narrative import narrate_outcome
from negosim.document import Definition, Paragraph
from negosim.negotiation.acts import Abstain, Act, Pass
from negosim.negotiation.record import Record


def voted(**acts: Act) -> Record:
    """Three of five members of a council pass what ash proposes; e and f lose by it, and gil is no member."""
    gains = dict.fromkeys(("ash", "bea", "cy"), 1) | dict.fromkeys(("eve", "fay"), -1) | {"gil": -1}
    parties = {
        key: party({"x": stance(1, {"no": 50 - 50 * way, "yes": 50 + 50 * way})}) | {"name": key.title()}
        for key, way in gains.items()
    }
    members = ["ash", "bea", "cy", "eve", "fay"]
    council = {"title": "The Council", "members": members, "passes": {"votes": 3}, "basis": ASSUMED}
    groups = {"coast": {"title": "The coast", "members": ["eve", "fay"]}}
    talks = {"m": meeting(" ".join(members), "x", begins="ash")}
    extra = {"negosim": 2, "bodies": {"council": council}, "groups": groups}
    course = do(opened(scenario({"x": issue("no yes", "council")}, parties, talks, **extra)), ("ash", {"x": "yes"}))
    while course.asked:
        course.submit(course.asked[0], acts.get(course.asked[0], YES))
    return recorded(course)


def test_of_a_body_that_decided_only_those_who_were_outvoted_or_abstained_are_told() -> None:
    lost, gil = (
        "lost 100 points",
        "In round 1 The Council settled without Gil, which was not asked: it lost 100 points;",
    )
    assert [one.partition(" its")[0] for one in narrate_bystanders(voted(eve=NO, fay=NO))] == [
        f"In round 1 The Council outvoted the coast: each {lost}; their fallbacks fell as much.",
        gil,
    ]
    assert [one.partition(" its")[0] for one in narrate_bystanders(voted(eve=NO, fay=Abstain()))] == [
        f"In round 1 The Council outvoted Eve: it {lost};",
        f"In round 1 The Council settled while Fay abstained: it {lost};",
        gil,
    ]
    assert [one.partition(" its")[0] for one in narrate_bystanders(voted())] == [gil]


def pause(*, agreed_in: int | None) -> Record:
    """Ann and bob may pause a war for ten rounds of forty; a truce runs out with round 21; cy looks on."""
    fighting = issue("truce war pause", "ann bob", lapses={"pause": {"after": 10}, "truce": {"on": 21, "to": "war"}})
    values = {"truce": 60, "war": 0, "pause": 100}
    parties = {key: party({"fighting": stance(1, values)}) | {"name": key.title()} for key in ("ann", "bob", "cy")}
    talks = {"m": meeting("ann bob", "fighting", 30)}
    course = opened(scenario({"fighting": fighting}, parties, talks, negosim=2, horizon=40))
    while course.asked and course.round + 1 < (agreed_in or 40):
        course.submit(course.asked[0], Pass())
    if agreed_in:
        first, second = course.asked[0], next(key for key in ("ann", "bob") if key != course.asked[0])
        do(course, (first, {"fighting": "pause"}), (second, YES))
    return recorded(course)


@pytest.mark.parametrize("round_", [1, 15, 25])
def test_what_a_deal_did_counts_all_that_will_have_lapsed_as_the_points_at_the_end_do(round_: int) -> None:
    record = pause(agreed_in=round_)
    gained = measured(record).surplus["cy"]
    [sentence] = narrate_bystanders(record)
    assert f"{'gained' if gained > 0 else 'lost'} {abs(gained):.3g} points" in sentence


def standing(record: Record) -> list[tuple[str, str]]:
    """What is told to stand at the end: paragraphs, and terms with what is said of them."""
    told = narrate_outcome(measured(record))[0].content
    return [
        (one.term, " ".join(detail.text for detail in one.details if isinstance(detail, Paragraph)))
        if isinstance(one, Definition)
        else ("", one.text if isinstance(one, Paragraph) else "")
        for one in told
    ]


def test_where_nothing_was_agreed_what_ran_out_is_told() -> None:
    assert standing(pause(agreed_in=None)) == [
        ("", "Nothing was agreed, and not everything stays as it was."),
        ("Ran out; now: Issue: war", "before it was: truce. After round 21 that had run out."),
    ]


def test_what_was_settled_and_has_run_out_since_is_not_told_as_settled() -> None:
    [(term, detail)] = standing(pause(agreed_in=15))
    assert term == "Ran out; now: Issue: truce"
    assert detail == "before it was: pause, settled in “Meeting”. After round 24 that had run out."
