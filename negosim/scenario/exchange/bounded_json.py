"""JSON from strangers: plain data whose every value knows its path, with no key twice and finite numbers only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negosim.errors import InputError, Place
from negosim.scenario.exchange.domain import fault, number_of
from negosim.scenario.exchange.find_files import read_bytes
from negosim.scenario.yaml.quoting import hidden, named

__all__ = ["Value", "parse_json", "read_json"]

MAX_LENGTH = 1_000


@dataclass(frozen=True)
class Value:
    """A value of a JSON file: the data, its path of keys, and the file."""

    data: Any
    path: str
    file: str

    def fault(self, message: str, help: str = "") -> InputError:
        """A fault of this value."""
        return fault("X003", Place(self.file), message, help, self.path)

    def get(self, key: str) -> Value | None:
        """The value of a key of a mapping, or None."""
        inner = self.mapping()
        return Value(inner[key], f"{self.path}.{key}".lstrip("."), self.file) if key in inner else None

    def need(self, key: str) -> Value:
        """The value of a key that has to be there."""
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
        """The data as a list of texts that say something."""
        if not isinstance(self.data, list):
            raise self.fault("expected a list [...]")
        return [self.text_of(item) for item in self.data]

    def text_of(self, item: object) -> str:
        """A short text without hidden characters."""
        if not isinstance(item, str) or not item.strip() or len(item) > MAX_LENGTH:
            raise self.fault(f"expected a text of 1 to {MAX_LENGTH:,} characters")
        for unseen in sorted(hidden(item)):
            raise self.fault(f"hidden character {named(unseen)}")
        return item

    def number(self, low: float, high: float) -> float:
        """A number between two bounds; GeniusWeb also writes numbers as text."""
        value = number_of(self.data)
        if not low <= value <= high:
            raise self.fault(f"expected a number from {low:g} to {high:g}")
        return value


def read_json(path: Path) -> Value:
    """The data of a file; `InputError` for what is malformed, too large or too deep."""
    return parse_json(read_bytes(path), str(path))


def parse_json(data: bytes, name: str) -> Value:
    """The data of a text; `name` is what messages call it."""
    try:
        plain = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_never)
    except json.JSONDecodeError as error:
        raise fault("X001", Place(name, error.lineno, error.colno), f"not JSON: {error.msg}") from error
    except RecursionError as error:
        raise fault("X002", Place(name), "nested too deep") from error
    except ValueError as error:
        raise fault("X001", Place(name), f"not JSON: {error}") from error
    return Value(plain, "", name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping in which no key stands twice."""
    data = dict(pairs)
    if len(data) < len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise ValueError(f"the key {twice[:40]!r} stands twice")
    return data


def _never(constant: str) -> float:
    raise ValueError(f"{constant} is not a finite number")
