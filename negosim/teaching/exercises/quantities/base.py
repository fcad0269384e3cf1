"""How a quantity is registered, and the parameters that several of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from negosim.domain.outcomes import Option, Outcome
from negosim.errors import UsageError, did_you_mean
from negosim.registry import Parameter, register
from negosim.teaching.exercises.subject import Subject

__all__ = ["ISSUE", "OPTION", "OUTCOME", "PARTY", "RUNS", "QuantityValue", "concept", "outcome_of", "pick", "quantity"]

QuantityValue = float | str | bool | tuple[str, ...]
"""What a quantity comes to."""

F = TypeVar("F", bound=Callable[..., QuantityValue])
K = TypeVar("K")
V = TypeVar("V")

PARTY = Parameter("party", "party", None, "the party meant")
ISSUE = Parameter("issue", "issue", None, "the issue meant")
OPTION = Parameter("option", "text", None, "the option of the issue")
OUTCOME = Parameter("outcome", "outcome", None, "options by issue; all else as the status quo has it")
RUNS = Parameter("runs", "whole", 100, "draws that are played", 1, 2000)


def concept(default: str | None = None) -> Parameter:
    """The parameter for a solution concept of the graph model."""
    return Parameter("concept", "choice", default, "the concept of stability", choices=("R", "GMR", "SMR", "SEQ"))


def quantity(*parameters: Parameter) -> Callable[[F], F]:
    """Decorator: register a function of a subject under its own name; a parameter with default None is required."""

    def enter(make: F) -> F:
        return register("quantity", make.__name__, parameters=parameters)(make)

    return enter


def outcome_of(subject: Subject, options: Mapping[str, Option]) -> Outcome:
    """The outcome with these options, else the status quo; `UsageError` for what the scenario doesn't have."""
    space = subject.realization.space
    chosen = {space.axis(key): space.issue(key).number(option) for key, option in options.items()}
    return tuple(chosen.get(axis, number) for axis, number in enumerate(space.status_quo))


def pick(found: Mapping[K, V], key: K, fault: str) -> V:
    """The value of a key; where there is none, a `UsageError` that says the fault and suggests the nearest key."""
    if key not in found:
        raise UsageError(f"{fault}: {did_you_mean(str(key), list(map(str, found)))}")
    return found[key]
