"""The same random domains for both sides: additive preferences from a seed, values and weights uniform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

MOST_WORDS = 10
"""Options that have names of their own; more of them are numbers of an amount."""


@dataclass(frozen=True)
class Domain:
    """Shares (sum 1) and values (0 to 1) of every party on every issue, and the reservation value (0 to 1)."""

    shape: tuple[int, ...]
    weights: tuple[tuple[float, ...], ...]
    values: tuple[tuple[tuple[float, ...], ...], ...]
    reservation: float

    @property
    def parties(self) -> int:
        return len(self.weights)


def random_domain(parties: int, shape: Sequence[int], reservation: float, seed: int) -> Domain:
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet(np.ones(len(shape)), size=parties)
    values = [[tuple(rng.random(options)) for options in shape] for _ in range(parties)]
    return Domain(tuple(shape), tuple(map(tuple, weights)), tuple(map(tuple, values)), reservation)


def opposed_domain(parties: int, shape: Sequence[int], reservation: float, seed: int) -> Domain:
    """Pure conflict: the same weights for all, and values of an option that sum to 1, so that all is efficient."""
    rng = np.random.default_rng(seed)
    weights = tuple(rng.dirichlet(np.ones(len(shape))))
    split = [rng.dirichlet(np.ones(parties), size=options) for options in shape]
    values = [tuple(tuple(part[:, party]) for part in split) for party in range(parties)]
    return Domain(tuple(shape), (weights,) * parties, tuple(values), reservation)


def as_scenario(domain: Domain, rounds: int, tactic: str) -> dict[str, Any]:
    """The domain as a scenario of negosim, in plain data: one meeting, absolute reservation values in points."""
    note = {"kind": "imported", "note": "made by the benchmark"}
    keys = [f"p{k}" for k in range(domain.parties)]
    issues = {
        f"i{axis}": {
            "title": f"Issue {axis}",
            "options": {f"o{k}": f"Option {k}" for k in range(options)},
            "status_quo": "o0",
            "consent": keys,
        }
        for axis, options in enumerate(domain.shape)
    }
    parties = {}
    for party, key in enumerate(keys):
        stances = {
            f"i{axis}": {
                "basis": note,
                "numbers": note,
                "weight": float(domain.weights[party][axis]),
                "values": {f"o{k}": 100 * float(v) for k, v in enumerate(domain.values[party][axis])},
            }
            for axis in range(len(domain.shape))
        }
        reservation = {"points": 100 * domain.reservation, "basis": note, "numbers": note}
        tactic_spec = {"name": tactic, "basis": note}
        parties[key] = {"name": key, "stances": stances, "reservation": reservation, "tactic": tactic_spec}
    meeting = {
        "title": "Talks",
        "parties": keys,
        "issues": list(issues),
        "protocol": {"name": "alternating_offers", "rounds": rounds},
        "basis": note,
    }
    return {"negosim": 1, "title": "Benchmark", "issues": issues, "parties": parties, "meetings": {"talks": meeting}}


def sized_scenario(
    parties: int,
    issues: int,
    options: int,
    *,
    linkages: int = 0,
    rounds: int = 20,
    total: int | None = None,
    majority: float | None = None,
) -> dict[str, Any]:
    """A scenario of any size: as many random pairs of issues linked for each party; above ten options, amounts.

    An amount has values at its ends and in between on a straight line. With a `total`, the numbers of the options that
    are agreed come to it. With a `majority`, that share of the members and of their weights decides.
    """
    lots, amounts = np.random.default_rng(0), options > MOST_WORDS
    plain = as_scenario(random_domain(parties, (2 if amounts else options,) * issues, 0.0, 0), rounds, "boulware")
    ends = ["0", str(options - 1)] if amounts else ["o0", f"o{options - 1}"]
    for one in plain["issues"].values() if amounts else ():
        del one["options"]
        one |= {"amount": {"from": 0, "to": options - 1, "step": 1}, "status_quo": 0}
    for one in plain["parties"].values():
        del one["reservation"]
        for stance in one["stances"].values() if amounts else ():
            stance["values"] = dict(zip(map(int, ends), stance["values"].values(), strict=True))
        one["linkages"] = {f"l{k}": _linkage(lots, issues, ends) for k in range(linkages)}
    if majority is not None:
        return _by_majority(plain, majority)
    return plain if total is None else plain | _whole(plain["issues"], total)


def _by_majority(plain: dict[str, Any], share: float) -> dict[str, Any]:
    """The scenario with a body of all parties that decides every issue by a double majority."""
    weights = {party: 1 + 3 * k for k, party in enumerate(plain["parties"])}
    passes = [{"share": share}, {"share": share, "weights": weights}]
    note = {"kind": "imported", "note": "made by the benchmark"}
    council = {"title": "The council", "members": [*weights], "passes": passes, "basis": note}
    issues = {key: one | {"consent": ["council"]} for key, one in plain["issues"].items()}
    return plain | {"negosim": 2, "bodies": {"council": council}, "issues": issues}


def _whole(issues: Mapping[str, Any], total: int) -> dict[str, Any]:
    """The constraint that the options' numbers, from 0, come to a total."""
    counts = {key: {option: k for k, option in enumerate(one.get("options", ()))} or 1 for key, one in issues.items()}
    return {"negosim": 2, "constraints": {"whole": {"title": "One whole", "sum": counts, "is": total}}}


def _linkage(lots: np.random.Generator, issues: int, ends: Sequence[str]) -> dict[str, Any]:
    """Points for an option each of two issues at random."""
    note = {"kind": "imported", "note": "made by the benchmark"}
    first, second = lots.choice(issues, 2, replace=False).tolist()
    when = {f"i{axis}": [lots.choice(ends).item()] for axis in (first, second)}
    return {"title": "Linked", "when": when, "points": int(lots.integers(-20, 20)), "basis": note, "numbers": note}
