"""Compare scenarios: the differences by path and in words, with every value and its basis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from negosim.scenario.spec.common import FRACTION, BasisKind
from negosim.scenario.spec.numbers import BasisAt
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Difference", "path_words", "scenario_differences"]

ABSENT = "not given"
"""The words for a value that a scenario does not have."""

BASES = ("basis", "numbers")
HEADS = ("negosim", "title", "summary", "date")
"""Top-level keys that describe a scenario without changing it."""

ORDERED = ("issues", "parties", "meetings", "options")
"""Mappings with a meaningful order: seats, ties, the course of the talks."""

PARTS = {
    "issues": "Issue {}",
    "parties": "{}",
    "groups": "{}",
    "meetings": "Meeting {}",
    "sources": "Source {}",
    "stances": "stance on {}",
    "linkages": "linkage {}",
    "values": "value of {}",
    "options": "option {}",
    "consent": "consent to {}",
    "when": "condition on {}",
    "if": "condition on {}",
    "while": "condition on {}",
}
"""Key of a mapping -> the words for its entries."""

FIELDS = {
    "refuses": "options refused",
    "cost_of_delay": "cost of delay",
    "status_quo": "status quo",
    "name": "",
    "protocol": "protocol",
}


@dataclass(frozen=True)
class Difference:
    """A difference: its path in the file and in words, and for each scenario the value, its words and its basis.

    A scenario without it has the value None and the words `not given`. A basis is empty if there is none.
    """

    path: str
    words: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]
    bases: tuple[str, ...]

    @property
    def cited(self) -> tuple[str, ...]:
        """The words of each value with its basis: `50 to 70 (assumed)`."""
        return tuple(f"{text} ({basis})" if basis else text for text, basis in zip(self.texts, self.bases, strict=True))


def scenario_differences(scenarios: Sequence[Scenario]) -> tuple[Difference, ...]:
    """All differences between the scenarios, after `extends` and changes, in the order of the files."""
    describe = _Wording(scenarios)
    plains = [
        {key: value for key, value in scenario.plain().items() if key not in (*HEADS, "extends")}
        for scenario in scenarios
    ]
    return tuple(describe.difference(path, values) for path, values in _unlike(plains, ()))


def path_words(scenario: Scenario, path: str) -> str:
    """A dotted path of the file in words: `Ukraine: stance on “Who meets first”, weight`."""
    keys = path.split(".")
    if len(keys) > 1 and keys[-1].isdigit() and keys[-2].lstrip("-").isdigit():  # the number 2.5 is one key
        keys = [*keys[:-2], ".".join(keys[-2:])]
    return _Wording([scenario]).path(tuple(keys))


PathAndValues = tuple[tuple[str, ...], tuple[Any, ...]]


def _unlike(values: Sequence[Any], path: tuple[str, ...]) -> Iterator[PathAndValues]:
    """The paths at which values differ, with the values: of a part that some lack, else of the leaf."""
    if all(value == values[0] and _order(value) == _order(values[0]) for value in values):
        return
    if not all(isinstance(value, Mapping) for value in values):
        yield path, tuple(values)
        return
    keys = list(dict.fromkeys(key for value in values for key in value))
    below = [found for key in keys if key not in BASES for found in _unlike(_at(values, key), (*path, key))]
    reordered = list(_reordered(values, keys, path))
    yield from (*below, *reordered)
    if not below and not reordered:
        bases = ((key, tuple(_at(values, key))) for key in BASES)
        yield from (((*path, key), given) for key, given in bases if any(value != given[0] for value in given))


def _at(values: Sequence[Mapping[str, Any]], key: str) -> list[Any]:
    return [value.get(key) for value in values]


def _order(value: Any) -> list[str] | None:
    """The order of all keys below, which equality of mappings ignores."""
    if not isinstance(value, Mapping):
        return None
    return [f"{key}.{below}" for key, item in value.items() for below in (_order(item) or [""])]


def _reordered(values: Sequence[Mapping[str, Any]], keys: list[str], path: tuple[str, ...]) -> Iterator[PathAndValues]:
    """The order of the shared entries, if it is meaningful and differs."""
    if not path or path[-1] not in ORDERED:
        return
    shared = [key for key in keys if all(key in value for value in values)]
    orders = tuple([key for key in value if key in shared] for value in values)
    if any(order != orders[0] for order in orders):
        yield (*path, "(order)"), orders


class _Wording:
    """Paths, values and bases in words, with names from the first scenario that has them."""

    def __init__(self, scenarios: Sequence[Scenario]) -> None:
        self.scenarios = scenarios
        self.bases: list[list[BasisAt]] = [list(scenario.based()) for scenario in scenarios]

    def difference(self, path: tuple[str, ...], values: tuple[Any, ...]) -> Difference:
        """A difference in words."""
        dotted = ".".join(path)
        bases = [
            "" if value is None or path[-1] in BASES else self._basis(based, dotted, _is_counted(value))
            for based, value in zip(self.bases, values, strict=True)
        ]
        texts = tuple(self.text(value, path) for value in values)
        return Difference(dotted, self.path(path), values, texts, tuple(bases))

    def path(self, path: tuple[str, ...]) -> str:
        """A path in words: `United States: stance on “Who meets first”, options refused`."""
        words = [self._step(path, place) for place in range(len(path))]
        first, *rest = [word for word in words if word]
        return f"{first}: {', '.join(rest)}" if rest else first

    def _step(self, path: tuple[str, ...], place: int) -> str:
        key, above = path[place], path[place - 1] if place else ""
        if key in PARTS and place + 1 < len(path) and path[place + 1] != "(order)":
            return ""
        if above in PARTS and key != "(order)":
            name = self._name(path[: place + 1])
            return PARTS[above].format(name if PARTS[above] == "{}" else f"“{name}”")
        word = FIELDS.get(key, key.replace("_", " ").strip("()"))
        return word if place or len(path) > 1 else word.capitalize()

    def _name(self, path: tuple[str, ...]) -> str:
        """The name of an entry of a mapping."""
        key, kind = path[-1], path[-2]
        if kind in ("stances", "when", "if", "while"):
            return self._titled(("issues", key)) or key
        if kind in ("values", "options", "consent"):
            return self._option(path, key) or key
        return self._titled(path) or key

    def _titled(self, path: tuple[str, ...]) -> str | None:
        for scenario in self.scenarios:
            part: Any = scenario.origin.full
            for key in path:
                part = part.get(key) if isinstance(part, Mapping) else None
            if isinstance(part, Mapping):
                return str(part.get("title") or part.get("name") or path[-1])
        return None

    def _option(self, path: tuple[str, ...], key: str) -> str | None:
        """The words of an option of the issue on a path."""
        issue = next((name for name in reversed(path) if any(name in one.issues for one in self.scenarios)), None)
        specs = [one.issues[issue] for one in self.scenarios if issue in one.issues]
        found = [(spec.options or {}).get(key) for spec in specs]
        return next((words for words in found if words), None)

    def text(self, value: Any, path: tuple[str, ...]) -> str:
        """A value in words."""
        if value is None:
            return ABSENT
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            return f"{value:g}"
        if isinstance(value, Mapping):
            return self._part(value, path)
        if isinstance(value, list):
            return self._list(value, path)
        named = (self._titled((kind, value)) for kind in ("parties", "groups", "bodies", "issues"))
        return self._option(path, value) or next((name for name in named if name), value)

    def _part(self, value: Mapping[str, Any], path: tuple[str, ...]) -> str:
        """A whole part: its title if it has one, else key by key."""
        title = value.get("title") or value.get("name")
        if title is not None and path[-1] not in BASES:
            return str(title)
        items = {key: item for key, item in value.items() if key not in BASES}
        return "; ".join(f"{key.replace('_', ' ')} {self.text(item, (*path, key))}" for key, item in items.items())

    def _list(self, value: list[Any], path: tuple[str, ...]) -> str:
        """A list, or an uncertain number as a range."""
        if _is_numeric(value):
            likeliest = f", likeliest {value[1]:g}" if len(value) == 3 else ""  # noqa: PLR2004  (a triangle)
            return f"{value[0]:g} to {value[-1]:g}{likeliest}"
        return "; ".join(self.text(item, path) for item in value) or "none"

    def _basis(self, based: list[BasisAt], path: str, numeric: bool) -> str:
        """The basis of a value with its paragraphs (`reported, ¶ 4`): the nearest above it, of numbers for a number."""
        above = [at for at in based if f"{path}.".startswith(f"{at.path}.")]
        wanted = [at for at in above if at.what.startswith("numbers of") == numeric] or above
        if not wanted:
            return ""
        nearest = max(wanted, key=lambda at: len(at.path))
        basis, own = nearest.basis, nearest.what.startswith("numbers of")
        if numeric and not own and basis.kind == BasisKind.REPORTED:  # a direction reports no numbers
            return BasisKind.ASSUMED
        paragraphs = ", ".join(map(str, basis.paragraphs or ()))
        return f"{basis.kind}, ¶ {paragraphs}" if paragraphs else basis.kind


def _is_counted(value: Any) -> bool:
    """Whether its basis is that of numbers."""
    return _is_numeric(value) or _is_fraction(value)


def _is_fraction(value: Any) -> bool:
    """Whether it is a share of votes as text, which is a number too."""
    return isinstance(value, str) and FRACTION.fullmatch(value) is not None


def _is_numeric(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, int | float) and not isinstance(item, bool) for item in items)
