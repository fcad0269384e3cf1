"""The group of all commands: found by listing this folder, imported only when called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from negosim.cli._exit import ReaderGone, exit_code

__all__ = ["Negosim"]

HERE = Path(__file__).parent


def _modules() -> dict[str, str]:
    """Command -> its module: a `_` behind where the command is a word of Python (`import`), and `_` for a hyphen."""
    modules = [path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")]
    return {module.removesuffix("_").replace("_", "-"): module for module in modules}


class Negosim(click.Group):
    """The command `negosim`."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        click.version_option(package_name="negosim", message="%(prog)s %(version)s")(self)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every module of this folder that is no helper."""
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        module = _modules().get(cmd_name)
        if module is None:
            return None
        command: click.Command = import_module(f"negosim.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the words name; the nearest one is suggested where there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand:
            raise click.exceptions.NoSuchCommand(args[0], possibilities=self.list_commands(ctx), ctx=ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that goes away is no error."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error
        return result

    def main(  # type: ignore[override]  # always ends the interpreter, which click's own does in one of its modes
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run the words of a command line and end with the exit code."""
        words = list(sys.argv[1:] if args is None else args)
        color = False if os.environ.get("NO_COLOR") else None
        settings = extra | {"color": color, "standalone_mode": False}
        call = partial(super().main, words, prog_name or "negosim", **settings)
        sys.exit(exit_code(call, verbose=bool({"-v", "--verbose"} & set(words))))
