"""The files of a domain: found in a folder or named, read up to a limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from negosim.errors import Place, UsageError
from negosim.scenario.exchange.domain import fault

__all__ = ["MAX_BYTES", "found_files", "read_bytes"]

MAX_BYTES = 4 * 1024 * 1024
"""Files larger than this are not read."""

KINDS = (".xml", ".json")


def found_files(paths: Sequence[str | Path]) -> list[Path]:
    """The files named, and those of the folders named: all XML or all JSON."""
    files = [file for path in paths for file in _within(Path(path))]
    kinds = {file.suffix.lower() for file in files}
    if len(kinds) > 1:
        raise UsageError(f"a domain is either GENIUS XML or GeniusWeb JSON, found both: {_listed(files)}")
    return list(dict.fromkeys(files))


def _within(path: Path) -> list[Path]:
    """The file itself, or what a folder holds, profile2 before profile10."""
    try:
        if path.is_dir():
            return _of_folder(path)
        known = path.suffix.lower() in KINDS and path.is_file()
    except (OSError, ValueError):
        known = False
    if not known:
        raise UsageError(f"no folder and no .xml or .json file {str(path)!r}")
    return [path]


def _of_folder(folder: Path) -> list[Path]:
    files = [path for path in folder.iterdir() if path.suffix.lower() in KINDS and path.is_file()]
    if not files:
        raise UsageError(f"no .xml and no .json file in {str(folder)!r}")
    return sorted(files, key=_natural)


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sorts numbers within names by size."""
    parts = re.split(r"([0-9]+)", path.name.casefold())
    return [(int(part) if part.isdecimal() else -1, part) for part in parts]


def _listed(files: Sequence[Path]) -> str:
    return ", ".join(file.name for file in files)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, refused where there are too many of them."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise fault("X002", Place(str(path)), f"larger than {MAX_BYTES // 1024**2} MB")
    return data
