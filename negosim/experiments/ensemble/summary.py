"""What an ensemble comes to: chances with intervals, points, the commonest outcomes, who was short of points, clusters.

Shares of independent draws have Wilson's interval; those of a Sobol' design have Student's, between its scramblings.
The intervals of the commonest outcomes hold together (Bonferroni over those listed); outcomes seen fewer than `RARE`
times are pooled, since nothing can be said of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import accumulate
from typing import Any

from negosim.analysis.measures import Measures
from negosim.domain.outcomes import Option, OutcomeSpace
from negosim.domain.preferences import GRID
from negosim.errors import UsageError
from negosim.experiments.ensemble.aggregate import BINS, Tally, columns_for
from negosim.experiments.ensemble.design import SCRAMBLINGS, SOBOL, scrambling
from negosim.experiments.ensemble.groups import groups
from negosim.experiments.ensemble.storage import Store
from negosim.experiments.ensemble.tables import Data
from negosim.experiments.statistics import Interval, wilson
from negosim.scenario.realize.realization import RealizationFactory

__all__ = ["Findings", "IssueChances", "OutcomeChance", "PartyPoints", "ShareEstimate", "findings"]

RARE = 10
LISTED = 10
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


SHORT = (
    "Measured at the end of the last meeting that came to nothing, at the package that came nearest to what its seats "
    "asked for. Where no deal was possible, that is their reservation values; where one was, what each asked for with "
    "its last offer. Several can be short at once. It says where points were lacking, and is no finding of fault."
)
"""How to read who was short."""


@dataclass(frozen=True)
class ShareEstimate:
    """How often something happened: count and share with its 95 % interval; whether the central case has it too."""

    key: str
    label: str
    count: int
    share: float
    low: float
    high: float
    central: bool = False


@dataclass(frozen=True)
class IssueChances:
    """Where one issue ends, by option."""

    key: str
    title: str
    options: tuple[ShareEstimate, ...]


@dataclass(frozen=True)
class PartyPoints:
    """The distribution of a party's points: mean, quantiles to a tenth, counts by tenth of a point, the central case.

    `bins` are pairs (first point of the bin, count); `central_rank` is the share of runs with fewer points than the
    central case; `rejected` the mean number of offers that the party turned down though its consent was needed; `short`
    the points that it was short of the nearest deal, the mean of the runs in which it was short.
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
    """What stands at the end, told by what moved away from the status quo, and how often it came to that."""

    moved: Mapping[str, Option]
    chance: ShareEstimate


@dataclass(frozen=True)
class Findings:
    """What the runs done so far come to; all shares are of these `runs`.

    `failed`: a meeting came to nothing; `missed`: a deal was possible at the end of the last such; `blocked`, by party:
    who was short of points there (`negosim.analysis.impasse.shortfall`).
    """

    scenario: str
    title: str
    seed: int
    design: str
    planned: int
    state: str
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

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {"format": 1, **asdict(self)}


def findings(store: Store) -> Findings:
    """Read the runs chunk by chunk and say what they come to; `UsageError` where there are none yet."""
    realizations = RealizationFactory(store.scenario)
    parts = _tallies(store, realizations)
    if not any(part.runs for part in parts):
        raise UsageError(f"{store.folder} holds no runs yet: --resume plays them")
    return _Teller(store, realizations, parts).tell()


def _tallies(store: Store, realizations: RealizationFactory) -> list[Tally]:
    """One tally, or one for each scrambling."""
    space, parties, plan = realizations.space, tuple(realizations.scenario.parties), store.manifest.plan
    parts = [Tally(space, parties) for _ in range(SCRAMBLINGS if plan.design == SOBOL else 1)]
    for data in store.chunks(columns_for(space, parties)):
        if plan.design == SOBOL:
            _by_scrambling(data, plan.runs, parts)
        else:
            parts[0].add(data)
    return parts


def _by_scrambling(data: Data, runs: int, parts: Sequence[Tally]) -> None:
    which = [scrambling(int(number), runs) for number in data["run"]]
    for part in dict.fromkeys(which):
        mask = [one == part for one in which]
        parts[part].add({name: values[mask] for name, values in data.items()})


