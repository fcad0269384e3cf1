"""Votes count in the zone of agreement beyond a table, too: as outcome by outcome, or estimated from samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from building import Plain, at_first, central

from negosim.analysis import feasible_by_cliques
from negosim.analysis.feasible_by_cliques import FactoredFeasibleSet
from negosim.scenario.load import from_plain, load
from negosim.scenario.spec.scenario import Scenario

NOTED = {"basis": "assumed", "numbers": "made up for a test"}


def wants(**values: list[float]) -> Plain:
    """Stances on the issues x, y and z by options 0 to 4, the last of each refused where it is worth nothing."""
    return {
        issue: {"weight": 1, "values": dict(enumerate(row)), **NOTED} | ({} if row[4] else {"refuses": ["4"]})
        for issue, row in values.items()
    }


def council(**rule: Any) -> Scenario:
    """Four seats decide by votes on x and y, a and b by themselves on z; a house must pass what moves y."""
    options = {"amount": {"from": 0, "to": 4, "step": 1}, "status_quo": 0}
    consent = {"x": ["council"], "y": ["council", "house"], "z": ["a", "b"]}
    parties: Plain = {
        "a": {"name": "A", "stances": wants(x=[0, 1, 2, 3, 4], y=[4, 3, 2, 1, 0], z=[0, 1, 2, 3, 4])},
        "b": {"name": "B", "stances": wants(x=[4, 3, 2, 1, 0], y=[0, 1, 2, 3, 4], z=[1, 2, 3, 4, 0])},
        "c": {"name": "C", "stances": wants(x=[2, 1, 0, 1, 2], z=[0, 4, 0, 4, 1]), "abstains": 20},
        "d": {"name": "D", "stances": wants(y=[1, 0, 3, 0, 4]), "abstains": 30},
    }
    blocs = {
        "left": {"title": "Left", "weight": 3, "stances": wants(x=[0, 2, 1, 0, 0], y=[1, 0, 2, 3, 4]), **NOTED},
        "right": {"title": "Right", "weight": 2, "stances": wants(y=[4, 3, 2, 1, 1]), "abstains": 40, **NOTED},
        "home": {"title": "Home", "weight": 1, **NOTED},
    }
    bodies = {
        "council": {"members": ["a", "b", "c", "d"], **NOTED, **rule},
        "house": {"blocs": blocs, "passes": "majority", "swing": 0.2, **NOTED},
    }
    talks = {
        "title": "Talks",
        "parties": ["a", "b", "c", "d"],
        "issues": ["x", "y", "z"],
        "protocol": {"name": "alternating_offers", "rounds": 4},
        "basis": "assumed",
    }
    issues = {key: {"title": key, **options, "consent": who} for key, who in consent.items()}
    plain = {"negosim": 2, "title": "A test", "issues": issues, "parties": parties, "bodies": bodies}
    return from_plain(plain | {"meetings": {"talks": talks}}, "council")


CASES: dict[str, Callable[[], Scenario]] = {
    "parliament": lambda: load("parliament_ratifies"),
    "majority": lambda: council(passes="majority"),
    "two of four, one with a veto": lambda: council(passes={"votes": 2}, vetoes=["a"]),
    "consensus": lambda: council(passes="consensus"),
    "reverse majority": lambda: council(stops={"share": "1/2"}),
}


@pytest.mark.parametrize("case", CASES)
def test_the_zone_by_cliques_is_that_of_a_table(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    realization = central(CASES[case]())
    zone = at_first(realization).zone_size
    assert FactoredFeasibleSet(realization).zone_size == zone
    monkeypatch.setattr(feasible_by_cliques, "TABLE_LIMIT", 0)
    sampled = FactoredFeasibleSet(realization).zone_size
    assert not sampled.exact
    assert sampled.low <= zone.value <= sampled.high


def test_votes_narrow_the_zone() -> None:
    sizes = [
        at_first(central(council(passes=passes))).zone_size.value for passes in ({"votes": 1}, {"votes": 3}, "all")
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert len({*sizes}) == len(sizes)


def test_a_package_is_in_the_zone_where_nobody_blocks_it() -> None:
    possible = at_first(central(council(passes={"votes": 3})))
    free = [index for index in range(possible.size) if index != possible.stands and not possible.blockers(index)]
    assert free == [index for index, inside in enumerate(possible.zone) if inside]
    assert {one for index in range(possible.size) for one in possible.blockers(index)} == {"a", "b", "council", "house"}
