"""Parse tactics given as text: `boulware:exponent=0.3`, or `mine.py:Mine` for a class in a user's file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from negosim.errors import UsageError, did_you_mean
from negosim.negotiation.tactics.user_code import is_code, load_tactic
from negosim.registry import Entry, lookup, named_components, names, parameters_for
from negosim.scenario.checks.parameters import fits, wanted
from negosim.scenario.realize.realization import Named
from negosim.scenario.spec.values import UncertainNumber

__all__ = ["NamedTactic", "parse_tactics"]

PlainValue = float | str | bool

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
WORDS = {"true": True, "false": False}


@dataclass(frozen=True)
class NamedTactic:
    """A tactic with its parameters and the `text` that names it; for a user's file also its folder and SHA-256."""

    text: str
    name: str
    parameters: Mapping[str, PlainValue] = field(default_factory=dict)
    folder: str = ""
    digest: str = ""

    @property
    def named(self) -> Named:
        """The tactic as a realization names it."""
        return Named(self.name, self.parameters, Path(self.folder) if self.folder else None)


def parse_tactics(
    texts: Sequence[str], parties: Sequence[str], *, informed: bool = False, allow_code: bool = False
) -> tuple[NamedTactic, ...]:
    """The tactics named by texts; `UsageError` with all faults.

    Parameters are checked against the registry; a user's file is imported if that is allowed. A tactic that uses the
    others' preferences requires that all seats are `informed`.
    """
    tactics = [_parse(text.strip()) for text in texts]
    faults = [fault for tactic in tactics for fault in _faults(tactic, parties, informed)]
    twice = {tactic.text for tactic in tactics if sum(other.text == tactic.text for other in tactics) > 1}
    faults += [f"the tactic {text!r} is named twice" for text in sorted(twice)]
    if faults:
        raise UsageError("\n".join(faults))
    return tuple(_with_file(tactic, allow_code) if is_code(tactic.name) else tactic for tactic in tactics)


def _parse(text: str) -> NamedTactic:
    """Split `name:key=value:key=value`; in a user's file the class precedes the parameters."""
    file, dot, rest = text.rpartition(".py:") if is_code(text) else ("", "", text)
    name, *parameters = rest.split(":")
    pairs = [parameter.partition("=") for parameter in parameters]
    return NamedTactic(text, f"{file}{dot}{name}", {key: _value(value) for key, _, value in pairs})


def _value(text: str) -> PlainValue:
    return float(text) if NUMBER.fullmatch(text) else WORDS.get(text, text)


def _faults(tactic: NamedTactic, parties: Sequence[str], informed: bool) -> Iterator[str]:
    """Faults of a tactic, as sentences."""
    empty = [key for key, value in tactic.parameters.items() if not key or value == ""]
    if empty:
        yield f"{tactic.text!r}: a parameter is written name:key=value, such as boulware:exponent=0.3"
    elif is_code(tactic.name):
        return
    elif tactic.name not in names("tactic"):
        own, known = "a tactic of your own is written my_file.py:MyTactic", names("tactic")
        yield f"no tactic {tactic.name!r}: {own if '.py' in tactic.name else did_you_mean(tactic.name, known)}"
    else:
        entry = lookup("tactic", tactic.name)
        if not informed and _uses_others(entry, tactic):
            yield f"{tactic.text!r} uses the others' preferences, and not every seat that is to play it is informed"
        yield from _parameter_faults(entry, tactic, parties)


def _uses_others(entry: Entry, tactic: NamedTactic) -> bool:
    """Whether a tactic or one of its components uses the others' preferences."""
    return entry.informed or any(_uses_others(part, tactic) for _, part in named_components(entry, tactic.parameters))


def _parameter_faults(entry: Entry, tactic: NamedTactic, parties: Sequence[str]) -> Iterator[str]:
    known = parameters_for(entry, tactic.parameters)
    for key, value in tactic.parameters.items():
        if key not in known:
            yield f"{tactic.text!r}: the tactic has no parameter {key!r}: {did_you_mean(key, list(known))}"
            continue
        number = isinstance(value, float)
        given = UncertainNumber(value, value) if isinstance(value, float) else value
        if not fits(known[key], given, parties):
            shown = f"{value:g}" if number else f"{value!r}"
            yield f"{tactic.text!r}: {key} is {wanted(known[key], parties)}, not {shown}"


def _with_file(tactic: NamedTactic, allow_code: bool) -> NamedTactic:
    """The tactic with the folder and digest of its file, after checking that the class exists."""
    file, _, class_ = tactic.name.partition(".py:")
    path = Path(f"{file}.py")
    name = f"{path.name}:{class_}"
    load_tactic(name, path.parent, allowed=allow_code)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return NamedTactic(
        f"{name}{tactic.text[len(tactic.name) :]}", name, tactic.parameters, str(path.parent.resolve()), digest
    )
