"""Tactics of a user's own: `my_file.py:MyTactic` beside the scenario, run only where the user allows code."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from negosim.errors import RunError, UsageError, did_you_mean
from negosim.negotiation.tactics.base import Tactic

__all__ = ["is_code", "load_tactic", "only_tactic"]


def is_code(name: str) -> bool:
    """Whether a tactic's name points into a Python file."""
    return ".py:" in name


def load_tactic(name: str, folder: Path | None, *, allowed: bool) -> type[Tactic]:
    """The class behind `my_file.py:MyTactic`; the file must lie in the scenario's folder or below it."""
    _ask(name, allowed)
    file, _, class_ = name.partition(":")
    module = _imported(_inside(file, folder))
    made = getattr(module, class_, None)
    if isinstance(made, type) and issubclass(made, Tactic):
        return made
    raise UsageError(f"{file} has no tactic {class_!r}: {did_you_mean(class_, list(_own(module)))}")


def only_tactic(file: Path, class_: str | None = None, *, allowed: bool) -> type[Tactic]:
    """The tactic of a file, which needs no name where there is but one; `UsageError` where there is none such."""
    if class_ is not None:
        return load_tactic(f"{file.name}:{class_}", file.parent, allowed=allowed)
    _ask(file.name, allowed)
    own = _own(_imported(_inside(file.name, file.parent)))
    if len(own) != 1:
        what = f"has {len(own)} tactics: say which by --class" if own else "has no class derived from Tactic"
        raise UsageError(f"{file.name} {what}{': ' if own else ''}{', '.join(own)}")
    return next(iter(own.values()))


def _ask(name: str, allowed: bool) -> None:
    """A user's code runs only where the user allows it."""
    if not allowed:
        raise UsageError(
            f"the tactic {name!r} is a program of its own, and it runs with all your rights. "
            "Read it, then allow it with --allow-code (in Python: allow_code=True)."
        )


def _own(module: ModuleType) -> dict[str, type[Tactic]]:
    """The tactics that a file defines itself, by name."""
    found = {key: value for key, value in vars(module).items() if isinstance(value, type) and issubclass(value, Tactic)}
    return {key: value for key, value in found.items() if value.__module__ == module.__name__}


def _inside(file: str, folder: Path | None) -> Path:
    """The file's path, links resolved; it may not lie outside the scenario's folder."""
    root = (folder or Path.cwd()).resolve()
    path = (root / file).resolve()
    if not path.is_relative_to(root):
        raise UsageError(f"the tactic's file {file!r} lies outside the scenario's folder")
    if not path.is_file():
        raise UsageError(f"there is no file {file!r} in the scenario's folder")
    return path


def _imported(path: Path) -> ModuleType:
    """The file as a module of its own name; what it raises is told in one sentence."""
    spec = importlib.util.spec_from_file_location(f"negosim_user_{path.stem}", path)
    assert spec is not None and spec.loader is not None  # noqa: S101  (a .py file always has a loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise RunError(f"{path.name} cannot be imported: {type(error).__name__}: {error}") from error
    return module
