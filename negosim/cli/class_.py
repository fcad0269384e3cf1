"""`negosim class`: briefs, seats and sheets for a class, and the debrief of what its tables agreed on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from negosim.cli import _options
from negosim.cli._output import common, heading, progress, say, say_json
from negosim.cli._result import OutputOptions, say_document
from negosim.document import counted
from negosim.report.terminal import paragraph

if TYPE_CHECKING:
    from negosim.teaching.classroom.class_folder import Classroom

__all__ = ["command"]


@click.group("class")
def command() -> None:
    """Hand out briefs to a class, and debrief what its tables agreed on."""


@command.command("new")
@click.argument("scenario")
@click.option("--seats-from", "roster", required=True, type=click.Path(path_type=Path), help="CSV file with the names.")
@click.option("--tables", type=click.IntRange(1, 1000), help="How many tables.  [default: a seat for everybody]")
@click.option("--seed", type=_options.WHOLE, help="Seed of the seating.  [default: 0]")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder of the class, which must not be there yet.  [default: class-SCENARIO]",
)
@_options.changes
@click.option("--json", "as_json", is_flag=True, help="Print who sits where as one JSON object.")
@common
def new(
    *,
    scenario: str,
    roster: Path,
    tables: int | None,
    seed: int | None,
    out: Path | None,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Make the folder of a class: a brief a person, a sheet a table, who sits where.

    SCENARIO is a file or the name of a shipped one. The roster is a CSV file whose first row names its columns: name,
    and if wanted group, table, seat. Chance sends people to tables, the same for the same seed.
    """
    from negosim.scenario.load import load
    from negosim.teaching.classroom.class_folder import make_class, write_class

    classroom, remarks = make_class(load(scenario, changes), roster, tables=tables, seed=_options.seed_or_default(seed))
    folder = out if out is not None else Path(f"class-{classroom.scenario.name}")
    written = write_class(classroom, folder, ["negosim", *sys.argv[1:]])
    if as_json:
        data = classroom.to_dict()
        del data["plain"]
        say_json(data | {"roster": list(remarks), "files": written.paths})
        return
    _say_plan(classroom)
    if remarks or classroom.plan.remarks:
        heading("To know")
        say("\n".join(paragraph(text, hang=2) for text in (*remarks, *classroom.plan.remarks)))
    heading("What is where")
    for file, what in (
        ("seats.html", "who sits where, and what to do"),
        ("briefs/", "a page for each person, to hand out one by one"),
        ("briefs-to-print.html", "all of them on paper: yours alone"),
        ("sheets/", "a sheet a table, to print (HTML) and to fill (CSV)"),
    ):
        say(paragraph(f"{folder}/{file}: {what}", hang=4))


def _say_plan(classroom: Classroom) -> None:
    """Who sits where, a paragraph a table."""
    plan, scenario = classroom.plan, classroom.scenario
    say(f"{scenario.title}: {counted(plan.people, 'person', 'people')} at {counted(len(plan.tables), 'table')}")
    for table in plan.tables:
        seats = "; ".join(f"{scenario.parties[key].name}: {who or 'an agent'}" for key, who in table.seats.items())
        looking = f"; looking on: {', '.join(table.observers)}" if table.observers else ""
        say(paragraph(f"Table {table.number}. {seats}{looking}", hang=4))


@command.command("collect")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--deal",
    "deals",
    multiple=True,
    metavar='"TABLE ISSUE=OPTION ..."',
    help='A deal typed instead of filled into a sheet, e.g. "3 A2 guarantees=none", or "3 none". Again for more.',
)
@_options.agent_runs
@click.option("--anonymous", is_flag=True, help="Numbers instead of names, in a folder of their own.")
@click.option("--overwrite", is_flag=True, help="Replace what else stands in the folder of the debrief.")
@click.option("--no-figures", is_flag=True, help="Write no figures and no page.")
@_options.png
@_options.json_form
@common
@_options.gather(output=OutputOptions)
def collect(*, folder: Path, deals: tuple[str, ...], runs: int, anonymous: bool, output: OutputOptions) -> None:
    """Read the sheets of a class and debrief it: all tables in one picture, with agents behind them.

    FOLDER is what negosim class new has made. All score sheets are opened: show the page when the talks are over.
    """
    from negosim.teaching.classroom.collect import class_debrief_target, collect_class, write_class_debrief
    from negosim.teaching.classroom.narrative import narrate_class
    from negosim.teaching.classroom.seating import people

    with progress("Playing the talks by agents"):
        found = collect_class(folder, deals=deals, runs=runs)
    class_debrief_target(found.classroom, folder, anonymous=anonymous).check(overwrite=output.overwrite)
    who = people(found.classroom.plan, found.classroom.seed, anonymous=anonymous)
    output.present(
        text=lambda: say_document(narrate_class(found, who, opened=False)),
        write=lambda job: write_class_debrief(found, folder, job, anonymous=anonymous),
        data=lambda written: found.to_dict() | {"files": written.paths},
        writing="Writing the debrief",
    )
