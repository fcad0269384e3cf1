"""One name, one meaning: no two public classes or type aliases of the package share a name."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from reading_imports import modules

import negosim

ALLOWED: dict[str, str] = {}
"""Names that two classes, or a class and an alias, may share -> the reason."""


def test_no_class_shares_its_name_with_another_class_or_an_alias() -> None:
    places = {name: found for name, found in _places().items() if len(found) > 1 and "class" in found.values()}
    assert {name: sorted(found) for name, found in places.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) <= set(places), "an exception that is no longer needed"


def test_aliases_of_one_name_stand_for_the_same_type() -> None:
    aliases = {name: set(found.values()) for name, found in _places().items()}
    assert {name: meanings for name, meanings in aliases.items() if len(meanings) > 1 and name not in ALLOWED} == {}


def _places() -> dict[str, dict[str, str]]:
    """Name -> module -> what it is there: "class", or what the alias stands for."""
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for module, path in modules(Path(negosim.__file__).parent).items():
        for name, meaning in _public_types(ast.parse(path.read_text(encoding="utf-8"))):
            places[name][module] = meaning
    return places


def _public_types(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Public classes and aliases at the top of a module; names of one letter are type variables."""
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            if not node.name.startswith("_"):
                yield node.name, "class"
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name[0].isupper() and not name.isupper():
                yield name, ast.unparse(node.value)
