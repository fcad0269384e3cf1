"""A what-if on the terminal: shown and written alike by every command that plays one."""

from __future__ import annotations

from negosim.cli._documents import markdown_of
from negosim.cli._output import say
from negosim.cli._result import OutputOptions, say_findings
from negosim.cli._terminal import paragraph
from negosim.experiments.whatif import WhatIf
from negosim.experiments.whatif.narrative import NOTE, parts
from negosim.report.whatif import whatif_target, write_whatif

__all__ = ["present_whatif"]


def present_whatif(found: WhatIf, output: OutputOptions) -> None:
    """Show a what-if in the form that was asked for, and write it."""
    whatif_target(found, output.out).check(overwrite=output.overwrite)
    told = parts(found)
    output.present(
        text=lambda: _say(found),
        write=lambda job: write_whatif(found, told, output.out, job),
        data=lambda written: found.to_dict() | {"files": written.paths},
        markdown=lambda: markdown_of(told),
    )


def _say(found: WhatIf) -> None:
    first = found.before
    drawn = "the uncertain numbers drawn" if first.drawn else "every uncertain number at its centre"
    say(first.scenario.title)
    say(paragraph(f"Scenario {first.scenario.name}; {drawn}; seed {first.seed}, run {first.run}."))
    say_findings(parts(found), NOTE)
