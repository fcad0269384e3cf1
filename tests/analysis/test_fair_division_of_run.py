"""Adjusted Winner on scenarios: the canal treaty of 1974, linkages left out, other numbers of parties."""

from __future__ import annotations

from fractions import Fraction

import pytest
from building import central, issue, meeting, one_issue, party, scenario, stance

from negosim.analysis.fair_shares import fair_division
from negosim.errors import UsageError
from negosim.scenario.spec.scenario import Scenario

# Raiffa 1982, ch. 12, and Brams and Taylor 1996, ch. 5: points of the United States and of Panama.
PANAMA = {
    "defence": (22, 9),
    "use": (22, 15),
    "land": (15, 15),
    "expansion": (14, 3),
    "duration": (11, 15),
    "routes": (6, 5),
    "compensation": (4, 11),
    "jurisdiction": (2, 7),
    "military": (2, 7),
    "role": (2, 13),
}


def canal(**more: object) -> Scenario:
    """Each issue goes the way of the United States or of Panama; the status quo is Panama's way on all."""
    issues = {key: issue("panama usa", "usa panama") for key in PANAMA}
    usa = {key: stance(bids[0], {"usa": 100, "panama": 0}) for key, bids in PANAMA.items()}
    panama = {key: stance(bids[1], {"usa": 0, "panama": 100}) for key, bids in PANAMA.items()}
    parties = {"usa": party(usa), "panama": party(panama)}
    return scenario(issues, parties, {"talks": meeting("usa panama", " ".join(PANAMA))}, **more)


def test_the_canal_treaty_is_divided_as_brams_and_taylor_divide_it() -> None:
    found = fair_division(central(canal()))
    assert [round(float(points)) for points in found.split.points] == [66, 66]
    assert found.split.split == "land"
    assert dict(zip(found.split.items, found.split.shares, strict=True))["land"] == pytest.approx(
        Fraction(2, 15), abs=1e-4
    )
    assert found.parties == ("usa", "panama")
    assert sum(found.bids[0].values()) == sum(found.bids[1].values()) == 100


def test_without_splitting_nothing_is_split() -> None:
    found = fair_division(central(canal()))
    assert set(found.unsplit.shares) <= {Fraction(0), Fraction(1)}
    assert min(found.unsplit.points) <= min(found.split.points)


def test_three_parties_are_too_many() -> None:
    with pytest.raises(UsageError, match="this scenario has 3"):
        fair_division(central(one_issue({"ann": [0, 1], "bob": [1, 0], "cy": [1, 0]})))


@pytest.mark.parametrize("values", [{"ann": [0, 1], "bob": [0, 1]}, {"ann": [1, 1], "bob": [0, 1]}])
def test_where_nobody_prefers_an_option_to_the_others_best_there_is_nothing_to_divide(values) -> None:
    with pytest.raises(UsageError, match="needs an issue"):
        fair_division(central(one_issue(values)))
