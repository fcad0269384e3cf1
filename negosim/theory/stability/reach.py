"""The states that a set of decision makers can reach together from each state: R_H(s) and R_H+(s).

A *legal sequence* of a set H of decision makers is one or more moves, each by a member of H, in which nobody moves
twice in succession. R_H(s) is the set of states at which a legal sequence from s can end. R_H+(s) is the same with
every step a unilateral improvement for its mover over the state where that step begins, not over s. For a single
decision maker R_H is its moves and R_H+ its improvements.

A *sanctioning sequence* against i's improvement from s to a is a legal sequence of N - i that begins at a and ends at
a state t that i does not prefer to s (t <=_i s; equality sanctions). Only its end matters to i, not the states on the
way. GMR and SMR admit all moves, SEQ only sequences of improvements.

Source: L. Fang, K. W. Hipel and D. M. Kilgour, Interactive Decision Making, 1993; H. Xu, K. W. Hipel, D. M. Kilgour
and L. Fang, Conflict Resolution Using the Graph Model, 2018.

All states are solved together: pairs (last mover, state) form a graph, and the set reached from a pair is the union of
its successors' sets, computed over strongly connected components with successors first (S. R. Kosaraju 1978, in
M. Sharir, Computers & Mathematics with Applications 7, 1981). The cost is one union of bitsets per edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from negosim.caching import weak_cache
from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.graph import Conflict, Members

__all__ = ["reach"]

Adjacency = list[list[int]]
"""Successors by node; node k * states + s is state s after a move of the k-th member."""


@weak_cache
def reach(conflict: Conflict, movers: Members, improving: bool = False) -> tuple[int, ...]:
    """For each state s the set R_H(s), or R_H+(s) if `improving`; computed once per conflict.

    s is in its own set if a sequence leads back to it.
    """
    steps = [(conflict.improvements if improving else conflict.moves)[mover] for mover in movers]
    states = conflict.states
    graph = [_successors(steps, state, states, last) for last in range(len(steps)) for state in range(states)]
    reached = [0] * len(graph)
    for component in _components(graph):
        members = 0
        for node in component:
            members |= _union(reached, graph[node], states)
        for node in component:
            reached[node] = members
    return tuple(_union(reached, _successors(steps, state, states, None), states) for state in range(states))


def _successors(steps: list[tuple[int, ...]], state: int, states: int, last: int | None) -> list[int]:
    """The pairs one step from `state`, where `last` may not move again."""
    return [k * states + t for k, moves in enumerate(steps) if k != last for t in bits(moves[state])]


def _union(reached: Sequence[int], nodes: list[int], states: int) -> int:
    """The states of some nodes and all that can be reached from them."""
    members = 0
    for node in nodes:
        members |= reached[node] | 1 << node % states
    return members


def _components(graph: Adjacency) -> list[list[int]]:
    """The strongly connected components, successors first."""
    reverse: Adjacency = [[] for _ in graph]
    for node, successors in enumerate(graph):
        for successor in successors:
            reverse[successor].append(node)
    order = [node for part in _postorders(reverse, range(len(graph))) for node in part]
    return list(_postorders(graph, reversed(order)))


def _postorders(graph: Adjacency, roots: Iterable[int]) -> Iterator[list[int]]:
    """Depth-first search from each root not yet seen: the new nodes in the order in which the search leaves them."""
    seen = [False] * len(graph)
    for root in roots:
        if seen[root]:
            continue
        seen[root] = True
        path, successors, order = [root], [iter(graph[root])], list[int]()
        while path:
            following = next((node for node in successors[-1] if not seen[node]), None)
            if following is None:
                successors.pop()
                order.append(path.pop())
            else:
                seen[following] = True
                path.append(following)
                successors.append(iter(graph[following]))
        yield order
