"""Imports go one way and in no circle: the contracts of `pyproject.toml`, which a new module need not be entered in."""

from __future__ import annotations

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

CONFIGURATION = Path(__file__).resolve().parents[1] / "pyproject.toml"


def test_every_contract_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint_imports(config_filename=str(CONFIGURATION), no_cache=True) == 0, capsys.readouterr().out
