"""The folder of an ensemble: manifest, scenario, and one file per chunk, each written atomically.

A file is written under a temporary name, flushed to disk and renamed; its checksum is then appended to `SHA256SUMS`
(`sha256sum -c` checks it). A chunk without a valid checksum counts as not done. Times are in the journal only.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from negosim.errors import RunError, UsageError
from negosim.experiments.ensemble.chunk import Chunk
from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.player import Player
from negosim.experiments.ensemble.rows import Column
from negosim.experiments.ensemble.tables import Data, csv_head, csv_rows, decode, need
from negosim.files import plain_json
from negosim.negotiation.record import Record, versions
from negosim.scenario.load import from_plain, load
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.writer import dump

__all__ = ["FORMAT", "JOURNAL", "EnsembleState", "Manifest", "Store"]

FORMAT = 1
"""Version of the folder's format."""

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
JOURNAL = "journal.json"
CENTRAL = "central.json"
LARGEST = 1 << 26
"""Largest manifest that is read, in bytes."""


class EnsembleState(StrEnum):
    """How far an ensemble has come; `INCOMPLETE` has failures."""

    RUNNING = "running"
    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Manifest:
    """The contents of a folder: scenario, plan, columns, and state.

    `runs` is the final number of runs, less than planned if the stop rule ended the ensemble, whose decision is
    `stopped`.
    """

    scenario: str
    digest: str
    changes: tuple[str, ...]
    plan: Plan
    form: str
    kernel: str
    columns: tuple[Column, ...]
    versions: Mapping[str, str]
    runs: int
    state: EnsembleState = EnsembleState.RUNNING
    stopped: Mapping[str, float] | None = None
    failures: tuple[Mapping[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Manifest:
        """The inverse of `to_dict`."""
        given = {key: value for key, value in data.items() if key != "format"}
        columns = tuple(Column(one["name"], one["type"], tuple(one["categories"])) for one in data["columns"])
        changed = {"plan": Plan.from_dict(data["plan"]), "columns": columns, "changes": tuple(data["changes"])}
        changed |= {"state": EnsembleState(data["state"]), "failures": tuple(data["failures"])}
        return cls(**(given | changed))

    @classmethod
    def planned(cls, player: Player, form: str) -> Manifest:
        """The manifest of an ensemble before its first run."""
        scenario, plan = player.realizations.scenario, player.plan
        return cls(
            scenario=scenario.name,
            digest=scenario.digest,
            changes=scenario.changes,
            plan=plan,
            form=form,
            kernel=player.kernel(),
            columns=player.columns,
            versions=versions(),
            runs=plan.runs,
        )


class Store:
    """An ensemble's folder."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._sums = _read_sums(folder / "runs" / SUMS)

    @classmethod
    def create(cls, folder: Path, manifest: Manifest, central: Record) -> Store:
        """A new folder with the run of the central case; `UsageError` if the folder is not free."""
        if folder.is_symlink() or folder.parent.is_symlink():
            raise UsageError(f"{folder} leads through a link: remove the link, or choose another place with --out")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder} is taken: --resume goes on with an ensemble, --out writes elsewhere")
        with _write_errors(folder):
            (folder / "runs").mkdir(parents=True, exist_ok=True)
            store = cls(folder, manifest)
            store.put("scenario.yaml", dump(central.scenario.plain()).encode())
            store.put(CENTRAL, plain_json(central.to_dict()))
            store.save(manifest)
        return store

    @classmethod
    def open(cls, folder: str | Path) -> Store:
        """An existing folder; `UsageError` if it is missing, damaged or changed."""
        path = Path(folder)
        try:
            return cls(path, Manifest.from_dict(_read_manifest(path / MANIFEST)))
        except OSError as error:
            raise UsageError(f"no ensemble can be read from {str(path)!r}: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"{path / MANIFEST} is not the manifest of an ensemble, or was changed: {error}"
            ) from error

    def save(self, manifest: Manifest) -> None:
        """Replace the manifest."""
        self.manifest = manifest
        self.put(MANIFEST, plain_json(manifest.to_dict()))

    def put(self, name: str, content: bytes) -> None:
        """Write a file atomically; the temporary name is fixed, so that the next try removes what a kill left."""
        path = self.folder / name
        beside = path.with_name(f"{path.name}.tmp")
        with _write_errors(path):
            try:
                with beside.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)

    def part(self, index: int) -> str:
        """The file name of a chunk."""
        return f"part-{index:06d}.{self.manifest.form}"

    def keep(self, chunk: Chunk) -> None:
        """Write a chunk and its checksum."""
        name = self.part(chunk.index)
        self.put(f"runs/{name}", chunk.content)
        self._sums[name] = hashlib.sha256(chunk.content).hexdigest()
        with _write_errors(self.folder), (self.folder / "runs" / SUMS).open("a", encoding="ascii") as file:
            file.write(f"{self._sums[name]}  {name}\n")

    def drop(self, indices: Sequence[int]) -> None:
        """Remove chunks, and sort the checksums of the others."""
        for index in indices:
            self._sums.pop(self.part(index), None)
            (self.folder / "runs" / self.part(index)).unlink(missing_ok=True)
        lines = [f"{sum_}  {name}\n" for name, sum_ in sorted(self._sums.items())]
        self.put(f"runs/{SUMS}", "".join(lines).encode("ascii"))

    def whole(self, index: int) -> bool:
        """Whether a chunk is intact."""
        name = self.part(index)
        try:
            content = (self.folder / "runs" / name).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(content).hexdigest() == self._sums.get(name)

    @property
    def indices(self) -> range:
        """The chunks of the complete ensemble."""
        return range(-(-self.manifest.runs // self.manifest.plan.chunk))

    @property
    def present(self) -> list[int]:
        """The chunks that have been written, intact or not."""
        return [index for index in self.indices if self.part(index) in self._sums]

    @property
    def runs(self) -> int:
        """The number of runs in the chunks written."""
        return sum(len(self.manifest.plan.span(index)) for index in self.present)

    def read(self, index: int, names: Sequence[str]) -> Data:
        """Some columns of a chunk; `RunError` if it was truncated or changed."""
        need(self.manifest.form)
        if not self.whole(index):
            raise RunError(
                f"{self.folder / 'runs' / self.part(index)} was cut short or changed: --resume plays these runs again"
            )
        columns = [column for column in self.manifest.columns if column.name in set(names)]
        return decode(self.folder / "runs" / self.part(index), columns, self.manifest.form)

    def chunks(self, names: Sequence[str] | None = None) -> Iterator[Data]:
        """Some columns (all by default) chunk by chunk, in run order."""
        wanted = [column.name for column in self.manifest.columns] if names is None else names
        return (self.read(index, wanted) for index in self.present)

    def export(self, path: Path) -> None:
        """Write all rows to one CSV file in run order; its bytes do not depend on the stored format."""
        beside = path.with_name(f"{path.name}.tmp")
        with _write_errors(path):
            with beside.open("wb") as file:
                file.write(csv_head(self.manifest.columns))
                for data in self.chunks():
                    lists = [data[column.name].tolist() for column in self.manifest.columns]
                    file.write(csv_rows(list(zip(*lists, strict=True))))
            beside.replace(path)

    @property
    def journal(self) -> list[dict[str, Any]]:
        """One entry for each time the ensemble was worked on; outside every digest."""
        try:
            return list(json.loads((self.folder / JOURNAL).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return []

    @cached_property
    def central(self) -> Record:
        """The run of the central case."""
        return Record.load(self.folder / CENTRAL)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario as played."""
        plain = load(self.folder / "scenario.yaml").plain()
        scenario = from_plain(plain, self.manifest.scenario, changes=self.manifest.changes)
        if scenario.digest != self.manifest.digest:
            raise UsageError(f"{self.folder / 'scenario.yaml'} was changed since the ensemble was played")
        return scenario


def _read_manifest(path: Path) -> dict[str, Any]:
    if path.stat().st_size > LARGEST:
        raise ValueError("it is too large")
    data = json.loads(path.read_text(encoding="utf-8"))
    if data["format"] != FORMAT:
        raise ValueError(f"expected format {FORMAT}, found {data['format']!r}")
    return dict(data)


def _read_sums(path: Path) -> dict[str, str]:
    """Checksums by name; truncated lines are skipped."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return {}
    pairs = [line.split("  ") for line in lines]
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2 and len(pair[0]) == 64}  # noqa: PLR2004  (SHA-256)


@contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    """Report a failure of the file system as `RunError`."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise RunError(f"{path} cannot be written: {reason}. What was done is kept; --resume goes on") from error
