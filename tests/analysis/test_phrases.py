"""Words that several narratives share."""

from __future__ import annotations

from building import central, issue, meeting, party, scenario, stance

from negosim.analysis.phrases import ENDINGS, Wording
from negosim.negotiation.log import Ending


def test_every_ending_of_a_meeting_has_a_clause() -> None:
    assert list(ENDINGS) == list(Ending)


def test_who_wants_nothing_has_a_dash_under_the_solutions() -> None:
    parties = {"ann": party({"x": stance(1, {"no": 0, "yes": 100})}), "guide": party()}
    words = Wording(central(scenario({"x": issue("no yes", "ann")}, parties, {"m": meeting("ann guide", "x")})))
    assert words.wanted({"ann": 50.0, "guide": 0.0}) == ("50.0", "-")
