"""Compare ensembles run by run: shares of every option, points of every party, and tests of their differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.comparison import Comparison, letters
from negosim.domain.outcomes import Option
from negosim.errors import UsageError
from negosim.experiments.paired.differences import Finding, corrected, paired_differences
from negosim.experiments.paired.regret_of_choices import ChoiceRegret, choice_regrets
from negosim.experiments.paired.runs import Runs, common_runs, distinct_titles
from negosim.experiments.statistics import wilson
from negosim.experiments.statistics.intervals import mean_interval
from negosim.negotiation.record import run
from negosim.scenario.spec.scenario import Scenario

__all__ = [
    "MOST",
    "EnsembleComparison",
    "PointsRow",
    "Share",
    "ShareRow",
    "Spread",
    "central_cases",
    "central_data",
    "compare_ensembles",
]

MOST = 400
"""Upper limit on the number of scenarios."""


@dataclass(frozen=True)
class Share:
    """Relative frequency of an event in one scenario with its 95 % interval (Wilson 1927)."""

    count: int
    share: float
    low: float
    high: float

    @classmethod
    def of(cls, happened: NDArray[np.bool_]) -> Share:
        """The share of the runs in which it happened; `happened` has shape (runs,)."""
        count, runs = int(np.sum(happened)), len(happened)
        return cls(count, count / runs, *wilson(count, runs))


@dataclass(frozen=True)
class ShareRow:
    """The share of one option in every scenario, None where it has no such option; agreement has an empty `issue`."""

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

    @classmethod
    def of(cls, points: NDArray[Any]) -> Spread:
        """The spread over the runs; `points` has shape (runs,)."""
        quantiles = np.quantile(points, [0.05, 0.25, 0.5, 0.75, 0.95])
        return cls(float(points.mean()), *mean_interval(points), *map(float, quantiles))


@dataclass(frozen=True)
class PointsRow:
    """A party's points in every scenario; None where it takes no part."""

    key: str
    name: str
    spreads: tuple[Spread | None, ...]


@dataclass(frozen=True)
class EnsembleComparison:
    """Ensembles of the same draws compared; the first is the reference.

    `names` are the scenarios' names, `digests` identify the scenarios as played, `notices` are caveats for the reader.
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
        """A short name for each scenario."""
        return letters(len(self.titles))

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        findings = [asdict(one) | {"holds": one.holds} for one in self.findings]
        return {"format": 1, **asdict(self), "findings": findings, "letters": list(self.letters)}


def compare_ensembles(cases: Sequence[Runs], titles: Sequence[str] | None = None) -> EnsembleComparison:
    """Compare ensembles run by run; every test is of one case against the first.

    `UsageError` for fewer than two or too many, or where seed or design keep their runs from being pairs.
    """
    if not 2 <= len(cases) <= MOST:  # noqa: PLR2004  (a small count, plain here)
        raise UsageError(f"expected 2 to {MOST} ensembles to compare, found {len(cases)}")
    paired = common_runs(cases)
    scenarios = [case.scenario for case in paired]
    found = [one for place, case in enumerate(paired[1:], 1) for one in paired_differences(place, paired[0], case)]
    return EnsembleComparison(
        titles=tuple(titles or distinct_titles(scenarios)),
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


def _notices(cases: Sequence[Runs], paired: Sequence[Runs]) -> Iterator[str]:
    """Caveats: results of different scenarios under one name; runs left out."""
    digests: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for one in (case.scenario for case in paired):
        digests.setdefault((one.name, one.changes), set()).add(one.digest[:8])
    for (name, _), different in digests.items():
        if len(different) > 1:
            yield (
                f"{len(different)} results are named {name!r} but are of different scenarios (digests "
                f"{', '.join(sorted(different))}): what differs in the files stands above."
            )
    most = max(map(len, cases))
    if most > len(paired[0]):
        yield f"Only the {len(paired[0]):,} runs that all ensembles have are compared; the largest has {most:,}."


def _share_rows(cases: Sequence[Runs]) -> Iterator[ShareRow]:
    """Agreement, then every option of any scenario that occurs in some run."""
    yield ShareRow("", None, "", "Something is agreed", tuple(Share.of(case.agreed) for case in cases))
    for (issue, option), (title, label) in _options(cases).items():
        shares = tuple(_share_of_option(case, issue, option) for case in cases)
        if any(share is not None and share.count for share in shares):
            yield ShareRow(issue, option, title, label, shares)


def _options(cases: Sequence[Runs]) -> dict[tuple[str, Option], tuple[str, str]]:
    """Every issue and option with title and label, in the order of the files."""
    found: dict[str, dict[tuple[str, Option], tuple[str, str]]] = {}
    for case in cases:
        for issue in case.realizations.space.issues:
            own = found.setdefault(issue.key, {})
            for option, label in zip(issue.options, issue.labels, strict=True):
                own.setdefault((issue.key, option), (issue.title, label))
    return {key: words for own in found.values() for key, words in own.items()}


def _share_of_option(case: Runs, issue: str, option: Option) -> Share | None:
    space = case.realizations.space
    if issue not in space.axes or option not in space.issue(issue).options:
        return None
    return Share.of(case.ended(issue, option))


def _point_rows(cases: Sequence[Runs]) -> Iterator[PointsRow]:
    names: dict[str, str] = {}
    for case in cases:
        names = {key: party.name for key, party in case.scenario.parties.items()} | names
    for key, name in names.items():
        spreads = [Spread.of(case.points(key)) if key in case.scenario.parties else None for case in cases]
        yield PointsRow(key, name, tuple(spreads))


def central_cases(scenarios: Sequence[Scenario], seed: int, *, allow_code: bool = False) -> Comparison:
    """Play the central case of every scenario."""
    return Comparison(tuple(run(one, seed=seed, allow_code=allow_code) for one in scenarios))


def central_data(central: Comparison) -> dict[str, Any]:
    """Differences of the files, final labels by title of the issue, and points by name of the party, for JSON."""
    ends = {row.title: row.labels for row in central.issues}
    points = {row.name: row.points for row in central.parties}
    return {"differences": central.side_by_side()["differences"], "central": {"ends": ends, "points": points}}
