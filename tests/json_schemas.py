"""Whether plain data fit a JSON Schema: as much of it as the schema of scenario files uses."""

from __future__ import annotations

import re
from typing import Any

KINDS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def fits(data: Any, schema: Any, whole: Any) -> bool:
    """Whether the data fit a schema, whose references are looked up in the whole one."""
    if "$ref" in schema:
        return fits(data, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    if "if" in schema:
        return fits(data, schema["then" if fits(data, schema["if"], whole) else "else"], whole)
    every = all(fits(data, one, whole) for one in schema.get("allOf", ()))
    some = all(any(fits(data, one, whole) for one in schema[key]) for key in ("anyOf", "oneOf") if key in schema)
    return every and some and _is_kind(data, schema) and _holds(data, schema, whole)


def _is_kind(data: Any, schema: Any) -> bool:
    kinds = schema.get("type", [])
    named = [kinds] if isinstance(kinds, str) else kinds
    if "const" in schema and data != schema["const"]:
        return False
    if "enum" in schema and data not in schema["enum"]:
        return False
    return not named or any(
        isinstance(data, KINDS[kind]) and isinstance(data, bool) <= (kind == "boolean") for kind in named
    )


def _holds(data: Any, schema: Any, whole: Any) -> bool:
    if isinstance(data, dict):
        return set(schema.get("required", ())) <= data.keys() and all(
            fits(value, below, whole) for key, value in data.items() for below in _below(key, schema)
        )
    if isinstance(data, list):
        enough = schema.get("minItems", 0) <= len(data) <= schema.get("maxItems", len(data))
        return enough and all(fits(item, schema.get("items", {}), whole) for item in data)
    return not isinstance(data, str) or re.search(schema.get("pattern", ""), data) is not None


def _below(key: str, schema: Any) -> list[Any]:
    """What stands under a key must fit these; an impossible one where the key may not stand."""
    if key in schema.get("properties", ()):
        return [schema["properties"][key]]
    found = [below for pattern, below in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
    if found or "additionalProperties" not in schema:
        return found
    return [{"enum": []}] if schema["additionalProperties"] is False else [schema["additionalProperties"]]
