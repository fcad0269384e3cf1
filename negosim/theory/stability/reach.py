"""The states that a set of decision makers can reach together from each state: R_H(s) and R_H+(s).

A *legal sequence* of a set H of decision makers is a sequence of one or more moves, each by a member of H, in which
nobody moves twice in succession (members may move again after another has moved). R_H(s) is the set of states at which
a legal sequence from s can end. R_H+(s) is the same with every step a unilateral improvement of its own mover, judged
from the state where that step begins, not from s. For one decision maker R_H is its moves and R_H+ its improvements.

A *sanctioning sequence* against i's improvement from s to a is a legal sequence of N - i that begins at a and ends at
a state t that i does not prefer to s (t <=_i s; equality sanctions). Only its end is judged by i: it does not matter
what the sequence passes. GMR and SMR admit all moves, SEQ only sequences of improvements.

Source: L. Fang, K. W. Hipel and D. M. Kilgour, Interactive Decision Making, 1993; H. Xu, K. W. Hipel, D. M. Kilgour
and L. Fang, Conflict Resolution Using the Graph Model, 2018.

All states are done at once: the pairs (last mover, state) form a graph, and the set reached from a pair is the union of
the sets of its successors, taken over strongly connected components with the successors first (S. R. Kosaraju 1978, in
M. Sharir, Computers & Mathematics with Applications 7, 1981). The cost is one union of bitsets an edge.
"""

from __future__ import annotations

from collections.abc import Sequence

from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.graph import Conflict, Members

__all__ = ["reach"]

Graph = list[list[int]]
"""Successors by node; node k * states + s stands at state s after a move of the k-th member."""


def reach(conflict: Conflict, movers: Members, improving: bool = False) -> tuple[int, ...]:
    """For each state s the set R_H(s), or R_H+(s) where `improving`; computed once a conflict.

    s is a member of its own set where a sequence leads back to it.
    """
    key = (movers, improving)
    if key not in conflict.memo:
        steps = conflict.improvements if improving else conflict.moves
        conflict.memo[key] = _reach([steps[mover] for mover in movers], conflict.states)
    return conflict.memo[key]


def _reach(steps: list[tuple[int, ...]], states: int) -> tuple[int, ...]:
    """The sets for one list of one-step moves by mover."""
    graph = _pairs_graph(steps, states)
    order = _components(graph)
    after = _closure(graph, order, states)
    firsts = [_nodes(steps, state, states, last=None) for state in range(states)]
    return tuple(_union(after, nodes, states) for nodes in firsts)


def _pairs_graph(steps: list[tuple[int, ...]], states: int) -> Graph:
    """The graph of pairs (last mover, state)."""
    return [_nodes(steps, state, states, last) for last in range(len(steps)) for state in range(states)]


def _nodes(steps: list[tuple[int, ...]], state: int, states: int, last: int | None) -> list[int]:
    """The pairs that one step from `state` leads to, where `last` may not move again."""
    return [k * states + t for k, moves in enumerate(steps) if k != last for t in bits(moves[state])]


def _union(after: Sequence[int], nodes: list[int], states: int) -> int:
    """The nodes' own states and all that is reached after them."""
    members = 0
    for node in nodes:
        members |= after[node] | 1 << node % states
    return members


def _closure(graph: Graph, components: list[list[int]], states: int) -> list[int]:
    """For each node the states reached from it, given components in an order that puts successors first."""
    after = [0] * len(graph)
    for component in components:
        members = 0
        for node in component:
            members |= _union(after, graph[node], states)
        for node in component:
            after[node] = members
    return after


def _components(graph: Graph) -> list[list[int]]:
    """Strongly connected components, those that can be reached from others first."""
    seen = [False] * len(graph)
    order = _postorder(_transpose(graph))
    found = (_postorder_from(graph, node, seen) for node in reversed(order) if not seen[node])
    return list(found)


def _postorder(graph: Graph) -> list[int]:
    """All nodes in the order in which a depth-first search leaves them."""
    seen = [False] * len(graph)
    order: list[int] = []
    for node in range(len(graph)):
        if not seen[node]:
            order += _postorder_from(graph, node, seen)
    return order


def _postorder_from(graph: Graph, root: int, seen: list[bool]) -> list[int]:
    """The unseen nodes that can be reached from `root`, in the order in which the search leaves them."""
    seen[root] = True
    path, left, order = [root], [iter(graph[root])], list[int]()
    while path:
        following = next((node for node in left[-1] if not seen[node]), None)
        if following is None:
            left.pop()
            order.append(path.pop())
        else:
            seen[following] = True
            path.append(following)
            left.append(iter(graph[following]))
    return order


def _transpose(graph: Graph) -> Graph:
    """The graph with every edge turned round."""
    turned: Graph = [[] for _ in graph]
    for node, successors in enumerate(graph):
        for successor in successors:
            turned[successor].append(node)
    return turned
