"""Summarise an ensemble: shares with intervals, points, the commonest outcomes and their clusters, and shortfalls.

Shares of independent draws have Wilson's interval; those of a Sobol' design have Student's, between its scramblings.
The intervals of the commonest outcomes hold simultaneously (Bonferroni); outcomes seen fewer than `RARE` times are
pooled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any

import numpy as np

from negosim.analysis.measures import Measures
from negosim.analysis.phrases import outcome_words
from negosim.document import percent
from negosim.domain.outcomes import Option, Outcome, OutcomeSpace
from negosim.errors import UsageError
from negosim.experiments.ensemble.aggregate import BINS, MILLION, Tally, columns_for
from negosim.experiments.ensemble.clusters import outcome_clusters
from negosim.experiments.ensemble.design import SCRAMBLINGS, SOBOL, scrambling
from negosim.experiments.ensemble.storage import EnsembleState, Store
from negosim.experiments.statistics import Interval, wilson
from negosim.experiments.statistics.intervals import mean_interval
from negosim.files import plain_json
from negosim.scenario.realize.realization import RealizationFactory

__all__ = [
    "OUTCOMES",
    "SHORT",
    "EnsembleSummary",
    "IssueChances",
    "OutcomeChance",
    "PartyPoints",
    "ShareEstimate",
    "summarise",
    "write_summary",
]

RARE = 10
LISTED = 10

SHORT = (
    "Measured at the end of the last meeting that came to nothing, at the package that came nearest to what its seats "
    "asked for. Where no deal was possible, that is their reservation values; where one was, what each asked for with "
    "its last offer. Several can be short at once. It says where points were lacking, and is no finding of fault."
)
"""Note on how to read shortfalls."""
OUTCOMES = "What is not named stays as it was. With 95 % confidence all these intervals hold at once."
"""Note on how to read the commonest outcomes."""


@dataclass(frozen=True)
class ShareEstimate:
    """Count and relative frequency of an event with its 95 % interval, and whether it occurs in the central case."""

    key: str
    label: str
    count: int
    share: float
    low: float
    high: float
    central: bool = False


@dataclass(frozen=True)
class IssueChances:
    """Relative frequencies of the final options of an issue; of one that waits also that it is agreed, not in force."""

    key: str
    title: str
    options: tuple[ShareEstimate, ...]
    suspended: ShareEstimate | None = None


@dataclass(frozen=True)
class PartyPoints:
    """The distribution of a party's points: mean, quantiles to a tenth, counts by tenth of a point, the central case.

    `bins` are pairs (lower end, count); `central_rank` is the share of runs with fewer points than the central case;
    `rejected` the mean number of offers that the party rejected though its consent was needed, or voted down;
    `short` the mean shortfall from the nearest deal in the runs in which it was short.
    """

    key: str
    name: str
    mean: float
    quantiles: Mapping[str, float]
    bins: tuple[tuple[float, int], ...]
    central: float
    central_rank: float
    rejected: float
    short: float


@dataclass(frozen=True)
class OutcomeChance:
    """A final outcome by its changes from the status quo, and its relative frequency."""

    moved: Mapping[str, Option]
    chance: ShareEstimate


@dataclass(frozen=True)
class EnsembleSummary:
    """The results of the runs done so far; all shares are of these `runs`.

    `failed`: a meeting ended without agreement; `missed`: a deal was feasible at the end of the last such meeting;
    `blocked`: each party short of points there (`negosim.analysis.impasse.shortfall`).
    """

    scenario: str
    title: str
    seed: int
    design: str
    planned: int
    state: EnsembleState
    runs: int
    rounds: float
    agreed: ShareEstimate
    issues: tuple[IssueChances, ...]
    parties: tuple[PartyPoints, ...]
    outcomes: tuple[OutcomeChance, ...]
    others: ShareEstimate
    failed: ShareEstimate
    missed: ShareEstimate
    blocked: tuple[ShareEstimate, ...]
    clusters: tuple[OutcomeChance, ...]

    @property
    def groups_note(self) -> str:
        """Note on how to read the groups, with the share of runs that are in none of those listed."""
        rest = self.runs - sum(one.chance.count for one in self.clusters)
        others = f" The other {percent(rest / self.runs, 1)} of the runs are in smaller groups." if rest else ""
        return f"Each group is told by its commonest outcome; what is not named stays as it was.{others}"

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {"format": 1, **asdict(self)}


def write_summary(store: Store, summary: EnsembleSummary, *, csv: bool = False) -> list[str]:
    """Write `summary.json`, and with `csv` all rows as `export.csv`, into the folder; the names of all files there."""
    store.put("summary.json", plain_json(summary.to_dict()))
    if csv:
        store.export(store.folder / "export.csv")
    return sorted(path.name + "/" * path.is_dir() for path in store.folder.iterdir())


def summarise(store: Store) -> EnsembleSummary:
    """Summarise the runs done so far, chunk by chunk; `UsageError` if there are none yet."""
    summariser = _Summariser(store, RealizationFactory(store.scenario))
    if not summariser.parts:
        raise UsageError(f"{store.folder} holds no runs yet: --resume plays them")
    return summariser.summary()


class _Summariser:
    """Turns the tallies of an ensemble into its summary."""

    def __init__(self, store: Store, realizations: RealizationFactory) -> None:
        self.manifest = store.manifest
        self.scenario = realizations.scenario
        self.space = realizations.space
        self.central = Measures(store.central)
        self.central_outcome = self.central.record.course.standing.outcome
        self.all, self.parts = self._tallies(store)

    def _tallies(self, store: Store) -> tuple[Tally, list[Tally]]:
        """The tally of all runs, and its independent samples: one, or one for each scrambling that was played."""
        plan, parties = store.manifest.plan, tuple(self.scenario.parties)
        total, parts = Tally(self.space, parties), [Tally(self.space, parties) for _ in range(SCRAMBLINGS)]
        for data in store.chunks(columns_for(self.space, parties)):
            total.add(data)
            if plan.design == SOBOL:
                which = np.array([scrambling(int(number), plan.runs) for number in data["run"]])
                for part in np.unique(which):
                    parts[part].add({name: values[which == part] for name, values in data.items()})
        samples = parts if plan.design == SOBOL else [total]
        return total, [part for part in samples if part.runs]

    def summary(self) -> EnsembleSummary:
        parts, parties = self.parts, self.scenario.parties
        listed, others = self._outcomes()
        clusters = [one for one in outcome_clusters(self.space, self.all.outcomes) if one.count >= RARE][:LISTED]
        agreed = self._share("agreed", "A deal", [part.agreed for part in parts], central=self.central.agreed)
        return EnsembleSummary(
            scenario=self.manifest.scenario,
            title=self.scenario.title,
            seed=self.manifest.plan.seed,
            design=self.manifest.plan.design,
            planned=self.manifest.runs,
            state=self.manifest.state,
            runs=self.all.runs,
            rounds=self.all.rounds / self.all.runs,
            agreed=agreed,
            issues=tuple(self._issue(axis) for axis in range(len(self.space.issues))),
            parties=tuple(self._party(key) for key in parties),
            outcomes=listed,
            others=others,
            failed=self._share("failed", "A meeting came to nothing", [part.failed for part in parts]),
            missed=self._share(
                "missed",
                "A meeting came to nothing though a deal was possible at its end",
                [part.missed for part in parts],
            ),
            blocked=tuple(
                self._share(key, one.name, [part.blocked[key] for part in parts]) for key, one in parties.items()
            ),
            clusters=tuple(self._outcome(one.outcomes, len(clusters)) for one in clusters),
        )

    def _share(
        self, key: str, label: str, counts: Sequence[int], *, central: bool = False, together: int = 1
    ) -> ShareEstimate:
        """The share of an event, from its counts by tally; `together` intervals hold simultaneously."""
        runs = [part.runs for part in self.parts]
        low, high = _interval(list(zip(counts, runs, strict=True)), 1 - 0.05 / together)
        return ShareEstimate(key, label, sum(counts), sum(counts) / self.all.runs, low, high, central)

    def _issue(self, axis: int) -> IssueChances:
        issue, central = self.space.issues[axis], self.central_outcome[axis]
        counts = zip(*(part.options(axis) for part in self.parts), strict=True)
        shares = [
            self._share(str(option), label, own, central=k == central)
            for k, (option, label, own) in enumerate(zip(issue.options, issue.labels, counts, strict=True))
        ]
        return IssueChances(issue.key, issue.title, tuple(shares), self._suspended(axis))

    def _suspended(self, axis: int) -> ShareEstimate | None:
        """The share of runs in which an issue that waits is agreed and not in force; None where it does not wait."""
        if axis not in self.space.in_force.waits:
            return None
        central = axis in self.space.in_force.suspended(self.central_outcome)
        counts = [part.suspended(axis) for part in self.parts]
        return self._share("suspended", "Agreed, and not in force", counts, central=central)

    def _party(self, key: str) -> PartyPoints:
        bins, runs = sorted(self.all.bins[key].items()), self.all.runs
        central = self.central.points[key]
        return PartyPoints(
            key=key,
            name=self.scenario.parties[key].name,
            mean=self.all.sums[key] / MILLION / runs,
            quantiles={f"{100 * level:g}": _quantile(bins, level * runs) for level in (0.05, 0.25, 0.5, 0.75, 0.95)},
            bins=tuple((tenth / BINS, count) for tenth, count in bins),
            central=central,
            central_rank=sum(count for tenth, count in bins if tenth < central * BINS // 1) / runs,
            rejected=self.all.rejected[key] / runs,
            short=self.all.short[key] / MILLION / max(1, self.all.blocked[key]),
        )

    def _outcomes(self) -> tuple[tuple[OutcomeChance, ...], ShareEstimate]:
        """The commonest outcomes, and all others pooled."""
        counts = self.all.outcomes
        common = sorted((index for index in counts if counts[index] >= RARE), key=lambda index: (-counts[index], index))
        listed = common[:LISTED]
        others = self._share("others", "Any other outcome", self._counts(set(counts) - set(listed)))
        return tuple(self._outcome([index], len(listed)) for index in listed), others

    def _counts(self, indices: Collection[int]) -> list[int]:
        """The runs of each tally that ended in one of these outcomes."""
        return [sum(part.outcomes[index] for index in indices) for part in self.parts]

    def _outcome(self, indices: Sequence[int], together: int) -> OutcomeChance:
        """A set of outcomes, described by the first."""
        outcome = self.space.outcome(indices[0])
        share = self._share(
            str(indices[0]),
            outcome_words(self.space, outcome, same="Nothing has changed") + _not_in_force(self.space, outcome),
            self._counts(indices),
            central=self.space.index(self.central_outcome) in indices,
            together=max(1, together),
        )
        status_quo = self.space.named(self.space.status_quo)
        moved = {key: option for key, option in self.space.named(outcome).items() if option != status_quo[key]}
        return OutcomeChance(moved, share)


def _not_in_force(space: OutcomeSpace, outcome: Outcome) -> str:
    """What of an outcome is not in force, in brackets behind its words; nothing where all is."""
    titles = [space.issues[axis].title for axis in space.in_force.suspended(outcome)]
    return f" (not in force: {', '.join(titles)})" if titles else ""


def _quantile(bins: Sequence[tuple[int, int]], rank: float) -> float:
    """The middle of the bin that contains a rank."""
    seen = accumulate(count for _, count in bins)
    tenth = next(tenth for (tenth, _), so_far in zip(bins, seen, strict=True) if so_far >= rank)
    return (tenth + 0.5) / BINS


def _interval(counts: Sequence[tuple[int, int]], confidence: float) -> Interval:
    """Wilson's interval for one sample; for several of equal size Student's, from the variance between them."""
    if len(counts) == 1:
        return wilson(*counts[0], confidence=confidence)
    low, high = mean_interval(np.array([successes / runs for successes, runs in counts]), confidence)
    return Interval(max(0.0, low), min(1.0, high))
