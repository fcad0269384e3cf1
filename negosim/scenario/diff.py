"""What differs between scenarios: only that, by path, in words, with every value and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from negosim.scenario.spec.scenario import BasisAt, Scenario

__all__ = ["Difference", "differences", "path_words"]

ABSENT = "not given"
"""What stands in words for a value that a scenario doesn't have."""

BASES = ("basis", "numbers")
HEADS = ("negosim", "title", "summary", "date")
"""Keys at the top that name a scenario and change nothing in it."""

ORDERED = ("issues", "parties", "meetings", "options")
"""Mappings whose order decides something: seats, ties, the course of the talks."""

PARTS = {
    "issues": "Issue {}",
    "parties": "{}",
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
"""Key of a mapping -> how its entries are called."""

FIELDS = {
    "refuses": "options refused",
    "cost_of_delay": "cost of delay",
    "status_quo": "status quo",
    "name": "",
    "protocol": "protocol",
}
NUMBERS_OF_A_TRIANGLE = 3


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its path in the file, what it is in words, and for each scenario value, words and basis.

    A scenario without it has the value None and the words `not given`; `bases` are empty where nothing says why.
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


def differences(scenarios: Sequence[Scenario]) -> tuple[Difference, ...]:
    """All that differs in what the scenarios say, after `extends` and changes, in the order of the files."""
    describe = _Words(scenarios)
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
    return _Words([scenario]).path(tuple(keys))


Found = tuple[tuple[str, ...], tuple[Any, ...]]


def _unlike(values: Sequence[Any], path: tuple[str, ...]) -> Iterator[Found]:
    """The paths at which some value differs from the first: of a part that some don't have, else of the leaf."""
    if all(value == values[0] and _order(value) == _order(values[0]) for value in values):
        return
    if not all(isinstance(value, Mapping) for value in values):
        yield path, tuple(values)
        return
    keys = list(dict.fromkeys(key for value in values for key in value))
    below = [found for key in keys if key not in BASES for found in _unlike(_at(values, key), (*path, key))]
    reordered = list(_reordered(values, keys, path))
    bases = [] if below or reordered else [found for key in BASES for found in _basis(values, key, path)]
    yield from (*below, *reordered, *bases)


def _at(values: Sequence[Mapping[str, Any]], key: str) -> list[Any]:
    return [value.get(key) for value in values]


def _basis(values: Sequence[Mapping[str, Any]], key: str, path: tuple[str, ...]) -> Iterator[Found]:
    """A basis that differs where nothing else does."""
    given = tuple(_at(values, key))
    if any(value != given[0] for value in given):
        yield (*path, key), given


def _order(value: Any) -> list[str] | None:
    """The order of all keys below, which equality of mappings doesn't see."""
    if not isinstance(value, Mapping):
        return None
    return [f"{key}.{below}" for key, item in value.items() for below in (_order(item) or [""])]


def _reordered(values: Sequence[Mapping[str, Any]], keys: list[str], path: tuple[str, ...]) -> Iterator[Found]:
    """The order of the entries that all have, where it means something."""
    if not path or path[-1] not in ORDERED:
        return
    shared = [key for key in keys if all(key in value for value in values)]
    orders = tuple([key for key in value if key in shared] for value in values)
    if any(order != orders[0] for order in orders):
        yield (*path, "(order)"), orders


class _Words:
    """Paths, values and bases in words, by the names that the scenarios give; the first that knows one says it."""

    def __init__(self, scenarios: Sequence[Scenario]) -> None:
        self.scenarios = scenarios
        self.based: list[list[BasisAt]] = [list(scenario.based()) for scenario in scenarios]

    def difference(self, path: tuple[str, ...], values: tuple[Any, ...]) -> Difference:
        """A difference with its words."""
        dotted = ".".join(path)
        bases = [
            "" if value is None or path[-1] in BASES else self._basis(based, dotted, _is_numeric(value))
            for based, value in zip(self.based, values, strict=True)
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
            return PARTS[above].format(name if above == "parties" else f"“{name}”")
        word = FIELDS.get(key, key.replace("_", " ").strip("()"))
        return word if place or len(path) > 1 else word.capitalize()

    def _name(self, path: tuple[str, ...]) -> str:
        """What an entry of a mapping is called."""
        key, kind = path[-1], path[-2]
        if kind in ("stances", "when", "if", "while"):
            return self._titled(("issues", key)) or key
        if kind in ("values", "options", "consent"):
            return self._option(path, key) or key
        return self._titled(path) or key

    def _titled(self, path: tuple[str, ...]) -> str | None:
        for scenario in self.scenarios:
            part: Any = scenario.origin.plain
            for key in path:
                part = part.get(key) if isinstance(part, Mapping) else None
            if isinstance(part, Mapping):
                return str(part.get("title") or part.get("name") or path[-1])
        return None

    def _option(self, path: tuple[str, ...], key: str) -> str | None:
        """The words of an option of the issue that a path is about."""
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
        return self._option(path, value) or self._titled(("parties", value)) or self._titled(("issues", value)) or value

    def _part(self, value: Mapping[str, Any], path: tuple[str, ...]) -> str:
        """A whole part: by its title where it has one, else key by key."""
        title = value.get("title") or value.get("name")
        if title is not None and path[-1] not in BASES:
            return str(title)
        kept = {key: item for key, item in value.items() if key not in BASES}
        return "; ".join(f"{key.replace('_', ' ')} {self.text(item, (*path, key))}" for key, item in kept.items())

    def _list(self, value: list[Any], path: tuple[str, ...]) -> str:
        """A list, or an uncertain number as its range."""
        if _is_numeric(value):
            likeliest = f", likeliest {value[1]:g}" if len(value) == NUMBERS_OF_A_TRIANGLE else ""
            return f"{value[0]:g} to {value[-1]:g}{likeliest}"
        return "; ".join(self.text(item, path) for item in value) or "none"

    def _basis(self, based: list[BasisAt], path: str, numeric: bool) -> str:
        """Where a value comes from: that of its numbers for a number, else of its direction; the nearest above it."""
        above = [at for at in based if f"{path}.".startswith(f"{at.path}.")]
        wanted = [at for at in above if at.what.startswith("numbers of") == numeric] or above
        return _cited(max(wanted, key=lambda at: len(at.path)), numeric) if wanted else ""


def _is_numeric(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(item, int | float) and not isinstance(item, bool) for item in items)


def _cited(at: BasisAt, numeric: bool) -> str:
    """The kind of a basis with its paragraphs: `reported, ¶ 4`. A number is never reported: it is then assumed."""
    if numeric and at.basis.kind == "reported":
        return "assumed"
    paragraphs = ", ".join(map(str, at.basis.paragraphs or ()))
    return f"{at.basis.kind}, ¶ {paragraphs}" if paragraphs else at.basis.kind
