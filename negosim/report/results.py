"""Where results are written: the folder of a run, what it holds, and that it is there whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negosim.analysis.analysis import BY, Analysis
from negosim.analysis.comparison import Comparison, difference_rows, ending_rows, point_rows
from negosim.analysis.measures import measured
from negosim.analysis.offers import offer_rows, outcome_rows
from negosim.errors import RunError, UsageError
from negosim.experiments.tournament.past_results import known_dependence
from negosim.negotiation.record import Record
from negosim.report.csv import table

if TYPE_CHECKING:
    from negosim.report.figures import Picture

__all__ = [
    "RESULTS",
    "Target",
    "Written",
    "analysis_target",
    "checked_name",
    "comparison_target",
    "drawn_files",
    "issue_rows",
    "publish",
    "result_target",
    "run_files",
    "run_suffix",
    "run_target",
    "write_analysis",
    "write_comparison",
    "write_folder",
    "write_run",
]

RESULTS = Path("results")
"""Where results go unless told otherwise, below the current folder."""

JOURNAL = "journal.json"
HOLDERS = (
    "record.json",
    "comparison.json",
    "sensitivity.json",
    "score.json",
    "tournament.json",
    "whatif.json",
    "debrief.json",
)
"""The files that hold the digest of what a folder is about."""

LONGEST = 100
NAME = re.compile(r"\w([\w .()+-]*[\w()+-])?")


@dataclass(frozen=True)
class Target:
    """The folder that a result is for, and the digest of what it is the result of."""

    folder: Path
    digest: str

    def check(self, *, overwrite: bool = False) -> None:
        """`UsageError` where something else stands there: a link, a file, another result, files of the user."""
        if self.folder.is_symlink() or self.folder.parent.is_symlink():
            raise UsageError(f"{self.folder} leads through a link: remove the link, or choose another place with --out")
        if not self.folder.exists():
            return
        if not self.folder.is_dir():
            raise UsageError(f"{self.folder} is a file where a folder is to be")
        fault = None if overwrite else _taken(self.folder, self.digest)
        if fault:
            raise UsageError(f"{self.folder} {fault}: --overwrite replaces it, --out writes elsewhere")


@dataclass(frozen=True)
class Written:
    """A result that was written: its folder and the names of its files."""

    folder: Path
    files: tuple[str, ...]

    @property
    def paths(self) -> list[str]:
        """The paths of all files."""
        return [str(self.folder / name) for name in self.files]


def _taken(folder: Path, digest: str) -> str | None:
    """What keeps a folder from being replaced, in words; None for an empty one and an earlier result of the same."""
    names = sorted(entry.name for entry in folder.iterdir())
    if names and _held(folder, "digest", HOLDERS) != digest:
        return "holds something else than a result of this scenario"
    written = _held(folder, "files", (JOURNAL,))
    strange = [name for name in names if not isinstance(written, list) or name not in (*written, JOURNAL)]
    return f"also holds {strange[0]!r}, which negosim did not write" if strange else None


def _held(folder: Path, key: str, files: Sequence[str]) -> Any:
    """A value that a result's own files hold; None where they are missing or broken."""
    for name in files:
        try:
            return json.loads((folder / name).read_text(encoding="utf-8"))[key]
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None


def checked_name(name: str) -> str:
    """A name that a folder may have on any machine, and that stays in its place."""
    if len(name) > LONGEST or not NAME.fullmatch(name):
        raise UsageError(f"no folder can be named after {name!r}: rename the file to letters, digits, '_' and '-'")
    return name


def run_suffix(record: Record) -> str:
    """What tells the runs of a scenario apart: seed, number, and whether its numbers were drawn."""
    return f"s{record.seed}-r{record.run}" + ("-draw" if record.drawn else "")


def run_target(record: Record, out: str | Path = RESULTS) -> Target:
    """`<out>/<scenario>/run-s<seed>-r<run>[-draw][-<8 hex digits of the changes>]`."""
    return result_target(record, f"run-{run_suffix(record)}", out)


def analysis_target(analysis: Analysis, out: str | Path = RESULTS) -> Target:
    """`<out>/<scenario>/analyze-s<seed>-r<run>[-draw][-<solution of the orders>][-<8 hex digits of the changes>]`."""
    by = "" if analysis.by == BY else f"-{analysis.by}"
    return result_target(analysis.record, f"analyze-{run_suffix(analysis.record)}{by}", out)


def result_target(record: Record, name: str, out: str | Path) -> Target:
    """A folder of a run's scenario; changes made by `--set` mark it."""
    changes = list(record.scenario.changes)
    mark = "-" + hashlib.sha256(json.dumps(changes).encode()).hexdigest()[:8] if changes else ""
    return Target(Path(out) / checked_name(record.scenario.name) / f"{name}{mark}", record.scenario.digest)


def comparison_target(comparison: Comparison, out: str | Path = RESULTS) -> Target:
    """`<out>/comparisons/<first>-and-<how many>-more-s<seed>-r<run>[-draw]-<8 hex digits of the scenarios>`."""
    first, more = comparison.records[0], len(comparison.records) - 1
    name = f"{checked_name(first.scenario.name)}-and-{more}-more-{run_suffix(first)}-{comparison.digest[:8]}"
    return Target(Path(out) / "comparisons" / name, comparison.digest)


