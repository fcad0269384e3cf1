"""The files that tell what an ensemble came to: `summary.json`, and on request all rows as `export.csv`."""

from __future__ import annotations

from pathlib import Path

from negosim.experiments.ensemble.storage import Store, told
from negosim.experiments.ensemble.summary import Findings
from negosim.experiments.ensemble.tables import csv_head, csv_rows
from negosim.files import plain_json

__all__ = ["export", "write_findings"]

SUMMARY = "summary.json"
EXPORT = "export.csv"


def write_findings(store: Store, found: Findings, *, csv: bool = False) -> list[str]:
    """Write them into the store's folder; the names of all files there."""
    store.put(SUMMARY, plain_json(found.to_dict()))
    if csv:
        export(store, store.folder / EXPORT)
    return sorted(path.name + "/" * path.is_dir() for path in store.folder.iterdir())


def export(store: Store, path: Path) -> None:
    """All rows as one CSV file, in the order of the runs; its bytes don't depend on how they were stored."""
    beside = path.with_name(f"{path.name}.tmp")
    with told(path):
        with beside.open("wb") as file:
            file.write(csv_head(store.manifest.columns))
            for data in store.chunks():
                lists = [data[column.name].tolist() for column in store.manifest.columns]
                file.write(csv_rows(list(zip(*lists, strict=True))))
        beside.replace(path)
