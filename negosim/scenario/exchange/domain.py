"""A negotiation domain of another program: issues, and a linear additive profile per party, on a scale of 1."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from negosim.errors import Diagnostic, InputError, Place, UsageError
from negosim.scenario.spec.values import exact

__all__ = ["CODES", "FURTHEST", "Domain", "DomainIssue", "Profile", "domain_file", "import_fault", "parse_number"]

CODES: dict[str, str] = {
    "X001": "A file of another program cannot be read: it is not the XML or JSON that it should be.",
    "X002": "A file of another program is refused: it is too large, nested too deep, or hides something.",
    "X003": "A file of another program is no domain that a scenario can be made of.",
}
"""Code -> its meaning in one sentence."""

FURTHEST = 1e9
"""The largest magnitude of a bound, step, weight or value."""

MAX_DIGITS = 40
"""The largest number of characters of a number."""

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


@dataclass(frozen=True)
class DomainIssue:
    """An issue: its options as texts, or as the `steps` + 1 numbers `low`, `low + step`, ..."""

    title: str
    options: tuple[str, ...] = ()
    low: float = 0.0
    step: float = 1.0
    steps: int = 0

    @property
    def is_amount(self) -> bool:
        """Whether its options are numbers on a grid."""
        return self.steps > 0

    @property
    def high(self) -> float:
        """The last number of the grid."""
        return float(exact(self.low) + self.steps * exact(self.step))

    @property
    def grid(self) -> NDArray[np.float64]:
        """The numbers of the grid, shape (options,)."""
        return np.linspace(self.low, self.high, self.steps + 1)

    def utilities(self, given: Mapping[str, float]) -> NDArray[np.float64]:
        """The utility of every option, shape (options,); interpolated linearly between the given numbers."""
        if not self.is_amount:
            return np.array([given[option] for option in self.options])
        return np.asarray(np.interp(self.grid, [float(number) for number in given], list(given.values())))


@dataclass(frozen=True)
class Profile:
    """A party's preferences: by title of issue its weight, and the utility (0 to 1) of each option.

    For an amount, utilities are given at some of its numbers in ascending order, including both ends. `reservation` is
    the utility of no agreement, `discount` the share of all utilities that is left at the deadline. `notes` are about
    content of the file that a scenario cannot express.
    """

    name: str
    file: str
    weights: Mapping[str, float]
    utilities: Mapping[str, Mapping[str, float]]
    reservation: float = 0.0
    discount: float = 1.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Domain:
    """Issues and profiles, with the program that they come from."""

    program: str
    title: str
    file: str
    issues: tuple[DomainIssue, ...]
    profiles: tuple[Profile, ...]


def import_fault(code: str, place: Place, message: str, help: str = "", path: str = "") -> InputError:
    """A fault of a domain's file, under one of `CODES`."""
    return InputError([Diagnostic(code, message, place, path=path, help=help)])


def domain_file(files: Sequence[Path], profiles: Container[Path]) -> Path:
    """The file of the domain: the one without a profile, else the first; `UsageError` if several have none."""
    alone = [path for path in files if path not in profiles]
    if len(alone) > 1:
        raise UsageError(f"one domain is read at a time, found {len(alone)}: {', '.join(map(str, alone))}")
    return (alone or files)[0]


def parse_number(value: object) -> float:
    """A number or text as a finite number; `nan` if it is none.

    >>> parse_number("0.5"), parse_number("1_0"), parse_number("inf")
    (0.5, nan, nan)
    """
    text = repr(value) if type(value) in (int, float) else value if isinstance(value, str) else ""
    number = float(text) if len(text) <= MAX_DIGITS and _NUMBER.fullmatch(text) else math.nan
    return number if math.isfinite(number) else math.nan
