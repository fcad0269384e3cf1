"""One name, one meaning: public classes, aliases of types and functions of the package do not share names."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from reading_imports import modules

import negosim

SHARED_FUNCTIONS = {
    "run": "the verb of the library does what the function of a record does, from a file or a shipped name too",
}
"""Names that two functions may share -> the reason."""


def test_no_class_shares_its_name_with_another_class_or_an_alias() -> None:
    places = _places(_types)
    assert {name: found for name, found in places.items() if len(found) > 1 and "class" in found.values()} == {}


def test_aliases_of_one_name_stand_for_the_same_type() -> None:
    assert {name: found for name, found in _places(_types).items() if len(set(found.values())) > 1} == {}


def test_functions_do_not_share_a_name_unless_they_are_registered() -> None:
    places = {name: list(found) for name, found in _places(_functions).items() if len(found) > 1}
    assert places.keys() == SHARED_FUNCTIONS.keys(), places


def _places(names: Callable[[ast.Module], Iterator[tuple[str, str]]]) -> dict[str, dict[str, str]]:
    """Name -> module -> what it is there."""
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for module, path in modules(Path(negosim.__file__).parent).items():
        for name, meaning in names(ast.parse(path.read_text(encoding="utf-8"))):
            if not name.startswith("_"):
                places[name][module] = meaning
    return places


def _types(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Classes, and aliases with what they stand for: capitalized names that are no constants."""
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, "class"
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name[0].isupper() and not name.isupper():
                yield name, ast.unparse(node.value)


def _functions(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Functions, without the decorated ones: figures, quantities, solutions and commands are known by other names."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and not node.decorator_list:
            yield node.name, "function"
