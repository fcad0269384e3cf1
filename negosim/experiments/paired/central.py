"""What differs in the files and what the central cases came to, beside the chances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from negosim.analysis.analysis_narrative import Part, Rows
from negosim.analysis.measures import Measures
from negosim.experiments.paired.comparison import Chances, letters
from negosim.negotiation.record import run
from negosim.scenario.diff import Difference, differences
from negosim.scenario.spec.scenario import Scenario

__all__ = ["Central", "central", "central_parts", "named"]


@dataclass(frozen=True)
class Central:
    """Several scenarios with every number at its centre; a value for each, None where it has no such thing.

    `ends` holds, by title of an issue, the words of the option on which it ended; `points` those of each party by name.
    """

    differences: tuple[Difference, ...]
    ends: Mapping[str, tuple[str | None, ...]]
    points: Mapping[str, tuple[float | None, ...]]

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        differ = [
            {"path": one.path, "words": one.words, "values": one.values, "basis": one.bases} for one in self.differences
        ]
        return {"differences": differ, "central": {"ends": dict(self.ends), "points": dict(self.points)}}


def central(scenarios: Sequence[Scenario], seed: int, *, allow_code: bool = False) -> Central:
    """Play the central case of every scenario."""
    found = [Measures(run(one, seed=seed, allow_code=allow_code)) for one in scenarios]
    titles = {issue.key: issue.title for one in reversed(found) for issue in one.record.realization.space.issues}
    names = {key: party.name for one in reversed(scenarios) for key, party in one.parties.items()}
    ends = {title: tuple(_label(one, key) for one in found) for key, title in titles.items()}
    has = {name: tuple(one.points.get(key) for one in found) for key, name in names.items()}
    return Central(differences(scenarios), ends, has)


def _label(measures: Measures, key: str) -> str | None:
    space = measures.record.realization.space
    if key not in space.axes:
        return None
    axis = space.axis(key)
    return space.issues[axis].labels[measures.record.course.standing.outcome[axis]]


def named(found: Chances) -> Part:
    """Which letter is which scenario."""
    lines = zip(found.letters, found.titles, found.names, strict=True)
    return Part("What is compared", tuple(f"{letter}: {_with_name(title, name)}" for letter, title, name in lines))


def _with_name(title: str, name: str) -> str:
    """A title, and the scenario's name where it doesn't say it."""
    return title if title.startswith(name) else f"{title} ({name})"


def central_parts(found: Central) -> tuple[Part, ...]:
    """What differs in the files, with basis, and what the central cases came to, in sentences."""
    heads = letters(len(next(iter(found.ends.values()))))
    differ = [f"{one.words}. {_by_text(heads, one.cited)}." for one in found.differences]
    has = tuple(
        (name, tuple("-" if one is None else f"{one:.1f}" for one in values)) for name, values in found.points.items()
    )
    table = Rows("Points of each party", heads, has)
    return (
        Part("What differs in the files", tuple(differ) or ("Nothing: they say the same.",)),
        Part("The central case, every uncertain number at its centre", tuple(_ends(found, heads)), (table,)),
    )


def _ends(found: Central, heads: Sequence[str]) -> Iterator[str]:
    """The issues that ended differently, then those that ended alike."""
    alike = {title: ends[0] for title, ends in found.ends.items() if len(set(ends)) == 1}
    for title, ends in found.ends.items():
        if title not in alike:
            yield f"{title}. {_by_text(heads, [end or 'no such issue' for end in ends])}."
    if alike:
        yield "The same in all: " + "; ".join(f"{title}: {end}" for title, end in alike.items()) + "."


def _by_text(heads: Iterable[str], texts: Iterable[str]) -> str:
    """Texts with the letters of those that share them: `A, C: yes; B: no`."""
    groups: dict[str, list[str]] = {}
    for head, text in zip(heads, texts, strict=True):
        groups.setdefault(text, []).append(head)
    return "; ".join(f"{', '.join(group)}: {text}" for text, group in groups.items())
