"""The folder of a result: its place, what may be replaced there, and that it appears whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shlex
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from negosim.document import Document
from negosim.errors import RunError, UsageError
from negosim.files import plain_json, write_synced
from negosim.negotiation.record import versions

if TYPE_CHECKING:
    from negosim.report.figures import Picture

__all__ = [
    "DEFAULT_JOB",
    "RESULTS",
    "Job",
    "Target",
    "Written",
    "checked_name",
    "digest_of",
    "page_files",
    "publish",
    "write_folder",
]

RESULTS = Path("results")
"""Where results go unless another place is given, below the current folder."""

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
class Job:
    """How a result is to be written: with figures, as PNG too, over an older result, and what the user typed."""

    figures: bool = True
    png: bool = False
    overwrite: bool = False
    command: Sequence[str] = ()

    @property
    def typed(self) -> str:
        """The command as one line."""
        return shlex.join(self.command)


DEFAULT_JOB = Job()
"""With figures as SVG, over nothing else, typed by nobody."""


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
        fault = None if overwrite else _fault_of(self.folder, self.digest)
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


def _fault_of(folder: Path, digest: str) -> str | None:
    """Why a folder must not be replaced; None for an empty one and for an earlier result of the same."""
    names = sorted(entry.name for entry in folder.iterdir())
    if names and _read(folder, "digest", HOLDERS) != digest:
        return "holds something else than a result of this scenario"
    written = _read(folder, "files", (JOURNAL,))
    strange = [name for name in names if not isinstance(written, list) or name not in (*written, JOURNAL)]
    return f"also holds {strange[0]!r}, which negosim did not write" if strange else None


def _read(folder: Path, key: str, files: Sequence[str]) -> Any:
    """The value of a key in the first of a result's files that has it; None where they are missing or broken."""
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


def digest_of(text: str) -> str:
    """The SHA-256 of a text, which tells results apart; names of folders carry its first 8 digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def publish(target: Target, files: Iterable[tuple[str, bytes]], job: Job = DEFAULT_JOB) -> Written:
    """Write a result with the journal of how it came about, whole or not at all.

    Errors: `UsageError` where something else stands there; `RunError` where it cannot be written.
    """
    target.check(overwrite=job.overwrite)
    return Written(target.folder, write_folder(target.folder, _with_journal(files, job.command)))


def _with_journal(files: Iterable[tuple[str, bytes]], command: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    began, names = datetime.now(UTC), list[str]()
    for name, content in files:
        names.append(name)
        yield name, content
    times = {"began": began.isoformat(timespec="seconds"), "ended": datetime.now(UTC).isoformat(timespec="seconds")}
    yield JOURNAL, plain_json({"command": list(command), **times, "files": names})


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
    """Write files into a hidden folder beside, renamed when it is complete; gives the names of the files."""
    with _refusals(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
        beside.mkdir()
        try:
            names = []
            for name, content in files:
                (beside / name).parent.mkdir(parents=True, exist_ok=True)
                write_synced(beside / name, content)
                names.append(name)
            _swap(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return tuple(names)


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    """Turn what the file system refuses into errors of negosim."""
    try:
        yield
    except (NotADirectoryError, FileExistsError) as error:
        raise UsageError(
            f"{error.filename} is a file where a folder is to be; choose another place with --out"
        ) from error
    except OSError as error:
        raise RunError(f"the result cannot be written to {folder}: {error.strerror or error}") from error


def _swap(new: Path, folder: Path) -> None:
    """Put a complete folder in the place of an older one, which is whole under its own name until then."""
    if not folder.exists():
        new.rename(folder)
        return
    old = folder.with_name(f"{new.name}.old")
    folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def page_files(
    document: Document,
    kind: str,
    job: Job,
    *,
    known: Sequence[tuple[str, str]],
    pictures: Sequence[Picture] = (),
    summary: str = "",
    name: str = "report.html",
) -> Iterator[tuple[str, bytes]]:
    """The pictures of a document, and its page; at its foot what is known of it, and the versions it depends on."""
    from negosim.report.figures import drawn_files  # noqa: PLC0415  (heavy: imported where used)
    from negosim.report.pages.page import render_document  # noqa: PLC0415  (as above)

    yield from drawn_files(pictures, png=job.png)
    foot = [*known, ("Versions", ", ".join(f"{one} {version}" for one, version in versions().items()))]
    page = render_document(document, kind=kind, known=foot, pictures=pictures, command=job.typed, summary=summary)
    yield name, page.encode()
