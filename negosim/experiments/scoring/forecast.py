"""Forecasts: the relative frequencies of an ensemble with hash and time, frozen before the questions are resolved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.analysis.static_theories import theory_forecasts
from negosim.domain.outcomes import Issue, Option
from negosim.errors import RunError, UsageError
from negosim.experiments.paired.runs import Runs
from negosim.files import write_whole
from negosim.negotiation.record import versions

__all__ = ["Forecast", "IssueForecast", "forecast_of", "read_forecast", "write_forecast"]

FORMAT = 1
LARGEST = 1 << 24
"""Largest file that is read, in bytes."""


@dataclass(frozen=True)
class IssueForecast:
    """The forecast of an issue: the number of runs that ended on each option.

    `line` holds the positions of ordered options, `amount` is whether they are numbers; `theories` are the predictions
    of the static theories on that line, None where a theory makes none.
    """

    title: str
    options: tuple[Option, ...]
    labels: tuple[str, ...]
    counts: tuple[int, ...]
    status_quo: int
    line: tuple[float, ...] | None
    amount: bool
    theories: Mapping[str, float | None]

    @property
    def chances(self) -> NDArray[np.float64]:
        """The relative frequency of each option, shape (options,)."""
        return np.asarray(self.counts) / sum(self.counts)


@dataclass(frozen=True)
class Forecast:
    """The forecast of a scenario; `frozen` is the time (UTC) at which it was frozen, empty if it was not."""

    scenario: str
    source: str
    title: str
    digest: str
    changes: tuple[str, ...]
    seed: int
    runs: int
    design: str
    frozen: str
    versions: Mapping[str, str]
    issues: Mapping[str, IssueForecast]

    def to_dict(self) -> dict[str, Any]:
        """As plain data, with its hash."""
        plain = {"negosim_forecast": FORMAT, **asdict(self)}
        return plain | {"sha256": _hash(plain)}


def _hash(plain: Mapping[str, Any]) -> str:
    text = json.dumps({key: value for key, value in plain.items() if key != "sha256"}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def forecast_of(runs: Runs, source: str, *, frozen: bool = False) -> Forecast:
    """The forecast of an ensemble, frozen at the present time on request."""
    predictions = theory_forecasts(runs.realizations.central)
    issues = {issue.key: _issue(runs, issue, predictions) for issue in runs.realizations.space.issues}
    return Forecast(
        scenario=runs.scenario.name,
        source=source,
        title=runs.scenario.title,
        digest=runs.scenario.digest,
        changes=runs.scenario.changes,
        seed=runs.plan.seed,
        runs=len(runs),
        design=runs.plan.design,
        frozen=datetime.now(UTC).isoformat(timespec="seconds") if frozen else "",
        versions=versions(),
        issues=issues,
    )


def _issue(runs: Runs, issue: Issue, predictions: Mapping[str, Mapping[str, Any]]) -> IssueForecast:
    counts = tuple(int(runs.ended(issue.key, option).sum()) for option in issue.options)
    line = None if issue.positions is None else tuple(map(float, issue.positions))
    values = {name: each[issue.key].value for name, each in predictions.items() if issue.key in each}
    points = {
        name: None if value is None or line is None else min(line) + value / 100.0 * (max(line) - min(line))
        for name, value in values.items()
    }
    amount = not isinstance(issue.options[0], str)
    return IssueForecast(
        issue.title, tuple(issue.options), tuple(issue.labels), counts, issue.status_quo, line, amount, points
    )


def write_forecast(forecast: Forecast, path: Path, *, overwrite: bool = False) -> None:
    """Write it atomically; `UsageError` if the file exists, `RunError` if it cannot be written."""
    if path.exists() and not overwrite:
        raise UsageError(f"{path} is there already: a frozen forecast is not replaced without --overwrite")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, (json.dumps(forecast.to_dict(), ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror or error}") from error


def read_forecast(path: str | Path) -> Forecast:
    """Read a frozen forecast; `UsageError` if it is none or was changed since."""
    try:
        if Path(path).stat().st_size > LARGEST:
            raise UsageError(f"{path} is too large for a forecast")
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        if data["negosim_forecast"] != FORMAT:
            raise UsageError(f"{path} has the format {data['negosim_forecast']!r}; this negosim reads {FORMAT}")
        if data["sha256"] != _hash(data):
            raise UsageError(f"{path} was changed since it was frozen: its hash does not fit what it says")
        issues = {key: _read_issue(one) for key, one in data["issues"].items()}
        given = {key: data[key] for key in data if key not in {"negosim_forecast", "sha256"}}
        return Forecast(**{**given, "issues": issues, "changes": tuple(data["changes"])})
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is neither an ensemble's folder nor a frozen forecast") from error


def _read_issue(one: Mapping[str, Any]) -> IssueForecast:
    lists = {name: tuple(one[name]) for name in ("options", "labels", "counts")}
    return IssueForecast(**{**one, **lists, "line": None if one["line"] is None else tuple(one["line"])})
