"""Imports go downwards only: the floor plan of negosim, as data, and the test that holds every module to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_imports import imported_names, modules

import negosim

PACKAGE = Path(negosim.__file__).parent

FLOORS: tuple[tuple[str, ...], ...] = (
    # 0: errors, and names
    ("errors", "registry", "shipped", "spreadsheet", "lines", "whole_file"),
    # 1: what is disputed and what each side wants
    ("fixed_point", "truce"),
    ("chance", "discounting", "outcomes", "contest", "preferences", "utilities", "win_set", "scenario"),
    # 2: the rules of a meeting, the solutions, the tactics, what happens besides; numbers that know no negotiations
    ("protocols", "solutions", "tactics", "blocks", "statistics"),
    # 3: playing; what was possible and what was played; what is read from it; what is said of it, part by part
    ("hearing",),
    ("session", "course", "guarded"),
    ("prospects", "record"),
    ("landscape",),
    ("contract_tables",),
    ("contracts",),
    ("tactic_check", "concession"),
    (
        "measures",
        "timeline",
        "war_range",
        "blocking",
        "overlooked",
        "orders",
        "division",
        "forecasts",
        "differences",
        "exchange",
    ),
    ("shortfall", "summary", "wording", "searched_blocking"),
    ("explain", "hold", "anatomy", "score_sheet"),
    ("analysis",),
    ("findings", "conflict"),
    ("analysis_words",),
    # a second driver, for many draws at once
    ("lockstep",),
    # 4a, 4b, 4c: with Mesa, in numbers, in pictures; what compares and writes them; who plays along
    ("model", "ensemble", "plots"),
    ("paired", "grid"),
    ("sensitivity", "score", "tournament"),
    ("panels",),
    ("comparison", "results", "report"),
    ("publishing", "tournament_report"),
    ("notebook", "counterfactual", "debriefing", "play", "lessons", "classroom"),
    ("codes",),
    # 5: the command line and the verbs of the library
    ("cli", "__main__", "__init__"),
)
"""From the ground up; a row imports from the rows before it. An entry is a module or a whole folder; a new one has to
say here where it lives."""

BESIDE: dict[str, tuple[str, ...]] = {
    "registry": ("errors",),
    "shipped": ("errors",),
    "spreadsheet": ("errors",),
    "contest": ("outcomes",),
    "preferences": ("discounting", "outcomes", "contest"),
    "utilities": ("discounting", "outcomes", "preferences"),
    "win_set": ("outcomes", "preferences", "utilities"),
    "scenario": ("chance", "discounting", "outcomes", "contest", "preferences", "utilities", "win_set"),
    "blocks": ("protocols.base", "solutions"),
    # what is on offer, never one protocol
    "tactics": (
        "protocols.base",
        "protocols.turns",
        "protocols.offering",
        "protocols.offered_blocks",
        "solutions",
    ),
    "course": ("session",),
    "guarded": ("session", "course"),
    "plots": ("ensemble",),
    "tournament_report": ("publishing",),
    "results": ("comparison", "report"),
    "play": ("debriefing",),
    "classroom": ("debriefing",),
    "__main__": ("cli",),
}
"""What an entry may import from its own row, besides what stands in its own folder."""

ONLY: dict[str, str] = {"mesa": "model", "matplotlib": "plots", "yaml": "scenario"}
"""A library of others, and the one entry that may import it."""


def entry(module: str) -> str:
    """`negosim.tactics.time` -> `tactics`; the package itself is `__init__`."""
    return [*module.split("."), "__init__"][1]


def floor(name: str) -> int | None:
    """The row in which an entry lives, or None where the plan does not know it."""
    return next((number for number, names in enumerate(FLOORS) if name in names), None)


def target(name: str, known: dict[str, Path]) -> str:
    """The module that an imported name is, or is taken from: `negosim.errors.Place` -> `negosim.errors`."""
    while name not in known:
        name = name.rpartition(".")[0]
    return name


def may_import(module: str, imported: str) -> bool:
    """Whether the plan lets `module` import `imported`, both modules of negosim."""
    here, there = entry(module), entry(imported)
    ours, theirs = floor(here), floor(there)
    if ours is None or theirs is None:
        return False
    beside = any(f"{imported}.".startswith(f"negosim.{name}.") for name in BESIDE.get(here, ()))
    return here == there or theirs < ours or (theirs == ours and beside)


def faults(package: Path) -> list[str]:
    """Every breach of the plan in a tree of modules, in words."""
    known = modules(package)
    return [fault for module, path in known.items() for fault in faults_of(module, path, known)]


def faults_of(module: str, path: Path, known: dict[str, Path]) -> list[str]:
    """The breaches of one module, each once a line."""
    if floor(entry(module)) is None:
        return [f"{module}: not in the floor plan: enter it in FLOORS, and in BESIDE what it needs of its own row"]
    found = []
    for line, name in imported_names(path, module, path.name == "__init__.py"):
        library = name.partition(".")[0]
        if library == "negosim" and not may_import(module, target(name, known)):
            found.append(f"{module}:{line}: may not import {target(name, known)}")
        if entry(module) != ONLY.get(library, entry(module)):
            found.append(f"{module}:{line}: only {ONLY[library]} imports {library}")
    return list(dict.fromkeys(found))


def test_every_import_goes_downwards() -> None:
    assert not faults(PACKAGE), "\n".join(faults(PACKAGE))


def test_no_entry_stands_in_two_rows() -> None:
    names = [name for names in FLOORS for name in names]
    assert len(names) == len(set(names))


def test_the_arrows_within_a_row_join_its_entries_and_never_turn_round() -> None:
    for here, there in BESIDE.items():
        assert {floor(name.partition(".")[0]) for name in there} == {floor(here)}
        assert all(here not in BESIDE.get(name, ()) for name in there)


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("errors.py", "from negosim.cli import main", "may not import negosim.cli"),
        ("errors.py", "from . import cli", "may not import negosim.cli"),
        ("errors.py", "import negosim", "may not import negosim"),
        ("outcomes.py", "def late():\n    from negosim.session import Session", "may not import negosim.session"),
        ("outcomes.py", "if TYPE_CHECKING:\n    from .session import Session", "may not import negosim.session"),
        ("outcomes.py", "import negosim.preferences", "may not import negosim.preferences"),
        (
            "tactics/time.py",
            "from ..protocols.alternating import Rules",
            "may not import negosim.protocols.alternating",
        ),
        ("session.py", "import mesa", "only model imports mesa"),
        ("model.py", "from matplotlib.figure import Figure", "only plots imports matplotlib"),
        ("cli/run.py", "import yaml", "only scenario imports yaml"),
        ("somewhere.py", "", "negosim.somewhere: not in the floor plan"),
    ],
)
def test_a_breach_is_seen(tmp_path: Path, file: str, text: str, fault: str) -> None:
    write_tree(tmp_path / "negosim", {file: text})
    found = faults(tmp_path / "negosim")
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("registry.py", "from negosim.errors import UsageError"),
        ("tactics/time.py", "from negosim.tactics.base import Tactic"),
        ("tactics/time.py", "from .base import Tactic"),
        ("tactics/time.py", "from negosim.protocols.base import Act"),
        ("tactics/time.py", "from negosim.solutions import frontier"),
        ("model.py", "import mesa\nfrom negosim.course import Course"),
        ("report/page.py", "from negosim.plots import course"),
        ("__init__.py", "from negosim.course import Course"),
        ("cli/__init__.py", "import click\nfrom negosim import errors"),
    ],
)
def test_what_the_plan_allows_passes(tmp_path: Path, file: str, text: str) -> None:
    write_tree(tmp_path / "negosim", {file: text})
    assert faults(tmp_path / "negosim") == []


def write_tree(package: Path, files: dict[str, str]) -> None:
    """A small package with a module on several floors, and the files of the case."""
    bare = ["errors", "outcomes", "preferences", "session", "course", "plots/course", "tactics/base", "cli/__init__"]
    bare += ["protocols/base", "protocols/alternating", "solutions/frontier", "__init__"]
    for name, text in {**{f"{name}.py": "" for name in bare}, **files}.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)
        init = (package / name).parent / "__init__.py"
        init.touch()
