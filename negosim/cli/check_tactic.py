"""`negosim check-tactic`: hold a tactic of one's own to the rules that every tactic keeps to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._output import common, say
from negosim.document import counted
from negosim.report.terminal import paragraph

if TYPE_CHECKING:
    from negosim.negotiation.contracts.user_tactic import RuleVerdict

__all__ = ["command"]


@click.command("check-tactic")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--class", "class_", metavar="NAME", help="The class, where the file has several tactics.")
@click.option("--limit", type=float, help="Seconds of processor time for an act.  [default: 2]")
@click.option("--json", "as_json", is_flag=True, help="Print the verdicts as one JSON object.")
@_options.code
@common
def command(*, file: Path, class_: str | None, limit: float | None, as_json: bool, allow_code: bool) -> int:
    """Play small talks with the tactic of a Python file and say which rules it breaks, where, and how to mend it.

    Legal acts only, nothing below its reservation value, the same again for the same seed, no knowledge of what others
    want, two to five seats, and a limit for each act. The file is run, so this needs --allow-code. The exit code is 0
    where all rules are kept, else 1.
    """
    from negosim.negotiation.contracts.user_tactic import check_tactic
    from negosim.negotiation.tactics.user_code import only_tactic
    from negosim.negotiation.time_limits import LIMIT

    made = only_tactic(file, class_, allowed=allow_code)
    found = check_tactic(made, seconds=LIMIT if limit is None else limit)
    kept = all(one.kept for one in found)
    if as_json:
        rules = [vars(one) | {"kept": one.kept, "mend": "" if one.kept else one.mend} for one in found]
        say(json.dumps({"tactic": made.__name__, "kept": kept, "rules": rules}, indent=2))
    else:
        _say(f"{file}:{made.__name__}", found)
    return 0 if kept else 1


def _say(name: str, found: tuple[RuleVerdict, ...]) -> None:
    """Every rule, and below a broken one where and how to mend it."""
    say(name)
    for one in found:
        say(paragraph(f"{'kept  ' if one.kept else 'BROKEN'}  {one.rule}", hang=8))
        for fault in one.faults:
            say(paragraph(fault, indent=10))
        if one.more:
            say(paragraph(f"and {one.more} more", indent=10))
        if not one.kept:
            say(paragraph(f"To mend it: {one.mend}", indent=10))
    broken = sum(not one.kept for one in found)
    say("It keeps to all rules." if not broken else f"It breaks {counted(broken, 'rule')}.")
