"""What happens besides the talks: what came of a block, how a vote at home goes, how long a truce would hold."""

from __future__ import annotations

from collections.abc import Mapping

from negosim.domain.ballot import Ballot, BallotResult
from negosim.domain.outcomes import Option
from negosim.errors import UsageError
from negosim.negotiation.environment.base import make_blocks
from negosim.negotiation.environment.commitment import Truces
from negosim.negotiation.environment.win_sets import home_ballots
from negosim.registry import Parameter
from negosim.teaching.exercises.quantities.base import OUTCOME, PARTY, outcome_of, pick, quantity
from negosim.teaching.exercises.subject import Subject
from negosim.theory.bargaining.truce import share_held

MEASURE = Parameter("measure", "text", None, "a measure of a block, as `run --json` names it under `besides`")


@quantity(MEASURE)
def block_number(subject: Subject, measure: str) -> float:
    """Number of a block: a measure of war, truce, ratification, events or spoilers at the end of the run."""
    found = _measure(subject, measure)
    if not isinstance(found, int | float):
        raise UsageError(f"{measure} is {found!r} at the end of the run, which is no number")
    return float(found)


@quantity(MEASURE)
def block_name(subject: Subject, measure: str) -> str:
    """Name of a block: who or what a measure names at the end of the run; `none` where it names nobody."""
    return str(_measure(subject, measure) or "none")


def _measure(subject: Subject, measure: str) -> object:
    return pick(subject.measures.besides, measure, f"{subject.scenario.name} has no measure {measure!r}")


@quantity(Parameter("guarantee", "text", None, "the option of the guarantee"))
def truce_expected(subject: Subject, guarantee: str) -> float:
    """Truce expected: for how many periods after the talks it holds on average under a guarantee, shifts left out."""
    numbers, blocks = subject.realization.numbers, make_blocks(subject.realization)
    for truce in (truce for block in blocks if isinstance(block, Truces) for truce in block.truces):
        if guarantee in truce.guarantees:
            credibility = numbers[f"{truce.at}.guarantees.credibility.{guarantee}"]
            hazard = truce.hazard(numbers, next(iter(truce.options)), credibility)
            return truce.terms.periods * share_held(hazard, truce.terms.periods)
    raise UsageError(f"{subject.scenario.name} has no truce with a guarantee {guarantee!r}")


@quantity(PARTY, OUTCOME)
def blocs_for(subject: Subject, party: str, outcome: Mapping[str, Option]) -> tuple[str, ...]:
    """Blocs for it: those of a party's ratifiers that would vote for an outcome in the place of the status quo."""
    supporters = _vote(subject, party, outcome).supporters
    return tuple(bloc.key for bloc in _ballot(subject, party).blocs if bloc.key in supporters)


@quantity(PARTY, OUTCOME)
def share_for(subject: Subject, party: str, outcome: Mapping[str, Option]) -> float:
    """Share for it: the percent of the votes at home for an outcome in the place of the status quo."""
    return 100 * _vote(subject, party, outcome).share


@quantity(PARTY, OUTCOME)
def passes(subject: Subject, party: str, outcome: Mapping[str, Option]) -> bool:
    """Passes: whether a party's ratifiers are at least as likely to pass an outcome as to turn it down."""
    return _vote(subject, party, outcome).passed


def _vote(subject: Subject, party: str, outcome: Mapping[str, Option]) -> BallotResult:
    """The vote on an outcome in the place of the status quo, no swing counted."""
    return _ballot(subject, party).vote(outcome_of(subject, outcome), subject.realization.space.status_quo)


def _ballot(subject: Subject, party: str) -> Ballot:
    """That of those who ratify for a party; of several the first in the file."""
    ballots = {one.party: one for one in reversed(home_ballots(subject.realization).values())}
    return pick(ballots, party, f"nobody ratifies for {party} in {subject.scenario.name}")
