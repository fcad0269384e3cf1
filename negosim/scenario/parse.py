"""Parse nodes into the typed scenario, or another model, and word the errors of pydantic as messages with places.

All faults are reported at once. pydantic locates an error by keys mixed with `[key]` and names of alternatives, so the
place is found along the keys that the file has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from negosim.errors import Diagnostic, InputError, did_you_mean, nearest
from negosim.scenario.json_schema import keys_at
from negosim.scenario.spec.common import DATE_PATTERN, DAY_PATTERN
from negosim.scenario.spec.values import found
from negosim.scenario.yaml.faults import MAX_FAULTS
from negosim.scenario.yaml.nodes import KeyPath, Node, dotted, shorten

__all__ = ["SHAPE_RULES", "distinct_faults", "to_model"]

M = TypeVar("M", bound=BaseModel)

SHAPE_RULES: dict[str, str] = {
    "S001": "Keys that the format does not know are errors, never ignored.",
    "S002": "A key that the format requires is missing.",
    "S003": "Keys are small letters, digits and _, begin with a letter, and have at most 64 characters.",
    "S004": "A value is of another kind than the format expects: text, number, list, mapping, true or false.",
    "S005": "A value is none of those that the format offers.",
    "S006": "A number lies outside the bounds of the format.",
    "S007": "A list, mapping or text has too few or too many entries.",
    "S008": "A date is written YYYY-MM-DD, YYYY-MM or 'YYYY'.",
    "S009": "A name of an issue, option, party or source is written like a key.",
    "S010": "An uncertain number is one number, [low, high] or [low, likeliest, high], finite and not falling.",
    "S011": "A condition is an option, a list of options, or for an amount {above: , below: }.",
    "S012": "An amount is a grid of numbers: from less than to, whole steps, at most 10001 numbers.",
    "S013": "Two keys exclude each other, or one needs the other.",
    "S014": "A basis says where something comes from: reported needs a source, assumed numbers need a note.",
    "S099": "A value cannot be read.",
}
"""Code -> what the rule is, in one sentence."""

EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "tuple_type": "a list",
}
"""Type of error of pydantic -> what was expected, in words."""

BOUNDS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
}

OWN = {
    "number": "S004",
    "option": "S004",
    "bounds": "S006",
    "range": "S010",
    "condition": "S011",
    "amount": "S012",
    "either": "S013",
    "basis": "S014",
}
"""Types of errors that our own models raise, with a message that can be shown as it is."""


@dataclass(frozen=True)
class _Spot:
    """The place of an error: the node, its path, and whether the error is about its key."""

    node: Node
    path: KeyPath
    on_key: bool = False

    def diagnostic(self, code: str, message: str, help: str = "") -> Diagnostic:
        show = self.node.key_diagnostic if self.on_key else self.node.diagnostic
        return show(code, message, dotted(self.path), help)


def to_model(root: Node, model: type[M]) -> M:
    """Nodes as a model of a file's format; `InputError` with every fault of the shape."""
    try:
        return model.model_validate(root.plain())
    except ValidationError as error:
        faults = error.errors(include_url=False)
    raise InputError(distinct_faults(_diagnostics(root, faults, model)))


