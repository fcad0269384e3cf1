"""The central cases of the scenarios compared: one run each, every uncertain number at its central value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from negosim.analysis.analysis_narrative import Part, Rows
from negosim.analysis.comparison import Comparison
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison
from negosim.negotiation.record import run
from negosim.scenario.spec.scenario import Scenario

__all__ = ["central_cases", "central_data", "central_parts", "named"]


def central_cases(scenarios: Sequence[Scenario], seed: int, *, allow_code: bool = False) -> Comparison:
    """Play the central case of every scenario."""
    return Comparison(tuple(run(one, seed=seed, allow_code=allow_code) for one in scenarios))


def central_data(central: Comparison) -> dict[str, Any]:
    """Differences of the files, final labels by title of the issue, and points by name of the party, for JSON."""
    ends = {row.title: row.labels for row in central.issues}
    points = {row.name: row.points for row in central.parties}
    return {"differences": central.side_by_side()["differences"], "central": {"ends": ends, "points": points}}


def named(found: EnsembleComparison) -> Part:
    """Which letter is which scenario."""
    lines = zip(found.letters, found.titles, found.names, strict=True)
    return Part("What is compared", tuple(f"{letter}: {_with_name(title, name)}" for letter, title, name in lines))


def _with_name(title: str, name: str) -> str:
    """A title, followed by the scenario's name unless it begins with it."""
    return title if title.startswith(name) else f"{title} ({name})"


def central_parts(central: Comparison) -> tuple[Part, ...]:
    """Differences of the files with their basis, and the results of the central cases."""
    heads = central.letters
    differ = [f"{one.words}. {_by_text(heads, one.cited)}." for one in central.differences]
    rows = [(row.name, tuple("-" if one is None else f"{one:.1f}" for one in row.points)) for row in central.parties]
    table = Rows("Points of each party", heads, tuple(rows))
    return (
        Part("What differs in the files", tuple(differ) or ("Nothing: they say the same.",)),
        Part("The central case, every uncertain number at its centre", tuple(_ends(central)), (table,)),
    )


def _ends(central: Comparison) -> Iterator[str]:
    """The issues that ended differently, then those that ended alike."""
    for row in central.issues:
        if row.differs:
            yield f"{row.title}. {_by_text(central.letters, [label or 'no such issue' for label in row.labels])}."
    alike = [f"{row.title}: {row.labels[0]}" for row in central.issues if not row.differs]
    if alike:
        yield "The same in all: " + "; ".join(alike) + "."


def _by_text(heads: Iterable[str], texts: Iterable[str]) -> str:
    """Texts with the letters of the scenarios that share them: `A, C: yes; B: no`."""
    groups: dict[str, list[str]] = {}
    for head, text in zip(heads, texts, strict=True):
        groups.setdefault(text, []).append(head)
    return "; ".join(f"{', '.join(group)}: {text}" for text, group in groups.items())
