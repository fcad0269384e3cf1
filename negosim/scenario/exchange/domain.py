"""A negotiation domain as other programs give it: issues, and one linear additive profile a party, on a scale of 1."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from negosim.errors import Diagnostic, InputError, Place

__all__ = ["CODES", "Domain", "DomainIssue", "Profile", "exact", "fault", "number_of"]

CODES: dict[str, str] = {
    "X001": "A file of another program cannot be read: it is not the XML or JSON that it should be.",
    "X002": "A file of another program is refused: it is too large, nested too deep, or hides something.",
    "X003": "A file of another program is no domain that a scenario can be made of.",
}
"""Code -> what it means in one sentence."""

MAX_DIGITS = 40
"""Numbers with more characters are none."""

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


@dataclass(frozen=True)
class DomainIssue:
    """An issue: its options as text, or as numbers `low`, `low + step`, ..., of which there are `steps` + 1."""

    title: str
    options: tuple[str, ...] = ()
    low: float = 0.0
    step: float = 1.0
    steps: int = 0

    @property
    def is_amount(self) -> bool:
        """Whether its options are numbers of a grid."""
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
        """The utility of every option, shape (options,); between the numbers given on straight lines."""
        if not self.is_amount:
            return np.array([given[option] for option in self.options])
        return np.asarray(np.interp(self.grid, [float(number) for number in given], list(given.values())))


@dataclass(frozen=True)
class Profile:
    """What one party wants: by title of issue its weight, and the utility (0 to 1) of each option.

    For an amount, utilities are given at some of its numbers in rising order, the ends among them. `reservation` is the
    utility of having no agreement, and `discount` the part of all utilities that is left at the deadline. `notes` say
    what the file holds that a scenario doesn't.
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
    """Issues and profiles, and the program that they come from."""

    program: str
    title: str
    file: str
    issues: tuple[DomainIssue, ...]
    profiles: tuple[Profile, ...]


def fault(code: str, place: Place, message: str, help: str = "", path: str = "") -> InputError:
    """One fault of a domain's file, under one of `CODES`."""
    return InputError([Diagnostic(code, message, place, path=path, help=help)])


def exact(number: float) -> Fraction:
    """The decimal that was written: 0.1 is a tenth."""
    return Fraction(repr(float(number)))


def number_of(value: object) -> float:
    """The finite number that a number or text says; not a number (`nan`) where it says none.

    >>> number_of("0.5"), number_of("1_0"), number_of("inf")
    (0.5, nan, nan)
    """
    text = repr(value) if type(value) in (int, float) else value if isinstance(value, str) else ""
    number = float(text) if len(text) <= MAX_DIGITS and _NUMBER.fullmatch(text) else math.nan
    return number if math.isfinite(number) else math.nan
