"""The power of the members of each body: who decides how often, and without or against whom nothing passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from negosim.domain.decision_rule import DecisionRule
from negosim.negotiation.environment.win_sets import home_ballots
from negosim.scenario.realize.realization import Realization
from negosim.theory.voting.power import Power, power

__all__ = ["VotingBody", "power_data", "voting_bodies"]


@dataclass(frozen=True)
class VotingBody:
    """A body, its rule, and its voters' names; `power` is None where their votes are too many different sums."""

    key: str
    title: str
    rule: DecisionRule
    names: Mapping[str, str]
    power: Power | None

    @property
    def veto_players(self) -> tuple[str, ...]:
        """The voters against whom nothing passes."""
        return self._named(self.rule.veto_players)

    @property
    def needed(self) -> tuple[str, ...]:
        """Those of them without whose yes nothing passes: that they abstain or stay away is not enough."""
        rule = self.rule
        alone = (1 << place for place in range(len(rule.voters)) if rule.veto_players >> place & 1)
        return self._named(sum(one for one in alone if not rule.decides(rule.members & ~one)))

    def _named(self, voters: int) -> tuple[str, ...]:
        return tuple(voter for place, voter in enumerate(self.rule.voters) if voters >> place & 1)


def voting_bodies(realization: Realization) -> tuple[VotingBody, ...]:
    """Those who vote after a signature and the bodies that vote at tables, at given numbers."""
    found = (VotingBody(key, title, rule, names, power(rule)) for key, title, rule, names in _rules(realization))
    return tuple(found)


def _rules(realization: Realization) -> Iterator[tuple[str, str, DecisionRule, Mapping[str, str]]]:
    for key, ballot in home_ballots(realization).items():
        yield key, ballot.title, ballot.rule, dict(ballot.titles)
    parties = {key: party.name for key, party in realization.scenario.parties.items()}
    for body in realization.requirements.bodies:
        if body.rule is not None:
            yield body.key, body.title, body.rule, parties


def power_data(bodies: tuple[VotingBody, ...]) -> dict[str, Any]:
    """Both indices by body and voter, as plain data; None where they are not computed."""
    return {body.key: body.power and _indices(body.power) for body in bodies}


def _indices(found: Power) -> dict[str, dict[str, float]]:
    named = (("shapley_shubik", found.shapley_shubik), ("banzhaf", found.banzhaf))
    return {name: {voter: float(share) for voter, share in index.items()} for name, index in named}
