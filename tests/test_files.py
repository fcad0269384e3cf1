"""The shipped files are found by name, inside the package (wheel) and beside it (source); files are written whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from negosim import files
from negosim.errors import UsageError
from negosim.files import write_whole


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree: the package, and beside it two scenarios, a note and no exercises."""
    (tmp_path / "negosim").mkdir()
    (tmp_path / "scenarios").mkdir()
    for name in ("spring.yaml", "autumn.yaml", "README.md"):
        (tmp_path / "scenarios" / name).touch()
    monkeypatch.setattr(files, "PACKAGE", tmp_path / "negosim")
    return tmp_path


def test_names_are_those_of_the_yaml_files_in_alphabetical_order(tree: Path) -> None:
    assert files.shipped_names("scenarios") == ["autumn", "spring"]


def test_a_folder_that_is_not_there_holds_nothing(tree: Path) -> None:
    assert files.shipped_names("exercises") == []


def test_a_name_leads_to_its_file(tree: Path) -> None:
    assert files.find("scenarios", "spring") == tree / "scenarios" / "spring.yaml"


def test_the_folder_inside_the_package_comes_first(tree: Path) -> None:
    (tree / "negosim" / "scenarios").mkdir()
    assert files.folder("scenarios") == tree / "negosim" / "scenarios"


def test_an_unknown_name_is_answered_with_the_nearest(tree: Path) -> None:
    with pytest.raises(UsageError, match=r"no scenario 'sprimg' comes with negosim: did you mean 'spring'\?"):
        files.find("scenarios", "sprimg")


def test_a_name_is_no_path(tree: Path) -> None:
    with pytest.raises(UsageError, match=r"no exercise '\.\./scenarios/spring'"):
        files.find("exercises", "../scenarios/spring")


@pytest.mark.parametrize("kind", ["scenarios", "conflicts", "exercises"])
def test_the_folders_are_there(kind: files.ShippedKind) -> None:
    assert files.folder(kind).is_dir()
    assert all(files.find(kind, name).is_file() for name in files.shipped_names(kind))


# Files that are written whole or not at all


def test_a_file_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    for content in (b"old", b"new"):
        write_whole(tmp_path / "file", content)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"new")]


def test_a_write_that_fails_leaves_the_older_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path / "file", b"old")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_whole(tmp_path / "file", b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("file", b"old")]
