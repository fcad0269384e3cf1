"""The JSON Schema of a scenario file, for editors; made from the models, so that it cannot say anything else.

A variant (`extends: other.yaml`) says only what differs, so that for it nothing is required, `key: null` takes a part
away, and `before: key` says where a new meeting goes. A file of version 2 has short forms, and its null takes a part of
a group away from a member, so that it may be written as a variant.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cache
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from negosim.scenario.format import scenario_model
from negosim.scenario.short.schema import with_short_forms
from negosim.scenario.spec.scenario import Scenario

__all__ = ["json_schema", "keys_at", "schema_text"]

Schema = dict[str, Any]

EXTENDS: Schema = {
    "description": "The file to build on, or several, each over the one before.",
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
}


class _Described(GenerateJsonSchema):
    """A schema whose keys are described by the docstrings of their fields.

    pydantic can read these too (`use_attribute_docstrings`), but then reads the source of every model whenever a
    scenario is loaded, and only editors see them.
    """

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        described, model = super().model_schema(schema), schema["cls"]
        for name, text in _docstrings(model).items():
            field = model.model_fields[name]
            described["properties"][field.alias or name]["description"] = field.description or text
        return described


def _docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Field -> its docstring, of a model and those that it extends."""
    own = (_own_docstrings(one) for one in reversed(model.mro()) if "__annotations__" in vars(one))
    return {name: text for texts in own for name, text in texts if name in model.model_fields}


def _own_docstrings(model: type) -> Iterator[tuple[str, str]]:
    """The fields of a class with a string literal below them; none where its source is not at hand."""
    try:
        source = inspect.getsource(model)
    except (OSError, TypeError):
        return
    body = ast.parse(dedent(source)).body[0]
    for field, below in pairwise(body.body if isinstance(body, ast.ClassDef) else ()):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, inspect.cleandoc(text)


@cache
def _whole(model: type[BaseModel]) -> Schema:
    """The schema of a file that stands by itself, as pydantic makes it."""
    return model.model_json_schema(by_alias=True, schema_generator=_Described)


def json_schema() -> Schema:
    """The JSON Schema (2020-12) of scenario files, variants included."""
    whole = deepcopy(_whole(scenario_model()))
    definitions = whole.pop("$defs")
    definitions["Scenario"] = whole
    short = with_short_forms(definitions, scenario_model())
    variants = {name + "Variant": _variant(schema) for name, schema in short.items()}
    variants["ScenarioVariant"]["properties"]["extends"] = EXTENDS
    before = {"type": "string", "description": "In a variant: the meeting before which this new one takes place."}
    variants["MeetingSpecVariant"]["properties"]["before"] = before
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "negosim scenario",
        "description": whole["description"],
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/ScenarioVariant"},
        "else": {
            "if": {"properties": {"negosim": {"const": 2}}, "required": ["negosim"]},
            "then": {"allOf": [{"$ref": "#/$defs/ScenarioVariant"}, {"required": whole["required"]}]},
            "else": {"$ref": "#/$defs/Scenario"},
        },
        "$defs": definitions | variants,
    }


def schema_text() -> str:
    """The same as text, as it stands in `negosim/scenario.schema.json`."""
    return json.dumps(json_schema(), indent=2) + "\n"


def _variant(value: Any) -> Any:
    """The same schema with nothing required and nothing too few, and null allowed for every key."""
    if isinstance(value, list):
        return [_variant(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _variant(item) for key, item in value.items() if key not in ("required", "minProperties")}
    if "$ref" in kept:
        kept["$ref"] += "Variant"
    for name in ("properties", "patternProperties"):
        if isinstance(kept.get(name), dict):
            kept[name] = {key: {"anyOf": [item, {"type": "null"}]} for key, item in kept[name].items()}
    return kept


def _alternatives(schema: Schema, whole: Schema) -> Iterator[Schema]:
    """The schemas that a value may follow, references resolved."""
    if "$ref" in schema:
        yield from _alternatives(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
        return
    yield schema
    for option in [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
        yield from _alternatives(option, whole)


def _below(option: Schema, key: str | int) -> Iterator[Schema]:
    """The schemas of what lies below a key."""
    if key in option.get("properties", ()):
        yield option["properties"][key]
    elif isinstance(key, int) and "items" in option:
        yield option["items"]
    else:
        yield from option.get("patternProperties", {}).values()


def keys_at(path: Sequence[str | int], model: type[BaseModel]) -> list[str]:
    """The keys that a format knows at a path; empty where any key may stand or none."""
    whole = _whole(model)
    options = [whole]
    for key in path:
        below = [schema for option in options for schema in _below(option, key)]
        options = [option for schema in below for option in _alternatives(schema, whole)]
    known = [name for option in options for name in option.get("properties", ())]
    return list(dict.fromkeys([*known, "extends"] if issubclass(model, Scenario) and not path else known))
