"""Every example in a docstring of the package is run and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import pkgutil
from pathlib import Path

import pytest

import negosim

MODULES = sorted(module.name for module in pkgutil.walk_packages(negosim.__path__, "negosim."))
FINDER = doctest.DocTestFinder(exclude_empty=True)


def examples(name: str) -> list[doctest.DocTest]:
    """The docstrings of a module that hold examples, those of its methods too."""
    found = FINDER.find(importlib.import_module(name), name)
    return [one for one in found if one.examples]


def has_examples(name: str) -> bool:
    """Whether there is an example in the text, told without importing it."""
    spec = importlib.util.find_spec(name)
    return spec is not None and spec.origin is not None and ">>> " in Path(spec.origin).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in MODULES if name != "negosim.__main__" and has_examples(name)])
def test_the_examples_of_a_module_give_what_they_say(name: str) -> None:
    tests = examples(name)
    assert tests, f"{name} shows examples where doctest does not look"
    for test in tests:
        told: list[str] = []
        doctest.DocTestRunner(verbose=False).run(test, out=told.append)
        assert not told, "".join(told)
