"""Scenarios too large for a table: ten to the fourteenth outcomes, or a size of one's choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from building import amount, delay, issue, linkage, meeting, party, scenario, stance

from negosim.scenario.spec.scenario import Scenario

__all__ = ["large", "sized"]

OPTIONS = ("o0", "o1", "o2", "o3", "o4")
ISSUES = tuple(f"i{k}" for k in range(20))
MOST_WORDS = 10
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


def sized(
    *,
    parties: int = 2,
    issues: int = 20,
    options: int = 4,
    linkages: int = 0,
    span: int = 0,
    tactic: str = "boulware",
    rounds: int = 6,
) -> Scenario:
    """A scenario of any size: random stances, and so many random pairs of issues linked for each party.

    The issues of a pair stand at most `span` apart, or anywhere. Issues of more than ten options are amounts. All must
    agree to each.
    """
    who = [f"p{k}" for k in range(parties)]
    keys = [f"o{k}" for k in range(options)]
    everyone, lots = " ".join(who), np.random.default_rng(0)
    names = [f"i{k}" for k in range(issues)]
    wide = options > MOST_WORDS
    made = {key: amount(0, options - 1, 1, everyone) if wide else issue(" ".join(keys), everyone) for key in names}
    ends = [0, options - 1] if wide else keys
    every = {}
    for one in who:
        stances = {key: stance(int(lots.integers(1, 20)), _values(lots, ends)) for key in names}
        pairs = [_pair(lots, issues, span or issues - 1) for _ in range(linkages)]
        tied = {
            f"l{k}": linkage({f"i{axis}": lots.choice(ends).item() for axis in pair}, int(lots.integers(-20, 20)))
            for k, pair in enumerate(pairs)
        }
        every[one] = party(stances, tactic, linkages=tied)
    return scenario(made, every, {"talks": meeting(everyone, " ".join(names), rounds)})


def _pair(lots: np.random.Generator, issues: int, span: int) -> tuple[int, int]:
    """Two issues that stand at most so far apart."""
    apart = int(lots.integers(1, span + 1))
    first = int(lots.integers(issues - apart))
    return first, first + apart


def _values(lots: np.random.Generator, options: Sequence[Any]) -> dict[Any, int]:
    return dict(zip(options, lots.integers(0, 101, len(options)).tolist(), strict=True))
