"""What a run's account says of those who did not sign a deal."""

from __future__ import annotations

from typing import Any

from building import Plain, issue, meeting, party, ruled, scenario, stance

from negosim.analysis.offers import offer_records
from negosim.analysis.run_narrative import account
from negosim.document import Paragraph
from negosim.negotiation.log import No
from negosim.negotiation.record import Record, run

GAINS = {"no": 0, "yes": 100}


def test_a_mediator_is_called_so_and_only_who_sat_elsewhere_was_not_asked() -> None:
    parties = {key: party({"x": stance(1, GAINS)}) for key in ("ann", "bob", "cy", "dan", "med")}
    parties["med"]["tactic"] = {"name": "hill_climbing", "basis": {"kind": "assumed"}}
    of = scenario({"x": issue("no yes", "ann bob")}, parties, {"talks": meeting("ann bob cy med", "x")})
    record = run(ruled(of, "single_text", mediator="med"))
    told = {one.title: one.content for one in account(record)}["What the deals did to those who did not sign"]
    sentences = [one.text for one in told if isinstance(one, Paragraph)]
    assert any("settled without Party cy, whose consent it did not take" in one for one in sentences)
    assert any("settled without Party dan, which was not asked" in one for one in sentences)
    assert any("to Party med, the mediator, it is worth" in one for one in sentences)
    assert not any("without Party med" in one for one in sentences)


def run_with(ann: Plain, **more: Any) -> Record:
    """Bob, who wants the high deal and does not give way, sits down with ann."""
    stubborn = party({"x": stance(1, {"no": 0, "low": 1, "high": 100})}, tactic="hardliner")
    parties = {"bob": stubborn, "ann": ann}
    issues = {"x": issue("no low high", "ann bob")}
    return run(scenario(issues, parties, {"talks": meeting("bob ann", "x", 3)}, negosim=2, **more))


def turned_down(record: Record) -> list[str]:
    return [one for part in account(record) for one in map(str, part.content) if "last offer, by" in one]


def test_the_reason_told_for_a_no_is_the_one_that_held() -> None:
    votes = {"all": {"title": "All", "weight": 1, "stances": {"x": stance(1, {"no": 50, "low": 100, "high": 0})}}}
    house = {"title": "The House", "passes": "majority", "ratifies": "ann", "known": True, "blocs": votes}
    noted = {"basis": {"kind": "assumed"}, "numbers": {"kind": "assumed", "note": "a test"}}
    votes["all"] |= noted
    rising = {"no": 0, "low": 100, "high": 50}
    cases = (
        (No.REFUSES, "it refuses something in it", run_with(party({"x": stance(1, rising, "high")}))),
        (
            No.HOME,
            "it knew that those at home would turn it down",
            run_with(party({"x": stance(1, rising)}), bodies={"house": house | noted}),
        ),
        (No.LOSES, "less than its reservation value", run_with(party({"x": stance(1, {**rising, "no": 60})}))),
        (No.ASKS_FOR_MORE, "it still asked for more", run_with(party({"x": stance(1, rising)}, "hardliner"))),
    )
    for reason, words, record in cases:
        assert offer_records(record)[0].against == {"ann": reason}
        (sentence,) = turned_down(record)
        assert "was turned down by Party ann" in sentence and words in sentence
