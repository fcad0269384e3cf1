"""The short forms in the JSON Schema for editors: what may be written alone, left out, shared or like another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from negosim.scenario.short.capabilities import CAPABILITY
from negosim.scenario.short.groups import SHARED
from negosim.scenario.short.like import ENTRIES
from negosim.scenario.short.walk import BASES, kinds, models
from negosim.scenario.spec.bodies import BodySpec, QuotaSpec
from negosim.scenario.spec.common import PARTIES
from negosim.scenario.spec.groups import GroupSpec
from negosim.scenario.spec.parties import PartySpec
from negosim.scenario.yaml.merge import LIKE

__all__ = ["with_short_forms"]

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
LEFT_OUT = ("basis", "numbers", "consent")
"""Keys that defaults stand in for."""
LIKE_KEY: Schema = {**TEXT, "description": "The entry beside this one to start from; this entry's keys go over its."}
OPTION: Schema = {
    "type": "object",
    "properties": {"title": TEXT, "before": {**TEXT, "description": "In a variant: the option before which it goes."}},
    "additionalProperties": False,
}


def with_short_forms(definitions: Mapping[str, Schema], model: type[BaseModel]) -> dict[str, Schema]:
    """The definitions of a format, each with the forms that version 2 may write it in."""
    by_name = {one.__name__: one for one in _all_parts(model, set())}
    entries = {one for part in by_name.values() for one in _entries(part)}
    found = {name: _lists(schema) for name, schema in definitions.items()}
    shared = found[PartySpec.__name__]["properties"]
    found[GroupSpec.__name__]["properties"] |= {key: shared[key] for key in SHARED if key in shared}
    return {name: _short(schema, part, part in entries) for name, schema in found.items() if (part := by_name[name])}


def _all_parts(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """A part of the format and all that are below it."""
    if model not in seen:
        seen.add(model)
        for kind in kinds(model).values():
            for part in models(kind):
                _all_parts(part, seen)
    return seen


def _entries(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The parts below a part that may be like each other."""
    for key, kind in kinds(model).items():
        if key in ENTRIES:
            yield from models(kind)


def _short(schema: Schema, model: type[BaseModel], is_entry: bool) -> Schema:
    """A part with `like`, without what may be left out, or as the one value that may stand for it."""
    properties = dict(schema.get("properties", {}))
    if "options" in properties and "status_quo" in properties:
        properties["options"] = _options(properties["options"])
    if model in (BodySpec, QuotaSpec):
        properties["weights"] = _or(properties["weights"], {"const": CAPABILITY})
    if is_entry:
        properties[LIKE] = LIKE_KEY
    required = [key for key in schema.get("required", ()) if key not in LEFT_OUT]
    mapping = {**schema, "properties": properties, "required": required}
    alone = getattr(model, "alone", "")
    if model in BASES:
        return {"anyOf": [{**TEXT, "description": "A kind, or the key of a source; or a reason."}, schema]}
    if not alone:
        return mapping
    return {"anyOf": [properties[alone], mapping]}


def _or(schema: Schema, other: Schema) -> Schema:
    """A key that may hold something else too."""
    return {**schema, "anyOf": [*schema["anyOf"], other]}


def _options(schema: Schema) -> Schema:
    """Options of which some say where they go."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_options(one) for one in schema["anyOf"]]}
    texts = schema.get("patternProperties", {})
    return {**schema, "patternProperties": {key: {"anyOf": [one, OPTION]} for key, one in texts.items()}}


def _lists(value: Any) -> Any:
    """The same schema, with one name in place of every list of parties."""
    if isinstance(value, list):
        return [_lists(item) for item in value]
    if not isinstance(value, dict):
        return value
    copied = {key: _lists(item) for key, item in value.items()}
    if value.get("$comment") != PARTIES.name or value.get("type") != "array":
        return copied
    return {"anyOf": [TEXT, copied], **{key: copied[key] for key in ("title", "description") if key in copied}}
