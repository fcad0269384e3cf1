"""The record of a run: scenario, seed, run number and log, enough to rebuild every state, plot, measure and report."""

from __future__ import annotations

import json
import platform
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.rng import RandomSource
from negosim.errors import UsageError
from negosim.negotiation.course import Course
from negosim.negotiation.driving import play, replay
from negosim.negotiation.environment.base import vocabulary
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.log import Effect, LogEntry, Vocabulary
from negosim.negotiation.log_rows import Log
from negosim.negotiation.packages import Package
from negosim.negotiation.time_limits import play_guarded
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario

__all__ = ["FORMAT", "Record", "play_realization", "record_of", "run", "versions"]

FORMAT = 1
"""Version of the record's form."""


@dataclass(frozen=True, eq=False)
class Record:
    """One run; `drawn` says whether the uncertain numbers were those of the run or their centres.

    `played` is the course where the run was played by this process; a record read from a file has none, and rebuilds
    its course from the log when asked.
    """

    scenario: Scenario
    seed: int
    run: int
    drawn: bool
    log: Log
    versions: Mapping[str, str] = field(default_factory=dict)
    played: Course | None = field(default=None, repr=False)

    @property
    def chance(self) -> RandomSource:
        """The run's random numbers."""
        return RandomSource(self.seed, self.run)

    @cached_property
    def realization(self) -> Realization:
        """The scenario with the numbers that were played."""
        if self.played is not None:
            return self.played.opening
        realizations = RealizationFactory(self.scenario)
        return realizations.draw(self.chance) if self.drawn else realizations.central

    @property
    def reading(self) -> Realization:
        """The old name of `realization`; it goes with version 0.3."""
        warnings.warn("`reading` is now called `realization`", FutureWarning, stacklevel=2)
        return self.realization

    @cached_property
    def course(self) -> Course:
        """The course at its end, as played or rebuilt from the log; `RunError` where the log does not replay."""
        return self.played or replay(Course(self.realization, self.chance), self.log)

    def to_dict(self) -> dict[str, Any]:
        """The record as plain data, for JSON."""
        return {
            "format": FORMAT,
            "name": self.scenario.name,
            "digest": self.scenario.digest,
            "changes": list(self.scenario.changes),
            "seed": self.seed,
            "run": self.run,
            "drawn": self.drawn,
            "versions": dict(self.versions),
            "scenario": self.scenario.plain(),
            "numbers": dict(self.realization.numbers),
            "log": [entry_to_dict(entry, self.realization.space) for entry in self.log],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Record:
        """The inverse of `to_dict`; `UsageError` for data that is no record."""
        if data.get("format") != FORMAT:
            raise UsageError(f"expected a record of format {FORMAT}, found {data.get('format')!r}")
        scenario = from_plain(data["scenario"], data["name"], changes=tuple(data["changes"]))
        if scenario.digest != data["digest"]:
            raise UsageError("the scenario in the record is not the one that was played: its digest differs")
        space = RealizationFactory(scenario).space
        known = vocabulary()
        log = Log(entry_from_dict(entry, space, known) for entry in data["log"])
        return cls(scenario, data["seed"], data["run"], data["drawn"], log, data["versions"])

    @classmethod
    def load(cls, path: str | Path) -> Record:
        """A record from `record.json`, or from the result's folder; `UsageError` where there is none."""
        file = Path(path) / "record.json" if Path(path).is_dir() else Path(path)
        try:
            return cls.from_dict(json.loads(file.read_text(encoding="utf-8")))
        except OSError as error:
            raise UsageError(f"no record can be read from {str(path)!r}: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{str(file)!r} is not a record of negosim, or it was changed: {error}") from error


def entry_to_dict(entry: LogEntry, space: OutcomeSpace) -> dict[str, Any]:
    """An entry of the log with keys instead of numbers; what is empty is left out."""
    plain: dict[str, Any] = {"kind": str(entry.kind), "meeting": entry.meeting, "round": entry.round}
    package = None if entry.package is None else named_package(entry.package, space)
    effect = {name: _listed(value) for name, value in vars(entry.effect).items() if value}
    more = {
        "seat": entry.seat or None,
        "package": package,
        "parties": list(entry.parties) or None,
        "effect": effect or None,
        "facts": entry.plain_facts or None,
    }
    return plain | {name: value for name, value in more.items() if value is not None}


def _listed(value: Mapping[str, Any] | tuple[str, ...]) -> dict[str, Any] | list[str]:
    return list(value) if isinstance(value, tuple) else dict(value)


def _unlisted(value: Mapping[str, Any] | list[str]) -> Mapping[str, Any] | tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else dict(value)


def entry_from_dict(plain: Mapping[str, Any], space: OutcomeSpace, vocabulary: Vocabulary) -> LogEntry:
    """The inverse of `entry_to_dict`."""
    package, facts = plain.get("package"), dict(plain.get("facts", {}))
    audience = tuple(facts.pop("to", ()))
    effect: dict[str, Any] = {name: _unlisted(value) for name, value in plain.get("effect", {}).items()}
    return LogEntry(
        kind=vocabulary.kind(plain["kind"]),
        meeting=plain["meeting"],
        round=plain["round"],
        seat=plain.get("seat", ""),
        package=None if package is None else package_of(package, space),
        parties=tuple(plain.get("parties", ())),
        facts=vocabulary.facts(plain["kind"], facts),
        effect=Effect(**effect),
        audience=audience,
    )


def named_package(package: Package, space: OutcomeSpace) -> dict[str, Any]:
    """A package by key of issue and option."""
    return {space.issues[axis].key: space.issues[axis].options[option] for axis, option in package.terms}


def package_of(named: Mapping[str, Any], space: OutcomeSpace) -> Package:
    """The package of keys: the inverse of `named_package`."""
    axes = {key: space.axis(key) for key in named}
    return Package.of({axis: space.issues[axis].number(named[key]) for key, axis in axes.items()})


def run(scenario: Scenario, *, seed: int = 0, run: int = 0, draw: bool = False, allow_code: bool = False) -> Record:
    """Play a scenario by its own tactics: the central case, or with `draw` the uncertain numbers of the run."""
    realizations = RealizationFactory(scenario)
    chance = RandomSource(seed, run)
    realization = realizations.draw(chance) if draw else realizations.central
    return play_realization(realization, chance, versions(), allow_code=allow_code)


def play_realization(
    realization: Realization,
    chance: RandomSource,
    made_by: Mapping[str, str],
    *,
    allow_code: bool = False,
    limit: float | None = None,
) -> Record:
    """Play a realization by its tactics; `made_by` are the versions that the record names.

    With a `limit`, seconds for each act, a tactic that fails loses its turn (see `time_limits`).
    """
    course, tactics = Course(realization, chance), make_tactics(realization, allow_code=allow_code)
    return record_of(play(course, tactics) if limit is None else play_guarded(course, tactics, limit), made_by)


def record_of(course: Course, made_by: Mapping[str, str]) -> Record:
    """The record of a course: with the course itself where the talks are over, with the log so far where they go on."""
    chance, over = course.chance, not course.asked
    return Record(
        course.opening.scenario,
        chance.seed,
        chance.run,
        course.opening.drawn,
        course.log if over else Log(course.log),
        made_by,
        course if over else None,
    )


def versions() -> dict[str, str]:
    """The versions that a result depends on."""
    packages = {name: version(name) for name in ("negosim", "numpy")}
    return {**packages, "python": platform.python_version()}