def distinct_faults(faults: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each fault once, up to the limit; what was said once, but stands at several places, has it once."""
    found_ = list(islice(_unlike(faults), MAX_FAULTS + 1))
    if len(found_) > MAX_FAULTS:
        found_[MAX_FAULTS] = Diagnostic("Y018", f"more than {MAX_FAULTS} faults", max(fault.place for fault in found_))
    return found_


def _unlike(faults: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    seen = set()
    for one in faults:
        what = (one.code, one.message, one.place, "" if one.text else one.path)
        if what not in seen:
            seen.add(what)
            yield one


def _spot(root: Node, loc: Iterable[str | int]) -> _Spot:
    """The spot along the keys of `loc` that the nodes have; others (names of alternatives) are skipped."""
    node, path, on_key = root, [], False
    for key in loc:
        below = node.child(key)
        if below is not None:
            node = below
            path.append(key)
        on_key = below is None and key == "[key]"
    return _Spot(node, tuple(path), on_key)


def _diagnostics(root: Node, faults: Iterable[Any], model: type[BaseModel]) -> Iterator[Diagnostic]:
    """Missing and unknown keys together, mapping by mapping; each other fault by itself."""
    keys: dict[KeyPath, tuple[list[str], list[str]]] = {}
    for fault in faults:
        kind, loc = fault["type"], fault["loc"]
        if kind in ("missing", "extra_forbidden"):
            missing, unknown = keys.setdefault(_spot(root, loc[:-1]).path, ([], []))
            (missing if kind == "missing" else unknown).append(str(loc[-1]))
        else:
            yield _fault(root, fault)
    for path, (missing, unknown) in keys.items():
        yield from _keys(_spot(root, path), missing, unknown, keys_at(path, model))


def _keys(spot: _Spot, missing: list[str], unknown: list[str], known: list[str]) -> Iterator[Diagnostic]:
    """Missing and unknown keys of a mapping; a misspelt one is one fault, at the key that was written."""
    beside = list(spot.node.value) if isinstance(spot.node.value, dict) else []
    written = [key for key in beside if key not in known]
    meant: dict[str, str] = {}
    for key in missing:
        near = nearest(key, [other for other in written if other not in meant])
        if near is None:
            yield replace(spot, on_key=True).diagnostic("S002", f"missing key {key!r}", f"add '{key}:' here")
        else:
            meant[near] = key
    for key in dict.fromkeys([*unknown, *meant]):
        help_ = f"did you mean {meant[key]!r}?" if key in meant else did_you_mean(key, known, beside)
        yield _unknown(_Spot(spot.node.child(key) or spot.node, (*spot.path, key)), key, help_)


def _unknown(spot: _Spot, key: str, help: str) -> Diagnostic:
    return replace(spot, on_key=True).diagnostic("S001", f"unknown key {shorten(key)}", help)


def _fault(root: Node, fault: Mapping[str, Any]) -> Diagnostic:
    """A fault that is not about missing or unknown keys."""
    context = fault.get("ctx") or {}
    spot = _spot(root, (*fault["loc"], *context.get("within", ())))
    if fault["type"] == "bound":
        return _unknown(spot, fault["msg"], did_you_mean(fault["msg"], ["above", "below"]))
    code, message, help_ = _words(fault, context, spot)
    return replace(spot, on_key=spot.on_key or code == "S013").diagnostic(code, message, help_)


def _words(fault: Mapping[str, Any], context: Mapping[str, Any], spot: _Spot) -> tuple[str, str, str]:
    """Code, message and help of a fault."""
    kind = fault["type"]
    if spot.on_key:
        return "S003", f"{shorten(str(fault['input']))} cannot be a key", "keys are like 'joint_fund': a-z, 0-9 and _"
    if kind in OWN:
        return OWN[kind], fault["msg"], context.get("help", "")
    value = fault["input"]
    if kind in EXPECTED:
        is_item = kind == "tuple_type" and isinstance(value, str) and value.isidentifier()
        return "S004", f"expected {EXPECTED[kind]}, found {found(value)}", f"write [{value}]" if is_item else ""
    if kind in BOUNDS:
        bound, words = BOUNDS[kind]
        return "S006", f"expected {words} {context[bound]:g}, found {found(value)}", ""
    return _other(kind, value, context)


def _other(kind: str, value: object, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Code, message and help of a fault of choices, sizes and forms of text, or of anything else."""
    if kind == "literal_error":
        return "S005", f"expected {context['expected'].replace(chr(39), '')}, found {found(value)}", ""
    if kind in ("too_short", "too_long", "string_too_short"):  # every lower bound of the format is one
        least = f"at least one {'letter' if kind == 'string_too_short' else 'entry'}, found none"
        most = f"at most {context.get('max_length')} entries, found {context.get('actual_length')}"
        return "S007", f"expected {most if kind == 'too_long' else least}", ""
    if kind == "string_pattern_mismatch" and context["pattern"] in (DATE_PATTERN, DAY_PATTERN):
        return "S008", f"expected a date, found {found(value)}", "write YYYY-MM-DD"
    if kind == "no_such_day":
        return "S008", f"the calendar has no day {value}", "write YYYY-MM-DD"
    if kind in ("string_pattern_mismatch", "string_too_long"):
        return "S009", f"expected a name like 'joint_fund', found {found(value)}", ""
    return "S099", f"cannot read {found(value)}", ""
