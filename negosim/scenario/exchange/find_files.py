"""Find the files of a domain, in a folder or by name, and read them up to a size limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from negosim.errors import Place, UsageError
from negosim.scenario.exchange.domain import import_fault

__all__ = ["MAX_BYTES", "find_files", "read_bytes"]

MAX_BYTES = 4 * 1024 * 1024
"""The largest file that is read."""

KINDS = (".xml", ".json")


def find_files(paths: Sequence[str | Path]) -> list[Path]:
    """The given files and those in the given folders: all XML or all JSON."""
    files = [file for path in paths for file in _within(Path(path))]
    kinds = {file.suffix.lower() for file in files}
    if len(kinds) > 1:
        names = ", ".join(file.name for file in files)
        raise UsageError(f"a domain is either GENIUS XML or GeniusWeb JSON, found both: {names}")
    return list(dict.fromkeys(files))


def _within(path: Path) -> list[Path]:
    """The file itself, or the files in a folder in natural order."""
    try:
        if path.is_dir():
            files = [one for one in path.iterdir() if one.suffix.lower() in KINDS and one.is_file()]
            if not files:
                raise UsageError(f"no .xml and no .json file in {str(path)!r}")
            return sorted(files, key=_natural)
        known = path.suffix.lower() in KINDS and path.is_file()
    except (OSError, ValueError):
        known = False
    if not known:
        raise UsageError(f"no folder and no .xml or .json file {str(path)!r}")
    return [path]


def _natural(path: Path) -> list[tuple[int, str]]:
    """Sort key with numbers in names by value: profile2 before profile10."""
    parts = re.split(r"([0-9]+)", path.name.casefold())
    return [(int(part) if part.isdecimal() else -1, part) for part in parts]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; `InputError` if it is too large."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise import_fault("X002", Place(str(path)), f"larger than {MAX_BYTES // 1024**2} MB")
    return data
