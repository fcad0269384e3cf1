"""What a run's account says of those who did not sign a deal."""

from __future__ import annotations

from building import issue, meeting, party, ruled, scenario, stance

from negosim.analysis.run_narrative import account
from negosim.document import Paragraph
from negosim.negotiation.record import run

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
