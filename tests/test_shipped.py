"""The shipped files are found by name, inside the package (wheel) and beside it (source)."""

from __future__ import annotations

from pathlib import Path

import pytest

from negosim import shipped
from negosim.errors import UsageError


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree: the package, and beside it two scenarios, a note and no exercises."""
    (tmp_path / "negosim").mkdir()
    (tmp_path / "scenarios").mkdir()
    for name in ("spring.yaml", "autumn.yaml", "README.md"):
        (tmp_path / "scenarios" / name).touch()
    monkeypatch.setattr(shipped, "PACKAGE", tmp_path / "negosim")
    return tmp_path


def test_names_are_those_of_the_yaml_files_in_alphabetical_order(tree: Path) -> None:
    assert shipped.names("scenarios") == ["autumn", "spring"]


def test_a_folder_that_is_not_there_holds_nothing(tree: Path) -> None:
    assert shipped.names("exercises") == []


def test_a_name_leads_to_its_file(tree: Path) -> None:
    assert shipped.find("scenarios", "spring") == tree / "scenarios" / "spring.yaml"


def test_the_folder_inside_the_package_comes_first(tree: Path) -> None:
    (tree / "negosim" / "scenarios").mkdir()
    assert shipped.folder("scenarios") == tree / "negosim" / "scenarios"


def test_an_unknown_name_is_answered_with_the_nearest(tree: Path) -> None:
    with pytest.raises(UsageError, match=r"no scenario 'sprimg' comes with negosim: did you mean 'spring'\?"):
        shipped.find("scenarios", "sprimg")


def test_a_name_is_no_path(tree: Path) -> None:
    with pytest.raises(UsageError, match=r"no exercise '\.\./scenarios/spring'"):
        shipped.find("exercises", "../scenarios/spring")


@pytest.mark.parametrize("kind", ["scenarios", "conflicts", "exercises"])
def test_the_folders_are_there(kind: shipped.Kind) -> None:
    assert shipped.folder(kind).is_dir()
    assert all(shipped.find(kind, name).is_file() for name in shipped.names(kind))