class _Teller:
    """Turns tallies into findings."""

    def __init__(self, store: Store, realizations: RealizationFactory, parts: Sequence[Tally]) -> None:
        self.manifest = store.manifest
        self.scenario = realizations.scenario
        self.space: OutcomeSpace = realizations.space
        self.parts = parts
        self.all = Tally(self.space, tuple(self.scenario.parties))
        for part in parts:
            self.all.merge(part)
        self.central = Measures(store.central)

    def tell(self) -> Findings:
        listed, others = self._outcomes()
        return Findings(
            scenario=self.manifest.scenario,
            title=self.scenario.title,
            seed=self.manifest.plan.seed,
            design=self.manifest.plan.design,
            planned=self.manifest.runs,
            state=self.manifest.state,
            runs=self.all.runs,
            rounds=self.all.rounds / self.all.runs,
            agreed=self._chance("agreed", "A deal", lambda part: part.agreed, central=self.central.agreed),
            issues=tuple(self._issue(axis) for axis in range(len(self.space.issues))),
            parties=tuple(self._party(key) for key in self.scenario.parties),
            outcomes=listed,
            others=others,
            failed=self._chance("failed", "A meeting came to nothing", lambda part: part.failed),
            missed=self._chance("missed", "A deal was possible at its end", lambda part: part.missed),
            blocked=tuple(self._blocked(key) for key in self.scenario.parties),
            clusters=self._clusters(),
        )

    def _chance(
        self, key: str, label: str, count: Callable[[Tally], int], *, central: bool = False, together: int = 1
    ) -> ShareEstimate:
        """A share with its interval; `together` intervals hold at once."""
        counts = [(count(part), part.runs) for part in self.parts if part.runs]
        total = sum(one for one, _ in counts)
        low, high = _interval(counts, 1 - 0.05 / together)
        return ShareEstimate(key, label, total, total / self.all.runs, low, high, central)

    def _issue(self, axis: int) -> IssueChances:
        issue = self.space.issues[axis]
        central = self.central.record.course.standing.outcome[axis]
        counts = {id(part): part.options(axis) for part in self.parts}
        labelled = zip(issue.options, issue.labels, strict=True)
        chances = tuple(
            self._chance(str(option), label, partial(_pick, counts, k), central=k == central)
            for k, (option, label) in enumerate(labelled)
        )
        return IssueChances(issue.key, issue.title, chances)

    def _party(self, key: str) -> PartyPoints:
        bins, runs = sorted(self.all.bins[key].items()), self.all.runs
        central = self.central.points[key]
        return PartyPoints(
            key=key,
            name=self.scenario.parties[key].name,
            mean=self.all.sums[key] / GRID / runs,
            quantiles={f"{100 * level:g}": _quantile(bins, level * runs) for level in LEVELS},
            bins=tuple((tenth / BINS, count) for tenth, count in bins),
            central=central,
            central_rank=sum(count for tenth, count in bins if tenth < central * BINS // 1) / runs,
            rejected=self.all.rejected[key] / runs,
            short=self.all.short[key] / GRID / max(1, self.all.blocked[key]),
        )

    def _outcomes(self) -> tuple[tuple[OutcomeChance, ...], ShareEstimate]:
        counts = self.all.outcomes
        often = sorted((index for index in counts if counts[index] >= RARE), key=lambda index: (-counts[index], index))
        listed = often[:LISTED]
        here = self.space.index(self.central.record.course.standing.outcome)
        found = tuple(self._outcome([index], {here}, len(listed)) for index in listed)
        rest = set(counts) - set(listed)
        others = self._chance("others", "Any other outcome", lambda part: _sum(part.outcomes, rest))
        return found, others

    def _outcome(self, indices: Sequence[int], here: set[int], together: int) -> OutcomeChance:
        """A set of outcomes, told by the first."""
        moved = self._moved(self.space.outcome(indices[0]))
        chance = self._chance(
            str(indices[0]),
            self._words(moved),
            lambda part: _sum(part.outcomes, indices),
            central=not here.isdisjoint(indices),
            together=max(1, together),
        )
        return OutcomeChance({self.space.issues[axis].key: option for axis, option in moved.items()}, chance)

    def _moved(self, outcome: Sequence[int]) -> dict[int, Option]:
        stands = self.space.status_quo
        return {axis: self.space.issues[axis].options[k] for axis, k in enumerate(outcome) if stands[axis] != k}

    def _words(self, moved: Mapping[int, Option]) -> str:
        issues = self.space.issues
        parts = [f"{issues[axis].title}: {issues[axis].labels[issues[axis].number(to)]}" for axis, to in moved.items()]
        return "; ".join(parts) or "Nothing has changed"

    def _blocked(self, key: str) -> ShareEstimate:
        name = self.scenario.parties[key].name
        return self._chance(key, name, lambda part: part.blocked[key])

    def _clusters(self) -> tuple[OutcomeChance, ...]:
        here = self.space.index(self.central.record.course.standing.outcome)
        found = [group for group in groups(self.space, self.all.outcomes) if group.count >= RARE][:LISTED]
        return tuple(self._outcome(group.outcomes, {here}, len(found)) for group in found)


def _pick(counts: Mapping[int, Sequence[int]], place: int, part: Tally) -> int:
    """A count of one part, from lists by part."""
    return counts[id(part)][place]


def _sum(counts: Counter[int], indices: Sequence[int] | set[int]) -> int:
    return sum(counts[index] for index in indices)


def _quantile(bins: Sequence[tuple[int, int]], rank: float) -> float:
    """The middle of the bin in which a rank falls."""
    seen = accumulate(count for _, count in bins)
    tenth = next(tenth for (tenth, _), so_far in zip(bins, seen, strict=True) if so_far >= rank)
    return (tenth + 0.5) / BINS


def _interval(counts: Sequence[tuple[int, int]], confidence: float) -> Interval:
    """Wilson's for one sample; for several of equal size Student's, from how much they differ."""
    if len(counts) == 1:
        return wilson(*counts[0], confidence=confidence)
    from scipy.stats import t  # noqa: PLC0415  (takes half a second)

    shares = [successes / runs for successes, runs in counts]
    mean = sum(shares) / len(shares)
    variance = sum((share - mean) ** 2 for share in shares) / (len(shares) - 1)
    half = float(t.ppf(0.5 + confidence / 2, len(shares) - 1)) * (variance / len(shares)) ** 0.5
    return Interval(max(0.0, mean - half), min(1.0, mean + half))
