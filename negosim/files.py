"""Files: the scenarios, conflicts and exercises that come with negosim, plain data as JSON, files written whole.

The wheel carries the folders inside the package; in a source checkout, and so in an editable install, they stand
beside it. They are real files and not resources of an archive, because a scenario may extend the one beside it.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any, Literal

from negosim.errors import UsageError, did_you_mean

__all__ = ["ShippedKind", "find", "folder", "plain_json", "shipped_names", "write_new", "write_synced", "write_whole"]

ShippedKind = Literal["scenarios", "conflicts", "exercises"]

PACKAGE = Path(__file__).parent


def folder(kind: ShippedKind) -> Path:
    """The folder that holds the shipped files of this kind."""
    inside = PACKAGE / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


def shipped_names(kind: ShippedKind) -> list[str]:
    """Names of the shipped files, without `.yaml`, in alphabetical order; empty where the folder is not there."""
    return sorted(path.stem for path in folder(kind).glob("*.yaml"))


def find(kind: ShippedKind, name: str) -> Path:
    """The shipped file of that name, given without `.yaml`; `UsageError` with the nearest right name otherwise."""
    known = shipped_names(kind)
    if name not in known:
        raise UsageError(f"no {kind.removesuffix('s')} {name!r} comes with negosim: {did_you_mean(name, known)}")
    return folder(kind) / f"{name}.yaml"


def plain_json(data: Any) -> bytes:
    """Plain data as JSON, as every file of negosim is written; `ValueError` for a number that JSON cannot say."""
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def write_new(path: Path, text: str, *, overwrite: bool = False) -> None:
    """Write a text file of the user's; `UsageError` where that cannot be its place, or something is there already."""
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError(f"{path} is a folder" if path.is_dir() else f"there is no folder {str(path.parent)!r}")
    try:
        with path.open("w" if overwrite else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already: --overwrite replaces it") from None


def write_synced(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, then put it there: an older one stays whole until then.

    `OSError` where that cannot be done; nothing is left beside it.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        write_synced(beside, content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
