"""Who would stay at a state and why: the solution concepts R, GMR, SMR and SEQ, for one decision maker or a coalition.

For a coalition H (one decision maker is a coalition of one) an *improvement* from s is a state a of R_H(s), other than
s, that every member strictly prefers to s. What N - H can then do about it decides:

- **R** (Nash): nothing counts; s is stable if H has no improvement.
- **GMR** (general metarational): s is stable if against each improvement a there is a sanction, a state t of R_{N-H}(a)
  that not every member prefers to s.
- **SMR** (symmetric metarational): the same, and H cannot escape: no state of R_H(t) is preferred to s by every member.
- **SEQ** (sequential): the same as GMR with t in R_{N-H}+(a), so that those who sanction gain by every step.

Equality counts as a sanction, never as an improvement. `reach` defines the sequences. Source: Fang, Hipel and Kilgour
1993; coalitions: D. M. Kilgour, K. W. Hipel, L. Fang and X. Peng, Coalition analysis in group decision
support, Group Decision and Negotiation 10, 2001, and Xu, Hipel, Kilgour and Fang 2018.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from negosim.theory.stability.bitsets import bits, mask
from negosim.theory.stability.graph import Conflict, Members
from negosim.theory.stability.journeys import Journey, search
from negosim.theory.stability.reach import reach

__all__ = ["Concept", "Sanction", "Verdict", "equilibria", "is_stable", "stable_states", "verdict", "verdicts"]


class Concept(StrEnum):
    """A solution concept of the graph model."""

    R = "R"
    GMR = "GMR"
    SMR = "SMR"
    SEQ = "SEQ"


@dataclass(frozen=True)
class Sanction:
    """An improvement and the shortest sequence of the others, from where it ends, that takes its gain away."""

    improvement: Journey
    answer: Journey


@dataclass(frozen=True)
class Verdict:
    """Whether `members` would stay at `state`, with the evidence.

    `decision_maker` is the member's name, or the names of a coalition joined by " + ". `improvements` has a shortest
    sequence of the members to each improvement, `sanctions` one sanction for each improvement that has any under the
    concept (none under R). The state is stable if no improvement is without one.
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
        """The improvements that nobody sanctions: why the state is unstable."""
        sanctioned = {sanction.improvement for sanction in self.sanctions}
        return tuple(journey for journey in self.improvements if journey not in sanctioned)


Reach = Callable[[int], int]


@dataclass(frozen=True)
class _Position:
    """What the concepts look at: the improvements, what is better for all members, and who reaches what."""

    better: int
    improvements: int
    own: Reach
    answers: Reach


def stable_states(conflict: Conflict, members: Members, concept: Concept) -> int:
    """The set (a bitset) of states that are stable for the members."""
    own = reach(conflict, members).__getitem__
    answers = reach(conflict, *_sanctioners(conflict, members, concept)).__getitem__
    positions = (_position(conflict, members, state, own, answers) for state in range(conflict.states))
    return mask(s for s, position in enumerate(positions) if not _unsanctioned(position, concept))


def equilibria(conflict: Conflict, concept: Concept) -> tuple[int, ...]:
    """The states that are stable for every decision maker, rising."""
    common = (1 << conflict.states) - 1
    for member in conflict.everyone:
        common &= stable_states(conflict, (member,), concept)
    return tuple(bits(common))


def is_stable(conflict: Conflict, state: int, members: Members, concept: Concept) -> bool:
    """Whether one state is stable for the members, without looking at states that do not matter to it."""
    conflict.check_state(state)
    movers, improving = _sanctioners(conflict, members, concept)
    own = partial(_reach_from, conflict, members, False)
    answers = partial(_reach_from, conflict, movers, improving)
    return not _unsanctioned(_position(conflict, members, state, own, answers), concept)


def verdict(conflict: Conflict, state: int, members: Members, concept: Concept) -> Verdict:
    """The verdict on one state for the members, with a shortest sequence for each improvement and sanction."""
    conflict.check_state(state)
    own = reach(conflict, members).__getitem__
    answers = reach(conflict, *_sanctioners(conflict, members, concept)).__getitem__
    position = _position(conflict, members, state, own, answers)
    improvements = _journeys(conflict, state, members, position.improvements)
    sanctions = _sanctions(conflict, members, concept, position, improvements)
    name = " + ".join(conflict.decision_makers[member] for member in members)
    stable = len(sanctions) == len(improvements)
    return Verdict(state, name, concept, stable, improvements, sanctions, members)


def verdicts(conflict: Conflict, state: int, concept: Concept) -> tuple[Verdict, ...]:
    """The verdict on one state for every decision maker."""
    return tuple(verdict(conflict, state, (member,), concept) for member in conflict.everyone)


def _sanctioners(conflict: Conflict, members: Members, concept: Concept) -> tuple[Members, bool]:
    """Who may sanction, and whether only by improvements; nobody under R."""
    return (() if concept is Concept.R else conflict.others(members)), concept is Concept.SEQ


def _position(conflict: Conflict, members: Members, state: int, own: Reach, answers: Reach) -> _Position:
    """The members' position at a state."""
    better = conflict.better_for_all(members, state)
    return _Position(better, own(state) & better, own, answers)


def _sanctioning(position: _Position, concept: Concept) -> int:
    """The states that sanction: not better for all members and, under SMR, without escape."""
    reached = 0
    for improvement in bits(position.improvements):
        reached |= position.answers(improvement)
    worse = reached & ~position.better
    if concept is not Concept.SMR:
        return worse
    return mask(t for t in bits(worse) if not position.own(t) & position.better)


def _unsanctioned(position: _Position, concept: Concept) -> bool:
    """Whether some improvement is without a sanction."""
    sanctioning = _sanctioning(position, concept)
    return any(not position.answers(improvement) & sanctioning for improvement in bits(position.improvements))


def _journeys(conflict: Conflict, origin: int, movers: Members, ends: int) -> tuple[Journey, ...]:
    """A shortest sequence to each state of `ends`, in the order of the states."""
    nodes = (node for node in search(conflict, origin, movers) if ends >> node.state & 1)
    return tuple(sorted((node.journey() for node in nodes), key=lambda journey: journey.end))


def _sanctions(
    conflict: Conflict, members: Members, concept: Concept, position: _Position, improvements: tuple[Journey, ...]
) -> tuple[Sanction, ...]:
    """The nearest sanction against each improvement that has one."""
    sanctioning = _sanctioning(position, concept)
    movers, improving = _sanctioners(conflict, members, concept)
    found: list[Sanction] = []
    for improvement in improvements:
        answers = search(conflict, improvement.end, movers, improving)
        nearest = next((node for node in answers if sanctioning >> node.state & 1), None)
        found += [Sanction(improvement, nearest.journey())] if nearest else []
    return tuple(found)


def _reach_from(conflict: Conflict, movers: Members, improving: bool, state: int) -> int:
    """The states other than `state` that legal sequences from it reach."""
    return mask(node.state for node in search(conflict, state, movers, improving))
