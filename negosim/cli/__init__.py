"""The command line: `main` finds the command, and turns whatever ends it into one sentence and an exit code.

One file a command, imported when it is called, and the library with it. Files that begin with `_` are shared:
`_output` (printing, progress), `_exit` (exit codes), `_group` (finding commands), `_options` (options in frozen
objects), `_result` (a result shown in the form asked for, and written).
"""

from __future__ import annotations

import gc

from negosim.cli._group import Negosim

__all__ = ["cli", "main"]

cli = Negosim(
    "negosim",
    help="""Plays out negotiations between states, explains them, and shows what was possible.

    Begin with:  negosim run article_2025_02_23
    """,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

YOUNG = 500_000
"""New objects after which garbage is looked for; at Python's 700 a tenth of a command goes to searching its imports."""


def main() -> None:
    """Run the command that the command line names; ends the interpreter with its exit code."""
    gc.set_threshold(YOUNG)
    cli.main(prog_name="negosim")
