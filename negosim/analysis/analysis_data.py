"""An analysis as one plain object, as `negosim analyze --json` prints it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from negosim.analysis.analysis import Analysis
from negosim.analysis.durability import Durability
from negosim.analysis.durability_narrative import durability_words
from negosim.analysis.feasible import FeasibleSet
from negosim.analysis.impasse.impasse import Concession, Impasse, Reason
from negosim.analysis.run_data import zone
from negosim.analysis.sequencing import Branch, Sequencing
from negosim.analysis.voting_power import power_data
from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.possible import possible_outcomes
from negosim.registry import entries
from negosim.theory.bargaining.base import Solution
from negosim.theory.bargaining.counting import Count
from negosim.theory.bargaining.frontier_by_cliques import most_rows
from negosim.theory.forecasting import TheoryForecast
from negosim.theory.stability.verdicts import Concept

__all__ = ["FRONTIER_SHOWN", "findings"]

FRONTIER_SHOWN = 1000
"""Points of the frontier that are listed unless all are asked for."""


def findings(analysis: Analysis, *, all_points: bool = False) -> dict[str, Any]:
    """All parts of an analysis as plain data; points are worth before the first round."""
    possible, space, blocking = analysis.possible, analysis.record.realization.space, analysis.blocking
    blockings = analysis.blocked | ({} if blocking is None else {"all": blocking})
    nearest = blocking.closest if blocking is not None and blocking.empty else None
    return {
        "format": 1,
        "scenario": analysis.record.scenario.name,
        "seed": analysis.record.seed,
        "run": analysis.record.run,
        "outcomes": space.size,
        "possible": possible_outcomes(space),
        "rational": possible.rational_size.value,
        "rational_interval": [possible.rational_size.low, possible.rational_size.high],
        "zone_of_agreement": zone(possible),
        "worse_than_result": {party: _share(count, possible) for party, count in analysis.measures.worse.items()},
        "frontier": _frontier(possible, None if all_points else FRONTIER_SHOWN),
        "solutions": {entry.name: _solution(possible, possible.solve(entry)) for entry in entries("solution")},
        "groups": [_group(possible, group) for group in possible.groups],
        "core": _core(analysis),
        "disagreement": possible.by_party(possible.reservation),
        "blocking": {key: _blocking(one) for key, one in blockings.items()},
        "nearest": _concession(nearest, space),
        "better_for_all": _better(analysis),
        "orders": [_order(order, space) for order in analysis.orders],
        "stability": _stability(analysis.hold, space),
        "theories": {
            theory: {issue: _forecast(one) for issue, one in found.items()}
            for theory, found in analysis.theories.items()
        },
        "fair_division": _division(analysis),
        **({"power": power_data(analysis.bodies)} if analysis.bodies else {}),
    }


def _at(possible: FeasibleSet, index: int) -> dict[str, Any]:
    """An outcome with the points of everybody."""
    return {"points": possible.points_of(index), "outcome": possible.offering.space.named(possible.outcome(index))}


def _share(count: Count, possible: FeasibleSet) -> dict[str, Any]:
    """A number of outcomes as a share of all that are possible, with the interval of an estimate."""
    share, low, high = count.share(possible.size)
    return {"share": share, "exact": count.exact, "interval": [low, high]}


def _frontier(possible: FeasibleSet, most: int | None) -> dict[str, Any]:
    """The points of the frontier; the limit of the search, in partial outcomes at once, where they are too many."""
    if possible.frontier is None:
        return {"total": None, "points": [], "limit": most_rows(len(possible.deciders))}
    shown = possible.frontier.indices[:most]
    return {"total": len(possible.frontier), "points": [_at(possible, int(index)) for index in shown]}


def _solution(possible: FeasibleSet, solution: Solution) -> dict[str, Any]:
    """A solution with all its ties, or why there is none; a lottery with its outcomes and chances."""
    if not solution.exists:
        return {"outcome": None, "points": None, "ties": [], "reason": solution.reason}
    if solution.lottery is not None:
        lottery, names = solution.lottery, possible.offering.space.named
        mixed = zip(lottery.outcomes, lottery.chances, strict=True)
        points = possible.expected(lottery)
        parts = [{"outcome": names(possible.outcome(index)), "chance": chance} for index, chance in mixed]
        return {"lottery": parts, "points": points, "refused_by": _refused(possible, lottery.outcomes), "ties": []}
    first, *ties = (_at(possible, index) for index in solution.outcomes)
    refused = _refused(possible, solution.outcomes[:1])
    return first | {"refused_by": refused, "ties": [tie["outcome"] for tie in ties]}


def _refused(possible: FeasibleSet, outcomes: Iterable[int]) -> list[str]:
    """The parties that refuse one of some outcomes though it needs their consent."""
    refusing = {party for index in outcomes for party in possible.refused_by(index)}
    return [party for party in possible.parties if party in refusing]


def _group(possible: FeasibleSet, group: tuple[str, ...]) -> dict[str, Any]:
    """What a group can close without the rest, with the points of everybody."""
    solved = {entry.name: possible.solve(entry, group) for entry in entries("solution")}
    return {
        "parties": list(group),
        "solutions": {name: _solution(possible, one) for name, one in solved.items() if one.outcomes},
    }


def _core(analysis: Analysis) -> dict[str, Any] | None:
    """The size of the core and its first outcomes; None where it is not computed."""
    if analysis.core is None:
        return None
    shown = [_at(analysis.possible, int(index)) for index in analysis.core[:FRONTIER_SHOWN]]
    return {"size": len(analysis.core), "outcomes": shown}


def _sets(sets: tuple[frozenset[Reason], ...]) -> list[list[dict[str, Any]]]:
    """Sets of reasons, each with kind, party and keys."""
    return [[asdict(one) | {"keys": list(one.keys)} for one in sorted(reasons)] for reasons in sets]


def _concession(concession: Concession | None, space: OutcomeSpace) -> dict[str, Any] | None:
    if concession is None:
        return None
    return {"points": dict(concession.points), "outcome": space.named(concession.outcome)}


def _blocking(blocking: Impasse) -> dict[str, Any]:
    space, parties = blocking.possible.offering.space, blocking.possible.parties
    return {
        "search": None if blocking.search is None else asdict(blocking.search),
        "empty": blocking.empty,
        "reasons": _sets(blocking.sets),
        "ways_out": _sets(blocking.ways_out) if blocking.empty else [],
        "alone": {party: _concession(blocking.concession(party), space) for party in parties} if blocking.empty else {},
        "shared": _concession(blocking.closest, space) if blocking.empty else None,
    }


def _better(analysis: Analysis) -> dict[str, Any] | None:
    better = analysis.better
    if better is None:
        return None
    space = analysis.record.realization.space
    return {
        "count": better.count.value,
        "interval": [better.count.low, better.count.high],
        "outcome": None if better.outcome is None else space.named(better.outcome),
        "gains": dict(better.gains),
        "most": dict(better.most),
    }


def _branches(branches: Mapping[Any, Branch], order: Sequencing, space: OutcomeSpace) -> dict[str, Any]:
    if not branches:
        return {"options": {}, "best": {}, "consented": [], "reason": order.reason}
    options = {
        str(option): {"outcome": space.named(one.outcome), "points": dict(one.points), "without_own": one.without_own}
        for option, one in branches.items()
    }
    best = {party: list(ties) for party, ties in order.best(branches).items()}
    return {"options": options, "best": best, "consented": list(order.consented(branches))}


def _order(order: Sequencing, space: OutcomeSpace) -> dict[str, Any]:
    return {
        "issue": order.issue,
        "by": order.by,
        "played": _branches(order.played, order, space),
        "solved": _branches(order.solved, order, space),
    }


def _stability(hold: Durability, space: OutcomeSpace) -> dict[str, Any]:
    return {
        "described": hold.described,
        "outcome": space.named(hold.deal),
        "stable": {str(concept): hold.stable(concept) for concept in Concept},
        "states": [space.named(outcome) for outcome in hold.outcomes],
        "sentences": list(durability_words(hold)),
    }


def _forecast(one: TheoryForecast) -> dict[str, Any]:
    return {"value": one.value, "note": one.note, "interval": one.interval and [*one.interval], "path": [*one.path]}


def _division(analysis: Analysis) -> dict[str, Any] | None:
    division = analysis.division
    if division is None:
        return None
    split, unsplit = division.split, division.unsplit
    return {
        "parties": list(division.parties),
        "adjusted_winner": {
            "shares": {item: str(share) for item, share in zip(split.items, split.shares, strict=True)},
            "points": [float(points) for points in split.points],
            "split": split.split,
        },
        "without_splitting": {
            "shares": {item: int(share) for item, share in zip(unsplit.items, unsplit.shares, strict=True)},
            "points": [float(points) for points in unsplit.points],
        },
    }
