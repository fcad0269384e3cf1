"""Words that several narratives share."""

from __future__ import annotations

from negosim.analysis.phrases import ENDINGS
from negosim.negotiation.log import Ending


def test_every_ending_of_a_meeting_has_a_clause() -> None:
    assert list(ENDINGS) == list(Ending)
