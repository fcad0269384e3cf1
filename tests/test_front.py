"""The front of the library: every verb is where users look for it, and is the one of its module."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

import negosim
import negosim.plugins


def test_every_name_at_the_front_is_that_of_its_module() -> None:
    homes = {name: module for module, names in negosim._HOMES.items() for name in names}
    assert set(homes) == set(negosim.__all__)
    for name, module in homes.items():
        assert getattr(negosim, name) is getattr(import_module(module), name)


def test_the_parts_of_the_library_have_a_verb_at_the_front() -> None:
    verbs = {"run", "run_ensemble", "compare", "analyze", "read_conflict", "conflict_findings", "import_domain"}
    assert verbs <= set(dir(negosim))


def test_what_writers_of_plug_ins_need_stands_in_one_place() -> None:
    homes = {name: module for module, names in negosim.plugins._HOMES.items() for name in names}
    assert set(homes) == set(negosim.plugins.__all__)
    for name, module in homes.items():
        assert getattr(negosim.plugins, name) is getattr(import_module(module), name)


OLD_PATHS = {
    "negosim.tactics.base": "Tactic",
    "negosim.protocols.base": "Accept",
    "negosim.solutions.base": "Solution",
    "negosim.plots.style": "Drawn",
    "negosim.preferences": "Preferences",
}


@pytest.mark.parametrize(("path", "name"), OLD_PATHS.items())
def test_an_old_path_still_leads_there_and_warns(path: str, name: str) -> None:
    sys.modules.pop(path, None)
    with pytest.warns(FutureWarning, match="import from negosim.plugins"):
        module = import_module(path)
    assert getattr(module, name) is getattr(negosim.plugins, name)
