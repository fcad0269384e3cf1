"""Load tactics from a user's file, `my_file.py:MyTactic`, beside the scenario and only if the user allows code."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from negosim.errors import RunError, UsageError, did_you_mean
from negosim.negotiation.tactics.base import Tactic

__all__ = ["is_code", "load_tactic", "only_tactic"]


def is_code(name: str) -> bool:
    """Whether a tactic's name refers to a Python file."""
    return ".py:" in name


def load_tactic(name: str, folder: Path | None, *, allowed: bool) -> type[Tactic]:
    """The class `my_file.py:MyTactic`; the file must be in the scenario's folder or below it."""
    _require_permission(name, allowed)
    file, _, class_ = name.partition(":")
    module = _import(_path_within(file, folder))
    tactic = getattr(module, class_, None)
    if isinstance(tactic, type) and issubclass(tactic, Tactic):
        return tactic
    raise UsageError(f"{file} has no tactic {class_!r}: {did_you_mean(class_, list(_tactics_of(module)))}")


def only_tactic(file: Path, class_: str | None = None, *, allowed: bool) -> type[Tactic]:
    """The tactic in a file, by name unless there is only one; `UsageError` if there is none."""
    if class_ is not None:
        return load_tactic(f"{file.name}:{class_}", file.parent, allowed=allowed)
    _require_permission(file.name, allowed)
    own = _tactics_of(_import(_path_within(file.name, file.parent)))
    if len(own) != 1:
        what = f"has {len(own)} tactics: say which by --class" if own else "has no class derived from Tactic"
        raise UsageError(f"{file.name} {what}{': ' if own else ''}{', '.join(own)}")
    return next(iter(own.values()))


def _require_permission(name: str, allowed: bool) -> None:
    """`UsageError` unless the user allows code to run."""
    if not allowed:
        raise UsageError(
            f"the tactic {name!r} is a program of its own, and it runs with all your rights. "
            "Read it, then allow it with --allow-code (in Python: allow_code=True)."
        )


def _tactics_of(module: ModuleType) -> dict[str, type[Tactic]]:
    """The tactics defined in a module itself, by name."""
    classes = {key: value for key, value in vars(module).items() if isinstance(value, type)}
    own = {key: value for key, value in classes.items() if value.__module__ == module.__name__}
    return {key: value for key, value in own.items() if issubclass(value, Tactic)}


def _path_within(file: str, folder: Path | None) -> Path:
    """The resolved path of a file, which must be within the scenario's folder."""
    root = (folder or Path.cwd()).resolve()
    path = (root / file).resolve()
    if not path.is_relative_to(root):
        raise UsageError(f"the tactic's file {file!r} lies outside the scenario's folder")
    if not path.is_file():
        raise UsageError(f"there is no file {file!r} in the scenario's folder")
    return path


def _import(path: Path) -> ModuleType:
    """Import the file as a module with a name of its own; `RunError` if it raises."""
    spec = importlib.util.spec_from_file_location(f"negosim_user_{path.stem}", path)
    assert spec is not None and spec.loader is not None  # noqa: S101  (a .py file always has a loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise RunError(f"{path.name} cannot be imported: {type(error).__name__}: {error}") from error
    return module
