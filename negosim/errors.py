"""Errors, each with its place (file, line, column, key), what was expected and found, and the way out.

Every error that a user can cause is a `NegosimError`; the command line turns it into text and an exit code,
never a traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

__all__ = [
    "Diagnostic",
    "InputError",
    "NegosimError",
    "Place",
    "RunError",
    "UsageError",
    "did_you_mean",
    "nearest",
]

LISTED = 12
"""How many names a message lists at the most."""

SHORT = 4
"""Names up to this length are too short to guess at: the choices are listed instead."""


class NegosimError(Exception):
    """Base of all errors that negosim raises on purpose; `exit_code` is what the command line returns."""

    exit_code: ClassVar[int] = 1


class UsageError(NegosimError):
    """The call itself is wrong: an unknown name, options that exclude each other, a folder with other contents."""

    exit_code = 2


class RunError(NegosimError):
    """The input was right and the run still failed: a full disk, a tactic that raised."""

    exit_code = 3


@dataclass(frozen=True, order=True)
class Place:
    """A place in a text: name of the file as the user gave it, line and column from 1, and the length to underline."""

    file: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True)
class Diagnostic:
    """One fault of an input.

    `code` is stable: Y for YAML itself, S for the shape, R for references between parts. `path` is the key's path
    (`parties.ukraine.stances`), `text` the source line, `help` the way out.
    """

    code: str
    message: str
    place: Place
    path: str = ""
    text: str = ""
    help: str = ""

    def __str__(self) -> str:
        at = f"  (at {self.path})" if self.path else ""
        head = f"{self.place.file}:{self.place.line}:{self.place.column}: error[{self.code}]: {self.message}{at}"
        return "\n".join([head, *self._source()])

    def _source(self) -> list[str]:
        """The source line with a caret below it, or only the help where there is no source."""
        if not self.text:
            return [f"         {self.help}"] if self.help else []
        caret = " " * (self.place.column - 1) + "^" * max(1, self.place.length)
        return [f"{self.place.line:5d} | {self.text}", f"      | {caret} {self.help}".rstrip()]


class InputError(NegosimError):
    """All faults of a user's file at once, in the order of the file."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(sorted(diagnostics, key=lambda d: d.place))
        super().__init__("\n".join(map(str, self.diagnostics)))


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like `name`, or None where none is near.

    The shortest that begins with what was written goes before one that holds it elsewhere, and that before one that
    only looks like it.

    >>> nearest("article", ["articles_of_war_1949", "article_2025", "particle"])
    'article_2025'
    """
    choices = list(known)
    holding = [one for one in choices if len(name) > SHORT and name in one]
    beginning = [one for one in holding if one.startswith(name)]
    alike = difflib.get_close_matches(name, choices, n=1, cutoff=0.6)
    return min(beginning or holding, key=len, default=next(iter(alike), None))


def did_you_mean(name: str, known: Sequence[str], taken: Container[str] = ()) -> str:
    """Help for an unknown name: the nearest one, or the list where a guess would mislead.

    Names that are `taken`, since they stand in the same place already, are not what was meant.

    >>> did_you_mean("joint_fnd", ["joint_fund", "none"])
    "did you mean 'joint_fund'?"
    >>> did_you_mean("x", ["none", "all"])
    'it can be: none, all'
    >>> did_you_mean("lowland", ["upland"], taken=["upland"])
    'all that there are stand here already'
    """
    free = [one for one in known if one not in taken]
    if not free:
        return "all that there are stand here already" if known else "there is none to choose from"
    near = nearest(name, free) if len(name) > SHORT else None
    if near is not None:
        return f"did you mean {near!r}?"
    more = len(free) - LISTED
    return f"it can be: {', '.join(free[:LISTED])}" + (f" and {more} more" if more > 0 else "")
