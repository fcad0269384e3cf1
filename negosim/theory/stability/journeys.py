"""Shortest legal sequences of moves from a state to the states it can lead to.

The search is breadth first over pairs (state, last mover), since the last mover may not move again. Status quo analysis
is this search from the start: with all moves it shows what could happen, with improvements alone what could happen
without anybody acting against its own interest. Source: K. W. Li, D. M. Kilgour and K. W. Hipel, Status quo analysis in
the graph model for conflict resolution, Journal of the Operational Research Society 56, 2005.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from negosim.errors import UsageError
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.graph import Conflict, Members

__all__ = ["Journey", "JourneyStep", "search", "status_quo"]


@dataclass(frozen=True)
class JourneyStep:
    """One move: the decision maker `mover` moves to `state`."""

    mover: int
    state: int


@dataclass(frozen=True)
class Journey:
    """A legal sequence of steps from `origin`; empty for staying there."""

    origin: int
    steps: tuple[JourneyStep, ...] = ()

    @property
    def end(self) -> int:
        """The state where the sequence ends."""
        return self.steps[-1].state if self.steps else self.origin


@dataclass(frozen=True)
class JourneyNode:
    """A pair (state, last mover) and its predecessor; the root has neither mover nor predecessor."""

    state: int
    mover: int | None = None
    before: JourneyNode | None = None

    def journey(self) -> Journey:
        """The sequence that leads here."""
        steps: list[JourneyStep] = []
        node = self
        while node.mover is not None and node.before is not None:
            steps.append(JourneyStep(node.mover, node.state))
            node = node.before
        return Journey(node.state, tuple(reversed(steps)))


def search(conflict: Conflict, origin: int, movers: Members, improving: bool = False) -> Iterator[JourneyNode]:
    """The states other than `origin` that `movers` can reach, nearest first, each by one shortest legal sequence.

    Among sequences of equal length, earlier decision makers and lower states come first.
    """
    states, pairs = {origin}, set[tuple[int, int | None]]()
    queue = deque([JourneyNode(origin)])
    while queue:
        for node in _following(conflict, queue.popleft(), movers, improving):
            if (node.state, node.mover) not in pairs:
                pairs.add((node.state, node.mover))
                queue.append(node)
                if node.state not in states:
                    states.add(node.state)
                    yield node


def _following(conflict: Conflict, node: JourneyNode, movers: Members, improving: bool) -> Iterator[JourneyNode]:
    """The nodes one legal step further."""
    steps = conflict.improvements if improving else conflict.moves
    for mover in movers:
        if mover != node.mover:
            yield from (JourneyNode(state, mover, node) for state in bits(steps[mover][node.state]))


def status_quo(conflict: Conflict, improving: bool = False) -> dict[int, Journey]:
    """A shortest legal sequence from the start to each state that is reachable from it, the start included.

    The number of steps is the state's distance. `UsageError` if the conflict has no start.
    """
    if conflict.start is None:
        raise UsageError("status quo analysis needs a start, and this conflict has none")
    nodes = search(conflict, conflict.start, conflict.everyone, improving)
    return {conflict.start: Journey(conflict.start)} | {node.state: node.journey() for node in nodes}
