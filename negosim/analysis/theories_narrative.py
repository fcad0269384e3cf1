"""A fair division and the static theories, in plain language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from string import ascii_uppercase

from negosim.analysis.fair_shares import FairDivision
from negosim.analysis.phrases import Wording
from negosim.analysis.static_theories import rests_on
from negosim.document import Section, Table, amount, listed, points
from negosim.domain.outcomes import Issue
from negosim.theory.forecasting import TheoryForecast

__all__ = ["narrate_division", "narrate_theories"]

WARNING = (
    "The expected-utility model does not settle: its rounds are a range and never one answer. On decisions of the "
    "European Union, rebuilt versions of it were further off than a weighted mean (Leinaweaver and Thomson 2014)."
)
"""What has to stand beside every forecast of the expected-utility model."""

APART = (
    "These go by the positions, one issue at a time: no points of other issues, no linkages and no reserves. So a "
    "theory may say something else here than the bargaining solution of the same name over whole outcomes."
)
"""Why a theory and a bargaining solution of one name differ."""

Forecasts = Mapping[str, Mapping[str, TheoryForecast]]
"""Theory -> issue -> what it says."""


def narrate_division(found: FairDivision | None, words: Wording) -> Iterator[Section]:
    """Adjusted Winner between two parties; no section where there is none."""
    if found is None:
        return
    names, split, unsplit = tuple(map(words.party, found.parties)), found.split, found.unsplit
    rows = [
        *(
            (words.issue(item), (str(share), str(1 - share)))
            for item, share in zip(split.items, split.shares, strict=True)
        ),
        ("Points of its own 100", tuple(amount(float(one)) for one in split.points)),
    ]
    about = (
        "Adjusted Winner (Brams and Taylor 1996): who wins an issue gets its own best option there. Neither would "
        "rather have the other's share, both have the same points, and linkages are left out."
    )
    only = [f"Only {words.issue(split.split)} is split."] if split.split else []
    whole = listed(f"{name} {points(float(value))}" for name, value in zip(names, unsplit.points, strict=True))
    first = [words.issue(item) for item, share in zip(unsplit.items, unsplit.shares, strict=True) if share]
    without = f"Without splitting anything: {whole}; {names[0]} wins {listed(first) or 'nothing'}."
    yield Section("A fair division", (about, Table.of("Who wins what", names, rows), *only, without))


def narrate_theories(found: Forecasts, words: Wording) -> Iterator[Section]:
    """One table of what each theory says, and where they disagree; no section where no issue has an order."""
    if not found:
        return
    issues = [words.space.issue(key) for key in next(iter(found.values()))]
    lettered = tuple(zip(cycle(ascii_uppercase), issues, strict=False))
    about = (
        f"From {rests_on(words.realization.scenario)}. 0 and 100 are the ends of an issue; in brackets a range, where "
        "a theory has no single answer."
    )
    scales = (_scale(letter, issue) for letter, issue in lettered)
    rows = [(_name(theory), [_cell(one[issue.key]) for issue in issues]) for theory, one in found.items()]
    table = Table.of("What they say", [letter for letter, _ in lettered], rows)
    yield Section("What theories say", (about, APART, *scales, table, *_disagreeing(found, lettered), WARNING))


def _scale(letter: str, issue: Issue) -> str:
    """What 0 and 100 are on an issue."""
    line = list(issue.positions or range(len(issue.labels)))
    low, high = (issue.labels[line.index(pick(line))] for pick in (min, max))
    return f"{letter}: {issue.title}. 0 is “{low}”, 100 is “{high}”."


def _cell(forecast: TheoryForecast) -> str:
    """A theory's value; its range in brackets where it names no value and has one; a dash for neither."""
    if forecast.value is not None:
        return str(round(forecast.value))  # a whole number, so that none is -0
    if forecast.interval is None:
        return "-"
    low, high = map(round, forecast.interval)
    return str(low) if low == high else f"({low}-{high})"


def _disagreeing(found: Forecasts, lettered: Iterable[tuple[str, Issue]]) -> Iterator[str]:
    for letter, issue in lettered:
        values = {theory: value for theory, one in found.items() if (value := one[issue.key].value) is not None}
        if values and max(values.values()) - min(values.values()) >= 25:  # noqa: PLR2004  (of a scale from 0 to 100)
            low, high = (pick(values, key=lambda theory: values[theory]) for pick in (min, max))
            yield (
                f"They disagree on {letter}, {issue.title}: from {values[low]:.0f} ({_name(low)}) to "
                f"{values[high]:.0f} ({_name(high)})."
            )


def _name(theory: str) -> str:
    return theory.replace("_", " ")
