"""How sure one can be: shares of draws, means over them, and the numbers on which they hang."""

from __future__ import annotations

import numpy as np

from negosim.domain.outcomes import Option
from negosim.errors import UsageError
from negosim.experiments.sensitivity.run_measures import numeric_measures
from negosim.experiments.statistics.tornado import Bar, tornado_bars
from negosim.registry import Parameter
from negosim.teaching.exercises.quantities.base import ISSUE, OPTION, PARTY, RUNS, pick, quantity
from negosim.teaching.exercises.subject import Subject, subject_of

MEASURE = Parameter("measure", "text", None, "agreed, or points.PARTY")
OTHER = Parameter("than", "text", None, "the shipped scenario to compare with, under the same draws")


@quantity(ISSUE, OPTION, RUNS)
def chance(subject: Subject, issue: str, option: Option, runs: int = 100) -> float:
    """Chance: the percent of draws in which an issue ends on an option. Of assumed ranges, not of the world."""
    played, space = subject.runs(runs), subject.realization.space
    number = space.issue(issue).number(option)
    return float(100 * (played.option_numbers(issue) == number).mean())


@quantity(RUNS)
def chance_of_deal(subject: Subject, runs: int = 100) -> float:
    """Chance of a deal: the percent of draws in which anything is agreed."""
    return float(100 * subject.runs(runs).agreed.mean())


@quantity(PARTY, RUNS)
def mean_points(subject: Subject, party: str, runs: int = 100) -> float:
    """Mean points: what a party ends with, over the draws."""
    return float(subject.runs(runs).points(party).mean())


@quantity(PARTY, RUNS)
def spread(subject: Subject, party: str, runs: int = 100) -> float:
    """Spread: from the 5th to the 95th percentile of what a party ends with, over the draws."""
    low, high = np.quantile(subject.runs(runs).points(party), [0.05, 0.95])
    return float(high - low)


@quantity(PARTY, RUNS)
def below_reservation(subject: Subject, party: str, runs: int = 100) -> float:
    """Below reservation: the percent of draws in which a party ends below its reservation value."""
    return float(100 * (subject.runs(runs).surplus(party) < 0).mean())


@quantity(PARTY, OTHER, RUNS)
def better_than(subject: Subject, party: str, than: str, runs: int = 100) -> float:
    """Better than: the percent of draws in which a party ends better than in another scenario, same draws and luck."""
    other = subject_of(than, seed=subject.seed).runs(runs)
    return float(100 * (subject.runs(runs).points(party) > other.points(party)).mean())


@quantity(MEASURE, RUNS)
def top_number(subject: Subject, measure: str, runs: int = 100) -> str:
    """Top number: the uncertain number with the longest bar of the tornado of a measure."""
    first = next(iter(_bars(subject, measure, runs)), None)
    if first is None or not first.swing:
        raise UsageError(f"no number of {subject.scenario.name} moves {measure!r} in {runs} draws")
    return first.name


@quantity(MEASURE, Parameter("path", "text", None, "the path of an uncertain number"), RUNS)
def swing(subject: Subject, measure: str, path: str, runs: int = 100) -> float:
    """Swing: the mean of a measure in the high third of an uncertain number, less that in its low third."""
    found = {bar.name: bar.swing for bar in _bars(subject, measure, runs)}
    return pick(found, path, f"{path!r} is no uncertain number")


def _bars(subject: Subject, measure: str, runs: int) -> tuple[Bar, ...]:
    played = subject.runs(runs)
    found = {one.key: one.values for one in numeric_measures(played)}
    return tornado_bars(played.inputs, pick(found, measure, f"no measure {measure!r}"))
