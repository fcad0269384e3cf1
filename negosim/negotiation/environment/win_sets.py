"""The ballots of `ratifiers`, as files of version 1 write them: a share of all votes passes what was signed."""

from __future__ import annotations

from collections.abc import Mapping

from negosim.domain.ballot import Ballot
from negosim.domain.decision_rule import Base, DecisionRule, VoteTest
from negosim.domain.electorate import Electorate
from negosim.negotiation.environment.ratification_spec import Ratifiers, RatifierSpec
from negosim.scenario.blocks import Builder, Effects
from negosim.scenario.realize.ballots import blocs
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.values import exact

__all__ = ["WinSets", "home_ballots", "win_sets"]


class WinSets(Effects):
    """What a party's ratifiers would pass, by party."""

    def __init__(self, ratifiers: Ratifiers, builder: Builder, numbers: Mapping[str, float]) -> None:
        self.of = {party: _ballot(party, spec, builder, numbers) for party, spec in ratifiers.items()}

    def veto(self, party: str) -> Ballot | None:
        """The party's ratifiers."""
        return self.of.get(party)


def win_sets(realization: Realization) -> Mapping[str, Ballot]:
    """The ballots by party; empty if nobody must ratify."""
    found = realization.effects.get("ratifiers")
    return found.of if isinstance(found, WinSets) else {}


def home_ballots(realization: Realization) -> dict[str, Ballot]:
    """All ballots on what is signed, in the order of the file: by party, and those of bodies by their key."""
    return {**win_sets(realization), **realization.ballots}


def _ballot(party: str, spec: RatifierSpec, builder: Builder, numbers: Mapping[str, float]) -> Ballot:
    at = f"ratifiers.{party}"
    weights = [exact(numbers[f"{at}.blocs.{key}.weight"]) for key in spec.blocs]
    enough = VoteTest.weighing(weights, exact(numbers[f"{at}.threshold"]), Base.ALL)
    return Ballot(
        key=party,
        title=spec.title,
        electorate=Electorate(builder.space, blocs(at, spec.blocs, builder, numbers), numbers.get(f"{at}.spread")),
        rule=DecisionRule(tuple(spec.blocs), (enough,)),
        condition=builder.condition(at, spec.when),
        titles={key: bloc.title for key, bloc in spec.blocs.items()},
        party=party,
        known=spec.known,
    )
