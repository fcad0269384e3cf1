"""Rules about tactics and protocols: the name is registered, and the parameters are those that it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from negosim.errors import Diagnostic, UsageError, did_you_mean
from negosim.registry import Entry, Parameter, lookup, names
from negosim.scenario.model import ProtocolSpec, Scenario
from negosim.scenario.nodes import Node, shorten
from negosim.scenario.parties import TacticSpec
from negosim.scenario.rules import Path, at_value, unknown
from negosim.scenario.values import UncertainNumber, found, number_text

__all__ = ["RULES", "is_own_code"]

OWN_CODE = re.compile(r"[\w.-]+(/[\w.-]+)*\.py:[A-Za-z_]\w*")


def is_own_code(name: str) -> bool:
    """Whether a tactic's name points into a file of the user's, as in `my_file.py:MyTactic`."""
    return OWN_CODE.fullmatch(name) is not None


def tactics_are_known(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Every tactic is registered with these parameters; a user's own is not imported, and may have any."""
    for key, party in scenario.parties.items():
        if not is_own_code(party.tactic.name):
            path = ("parties", key, "tactic")
            yield from _named(root, path, "tactic", party.tactic, scenario.parties)


def protocols_are_known(scenario: Scenario, root: Node) -> Iterator[Diagnostic]:
    """Every protocol is registered with these parameters."""
    for key, meeting in scenario.meetings.items():
        path = ("meetings", key, "protocol")
        yield from _named(root, path, "protocol", meeting.protocol, meeting.parties)


def _named(
    root: Node, path: Path, kind: str, spec: TacticSpec | ProtocolSpec, parties: Iterable[str]
) -> Iterator[Diagnostic]:
    known = names(kind)
    if spec.name not in known:
        help_ = did_you_mean(spec.name, known)
        if ".py" in spec.name:
            help_ = "a tactic of your own is written my_file.py:MyTactic" if kind == "tactic" else help_
        yield at_value(root, (*path, "name"), "R105", f"no {kind} {shorten(spec.name)}", help_)
        return
    try:
        entry = lookup(kind, spec.name)
    except UsageError as error:  # a plug-in that cannot be loaded; the message names it
        yield at_value(root, (*path, "name"), "R105", str(error))
    else:
        yield from _parameters(root, path, entry, spec, list(parties))


def _parameters(
    root: Node, path: Path, entry: Entry, spec: TacticSpec | ProtocolSpec, parties: list[str]
) -> Iterator[Diagnostic]:
    known = {parameter.name: parameter for parameter in entry.parameters}
    fields = [field.alias or name for name, field in type(spec).model_fields.items()]
    for name, value in spec.parameters.items():
        place = (*path, name)
        if name in known:
            yield from _value(root, place, known[name], value, parties)
        else:
            what, choices = "parameter", dict.fromkeys([*known, *fields])
            yield unknown(root, place, what, name, choices, of=f"{entry.kind} {entry.name!r}", on_key=True)


def _value(
    root: Node, path: Path, parameter: Parameter, value: UncertainNumber | str | bool, parties: list[str]
) -> Iterator[Diagnostic]:
    """A value that the parameter does not take."""
    choices = {"choice": list(parameter.choices), "party": parties}.get(parameter.kind)
    if choices is not None:
        if value not in choices:
            given = value if isinstance(value, str) else str(root.at(path).plain())
            yield unknown(root, path, parameter.kind, given, choices, code="R107")
    elif parameter.kind == "flag":
        if not isinstance(value, bool):
            yield at_value(root, path, "R107", f"expected true or false, found {found(root.at(path).plain())}")
    elif not _fits(parameter, value):
        yield at_value(root, path, "R107", f"expected {_wanted(parameter)}", parameter.help)


def _fits(parameter: Parameter, value: UncertainNumber | str | bool) -> bool:
    """Whether it is a number within the bounds; a count is certain and whole."""
    if not isinstance(value, UncertainNumber):
        return False
    if parameter.kind == "whole" and not (value.certain and value.low.is_integer()):
        return False
    above = parameter.low is None or parameter.low <= value.low
    return above and (parameter.high is None or value.high <= parameter.high)


def _wanted(parameter: Parameter) -> str:
    words = "a whole number" if parameter.kind == "whole" else "a number"
    low, high = parameter.low, parameter.high
    words += f" from {number_text(low)}" if low is not None else ""
    return words + (f" to {number_text(high)}" if high is not None else "")


RULES = (tactics_are_known, protocols_are_known)
