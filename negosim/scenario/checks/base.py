"""Helpers of the rules on references: the type of a rule, and faults placed in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from negosim.errors import Diagnostic, did_you_mean
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.spec.values import OptionCondition
from negosim.scenario.yaml.nodes import Node, dotted, shorten

__all__ = [
    "NamedCheck",
    "Path",
    "ScenarioCheck",
    "at_key",
    "at_value",
    "bad_condition",
    "bad_conditions",
    "bad_name",
    "bad_names",
    "bad_option",
    "placed_options",
    "some",
    "split",
    "unknown",
]

Path = tuple[str | int, ...]
ScenarioCheck = Callable[[Scenario, Node], Iterator[Diagnostic]]
"""A rule: (typed scenario, its nodes) -> faults."""

NamedCheck = Callable[[Any, Node, Path], Iterator[Diagnostic]]
"""A rule of a tactic or protocol on its own keys: (its spec, nodes, path) -> faults."""

CODES = {"option": "R101", "issue": "R102", "party": "R103", "source": "R104", "parameter": "R106"}
"""Code of an unknown name, by what it should name."""

SHOWN_NAMES = 12

MANY = 1000
"""More names than this are not searched for the nearest one, which takes time for each."""


def split(path: str) -> Path:
    """A dotted path as keys and indices."""
    return tuple(int(part) if part.isdigit() else part for part in path.split("."))


def some(names: Sequence[str]) -> str:
    """The first names of a list, and how many more there are.

    >>> some(["a", "b"])
    'a, b'
    """
    more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
    return ", ".join(names[:SHOWN_NAMES]) + more


def at_value(root: Node, path: Path, code: str, message: str, help: str = "") -> Diagnostic:
    """A fault of a value."""
    return root.at(path).diagnostic(code, message, dotted(path), help)


def at_key(root: Node, path: Path, code: str, message: str, help: str = "") -> Diagnostic:
    """A fault of a key, or of the part that stands below it as a whole."""
    return root.at(path).key_diagnostic(code, message, dotted(path), help)


def unknown(
    root: Node,
    path: Path,
    what: str,
    name: str,
    known: Iterable[str],
    *,
    code: str = "",
    of: str = "",
    on_key: bool = False,
) -> Diagnostic:
    """The fault of an unknown name, with the nearest known one; by default the code is that of `what`.

    Names already beside it, in the same mapping or list, are not suggested.
    """
    show, code = at_key if on_key else at_value, code or CODES[what]
    message = f"no {what} {shorten(name)}" + (f" of {of}" if of else "")
    choices = list(known)
    help_ = did_you_mean(name, choices, _beside(root, path, on_key)) if len(choices) <= MANY else ""
    return show(root, path, code, message, help_)


def bad_name(
    root: Node, path: Path, what: str, name: str, known: Iterable[str], *, code: str = "", on_key: bool = False
) -> Iterator[Diagnostic]:
    """A name, if it is unknown."""
    choices = list(known)
    if name not in choices:
        yield unknown(root, path, what, name, choices, code=code, on_key=on_key)


def _beside(root: Node, path: Path, on_key: bool) -> set[str]:
    """The names beside it: the keys of a mapping, or the items of a list."""
    around = root.at(path[:-1]).value
    if isinstance(around, dict):
        return set(around) if on_key else set()
    return {item.value for item in around if isinstance(item.value, str)} if isinstance(around, list) else set()


def bad_names(root: Node, path: Path, what: str, names: Sequence[str], known: Iterable[str]) -> Iterator[Diagnostic]:
    """The names of a list that are unknown or repeated."""
    choices = list(known)
    for i, name in enumerate(names):
        if name not in choices:
            yield unknown(root, (*path, i), what, name, choices)
        elif name in names[:i]:
            yield at_value(root, (*path, i), "R118", f"{what} {name!r} stands in the list twice")


def bad_conditions(
    scenario: Scenario, root: Node, path: Path, conditions: Mapping[str, OptionCondition] | None
) -> Iterator[Diagnostic]:
    """The faults of conditions on several issues."""
    for issue, condition in (conditions or {}).items():
        if issue not in scenario.issues:
            yield unknown(root, (*path, issue), "issue", issue, scenario.issues, on_key=True)
        else:
            yield from bad_condition(scenario, root, (*path, issue), issue, condition)


def bad_condition(
    scenario: Scenario, root: Node, path: Path, issue: str, condition: OptionCondition
) -> Iterator[Diagnostic]:
    """The faults of a condition on an issue: unknown options, and bounds that select nothing."""
    spec = scenario.issues[issue]
    for place, option in placed_options(root, path, condition):
        yield from bad_option(scenario, root, place, issue, option)
    if condition.by_bounds and spec.amount is None:
        yield at_value(root, path, "R110", f"issue {issue!r} has no numbers to be above or below", "name its options")
    elif condition.by_bounds and not spec.selected(condition):
        yield at_value(root, path, "R110", f"no number of issue {issue!r} lies between these bounds")


def placed_options(root: Node, path: Path, condition: OptionCondition) -> Iterator[tuple[Path, str]]:
    """The options of a condition, each with its path."""
    listed = isinstance(root.at(path).value, list)
    for i, option in enumerate(condition.options):
        yield ((*path, i) if listed else path), option


def bad_option(
    scenario: Scenario, root: Node, path: Path, issue: str, option: str, *, on_key: bool = False
) -> Iterator[Diagnostic]:
    """An option, if its issue does not have it; for an amount the help is its grid, not the nearest number."""
    spec = scenario.issues[issue]
    if spec.position(option) is not None:
        return
    if spec.amount is None:
        yield unknown(root, path, "option", option, spec.option_keys, of=f"issue {issue!r}", on_key=on_key)
    else:
        first, second, *_, last = [*spec.option_keys[:2], spec.option_keys[-1]]
        show, message = at_key if on_key else at_value, f"no number {shorten(option)} of issue {issue!r}"
        yield show(root, path, "R101", message, f"it can be: {first}, {second}, ..., {last}")
