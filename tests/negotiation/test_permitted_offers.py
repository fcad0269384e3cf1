"""What offers cost those whom they have to win over: the same by sums that are kept and by sums for some offers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from negosim.negotiation.packages import Standing
from negosim.negotiation.protocols.offer_space import offering
from negosim.negotiation.tactics import permitted_offers
from negosim.negotiation.tactics.permitted_offers import PermittedOffers
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory

PARTIES = ("a", "b", "c", "d")
CONSENT = (["council"], ["a", "b"], ["council", "d"])
"""Three issues of which each needs others."""


def scenario() -> dict[str, Any]:
    """Four parties, a body of three of them, and issues that need different consent."""
    stance = {"weight": 1, "values": {"none": 0, "some": 40, "all": 100}}
    options = {"none": "None", "some": "Some", "all": "All"}
    issues = {
        f"i{k}": {"title": "Issue", "options": options, "status_quo": "none", "consent": consent}
        for k, consent in enumerate(CONSENT)
    }
    return {
        "negosim": 2,
        "title": "Talks",
        "defaults": {"basis": "assumed", "numbers": "invented"},
        "bodies": {"council": {"title": "The council", "members": ["a", "b", "c"], "passes": {"votes": 2}}},
        "issues": issues,
        "parties": {key: {"name": key.upper(), "stances": dict.fromkeys(issues, stance)} for key in PARTIES},
        "meetings": {
            "m": {
                "title": "Talks",
                "parties": [*PARTIES],
                "issues": [*issues],
                "protocol": {"name": "alternating_offers", "rounds": 5},
            }
        },
    }


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("refused", [(), (3, 5, 26)])
def test_costs_are_the_same_however_many_outcomes_there_are(
    party: str, refused: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sum option by option for each set of requirements is that of every seat's weighted distances."""
    realization = RealizationFactory(from_plain(scenario(), "talks")).central
    first = Standing.at_first(realization.space)
    offered = offering(realization.space, realization.requirements, first, (0, 1, 2), realization.parties)
    mask = np.isin(np.arange(offered.size), refused)
    away = {name: offered.away_from(5 * k + 1) for k, name in enumerate(PARTIES) if name != party}
    own = PermittedOffers(offered, party, mask)
    places = np.arange(len(own.indices))[::2]
    kept = own.costs(places, away)
    monkeypatch.setattr(permitted_offers, "WHOLE", 0)
    assert own.costs(places, away).tolist() == kept.tolist()
    assert len(own.counterparts) > 1
    assert own.indices.tolist() == np.flatnonzero(offered.on_offer & ~mask).tolist()
