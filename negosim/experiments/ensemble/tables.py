"""Encode and decode tables of runs: Parquet by duckdb, or CSV without that extra.

The same rows give the same bytes, and numbers survive the round trip to the last bit.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import UsageError
from negosim.experiments.ensemble.rows import Column
from negosim.negotiation.environment.base import Value

__all__ = ["CSV", "PARQUET", "Data", "best_form", "csv_head", "csv_rows", "decode", "encode", "need"]

CSV = "csv"
PARQUET = "parquet"

Data = dict[str, NDArray[Any]]
"""Values by column: int64, float64 (NaN for missing), bool, or objects (text or None)."""

DTYPES: dict[str, Any] = {"int": np.int64, "float": np.float64, "bool": np.bool_, "text": object}
READ: dict[str, Callable[[str], Value]] = {  # Python's `float` restores numbers to the last bit
    "int": int,
    "float": lambda text: float(text or "nan"),
    "bool": lambda text: text == "true",
    "text": lambda text: text or None,
}
SQL = {"int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "text": "VARCHAR"}


def best_form() -> str:
    """Parquet if duckdb is installed, else CSV."""
    return PARQUET if find_spec("duckdb") is not None else CSV


def need(form: str) -> None:
    """`UsageError` if a format cannot be read or written here."""
    if form == PARQUET and find_spec("duckdb") is None:
        raise UsageError("these results are Parquet files, which need duckdb: pip install 'negosim[ensemble]'")


def encode(columns: Sequence[Column], rows: Sequence[Sequence[Value]], form: str) -> bytes:
    """Rows as the bytes of a file."""
    if form == CSV:
        return csv_head(columns) + csv_rows(rows)
    data = {
        column.name: np.array(values, dtype=DTYPES[column.type])
        for column, values in zip(columns, zip(*rows, strict=True), strict=True)
    }
    typed = ", ".join(f"{_quoted(one.name)}::{SQL[one.type]} AS {_quoted(one.name)}" for one in columns)
    with tempfile.TemporaryDirectory() as folder, _connect() as connection:
        path = Path(folder, "rows.parquet")
        connection.register("rows", data)
        connection.execute(f"COPY (SELECT {typed} FROM rows) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608  (names of columns, quoted)
        return path.read_bytes()


def decode(path: Path, columns: Sequence[Column], form: str) -> Data:
    """Some columns of a file."""
    if form == CSV:
        return _from_csv(path, columns)
    names = ", ".join(_quoted(column.name) for column in columns)
    with _connect() as connection:
        found = connection.execute(f"SELECT {names} FROM read_parquet(?)", [str(path)]).fetchnumpy()  # noqa: S608  (our names)
    return {column.name: _unmasked(column, found[column.name]) for column in columns}


def csv_head(columns: Sequence[Column]) -> bytes:
    """The header line of a CSV file."""
    return csv_rows([[column.name for column in columns]])


def csv_rows(rows: Iterable[Sequence[Value]]) -> bytes:
    """Rows as lines of CSV; missing values are empty."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value != value else value  # noqa: PLR0124  (only NaN differs from itself)


def _from_csv(path: Path, columns: Sequence[Column]) -> Data:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        head = next(lines)
        places = [head.index(column.name) for column in columns]
        rows = [[line[place] for place in places] for line in lines]
    values = zip(*rows, strict=True) if rows else ([] for _ in columns)
    return {
        column.name: np.array(list(map(READ[column.type], texts)), dtype=DTYPES[column.type])
        for column, texts in zip(columns, values, strict=True)
    }


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _connect() -> Any:
    """A connection to a database in memory, which a process opens once: that takes longer than to write a chunk."""
    return _database().cursor()


@cache
def _database() -> Any:
    import duckdb  # noqa: PLC0415  (an extra)

    return duckdb.connect(config={"threads": 1})


def _unmasked(column: Column, values: Any) -> NDArray[Any]:
    """A column as in `Data`, from an array that may be masked."""
    if isinstance(values, np.ma.MaskedArray):
        nothing: Any = np.nan if column.type == "float" else None
        values = np.where(values.mask, nothing, values.data)
    if column.type != "text":
        return np.asarray(values, dtype=DTYPES[column.type])
    return np.array([value if isinstance(value, str) else None for value in values], dtype=object)
