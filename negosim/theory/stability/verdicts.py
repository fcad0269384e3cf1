"""Stability of a state for a decision maker or a coalition: the solution concepts R, GMR, SMR and SEQ.

For a coalition H (a single decision maker is a coalition of one) an *improvement* from s is a state a of R_H(s), other
than s, that every member strictly prefers to s. The concepts differ in how N - H may respond:

- **R** (Nash): no response counts; s is stable if H has no improvement.
- **GMR** (general metarational): s is stable if each improvement a has a sanction, a state t of R_{N-H}(a) that not
  every member prefers to s.
- **SMR** (symmetric metarational): as GMR, and H cannot escape: no state of R_H(t) is preferred to s by every member.
- **SEQ** (sequential): as GMR with t in R_{N-H}+(a), so that the sanctioners gain by every step.

Equality counts as a sanction, never as an improvement. `reach` defines the sequences. Source: Fang, Hipel and Kilgour
1993; coalitions: D. M. Kilgour, K. W. Hipel, L. Fang and X. Peng, Coalition analysis in group decision support, Group
Decision and Negotiation 10, 2001, and Xu, Hipel, Kilgour and Fang 2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from negosim.errors import UsageError
from negosim.theory.stability.bitsets import bits, bitset
from negosim.theory.stability.graph import Conflict, Members
from negosim.theory.stability.journeys import Journey, search
from negosim.theory.stability.reach import reach

__all__ = [
    "DECISION_MAKER_LIMIT",
    "Concept",
    "Sanction",
    "Verdict",
    "coalition_equilibria",
    "coalition_improvements",
    "coalitions",
    "equilibria",
    "stable_states",
    "verdict",
    "verdicts",
]

DECISION_MAKER_LIMIT = 10
"""The largest number of decision makers whose coalitions are listed: there are 2^n of them."""


class Concept(StrEnum):
    """A solution concept of the graph model."""

    R = "R"
    GMR = "GMR"
    SMR = "SMR"
    SEQ = "SEQ"


@dataclass(frozen=True)
class Sanction:
    """An improvement and the shortest sequence of the others, from its end, that takes the gain away."""

    improvement: Journey
    response: Journey


@dataclass(frozen=True)
class Verdict:
    """Whether `state` is stable for `members`, with the evidence.

    `decision_maker` is the member's name, or the names of a coalition joined by " + ". `improvements` has a shortest
    sequence to each improvement, `sanctions` the nearest sanction of each that has one under the concept (none under
    R). The state is stable if every improvement is sanctioned.
    """

    state: int
    decision_maker: str
    concept: Concept
    stable: bool
    improvements: tuple[Journey, ...]
    sanctions: tuple[Sanction, ...]
    members: Members

    @property
    def unsanctioned(self) -> tuple[Journey, ...]:
        """The improvements without a sanction, which make the state unstable."""
        sanctioned = {sanction.improvement for sanction in self.sanctions}
        return tuple(journey for journey in self.improvements if journey not in sanctioned)


@dataclass(frozen=True)
class _Analysis:
    """The stability of every state for `members` under a concept."""

    conflict: Conflict
    members: Members
    concept: Concept

    @property
    def sanctioners(self) -> tuple[Members, bool]:
        """Who may sanction, and whether only by improvements; nobody under R."""
        others = () if self.concept is Concept.R else self.conflict.others(self.members)
        return others, self.concept is Concept.SEQ

    @cached_property
    def own(self) -> tuple[int, ...]:
        """By state, what the members can reach."""
        return reach(self.conflict, self.members)

    @cached_property
    def responses(self) -> tuple[int, ...]:
        """By state, what the sanctioners can reach."""
        return reach(self.conflict, *self.sanctioners)

    def improvements(self, state: int) -> int:
        """The states that the members can reach and all prefer."""
        return self.own[state] & self.conflict.better_for_all(self.members, state)

    def sanctions(self, state: int) -> int:
        """The states that sanction: reached in response, not better for all members and, under SMR, without escape."""
        better, reached = self.conflict.better_for_all(self.members, state), 0
        for improvement in bits(self.improvements(state)):
            reached |= self.responses[improvement]
        worse = reached & ~better
        if self.concept is not Concept.SMR:
            return worse
        return bitset(t for t in bits(worse) if not self.own[t] & better)

    def is_stable(self, state: int) -> bool:
        """Whether every improvement is sanctioned."""
        sanctions = self.sanctions(state)
        return all(self.responses[improvement] & sanctions for improvement in bits(self.improvements(state)))


def stable_states(conflict: Conflict, members: Members, concept: Concept) -> int:
    """The bitset of states that are stable for the members."""
    return bitset(filter(_Analysis(conflict, members, concept).is_stable, range(conflict.states)))


def equilibria(conflict: Conflict, concept: Concept) -> tuple[int, ...]:
    """The states that are stable for every decision maker, ascending."""
    return _stable_for_all(conflict, [(i,) for i in conflict.everyone], concept)


def coalition_equilibria(conflict: Conflict, concept: Concept) -> tuple[int, ...]:
    """The states that are stable for every decision maker and every coalition, ascending."""
    return _stable_for_all(conflict, [*((i,) for i in conflict.everyone), *coalitions(conflict)], concept)


def _stable_for_all(conflict: Conflict, groups: list[Members], concept: Concept) -> tuple[int, ...]:
    common = (1 << conflict.states) - 1
    for members in groups:
        common &= stable_states(conflict, members, concept)
    return tuple(bits(common))


def coalitions(conflict: Conflict) -> tuple[Members, ...]:
    """All coalitions of two or more, smallest first; `UsageError` beyond `DECISION_MAKER_LIMIT`."""
    everyone = conflict.everyone
    if len(everyone) > DECISION_MAKER_LIMIT:
        raise UsageError(
            f"coalitions of {len(everyone)} decision makers are too many; the limit is {DECISION_MAKER_LIMIT}"
        )
    return tuple(members for size in range(2, len(everyone) + 1) for members in combinations(everyone, size))


def coalition_improvements(conflict: Conflict, state: int) -> dict[Members, tuple[Journey, ...]]:
    """By coalition, a shortest sequence to each state that it can reach together and all its members prefer.

    Coalitions without an improvement are left out.
    """
    each = {members: verdict(conflict, state, members, Concept.R).improvements for members in coalitions(conflict)}
    return {members: improvements for members, improvements in each.items() if improvements}


def verdict(conflict: Conflict, state: int, members: Members, concept: Concept) -> Verdict:
    """The verdict on one state for the members, with a shortest sequence for each improvement and sanction."""
    conflict.check_state(state)
    analysis = _Analysis(conflict, members, concept)
    ends, sanctioning = analysis.improvements(state), analysis.sanctions(state)
    nodes = (node for node in search(conflict, state, members) if ends >> node.state & 1)
    improvements = tuple(sorted((node.journey() for node in nodes), key=lambda journey: journey.end))
    sanctions: list[Sanction] = []
    for improvement in improvements:
        responses = search(conflict, improvement.end, *analysis.sanctioners)
        nearest = next((node for node in responses if sanctioning >> node.state & 1), None)
        sanctions += [Sanction(improvement, nearest.journey())] if nearest else []
    name = " + ".join(conflict.decision_makers[member] for member in members)
    stable = len(sanctions) == len(improvements)
    return Verdict(state, name, concept, stable, improvements, tuple(sanctions), members)


def verdicts(conflict: Conflict, state: int, concept: Concept) -> tuple[Verdict, ...]:
    """The verdict on one state for every decision maker."""
    return tuple(verdict(conflict, state, (member,), concept) for member in conflict.everyone)
