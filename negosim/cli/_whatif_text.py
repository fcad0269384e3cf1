"""A what-if on the terminal: shown and written alike by every command that plays one."""

from __future__ import annotations

from dataclasses import replace

from negosim.cli._documents import say_document
from negosim.cli._result import OutputOptions
from negosim.experiments.whatif import WhatIf
from negosim.experiments.whatif.narrative import narrate_whatif
from negosim.report.markdown import render_markdown
from negosim.report.whatif import whatif_target, write_whatif

__all__ = ["present_whatif"]


def present_whatif(found: WhatIf, output: OutputOptions) -> None:
    """Show a what-if in the form that was asked for, and write it."""
    whatif_target(found, output.out).check(overwrite=output.overwrite)
    document = narrate_whatif(found)
    output.present(
        text=lambda: say_document(document),
        write=lambda job: write_whatif(found, document, output.out, job),
        data=lambda written: found.to_dict() | {"files": written.paths},
        markdown=lambda: render_markdown(replace(document, lead=()), notes=False),
    )
