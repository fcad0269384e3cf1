"""Rules about tactics and protocols: the name is registered, and the parameters are those that it takes."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace

from negosim.errors import Diagnostic, UsageError, did_you_mean
from negosim.registry import Entry, Parameter, lookup, named_components, names, parameters_for
from negosim.scenario.checks.base import Path, at_value, unknown
from negosim.scenario.spec.parties import TacticSpec
from negosim.scenario.spec.scenario import ProtocolSpec, Scenario
from negosim.scenario.spec.values import ByKey, ParameterRead, UncertainNumber, found, number_text
from negosim.scenario.yaml.nodes import Node, shorten

__all__ = ["RULES", "fits", "wanted"]


def is_own_code(name: str) -> bool:
    """Whether a tactic's name points into a file of the user's, as in `my_file.py:MyTactic`."""
    return re.fullmatch(r"[\w.-]+(/[\w.-]+)*\.py:[A-Za-z_]\w*", name) is not None


def tactics_are_known(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Every tactic is registered with these parameters; a user's own is not imported, and may have any.

    What uses the others' preferences is only for parties that the scenario calls informed.
    """
    for key, party in scenario.parties.items():
        if not is_own_code(party.tactic.name):
            path = ("parties", key, "tactic")
            entry = yield from _named(root, path, "tactic", party.tactic, scenario.parties)
            if entry is not None and not party.informed:
                yield from _informed(root, path, "name", entry, party.tactic)


def _informed(root: Node, path: Path, field: str, entry: Entry, spec: TacticSpec) -> Iterator[Diagnostic]:
    if entry.informed:
        message = f"{_words(entry.kind)} {entry.name!r} uses the others' preferences, and {path[1]!r} is not informed"
        help_ = "write 'informed: true' for the party, which every report will show, or take another"
        place = (*path, field) if field in ("name", *spec.parameters) else path
        yield at_value(root, place, "R120", message, help_)
    for parameter, part in named_components(entry, spec.parameters):
        yield from _informed(root, path, parameter.name, part, spec)


def protocols_are_known(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Every protocol is registered with these parameters."""
    for key, meeting in scenario.meetings.items():
        path = ("meetings", key, "protocol")
        yield from _named(root, path, "protocol", meeting.protocol, meeting.parties)


def _named(
    root: Node, path: Path, kind: str, spec: TacticSpec | ProtocolSpec, parties: Iterable[str]
) -> Generator[Diagnostic, None, Entry | None]:
    """The faults of a name and its parameters; comes to the entry where there is one."""
    if spec.name not in names(kind):
        help_ = did_you_mean(spec.name, names(kind))
        if ".py" in spec.name:
            help_ = "a tactic of your own is written my_file.py:MyTactic" if kind == "tactic" else help_
        yield at_value(root, (*path, "name"), "R105", f"no {kind} {shorten(spec.name)}", help_)
        return None
    try:
        entry = lookup(kind, spec.name)
        faults = list(_parameters(root, path, entry, spec, list(parties)))
    except UsageError as error:  # a plug-in that cannot be loaded; the message names it
        yield at_value(root, (*path, "name"), "R105", str(error))
        return None
    yield from faults
    for check in getattr(entry.make, "checks", ()):
        yield from check(spec, root, path)
    return entry


def _parameters(
    root: Node, path: Path, entry: Entry, spec: TacticSpec | ProtocolSpec, parties: list[str]
) -> Iterator[Diagnostic]:
    known = parameters_for(entry, spec.parameters)
    fields = [field.alias or name for name, field in type(spec).model_fields.items()]
    named = [one for one in known.values() if one.kind == "named"]
    all_named = all(spec.parameters.get(one.name, one.default) in names(one.of) for one in named)
    for name, value in spec.parameters.items():
        place = (*path, name)
        if name in known:
            yield from _value(root, place, known[name], value, parties)
        elif all_named:  # nobody knows what a component takes that does not exist, which is a fault by itself
            what, choices = "parameter", dict.fromkeys([*known, *fields])
            yield unknown(root, place, what, name, choices, of=f"{entry.kind} {entry.name!r}", on_key=True)


def _value(
    root: Node, path: Path, parameter: Parameter, value: ParameterRead, parties: list[str]
) -> Iterator[Diagnostic]:
    """A value that the parameter does not take."""
    if parameter.kind == "weights" and isinstance(value, dict):
        yield from _weights(root, path, parameter, value, parties)
        return
    choices = _choices(parameter, parties)
    if choices is not None:
        if value not in choices:
            given = value if isinstance(value, str) else str(root.at(path).plain())
            yield unknown(root, path, _words(parameter.of or parameter.kind), given, choices, code="R107")
    elif parameter.kind == "flag":
        if not isinstance(value, bool):
            yield at_value(root, path, "R107", f"expected true or false, found {found(root.at(path).plain())}")
    elif not fits(parameter, value, parties):
        yield at_value(root, path, "R107", f"expected {wanted(parameter, parties)}", parameter.help)


def _weights(root: Node, path: Path, parameter: Parameter, value: ByKey, parties: list[str]) -> Iterator[Diagnostic]:
    """Weights of parties that aren't at the table or out of bounds, and none that counts."""
    number = replace(parameter, kind="number")
    for key, weight in value.items():
        if key not in parties:
            yield unknown(root, (*path, key), "party", key, parties, code="R107", of="the meeting", on_key=True)
        elif not fits(number, weight, parties):
            yield at_value(root, (*path, key), "R107", f"expected {wanted(number, parties)}", parameter.help)
    if set(value) >= set(parties) and not any(weight.high > 0 for weight in value.values()):
        yield at_value(root, path, "R107", "somebody's weight must be more than 0", parameter.help)


def _choices(parameter: Parameter, parties: Sequence[str]) -> list[str] | None:
    """The names that a parameter may have; None where it is no name."""
    if parameter.kind == "choice":
        return list(parameter.choices)
    if parameter.kind == "party":
        return list(parties)
    return names(parameter.of) if parameter.kind == "named" else None


def _words(kind: str) -> str:
    """A kind of the registry as words."""
    return kind.replace("_", " ")


def fits(parameter: Parameter, value: ParameterRead, parties: Sequence[str]) -> bool:
    """Whether a parameter takes a value: one of its words, or a number within the bounds; a count is certain."""
    choices = _choices(parameter, parties)
    if choices is not None or parameter.kind == "flag":
        return isinstance(value, bool) if choices is None else value in choices
    if parameter.kind == "weights" or not isinstance(value, UncertainNumber):
        return False  # weights are looked at one by one
    if parameter.kind == "whole" and not (value.certain and value.low.is_integer()):
        return False
    above = parameter.low is None or parameter.low <= value.low
    return above and (parameter.high is None or value.high <= parameter.high)


def wanted(parameter: Parameter, parties: Sequence[str]) -> str:
    """What a parameter takes, in words: `a number from 0 to 1`."""
    choices = _choices(parameter, parties)
    if choices is not None or parameter.kind == "flag":
        return " or ".join(choices or ("true", "false"))
    if parameter.kind == "weights":
        return f"{wanted(replace(parameter, kind='number'), parties)} by party: {', '.join(parties)}"
    words = "a whole number" if parameter.kind == "whole" else "a number"
    low, high = parameter.low, parameter.high
    words += f" from {number_text(low)}" if low is not None else ""
    return words + (f" to {number_text(high)}" if high is not None else "")


RULES = (tactics_are_known, protocols_are_known)
