"""What a party wants on an issue, as figures and reports show it: weight, values with their ranges, refusals, basis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from negosim.document import clean
from negosim.negotiation.record import Record
from negosim.scenario.realize.stance_values import values_from
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.parties import Stance
from negosim.scenario.spec.values import UncertainNumber

__all__ = ["OptionValue", "StanceRead", "best", "read_stance", "read_stances"]


@dataclass(frozen=True)
class OptionValue:
    """What one option is worth, 0 to 100: in this run, and the range in the scenario."""

    option: int
    label: str
    value: float
    low: float
    high: float
    refused: bool


@dataclass(frozen=True)
class StanceRead:
    """A stance in the reading that was played; `share` is the weight scaled so that a party's weights sum to 100."""

    party: str
    issue: str
    share: float
    values: tuple[OptionValue, ...]
    stance: Stance


def read_stances(record: Record) -> dict[tuple[str, str], StanceRead]:
    """All stances, by party and issue."""
    return {
        (party, issue): read_stance(record, party, issue)
        for party, spec in record.scenario.parties.items()
        for issue in spec.stances
    }


def read_stance(record: Record, party: str, issue: str) -> StanceRead:
    """One stance, with the value of every option; for an amount on straight lines between the numbers given."""
    stance, spec = record.scenario.parties[party].stances[issue], record.scenario.issues[issue]
    refused = set(spec.selected(stance.refuses)) if stance.refuses is not None else set()
    labels = record.realization.space.issue(issue).labels
    numbers = _values(record, f"parties.{party}.stances.{issue}", stance, spec)
    values = tuple(
        OptionValue(k, clean(labels[k]), value, low, high, k in refused)
        for k, (value, low, high) in enumerate(zip(*numbers, strict=True))
    )
    return StanceRead(party, issue, _share(record, party, issue), values, stance)


def _share(record: Record, party: str, issue: str) -> float:
    numbers = record.realization.numbers
    weights = {key: numbers[f"parties.{party}.stances.{key}.weight"] for key in record.scenario.parties[party].stances}
    return weights[issue] * 100.0 / (sum(weights.values()) or 1.0)


def _values(record: Record, path: str, stance: Stance, spec: IssueSpec) -> tuple[list[float], list[float], list[float]]:
    """Value, low end and high end of every option."""
    if stance.position is not None:
        return _from_position(record.realization.numbers[f"{path}.position"], stance.position, spec)
    given = list(stance.values) if spec.amount is not None else list(spec.option_keys)
    ranges = [stance.values[option] for option in given]
    parts = [record.realization.numbers[f"{path}.values.{option}"] for option in given]
    columns = (parts, [one.low for one in ranges], [one.high for one in ranges])
    if spec.amount is None:
        return columns
    order = np.argsort([float(option) for option in given])
    at = np.array([float(option) for option in given])[order]
    value, low, high = (np.interp(spec.amount.grid, at, np.array(column)[order]).tolist() for column in columns)
    return value, low, high


def _from_position(
    at: float, position: UncertainNumber, spec: IssueSpec
) -> tuple[list[float], list[float], list[float]]:
    """The same by the distance from a position: an option is worth most from the nearest point of the range."""
    low, high = (values_from(end, spec) for end in (position.low, position.high))
    line = np.asarray(spec.scale() or ())
    most = np.select([line < position.low, line > position.high], [low, high], 100.0)
    return values_from(at, spec).tolist(), np.minimum(low, high).tolist(), most.tolist()


def best(read: StanceRead) -> tuple[int, ...]:
    """The options that a party values most, taken by themselves; none where it makes no difference to it."""
    top, least = max(one.value for one in read.values), min(one.value for one in read.values)
    if top == least or read.share == 0.0:
        return ()
    return tuple(one.option for one in read.values if one.value == top)
