"""The command line, called in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from negosim.cli import cli

__all__ = ["call"]


def call(*words: str, code: int = 0) -> Result:
    """Call a command; the test fails where it ends with another exit code or in a traceback."""
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result
