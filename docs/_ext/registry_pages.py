"""Pages made from the live registry, so that they say what there is: `{registry} tactic` in a page lists all tactics.

What stands of an entry is its docstring, its parameters and its source; nothing is written here a second time.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]  # docutils carries no types
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from negosim.registry import KINDS, Entry, Parameter, entries
from negosim.scenario.values import number_text


def lines_of(entry: Entry) -> Iterator[str]:
    """An entry as Markdown: heading, docstring, parameters, source."""
    yield f"### `{entry.name}`"
    yield ""
    yield inspect.getdoc(entry.make) or ""
    yield ""
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
    words = {"whole": "whole number", "party": "a party at the table", "flag": "true or false"}
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


class RegistryDirective(SphinxDirective):
    """`{registry} tactic`: every entry of a kind, in the order of the names."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The entries as nodes of the page."""
        kind = self.arguments[0]
        if kind not in KINDS:
            raise self.error(f"no kind {kind!r}: {', '.join(KINDS)}")
        found = sorted(entries(kind), key=lambda entry: entry.name)
        text = "\n".join(line for entry in found for line in lines_of(entry))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this."""
    app.add_directive("registry", RegistryDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
