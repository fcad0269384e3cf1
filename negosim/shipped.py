"""The scenarios, conflicts and exercises that come with negosim, found by listing their folder.

The wheel carries the folders inside the package; in a source checkout, and so in an editable install, they stand
beside it. They are real files and not resources of an archive, because a scenario may extend the one beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from negosim.errors import UsageError, did_you_mean

__all__ = ["Kind", "find", "folder", "names"]

Kind = Literal["scenarios", "conflicts", "exercises"]

PACKAGE = Path(__file__).parent


def folder(kind: Kind) -> Path:
    """The folder that holds the shipped files of this kind."""
    inside = PACKAGE / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


def names(kind: Kind) -> list[str]:
    """Names of the shipped files, without `.yaml`, in alphabetical order; empty where the folder is not there."""
    return sorted(path.stem for path in folder(kind).glob("*.yaml"))


def find(kind: Kind, name: str) -> Path:
    """The shipped file of that name, given without `.yaml`; `UsageError` with the nearest right name otherwise."""
    known = names(kind)
    if name not in known:
        raise UsageError(f"no {kind.removesuffix('s')} {name!r} comes with negosim: {did_you_mean(name, known)}")
    return folder(kind) / f"{name}.yaml"
