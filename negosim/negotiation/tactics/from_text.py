"""Tactics chosen outside a scenario: `boulware:exponent=0.3`, or `mine.py:Mine` in a file of the user's own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from negosim.errors import UsageError, did_you_mean
from negosim.negotiation.tactics.user_code import is_code, load_tactic
from negosim.registry import Entry, lookup, names, parameters_for
from negosim.registry import named_components as named_parts
from negosim.scenario.checks.parameters import fits, wanted
from negosim.scenario.realize.realization import Named
from negosim.scenario.spec.values import UncertainNumber

__all__ = ["NamedTactic", "chosen"]

Value = float | str | bool

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
WORDS = {"true": True, "false": False}


@dataclass(frozen=True)
class NamedTactic:
    """A tactic with its parameters; `text` is what it is called, `folder` where a user's file lies.

    `digest` is that of the user's file (SHA-256), so that a result knows of which program it is the result.
    """

    text: str
    name: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    folder: str = ""
    digest: str = ""

    @property
    def named(self) -> Named:
        """The tactic as a reading names it."""
        return Named(self.name, self.parameters, Path(self.folder) if self.folder else None)


def chosen(
    texts: Sequence[str], parties: Sequence[str], *, informed: bool = False, allow_code: bool = False
) -> tuple[NamedTactic, ...]:
    """The tactics that texts name; `UsageError` tells all faults at once.

    Parameters are checked against the registry; a user's file is imported, where that is allowed. What uses the others'
    preferences needs seats that are all `informed`.
    """
    found = [_parsed(text.strip()) for text in texts]
    faults = [fault for one in found for fault in _faults(one, parties, informed)]
    twice = {one.text for one in found if sum(other.text == one.text for other in found) > 1}
    faults += [f"the tactic {text!r} is named twice" for text in sorted(twice)]
    if faults:
        raise UsageError("\n".join(faults))
    return tuple(_with_file(one, allow_code) if is_code(one.name) else one for one in found)


def _parsed(text: str) -> NamedTactic:
    """`name:key=value:key=value`; of a user's file the class stands before the parameters."""
    file, dot, rest = text.rpartition(".py:") if is_code(text) else ("", "", text)
    name, *given = rest.split(":")
    pairs = [one.partition("=") for one in given]
    return NamedTactic(text, f"{file}{dot}{name}", {key: _value(value) for key, _, value in pairs})


def _value(text: str) -> Value:
    return float(text) if NUMBER.fullmatch(text) else WORDS.get(text, text)


def _faults(one: NamedTactic, parties: Sequence[str], informed: bool) -> Iterator[str]:
    """What is wrong with a choice, in words."""
    empty = [key for key, value in one.parameters.items() if not key or value == ""]
    if empty:
        yield f"{one.text!r}: a parameter is written name:key=value, such as boulware:exponent=0.3"
    elif is_code(one.name):
        return
    elif one.name not in names("tactic"):
        own = "a tactic of your own is written my_file.py:MyTactic"
        yield f"no tactic {one.name!r}: {own if '.py' in one.name else did_you_mean(one.name, names('tactic'))}"
    else:
        entry = lookup("tactic", one.name)
        if not informed and _uses_others(entry, one):
            yield f"{one.text!r} uses the others' preferences, and not every seat that is to play it is informed"
        yield from _parameter_faults(entry, one, parties)


def _uses_others(entry: Entry, one: NamedTactic) -> bool:
    """Whether a tactic or a part of it uses the others' preferences."""
    return entry.informed or any(_uses_others(part, one) for _, part in named_parts(entry, one.parameters))


def _parameter_faults(entry: Entry, one: NamedTactic, parties: Sequence[str]) -> Iterator[str]:
    known = parameters_for(entry, one.parameters)
    for key, value in one.parameters.items():
        if key not in known:
            yield f"{one.text!r}: the tactic has no parameter {key!r}: {did_you_mean(key, list(known))}"
            continue
        number = isinstance(value, float)
        given = UncertainNumber(value, value) if isinstance(value, float) else value
        if not fits(known[key], given, parties):
            shown = f"{value:g}" if number else f"{value!r}"
            yield f"{one.text!r}: {key} is {wanted(known[key], parties)}, not {shown}"


def _with_file(one: NamedTactic, allow_code: bool) -> NamedTactic:
    """A choice whose class is there, with the folder and the digest of its file."""
    file, _, class_ = one.name.partition(".py:")
    path = Path(f"{file}.py")
    name = f"{path.name}:{class_}"
    load_tactic(name, path.parent, allowed=allow_code)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return NamedTactic(f"{name}{one.text[len(one.name) :]}", name, one.parameters, str(path.parent.resolve()), digest)
