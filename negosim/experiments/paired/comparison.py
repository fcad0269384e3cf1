"""Two scenarios or many, by their ensembles: chances of every option, points of every party, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.domain.outcomes import Option
from negosim.errors import UsageError
from negosim.experiments.paired.findings import Finding, corrected, differences
from negosim.experiments.paired.regret_of_choices import ChoiceRegret, choice_regrets
from negosim.experiments.paired.runs import Runs, same_runs, told_apart
from negosim.experiments.statistics import wilson
from negosim.experiments.statistics.intervals import mean_interval

__all__ = ["MOST", "Chances", "PointsRow", "Share", "ShareRow", "Spread", "chances", "letters"]

MOST = 400
"""Scenarios that are compared at the most."""


@dataclass(frozen=True)
class Share:
    """How often something happened in one scenario, with its 95 % interval (Wilson 1927)."""

    count: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class ShareRow:
    """An option of an issue (or agreement at all, whose `issue` is empty) in every scenario; None where it has none."""

    issue: str
    option: Option | None
    title: str
    label: str
    shares: tuple[Share | None, ...]


@dataclass(frozen=True)
class Spread:
    """A party's points in one scenario: mean with its 95 % interval (Student 1908), and quantiles over the runs."""

    mean: float
    low: float
    high: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


@dataclass(frozen=True)
class PointsRow:
    """A party's points in every scenario; None where it takes no part."""

    key: str
    name: str
    spreads: tuple[Spread | None, ...]


@dataclass(frozen=True)
class Chances:
    """Ensembles of the same draws side by side; the first is the one to compare with.

    `names` are the scenarios' names, `digests` those of what was played, `notices` what a reader must know.
    """

    titles: tuple[str, ...]
    names: tuple[str, ...]
    digests: tuple[str, ...]
    changes: tuple[tuple[str, ...], ...]
    seed: int
    runs: int
    shares: tuple[ShareRow, ...]
    points: tuple[PointsRow, ...]
    findings: tuple[Finding, ...]
    regrets: tuple[ChoiceRegret, ...]
    notices: tuple[str, ...]

    @property
    def letters(self) -> tuple[str, ...]:
        """A short name for each scenario: A, B, ..., Z, A1, B1, ..."""
        return letters(len(self.titles))

    @property
    def holding(self) -> tuple[Finding, ...]:
        """The findings that hold after correction for their number."""
        return tuple(one for one in self.findings if one.holds)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        found = [asdict(one) | {"holds": one.holds} for one in self.findings]
        return {"format": 1, **asdict(self), "findings": found, "letters": list(self.letters)}


def letters(number: int) -> tuple[str, ...]:
    """Short names: A, B, ..., Z, A1, ...

    >>> letters(28)[-3:]
    ('Z', 'A1', 'B1')
    """
    return tuple(chr(ord("A") + place % 26) + (str(place // 26) if place >= 26 else "") for place in range(number))  # noqa: PLR2004  (letters)


def chances(cases: Sequence[Runs], titles: Sequence[str] | None = None) -> Chances:
    """Compare ensembles run by run; all tests are those of a case with the first.

    `UsageError` where there are fewer than two, too many, or where seed or design keep their runs from being pairs.
    """
    if not 2 <= len(cases) <= MOST:  # noqa: PLR2004  (a small count, plain here)
        raise UsageError(f"expected 2 to {MOST} ensembles to compare, found {len(cases)}")
    paired = same_runs(cases)
    scenarios = [case.scenario for case in paired]
    found = [one for place, case in enumerate(paired[1:], 1) for one in differences(place, paired[0], case)]
    return Chances(
        titles=tuple(titles or told_apart(scenarios)),
        names=tuple(scenario.name for scenario in scenarios),
        digests=tuple(scenario.digest for scenario in scenarios),
        changes=tuple(scenario.changes for scenario in scenarios),
        seed=paired[0].plan.seed,
        runs=len(paired[0]),
        shares=tuple(_share_rows(paired)),
        points=tuple(_point_rows(paired)),
        findings=corrected(found),
        regrets=choice_regrets(paired),
        notices=tuple(_notices(cases, paired)),
    )


def _notices(cases: Sequence[Runs], paired: Sequence[Runs]) -> Iterable[str]:
    """What a reader must know: results under one name that are of different scenarios; runs left out."""
    names = [(case.scenario.name, case.scenario.changes) for case in paired]
    for name in dict.fromkeys(names):
        digests = {case.scenario.digest[:8] for case, own in zip(paired, names, strict=True) if own == name}
        if len(digests) > 1:
            yield (
                f"{len(digests)} results are named {name[0]!r} but are of different scenarios (digests "
                f"{', '.join(sorted(digests))}): what differs in the files stands above."
            )
    most = max(map(len, cases))
    if most > len(paired[0]):
        yield f"Only the {len(paired[0]):,} runs that all ensembles have are compared; the largest has {most:,}."


def _share(happened: NDArray[Any]) -> Share:
    count, runs = int(np.sum(happened)), len(happened)
    return Share(count, count / runs, *wilson(count, runs))


def _share_rows(cases: Sequence[Runs]) -> Iterable[ShareRow]:
    """Agreement, then every option of every issue of all scenarios that occurs in any."""
    yield ShareRow("", None, "", "Something is agreed", tuple(_share(case.agreed) for case in cases))
    for (issue, option), (title, label) in _options(cases).items():
        row = ShareRow(issue, option, title, label, _each(cases, lambda case: _ends(case, issue, option)))  # noqa: B023  (called at once)
        if any(share is not None and share.count for share in row.shares):
            yield row


def _options(cases: Sequence[Runs]) -> dict[tuple[str, Option], tuple[str, str]]:
    """Every issue and option with its words, in the order of the files."""
    found: dict[str, dict[tuple[str, Option], tuple[str, str]]] = {}
    for case in cases:
        for issue in case.realizations.space.issues:
            own = found.setdefault(issue.key, {})
            for option, label in zip(issue.options, issue.labels, strict=True):
                own.setdefault((issue.key, option), (issue.title, label))
    return {key: words for own in found.values() for key, words in own.items()}


def _ends(case: Runs, issue: str, option: Option) -> Share | None:
    space = case.realizations.space
    if issue not in space.axes or option not in space.issues[space.axis(issue)].options:
        return None
    return _share(case.ended(issue, option))


def _each(cases: Sequence[Runs], share: Callable[[Runs], Share | None]) -> tuple[Share | None, ...]:
    return tuple(map(share, cases))


def _point_rows(cases: Sequence[Runs]) -> Iterable[PointsRow]:
    names: dict[str, str] = {}
    for case in cases:
        names = {key: party.name for key, party in case.scenario.parties.items()} | names
    for key, name in names.items():
        has = [key in case.scenario.parties for case in cases]
        spreads = [_spread(case.points(key)) if own else None for case, own in zip(cases, has, strict=True)]
        yield PointsRow(key, name, tuple(spreads))


def _spread(points: NDArray[Any]) -> Spread:
    low, high = mean_interval(points)
    return Spread(float(points.mean()), low, high, *map(float, np.quantile(points, [0.05, 0.25, 0.5, 0.75, 0.95])))
