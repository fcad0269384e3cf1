"""The front of the library: every verb is where users look for it, and is the one of its module."""

from __future__ import annotations

from importlib import import_module

import negosim


def test_every_name_at_the_front_is_that_of_its_module() -> None:
    homes = {name: module for module, names in negosim._HOMES.items() for name in names}
    assert {*homes, "__version__"} == set(negosim.__all__)
    for name, module in homes.items():
        assert getattr(negosim, name) is getattr(import_module(f"negosim.{module}"), name)


def test_the_parts_of_the_library_have_a_verb_at_the_front() -> None:
    verbs = {"run", "run_ensemble", "compare", "analyze", "read_conflict", "conflict_findings", "import_domain"}
    assert verbs <= set(dir(negosim))
