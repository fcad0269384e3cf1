"""The whole format of scenario files: its own keys, and those of the blocks in the registry."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from pydantic import create_model

from negosim.errors import UsageError
from negosim.registry import entries
from negosim.scenario.blocks import Part, ScenarioBlock
from negosim.scenario.spec.scenario import Scenario

__all__ = ["file_blocks", "file_parts", "scenario_model"]


def file_blocks() -> dict[str, type[ScenarioBlock[Any]]]:
    """The blocks that own a key of scenario files, by that key; `UsageError` where two own the same."""
    return {part.key: block for part, block in _owners()}


def file_parts() -> tuple[Part, ...]:
    """The keys that blocks own, in their order."""
    return tuple(part for part, _ in _owners())


def _owners() -> list[tuple[Part, type[ScenarioBlock[Any]]]]:
    found: dict[str, tuple[Part, type[ScenarioBlock[Any]]]] = {}
    for entry in entries("block"):
        part: Part | None = getattr(entry.make, "part", None)
        if part is None:
            continue
        if part.key in found or hasattr(Scenario, part.key) or part.key in Scenario.model_fields:
            raise UsageError(f"block {entry.name!r} cannot own the key {part.key!r}: it is there already")
        found[part.key] = (part, cast(type[ScenarioBlock[Any]], entry.make))
    return sorted(found.values(), key=lambda one: one[0].rank)


class _File(Scenario):
    """A scenario with the keys of blocks. Its class is made as the program runs, so that pickle needs its help."""

    def __reduce__(self) -> tuple[Callable[..., Scenario], tuple[Any, ...]]:
        return _restored, (self.__getstate__(),)


def _restored(state: dict[Any, Any]) -> Scenario:
    model = scenario_model()
    scenario = model.__new__(model)
    scenario.__setstate__(state)
    return scenario


def scenario_model() -> type[Scenario]:
    """The model of a whole scenario file: the format's own keys, then those of the blocks."""
    return _model(file_parts())


@cache
def _model(parts: tuple[Part, ...]) -> type[Scenario]:
    fields: dict[str, Any] = {part.key: part.with_default for part in parts}
    model = create_model("Scenario", __base__=_File, __doc__=Scenario.__doc__, **fields)
    model.parts = {part.key: part.called for part in parts}
    return model
