"""The analysis of a conflict on the terminal: states, who would stay where, what holds, and how one gets there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from negosim.cli._output import heading, say
from negosim.document import counted, listed
from negosim.report.terminal import paragraph, table_lines

__all__ = ["say_conflict"]

SHOWN = 60
"""States listed at the most; --json has them all."""

Found = Mapping[str, Any]

CONCEPTS = (
    "R (Nash): it has no move of its own to a state that it prefers. GMR: against each such move the others have some "
    "answer that takes the gain away. SMR: and it cannot escape from that answer. SEQ: an answer by which those who "
    "give it gain themselves."
)


def say_conflict(found: Found) -> None:
    """Tell the findings of a conflict in plain words."""
    say(found["title"])
    if found["source"]:
        say(paragraph(f"Source: {found['source']}"))
    heading("The states")
    say("\n".join(_states(found)))
    heading("Who would stay where")
    say(paragraph(CONCEPTS))
    say()
    say("\n".join(_stability(found)).rstrip())
    heading("What holds")
    say("\n".join(map(paragraph, _holds(found))))
    if found["from_status_quo"] is not None:
        heading("From the status quo")
        say("\n".join(paragraph(line, hang=4) for line in _paths(found)))
    heading("Why")
    say("\n".join(paragraph(sentence, hang=2) for sentence in found["sentences"]))


def _states(found: Found) -> Iterator[str]:
    for state in found["states"][:SHOWN]:
        here = " (status quo)" if state["state"] == found["status_quo"] else ""
        yield paragraph(f"{state['state']:>3}  {state['label']}{here}", hang=5)
    more = len(found["states"]) - SHOWN
    if more > 0:
        yield paragraph(f"and {counted(more, 'more state')}: --json lists them all")


def _stability(found: Found) -> Iterator[str]:
    """State by decision maker: the concepts by which it would stay."""
    everybody = [_by_state(found["stable"], name) for name in found["decision_makers"]]
    together = {concept: set(states) for concept, states in found["equilibria"].items()}
    shown = found["states"][:SHOWN]
    rows = [(f"{one['state']:>3}", [_cell(by, one["state"]) for by in (*everybody, together)]) for one in shown]
    yield from table_lines([*found["decision_makers"], "everybody"], rows)


def _by_state(stable: Found, name: str) -> dict[str, set[int]]:
    return {concept: set(states[name]) for concept, states in stable.items()}


def _cell(by: Mapping[str, set[int]], state: int) -> str:
    concepts = [concept for concept, states in by.items() if state in states]
    return "all four" if len(concepts) == len(by) else " ".join(concepts) or "-"


def _holds(found: Found) -> Iterator[str]:
    """The equilibria by concept, and what several could do together."""
    yield from _equilibria("Stable for everybody", found["equilibria"])
    joint = found["coalitions"]
    if joint["reason"]:
        yield f"Nothing is said of what several could do together: {joint['reason']}."
        return
    yield from _equilibria("Also against what several could do together", joint["equilibria"])
    for move in joint["moves"]:
        yield f"From {move['from']} {listed(move['parties'])} would gain together: {move['route']} ({move['to']})."


def _equilibria(head: str, equilibria: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Concepts with the same states in one line."""
    same: dict[tuple[int, ...], list[str]] = {}
    for concept, states in equilibria.items():
        same.setdefault(tuple(states), []).append(concept)
    for states, concepts in same.items():
        yield f"{head} by {listed(concepts)}: {listed(map(str, states[:SHOWN])) or 'no state'}."


def _paths(found: Found) -> Iterator[str]:
    for path in found["from_status_quo"][:SHOWN]:
        if path["steps"]:
            gain = path["by_improvements"]
            by = "" if gain is None else f"; {counted(gain, 'step')} by which each who moves gains"
            yield f"To {path['to']} in {counted(path['steps'], 'step')}{by}: {path['route']}."
    missing = len(found["states"]) - len(found["from_status_quo"])
    if missing:
        yield f"{counted(missing, 'state')} cannot be reached."
