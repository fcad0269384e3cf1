"""`negosim validate`: every error of every file, what to know besides, and what each file holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from negosim.cli._options import NearestChoice
from negosim.cli._output import common, say
from negosim.document import counted
from negosim.errors import Diagnostic, InputError, UsageError
from negosim.report.terminal import paragraph

if TYPE_CHECKING:
    from negosim.scenario.spec.scenario import Scenario

__all__ = ["command"]


@dataclass(frozen=True)
class Checked:
    """A file with its faults, or with what it holds; `unread` says why it could not be read at all."""

    file: str
    errors: Sequence[Diagnostic] = ()
    unread: str = ""
    warnings: Sequence[str] = ()
    holds: dict[str, Any] = field(default_factory=dict)

    @property
    def valid(self) -> bool:
        """Whether the file is a scenario without fault."""
        return not self.errors and not self.unread


@click.command("validate")
@click.argument("files", nargs=-1)
@click.option("--format", "form", type=NearestChoice(["text", "concise", "json"]), default="text", show_default=True)
@click.option("--explain", metavar="CODE", help="Say what the code of an error means, e.g. R101.")
@common
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], form: str, explain: str | None) -> None:
    """Check scenario files.

    Shows every error with its place, what is not wrong but should be known, and what each file holds. FILES may also
    be names of shipped scenarios. Exit code 1 says that a file has errors, 2 that one could not be read.
    """
    if explain is not None:
        from negosim.cli._codes import explain_code

        say(f"{explain.upper()}: {explain_code(explain.upper())}")
    elif not files:
        raise click.UsageError("Missing argument 'FILES...'.")
    checked = [_check(file) for file in files]
    if files:
        lines = {"text": _text, "concise": _concise, "json": _json}[form](checked)
        say("\n".join(lines))
    if any(one.unread for one in checked):
        ctx.exit(UsageError.exit_code)
    ctx.exit(0 if all(one.valid for one in checked) else InputError.exit_code)


def _check(file: str) -> Checked:
    from negosim.scenario.checks.all import warnings
    from negosim.scenario.load import load

    try:
        scenario = load(file)
    except InputError as error:
        return Checked(file, errors=error.diagnostics)
    except UsageError as error:
        return Checked(file, unread=str(error))
    return Checked(file, warnings=warnings(scenario), holds=_holds(scenario))


def _holds(scenario: Scenario) -> dict[str, Any]:
    """How much of what a scenario holds, and where it comes from."""
    from math import prod

    from negosim.domain.possible import possible_outcomes
    from negosim.scenario.realize.realization import RealizationFactory
    from negosim.scenario.spec.common import BasisKind

    kinds = [at.kind for at in scenario.numbers()]
    directions = [stance.basis.kind for party in scenario.parties.values() for stance in party.stances.values()]
    return {
        "parties": len(scenario.parties),
        "issues": len(scenario.issues),
        "outcomes": prod(len(issue.option_keys) for issue in scenario.issues.values()),
        "possible": possible_outcomes(RealizationFactory(scenario).space),
        "meetings": len(scenario.meetings),
        "numbers": {kind: kinds.count(kind) for kind in BasisKind},
        "by_default": scenario.by_default()[0],
        "stances": len(directions),
        "reported": directions.count(BasisKind.REPORTED),
    }


def _text(checked: Sequence[Checked]) -> Iterator[str]:
    """Errors with their lines, warnings, and what the files hold."""
    for one in checked:
        yield from map(str, one.errors)
        yield from [f"{one.file}: {one.unread}"] if one.unread else []
        if one.valid:
            yield f"{one.file}: no errors"
            yield from (paragraph(sentence) for sentence in _holding(one.holds))
            yield from (paragraph(f"To know: {warning}", hang=4) for warning in one.warnings)
        elif one.errors:
            code = one.errors[0].code
            many = counted(len(one.errors), "error")
            yield f"{one.file}: {many}; what a code means: negosim validate --explain {code}"


def _holding(holds: dict[str, Any]) -> Iterator[str]:
    parties, meetings = counted(holds["parties"], "party", "parties"), counted(holds["meetings"], "meeting")
    outcomes = counted(holds["outcomes"], "outcome")
    if holds["possible"] < holds["outcomes"]:
        outcomes += f" ({holds['possible']:,} of them possible)"
    yield f"{parties}, {counted(holds['issues'], 'issue')}, {outcomes}, {meetings}."
    kinds = ", ".join(f"{many} {kind}" for kind, many in holds["numbers"].items() if many)
    if holds["by_default"]:
        kinds += f"; {holds['by_default']:,} of {sum(holds['numbers'].values()):,} by the file's default"
    yield f"Numbers: {kinds or 'none'}. Stances: {holds['reported']} of {holds['stances']} reported by a source."


def _concise(checked: Sequence[Checked]) -> Iterator[str]:
    """One line an error."""
    for one in checked:
        yield from [f"{one.file}: {one.unread}"] if one.unread else []
        for error in one.errors:
            place = error.place
            yield f"{place.file}:{place.line}:{place.column}: {error.code} {error.message}"


def _json(checked: Sequence[Checked]) -> Iterator[str]:
    """One object for all files."""
    files = [
        {
            "file": one.file,
            "valid": one.valid,
            "errors": [_error(error) for error in one.errors],
            "unread": one.unread or None,
            "warnings": list(one.warnings),
            "holds": one.holds or None,
        }
        for one in checked
    ]
    yield json.dumps({"format": 1, "files": files}, ensure_ascii=False, indent=2)


def _error(error: Diagnostic) -> dict[str, Any]:
    place = error.place
    where = {"file": place.file, "line": place.line, "column": place.column, "path": error.path}
    return {"code": error.code, "message": error.message} | where | {"help": error.help}
