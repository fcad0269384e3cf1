"""Components by name: tactics, protocols, blocks, solutions, theories, figures, quantities.

Each entry carries its parameters as plain data, so that the reader of scenarios can check
`tactic: {name: boulware, exponent: 0.2}` without knowing the class behind the name. A package of negosim registers
by being imported, which happens on the first look-up; a third party names its object in the entry-point group
`negosim.tactics`, `negosim.protocols`, `negosim.blocks`, `negosim.solutions`, `negosim.theories`, `negosim.figures` or
`negosim.quantities`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal, TypeVar

from negosim.errors import UsageError, did_you_mean

__all__ = [
    "KINDS",
    "Entry",
    "Parameter",
    "bind",
    "entries",
    "lookup",
    "named_components",
    "names",
    "parameters_for",
    "plural",
    "register",
]

KINDS: dict[str, str] = {
    "tactic": "negosim.negotiation.tactics",
    "offering": "negosim.negotiation.tactics",
    "acceptance": "negosim.negotiation.tactics",
    "opponent_model": "negosim.negotiation.tactics.models",
    "protocol": "negosim.negotiation.protocols",
    "block": "negosim.negotiation.environment",
    "solution": "negosim.theory.bargaining",
    "theory": "negosim.theory.forecasting",
    "figure": "negosim.report.figures",
    "ensemble_figure": "negosim.report.figures",
    "quantity": "negosim.teaching.exercises.quantities",
}
"""Kind of component -> the package whose modules register the built-in ones."""

T = TypeVar("T", bound=Callable[..., Any])


@dataclass(frozen=True)
class Parameter:
    """A parameter as plain data: what the scenario may write, in which range, and what it means.

    `number` may be uncertain (a range) in a scenario; `whole` is a count; `choice` one of `choices`; `party` the key
    of a party at the meeting; `flag` is true or false; `named` the name of a component of the kind `of`, whose
    own parameters then stand beside it; `weights` a number within the bounds for some of the parties at the meeting,
    each of which may be uncertain. The rest are for quantities: `issue` and `meeting` are keys of the scenario,
    `parties` a list of its parties, `outcome` options by issue, `names` a list of any names, `text` anything written.
    """

    name: str
    kind: Literal[
        "number",
        "whole",
        "choice",
        "party",
        "flag",
        "named",
        "weights",
        "issue",
        "meeting",
        "parties",
        "outcome",
        "names",
        "text",
    ]
    default: float | int | str | bool | None
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True)
class Entry:
    """A registered component: `make` is the class or function itself.

    `informed` marks what uses the others' preferences, and so only plays for a party that the scenario calls informed.
    `use` says when to use it, in a sentence.
    """

    kind: str
    name: str
    make: Callable[..., Any]
    summary: str
    source: str = ""
    parameters: tuple[Parameter, ...] = ()
    informed: bool = False
    use: str = ""


_entries: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
_loaded: set[str] = set()


def register(
    kind: str,
    name: str,
    *,
    source: str = "",
    parameters: tuple[Parameter, ...] | None = None,
    informed: bool = False,
    use: str = "",
) -> Callable[[T], T]:
    """Decorator: enter a class or function under `name`; its summary is the first line of its docstring.

    Where no parameters are given, they are those of its attribute `parameters`, if it has one.
    """

    def enter(make: T) -> T:
        summary = (make.__doc__ or "").strip().partition("\n")[0]
        takes = getattr(make, "parameters", ()) if parameters is None else parameters
        _entries[kind][name] = Entry(kind, name, make, summary, source, takes, informed, use)
        return make

    return enter


def _load_built_in(kind: str) -> None:
    """Import every module of the kind's package once, so that their decorators run."""
    if kind in _loaded:
        return
    _loaded.add(kind)
    package = importlib.import_module(KINDS[kind])
    for module in pkgutil.walk_packages(package.__path__, KINDS[kind] + "."):
        importlib.import_module(module.name)


def plural(kind: str) -> str:
    """The plural of a kind, under which it is listed and has its group of entry points.

    >>> plural("tactic"), plural("theory")
    ('tactics', 'theories')
    """
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"


def _plugins(kind: str) -> dict[str, EntryPoint]:
    """Entry points of third parties, by name; nothing of theirs is imported yet."""
    return _points(entry_points, f"negosim.{plural(kind)}")


@lru_cache(maxsize=32)
def _points(find: Callable[..., Iterable[EntryPoint]], group: str) -> dict[str, EntryPoint]:
    """Entry points by name; kept, since looking for them reads the metadata of every installed package."""
    return {point.name: point for point in find(group=group)}


def _load_plugin(kind: str, point: EntryPoint) -> Entry:
    """Import one plug-in; an error of its own names the plug-in."""
    try:
        make = point.load()
    except Exception as error:
        raise UsageError(f"the plug-in {point.value!r} of {kind} {point.name!r} cannot be loaded: {error}") from error
    if point.name not in _entries[kind]:
        register(kind, point.name, source=point.value)(make)
    return _entries[kind][point.name]


def names(kind: str) -> list[str]:
    """All names of a kind: built-in ones in the order of their modules' names, then plug-ins.

    A module registers as it is imported: by name, unless its package (theories: `forecasting`) or another module has
    imported it before.
    """
    _load_built_in(kind)
    return list(dict.fromkeys([*_entries[kind], *_plugins(kind)]))


def entries(kind: str) -> list[Entry]:
    """All entries of a kind, plug-ins loaded."""
    return [lookup(kind, name) for name in names(kind)]


def lookup(kind: str, name: str) -> Entry:
    """The entry of that name; `UsageError` with the nearest right name where there is none."""
    _load_built_in(kind)
    if name in _entries[kind]:
        return _entries[kind][name]
    points = _plugins(kind)
    if name in points:
        return _load_plugin(kind, points[name])
    raise UsageError(f"no {kind} {name!r}: {did_you_mean(name, names(kind))}")


def named_components(entry: Entry, given: Mapping[str, object]) -> Iterator[tuple[Parameter, Entry]]:
    """The components that an entry's parameters name, as given or by default, each with its parameter.

    An unknown name is passed over: the reader of scenarios reports it.
    """
    for parameter in entry.parameters:
        name = given.get(parameter.name, parameter.default)
        if parameter.kind == "named" and name in names(parameter.of):
            yield parameter, lookup(parameter.of, str(name))


def parameters_for(entry: Entry, given: Mapping[str, object]) -> dict[str, Parameter]:
    """Every parameter that an entry takes, by name: its own, and those of the components that they name."""
    parts = (one for _, part in named_components(entry, given) for one in parameters_for(part, given).values())
    return {one.name: one for one in (*entry.parameters, *parts)}


def bind(kind: str, name: str, given: Mapping[str, Any]) -> Callable[..., Any]:
    """The component of that name, bound to those of the given parameters that it takes."""
    entry = lookup(kind, name)
    return partial(entry.make, **{key: given[key] for key in parameters_for(entry, given) if key in given})
