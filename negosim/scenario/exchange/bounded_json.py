"""Parse untrusted JSON: bounded, with paths for messages, without repeated keys or infinite numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from negosim.errors import InputError, Place
from negosim.scenario.exchange.domain import import_fault, parse_number
from negosim.scenario.yaml.quoting import character_name, hidden_characters

__all__ = ["JsonValue", "parse_json"]

MAX_LENGTH = 1_000


@dataclass(frozen=True)
class JsonValue:
    """A value of a JSON file with its path of keys."""

    data: Any
    path: str
    file: str

    def fault(self, message: str, help: str = "") -> InputError:
        """A fault of this value."""
        return import_fault("X003", Place(self.file), message, help, self.path)

    def get(self, key: str) -> JsonValue | None:
        """The value of a key of a mapping, or None."""
        inner = self.mapping()
        return JsonValue(inner[key], f"{self.path}.{key}".lstrip("."), self.file) if key in inner else None

    def require(self, key: str) -> JsonValue:
        """The value of a required key."""
        value = self.get(key)
        if value is None:
            raise self.fault(f"without {key!r}")
        return value

    def mapping(self) -> Mapping[str, Any]:
        """The data as a mapping."""
        if not isinstance(self.data, dict):
            raise self.fault("expected a mapping {...}")
        return self.data

    def texts(self) -> list[str]:
        """The data as a list of nonempty texts."""
        if not isinstance(self.data, list):
            raise self.fault("expected a list [...]")
        return [self.text_of(item) for item in self.data]

    def text_of(self, item: object) -> str:
        """An item as a nonempty short text without hidden characters."""
        if not isinstance(item, str) or not item.strip() or len(item) > MAX_LENGTH:
            raise self.fault(f"expected a text of 1 to {MAX_LENGTH:,} characters")
        for unseen in sorted(hidden_characters(item)):
            raise self.fault(f"hidden character {character_name(unseen)}")
        return item

    def number(self, low: float, high: float) -> float:
        """A number within bounds; GeniusWeb also writes numbers as text."""
        value = parse_number(self.data)
        if not low <= value <= high:
            raise self.fault(f"expected a number from {low:g} to {high:g}")
        return value


def parse_json(data: bytes, name: str) -> JsonValue:
    """The data of a text, called `name` in messages; `InputError` if it is malformed or nested too deep."""
    try:
        plain = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique_keys, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise import_fault("X001", Place(name, error.lineno, error.colno), f"not JSON: {error.msg}") from error
    except RecursionError as error:
        raise import_fault("X002", Place(name), "nested too deep") from error
    except ValueError as error:
        raise import_fault("X001", Place(name), f"not JSON: {error}") from error
    return JsonValue(plain, "", name)


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping without repeated keys."""
    data = dict(pairs)
    if len(data) < len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise ValueError(f"the key {twice[:40]!r} stands twice")
    return data


def _refuse_constant(constant: str) -> float:
    raise ValueError(f"{constant} is not a finite number")