def write_run(
    record: Record,
    out: str | Path = RESULTS,
    *,
    figures: bool = True,
    overwrite: bool = False,
    command: Sequence[str] = (),
) -> Written:
    """Write the result of a run: record, tables, report and figures.

    The folder appears whole under its name or not at all; the same run gives the same bytes but for the journal.
    Errors: `UsageError` where something else stands there; `RunError` where it cannot be written.
    """
    target = run_target(record, out)
    target.check(overwrite=overwrite)
    return publish(target, run_files(record, figures, known_dependence(record.scenario, out)), command)


def write_comparison(
    comparison: Comparison,
    out: str | Path = RESULTS,
    *,
    figures: bool = True,
    overwrite: bool = False,
    command: Sequence[str] = (),
) -> Written:
    """Write a comparison as `write_run` writes a run: data, tables, report and one figure."""
    target = comparison_target(comparison, out)
    target.check(overwrite=overwrite)
    return publish(target, _comparison_files(comparison, figures), command)


def write_analysis(
    analysis: Analysis,
    found: Mapping[str, Any],
    out: str | Path = RESULTS,
    *,
    figures: bool = True,
    overwrite: bool = False,
    command: Sequence[str] = (),
) -> Written:
    """Write an analysis with its findings as `write_run` writes a run: the run's record, findings, report, figures."""
    target = analysis_target(analysis, out)
    target.check(overwrite=overwrite)
    return publish(target, _analysis_files(analysis, found, figures), command)


def run_files(record: Record, figures: bool, dependence: str = "") -> Iterator[tuple[str, bytes]]:
    """The files of a run's result: record and tables, and with `figures` pictures and report.

    `dependence` is what a tournament of the scenario found.
    """
    yield "record.json", _json(record.to_dict())
    yield "offers.csv", table(offer_rows(record))
    yield "outcome.csv", table(issue_rows(record))
    if figures:
        from negosim.report.figures import draw_all  # noqa: PLC0415  (matplotlib takes half a second: only where it draws)
        from negosim.report.pages import run_report  # noqa: PLC0415  (heavy: imported where used)

        pictures = list(draw_all(record))
        yield from drawn_files(pictures)
        yield "report.html", run_report(record, pictures=pictures, dependence=dependence).encode()


def _analysis_files(analysis: Analysis, found: Mapping[str, Any], figures: bool) -> Iterator[tuple[str, bytes]]:
    yield "record.json", _json(analysis.record.to_dict())
    yield "findings.json", _json(found)
    if figures:
        from negosim.report.figures import draw_analysis  # noqa: PLC0415  (as above)
        from negosim.report.pages.analysis import analysis_report  # noqa: PLC0415  (heavy: imported where used)

        pictures = list(draw_analysis(analysis))
        yield from drawn_files(pictures)
        yield "report.html", analysis_report(analysis, pictures=pictures).encode()


def _comparison_files(comparison: Comparison, figures: bool) -> Iterator[tuple[str, bytes]]:
    yield "comparison.json", _json(comparison.to_dict())
    yield "differences.csv", table(difference_rows(comparison))
    yield "outcomes.csv", table(ending_rows(comparison))
    yield "points.csv", table(point_rows(comparison))
    if figures:
        from negosim.report.figures import draw  # noqa: PLC0415  (as above)
        from negosim.report.pages import compare_report  # noqa: PLC0415  (heavy: imported where used)

        picture = draw("side_by_side", *comparison.records)
        yield from drawn_files([picture])
        yield "report.html", compare_report(comparison.records, picture=picture).encode()


def drawn_files(pictures: Sequence[Picture]) -> Iterator[tuple[str, bytes]]:
    """Every picture as SVG and as PNG."""
    for picture in pictures:
        yield f"{picture.name}.svg", picture.svg()
        yield f"{picture.name}.png", picture.png()


def issue_rows(record: Record) -> list[dict[str, Any]]:
    """One row an issue: where it stood and stands, who is bound to it, and the meeting that settled it."""
    settled = measured(record).settled
    return [row | {"settled": settled.get(row["issue"], "")} for row in outcome_rows(record)]


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def publish(target: Target, files: Iterable[tuple[str, bytes]], command: Sequence[str]) -> Written:
    """Write all files into a folder beside the target and rename it when it is complete."""
    return Written(target.folder, write_folder(target.folder, _with_journal(files, command)))


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
    """Write files into a folder that appears whole under its name or not at all; gives the names of the files."""
    with _told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = _beside(folder)
        try:
            names = _fill(beside, files)
            _swap(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return names


def _with_journal(files: Iterable[tuple[str, bytes]], command: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The files, and behind them the journal of how they came about."""
    began, names = _now(), list[str]()
    for name, content in files:
        names.append(name)
        yield name, content
    yield JOURNAL, _json({"command": list(command), "began": began, "ended": _now(), "files": names})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """What the file system refuses, in one sentence."""
    try:
        yield
    except (NotADirectoryError, FileExistsError) as error:
        raise UsageError(
            f"{error.filename} is a file where a folder is to be; choose another place with --out"
        ) from error
    except OSError as error:
        raise RunError(f"the result cannot be written to {folder}: {error.strerror or error}") from error


def _beside(folder: Path) -> Path:
    """A new hidden folder in the same place, so that a rename is enough."""
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
    beside.mkdir()
    return beside


def _fill(folder: Path, files: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
    names = []
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        names.append(name)
    return tuple(names)


def _swap(new: Path, folder: Path) -> None:
    """Put a complete folder in the place of an older one, which is whole under its own name until then."""
    if not folder.exists():
        new.rename(folder)
        return
    old = folder.with_name(f"{new.name}.old")
    folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
