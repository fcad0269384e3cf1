"""A scenario too large for a table: ten to the fourteenth outcomes."""

from __future__ import annotations

import numpy as np
from building import delay, issue, linkage, meeting, party, scenario, stance

from negosim.scenario.spec.scenario import Scenario

__all__ = ["large"]

OPTIONS = ("o0", "o1", "o2", "o3", "o4")
ISSUES = tuple(f"i{k}" for k in range(20))
TACTICS = ("boulware", "tit_for_tat", "random_walker")


def large(parties: str) -> Scenario:
    """Twenty issues of five options that all must agree to, with a linkage, a refusal and a cost of delay."""
    who = parties.split()
    issues = {key: issue(" ".join(OPTIONS), parties, ordered=k % 2 == 0) for k, key in enumerate(ISSUES)}
    made = {}
    for place, one in enumerate(who):
        lots = np.random.default_rng(place)
        weights, values = lots.integers(1, 20, 20).tolist(), lots.integers(0, 101, (20, 4)).tolist()
        stances = {
            key: stance(weight, dict(zip(OPTIONS, [45, *row], strict=True)))
            for key, weight, row in zip(ISSUES, weights, values, strict=True)
        }
        made[one] = party(stances, TACTICS[place])
    made[who[0]]["stances"]["i3"]["refuses"] = ["o4"]
    made[who[0]]["linkages"] = {"l": linkage({"i0": ["o1", "o2"], "i7": "o0"}, -20)}
    made[who[1]]["cost_of_delay"] = delay(0.2, {"i1": "o0"})
    return scenario(issues, made, {"talks": meeting(parties, " ".join(issues), rounds=20)})
