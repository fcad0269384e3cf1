"""The bounds of the format, within which a number of a scenario stays when something shifts it during the talks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from negosim.scenario.format import scenario_model
from negosim.scenario.spec.values import Between

__all__ = ["between", "within_bounds"]


def within_bounds(path: str, number: float) -> float:
    """The number, or the nearest that the format allows at this path.

    >>> within_bounds("parties.usa.stances.nato.values.invitation", 104), within_bounds("war.battle", -0.1)
    (100.0, 0.0)
    """
    bounds = between(path)
    return number if bounds is None else min(max(number, float(bounds.low)), float(bounds.high))


def between(path: str) -> Between | None:
    """The bounds that the format sets a number, by its path; None where it sets none.

    What groups say for their members is of the same kind as what parties say.
    """
    first, *rest = path.split(".")
    return _below(scenario_model(), ["parties" if first == "groups" else first, *rest])


def _below(kind: Any, keys: Sequence[str]) -> Between | None:
    """The bounds of what stands in a type under some keys, the first of them first."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        name, *rest = keys or (getattr(kind, "alone", ""),)  # the path of a whole part, as of a reserve, is its number
        field = next((one for key, one in kind.model_fields.items() if (one.alias or key) == name), None)
        return None if field is None else _noted(field.metadata) or _below(field.annotation, rest)
    inner = [one for one in get_args(kind) if one is not Ellipsis]
    if get_origin(kind) is Annotated:
        return _noted(inner[1:]) or _below(inner[0], keys)
    if get_origin(kind) in (dict, tuple):
        return _below(inner[-1], keys[1:])
    return next((found for one in inner if (found := _below(one, keys)) is not None), None)


def _noted(notes: Sequence[Any]) -> Between | None:
    return next((note for note in notes if isinstance(note, Between)), None)
