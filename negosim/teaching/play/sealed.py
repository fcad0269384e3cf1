"""Load a scenario and its tactics without giving the parties' preferences away in an error.

The errors of a file show its lines, and a tactic may raise its aim; both are for the author of the scenario only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from negosim.errors import InputError, NegosimError, RunError
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.tactics.base import Tactic
from negosim.scenario.load import load
from negosim.scenario.realize.realization import Realization
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.merge import SET

__all__ = ["SealedError", "load_sealed", "make_sealed"]


class SealedError(NegosimError):
    """A scenario that cannot be played, without the lines that are wrong."""


def load_sealed(source: str, changes: Sequence[str]) -> Scenario:
    """The scenario of a file or a shipped name; of its errors only those of the changes are shown as they are."""
    try:
        return load(source, changes)
    except InputError as error:
        typed = [fault for fault in error.diagnostics if fault.place.file == SET]
        if typed:
            raise InputError(typed) from None
        raise SealedError(
            f"{source} has errors, which its author sees with: negosim validate {source}. They are not shown here, "
            "since its lines tell what the parties want"
        ) from None


def make_sealed(realization: Realization, *, allow_code: bool) -> Mapping[str, Tactic]:
    """The tactic of every party; where one can't be made, what it raised is not passed on."""
    try:
        return make_tactics(realization, allow_code=allow_code)
    except RunError:
        raise RunError("a tactic of this scenario can't be made: negosim run shows why, and whose it is") from None
