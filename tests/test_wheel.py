"""The wheel holds all that negosim is, and the metadata names all that it needs."""

from __future__ import annotations

import configparser
import fnmatch
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from reading_imports import imported_names, modules

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(not (ROOT / "setup.cfg").is_file(), reason="needs the source tree")

BESIDE = ("scenarios", "conflicts", "exercises")
DISTRIBUTIONS = {"pydantic_core": "pydantic", "yaml": "pyyaml"}
"""Import name -> the distribution that brings it, where the two differ."""


def setup_cfg() -> configparser.ConfigParser:
    """The metadata of the project."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def requirements(text: str) -> set[str]:
    """The bare names of a list of requirements."""
    return {re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0].lower() for line in text.split("\n") if line.strip()}


def shipped_files() -> list[Path]:
    """Every file that belongs to the package, those of git and those about to be."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "negosim", *BESIDE]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("needs a git checkout to know which files belong to the project")
    return [Path(line) for line in done.stdout.splitlines() if (ROOT / line).is_file()]


def in_wheel(path: Path) -> str:
    """Where the wheel keeps a file of the source tree."""
    return f"negosim/{path.as_posix()}" if path.parts[0] in BESIDE else path.as_posix()


def test_every_file_that_is_no_module_is_package_data() -> None:
    patterns = [p.strip() for p in setup_cfg()["options.package_data"]["*"].split(",")]
    lost = [path for path in shipped_files() if path.suffix != ".py" and not matches(path, patterns)]
    assert not lost


def matches(path: Path, patterns: list[str]) -> bool:
    """Whether the file stands in the folder of a package and fits a pattern."""
    in_package = path.parts[0] in BESIDE or (ROOT / path.parent / "__init__.py").is_file()
    return in_package and any(fnmatch.fnmatch(path.name, pattern) for pattern in patterns)


def test_what_is_imported_is_listed() -> None:
    metadata = setup_cfg()
    known = requirements(metadata["options"]["install_requires"])
    known |= requirements(
        "\n".join(metadata["options.extras_require"][name] for name in ("ensemble", "cluster", "moocore"))
    )
    found = modules(ROOT / "negosim")
    names = {name.partition(".")[0] for module, path in found.items() for _, name in imported_names(path, module)}
    foreign = names - sys.stdlib_module_names - {"negosim"}
    assert {DISTRIBUTIONS.get(name, name) for name in foreign} <= known


@pytest.mark.long
def test_the_built_wheel_holds_every_file_and_finds_what_it_ships(tmp_path: Path) -> None:
    wheel = build(tmp_path)
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {in_wheel(path) for path in shipped_files()} <= inside
    assert not [name for name in inside if not name.startswith("negosim")]
    shown = shipped_names(install(wheel, tmp_path), tmp_path)
    assert shown == [sorted(path.stem for path in (ROOT / kind).glob("*.yaml")) for kind in BESIDE]


def pip(python: str, *words: str) -> None:
    """Run this environment's pip on some Python."""
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *words], check=True, capture_output=True)


def build(folder: Path) -> Path:
    """The wheel of the source tree, built from a copy so that no left-over of an earlier build gets in."""
    copy = folder / "source"
    for path in [*shipped_files(), *map(Path, ("setup.cfg", "setup.py", "pyproject.toml", "LICENSE", "README.md"))]:
        if (ROOT / path).is_file():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes((ROOT / path).read_bytes())
    pip(sys.executable, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder / "dist"), str(copy))
    (wheel,) = (folder / "dist").glob("negosim-*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """A new environment with the wheel alone: what is looked for here needs no other package."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
    python = folder / "env" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip(str(python), "install", "--quiet", "--no-deps", str(wheel))
    return python


def shipped_names(python: Path, folder: Path) -> list[list[str]]:
    """What the installed package ships, seen from a folder that holds nothing of the source."""
    code = (
        "from negosim import files\n"
        "for kind in ('scenarios', 'conflicts', 'exercises'):\n"
        "    assert all(files.find(kind, name).is_file() for name in files.shipped_names(kind))\n"
        "    print(*files.shipped_names(kind))"
    )
    done = subprocess.run([str(python), "-c", code], cwd=folder, check=True, capture_output=True, text=True)
    return [line.split() for line in done.stdout.split("\n")[:3]]
