"""Write plain data as YAML that the reader reads back to the same data.

Block style, with short lists and mappings on one line; text is unquoted only if no YAML reader could read it as
anything else.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from negosim.errors import UsageError
from negosim.scenario.yaml.node_builder import MAX_DEPTH, MAX_KEY, MAX_TEXT
from negosim.scenario.yaml.nodes import shorten
from negosim.scenario.yaml.quoting import JOINERS, hidden_characters
from negosim.scenario.yaml.scalars import MAX_NUMBER, key_fault, resolve

__all__ = ["dump"]

WIDTH = 100
"""The largest width of a list or mapping on one line."""

_STEP = "  "
_UNQUOTED = re.compile(r"[^\W\d_]([\w '()/$%&+.-]*[\w')%.])?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNQUOTED_IN_BLOCK = re.compile(r"[^\W\d_]([\w '()/$%&+.,;-]*[\w')%.])?|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNQUOTED_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*|-?[0-9]+(\.[0-9]+)?")


def dump(data: Any) -> str:
    """Plain data (mappings with text keys, lists, text, numbers, booleans, None) as YAML.

    `UsageError` for what the reader would refuse: other types, numbers that are not finite, hidden characters, text
    that is too long and nesting that is too deep.
    """
    return "\n".join(_block(data, 0)) + "\n"


def _block(value: Any, depth: int) -> Iterator[str]:
    """The lines of a value, not indented."""
    if not _is_collection(value):
        yield _scalar(value, _UNQUOTED_IN_BLOCK)
        return
    if depth == MAX_DEPTH:
        raise UsageError(f"data nested more than {MAX_DEPTH} deep cannot be written")
    line = _flow(value, depth)
    if line is not None and (depth or not value):
        yield line
    else:
        yield from _mapping(value, depth) if isinstance(value, dict) else _list(value, depth)


def _is_collection(value: Any) -> bool:
    return isinstance(value, dict | list | tuple)


def _flow(value: Any, depth: int) -> str | None:
    """A list or mapping on one line; None if it is too long or has more than scalars and lists of scalars."""
    items = list(value.values() if isinstance(value, dict) else value)
    lists = [item for item in items if _is_collection(item)]
    deep = any(isinstance(item, dict) or any(map(_is_collection, item)) for item in lists)
    if deep or (lists and depth + 1 == MAX_DEPTH):
        return None
    line = _inline(value)
    return line if len(line) <= WIDTH - len(_STEP) * depth else None


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_inline(item)}" for key, item in value.items()) + "}"
    if _is_collection(value):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _scalar(value, _UNQUOTED)


def _mapping(value: dict[str, Any], depth: int) -> Iterator[str]:
    for key, item in value.items():
        lines = list(_block(item, depth + 1))
        is_block_style = _is_collection(item) and (len(lines) > 1 or lines[0][0] not in "[{")
        if is_block_style:
            yield f"{_key(key)}:"
            yield from (_STEP + line for line in lines)
        else:
            yield f"{_key(key)}: {lines[0]}"


def _list(value: Any, depth: int) -> Iterator[str]:
    for item in value:
        first, *rest = _block(item, depth + 1)
        yield f"- {first}"
        yield from (_STEP + line for line in rest)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise UsageError(f"a key must be text, not {key!r}")
    if len(key) > MAX_KEY or set(key) & set(JOINERS):
        raise UsageError(f"the key {shorten(key)} cannot be written")
    return key if _UNQUOTED_KEY.fullmatch(key) and key_fault(key) is None else _quoted(key)


def _scalar(value: Any, unquoted: re.Pattern[str]) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return _number(value)
    if not isinstance(value, str):
        raise UsageError(f"a {type(value).__name__} cannot be written")
    if len(value) > MAX_TEXT:
        raise UsageError(f"text of more than {MAX_TEXT:,} characters cannot be written: {shorten(value)}")
    return value if unquoted.fullmatch(value) and resolve(value) == value else _quoted(value)


def _number(value: int | float) -> str:
    text = int.__repr__(value) if isinstance(value, int) else float.__repr__(value)
    if len(text) > MAX_NUMBER or not math.isfinite(value):
        raise UsageError(f"the number {shorten(text)} cannot be written")
    return text


def _quoted(text: str) -> str:
    """Text in double quotes, escaped as in JSON."""
    if hidden_characters(text):
        raise UsageError(f"text with hidden characters cannot be written: {shorten(text)}")
    return json.dumps(text, ensure_ascii=False)
