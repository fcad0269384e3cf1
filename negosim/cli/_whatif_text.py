"""A what-if on the terminal: told, written and printed alike by every command that plays one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from negosim.cli._documents import markdown_of, say_parts
from negosim.cli._files import say_where
from negosim.cli._output import progress, say
from negosim.cli._terminal import paragraph
from negosim.experiments.whatif import WhatIf
from negosim.experiments.whatif.narrative import NOTE, parts
from negosim.report.publish import Job
from negosim.report.whatif import whatif_target, write_whatif

__all__ = ["tell_whatif"]


def tell_whatif(
    found: WhatIf, out: Path, *, overwrite: bool, figures: bool, as_json: bool = False, as_markdown: bool = False
) -> None:
    """Tell a what-if, write it below `out`, and say where it is; or print it as JSON or Markdown."""
    whatif_target(found, out).check(overwrite=overwrite)
    told = parts(found)
    if not as_json and not as_markdown:
        _say(found)
    with progress("Writing the result"):
        written = write_whatif(found, told, out, Job(figures, overwrite, ["negosim", *sys.argv[1:]]))
    if as_json:
        say(json.dumps(found.to_dict() | {"files": written.paths}, ensure_ascii=False, indent=2))
    elif as_markdown:
        say(markdown_of(told))
    else:
        say_where(written)


def _say(found: WhatIf) -> None:
    first = found.before
    drawn = "the uncertain numbers drawn" if first.drawn else "every uncertain number at its centre"
    say(first.scenario.title)
    say(paragraph(f"Scenario {first.scenario.name}; {drawn}; seed {first.seed}, run {first.run}."))
    say_parts(parts(found))
    say()
    for sentence in NOTE:
        say(paragraph(sentence))
