"""What stands at the door stays light: a child process tells which libraries an import pulled in."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("mesa", "matplotlib", "pandas", "pydantic", "numpy", "scipy", "networkx", "yaml", "jinja2")

HELP = """
import runpy
sys.argv = ["negosim", "--help"]
try:
    runpy.run_module("negosim", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
"""


def heavy_after(code: str) -> list[str]:
    """The heavy libraries that a fresh interpreter holds after running the code."""
    tell = f"import json\nprint(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    child = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{tell}"], capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr
    return list(json.loads(child.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", ["negosim", "negosim.errors", "negosim.registry", "negosim.files", "negosim.cli"])
def test_an_import_of_the_door_pulls_in_nothing_heavy(module: str) -> None:
    assert heavy_after(f"import {module}") == []


def test_help_pulls_in_nothing_heavy() -> None:
    assert heavy_after(HELP) == []


def test_the_list_of_exercises_plays_draws_and_prints_nothing() -> None:
    code = "from click.testing import CliRunner\nfrom negosim.cli import cli\n"
    assert set(heavy_after(code + "CliRunner().invoke(cli, ['exercise', 'list'])")) <= {"pydantic", "yaml"}


def test_the_measure_sees_what_is_heavy() -> None:
    assert heavy_after("import yaml") == ["yaml"]
