"""CPU time of the zone of agreement under a double majority, beside that under the consent of all.

Twenty-seven parties and 10^6 outcomes: `python benchmarks/zone_of_bodies.py` prints milliseconds and their ratio.
"""

from __future__ import annotations

import time
from typing import Any

from negosim.analysis.feasible_table import enumerate_feasible
from negosim.negotiation.packages import Standing
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import RealizationFactory

ASSUMED = {"kind": "assumed", "note": "made up for a benchmark"}
PARTIES = [f"p{k}" for k in range(27)]
UNION = {
    "members": PARTIES,
    "passes": [{"share": 0.55}, {"share": 0.65, "weights": {key: 1 + 3 * k for k, key in enumerate(PARTIES)}}],
    "basis": ASSUMED,
}
TRIES = 5


def scenario(consent: list[str]) -> dict[str, Any]:
    """Six issues of ten options, on each of which a party likes the high or the low ones."""
    issues = {
        f"i{k}": {
            "title": "Issue",
            "options": {f"o{j}": "Option" for j in range(10)},
            "status_quo": "o0",
            "consent": consent,
        }
        for k in range(6)
    }
    parties = {key: {"name": key.upper(), "stances": _stances(k)} for k, key in enumerate(PARTIES)}
    talks = {"title": "Talks", "parties": PARTIES, "issues": [*issues], "basis": ASSUMED}
    meetings = {"talks": talks | {"protocol": {"name": "alternating_offers", "rounds": 10}}}
    plain = {"negosim": 2, "title": "A union", "issues": issues, "parties": parties, "meetings": meetings}
    return plain | {"bodies": {"union": UNION}}


def _stances(party: int) -> dict[str, Any]:
    where = {"basis": ASSUMED, "numbers": ASSUMED}
    values = ([10 * j if (party + k) % 3 else 90 - 10 * j for j in range(10)] for k in range(6))
    return {
        f"i{k}": {"weight": 1 + (party + k) % 5, "values": {f"o{j}": one for j, one in enumerate(row)}, **where}
        for k, row in enumerate(values)
    }


def milliseconds(consent: list[str]) -> float:
    """The least CPU time of several tries to find the zone."""
    realization = RealizationFactory(from_plain(scenario(consent), "union")).central
    axes, first = range(6), Standing.at_first(realization.space)
    spent = []
    for _ in range(TRIES):
        possible = enumerate_feasible(realization, first, axes, realization.parties, 0)
        begun = time.process_time()
        size = possible.zone.sum()
        spent.append(time.process_time() - begun)
    print(f"{'a body' if consent == ['union'] else 'all':>8}: {1000 * min(spent):6.0f} ms, {size:,} packages")
    return min(spent)


if __name__ == "__main__":
    print(f"   ratio: {milliseconds(['union']) / milliseconds(PARTIES):6.2f}")
