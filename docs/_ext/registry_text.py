"""An entry of the registry as Markdown: docstring, parameters and source, so that nothing is written a second time."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from negosim.registry import Entry, Parameter
from negosim.scenario.spec.values import number_text

__all__ = ["kind_of", "lines_of"]


def lines_of(entry: Entry) -> Iterator[str]:
    """An entry as Markdown: heading, docstring, parameters, source."""
    yield f"### `{entry.name}`"
    yield ""
    yield inspect.getdoc(entry.make) or ""
    yield ""
    if entry.use:
        yield from (f"**When to use it:** {entry.use}.", "")
    if entry.informed:
        yield from (
            "It uses the others' preferences, so it only plays for a party that the scenario marks `informed`.",
            "",
        )
    yield from _table(entry.parameters)
    if entry.source:
        yield f"Source: {entry.source}."
    yield ""


def _table(parameters: tuple[Parameter, ...]) -> Iterator[str]:
    """The parameters as a table; nothing where there are none."""
    if not parameters:
        return
    yield "| parameter | what it may be | default | meaning |"
    yield "|---|---|---|---|"
    for one in parameters:
        yield f"| `{one.name}` | {kind_of(one)} | {default_of(one)} | {one.help} |"
    yield ""


def kind_of(parameter: Parameter) -> str:
    """What a parameter may be, in words: `number, 0 to 1`."""
    if parameter.kind == "choice":
        return " or ".join(f"`{choice}`" for choice in parameter.choices)
    if parameter.kind == "named":
        return f"the name of an {parameter.of.replace('_', ' ')}"
    words = {
        "weights": "numbers by party",
        "whole": "whole number",
        "party": "a party at the table",
        "flag": "true or false",
    }
    kind, bounds = words.get(parameter.kind, parameter.kind), bounds_of(parameter.low, parameter.high)
    return f"{kind}, {bounds}" if bounds else kind


def bounds_of(low: float | None, high: float | None) -> str:
    """Bounds in words: `0 to 1`, `at least 1`, `at most 1`, or nothing."""
    if low is not None and high is not None:
        return f"{number_text(low)} to {number_text(high)}"
    if low is not None:
        return f"at least {number_text(low)}"
    return "" if high is None else f"at most {number_text(high)}"


def default_of(parameter: Parameter) -> str:
    """The default, where there is one."""
    return "none" if parameter.default is None else f"`{parameter.default}`"
