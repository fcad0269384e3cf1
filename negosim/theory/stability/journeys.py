"""One shortest way from a state to each state that legal sequences reach: who moves where.

The search is breadth first over pairs (state, last mover), because who moved last decides who may move next. Status quo
analysis is this search from the start: with all moves it shows what could come about, with improvements alone what
would come about without anybody acting against its interest. Source: K. W. Li, D. M. Kilgour and K. W. Hipel, Status
quo analysis in the graph model for conflict resolution, Journal of the Operational Research Society 56, 2005.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from negosim.errors import UsageError
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.graph import Conflict, Members

__all__ = ["Journey", "Step", "search", "status_quo"]


@dataclass(frozen=True)
class Step:
    """One move: the decision maker `mover` moves to `state`."""

    mover: int
    state: int


@dataclass(frozen=True)
class Journey:
    """A legal sequence: where it begins and its steps; no steps is staying there."""

    origin: int
    steps: tuple[Step, ...] = ()

    @property
    def end(self) -> int:
        """The state where the sequence ends."""
        return self.steps[-1].state if self.steps else self.origin


@dataclass(frozen=True)
class JourneyNode:
    """A pair (state, last mover) with the node before it; the first has neither mover nor node before it."""

    state: int
    mover: int | None = None
    before: JourneyNode | None = None

    def journey(self) -> Journey:
        """The steps that led here."""
        steps: list[Step] = []
        node = self
        while node.mover is not None and node.before is not None:
            steps.append(Step(node.mover, node.state))
            node = node.before
        return Journey(node.state, tuple(reversed(steps)))


def search(conflict: Conflict, origin: int, movers: Members, improving: bool = False) -> Iterator[JourneyNode]:
    """The states other than `origin` that `movers` reach, nearest first, each once by a shortest legal sequence.

    Among sequences of the same length, earlier decision makers and lower states go first.
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
    """The nodes one legal step on."""
    steps = conflict.improvements if improving else conflict.moves
    for mover in movers:
        if mover != node.mover:
            yield from (JourneyNode(state, mover, node) for state in bits(steps[mover][node.state]))


def status_quo(conflict: Conflict, improving: bool = False) -> dict[int, Journey]:
    """A shortest legal sequence from the start to each state that can be reached from it, the start itself included.

    The number of steps is the state's distance; a state that is missing cannot be reached. `UsageError` where the
    conflict has no start.
    """
    if conflict.start is None:
        raise UsageError("status quo analysis needs a start, and this conflict has none")
    nodes = search(conflict, conflict.start, conflict.everyone, improving)
    return {conflict.start: Journey(conflict.start)} | {node.state: node.journey() for node in nodes}
