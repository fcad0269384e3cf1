"""Collect the sheets of a class and write its debrief: page, figures, data and a table for a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from negosim.files import plain_json
from negosim.report.csv import table as to_csv
from negosim.report.folder import Job, Target, Written, digest_of, page_files, publish
from negosim.teaching.classroom.class_debrief import ClassDebrief
from negosim.teaching.classroom.class_folder import Classroom, open_class
from negosim.teaching.classroom.deals import read_deals
from negosim.teaching.classroom.narrative import narrate_class
from negosim.teaching.classroom.seating import Person, people
from negosim.teaching.classroom.typed_deals import enter_deals
from negosim.teaching.debrief.agent_runs import RUNS, play_agents

__all__ = ["class_debrief_target", "collect_class", "write_class_debrief"]


def collect_class(folder: str | Path, *, deals: Sequence[str] = (), runs: int = RUNS) -> ClassDebrief:
    """The debrief of the class in a folder.

    `deals` are written into the sheets first, each as `TABLE ISSUE=OPTION ...`. `runs` of agents are played, none for
    0, and kept in the folder, so that a second call is quick. Errors: `UsageError` for a folder that is none of a
    class, or a deal that can't be; `InputError` with the faults of all sheets.
    """
    classroom = open_class(folder)
    enter_deals(classroom, folder, deals)
    results = read_deals(classroom, folder)
    agents = play_agents(classroom.scenario, runs, classroom.seed, folder=Path(folder) / "runs") if runs else None
    return ClassDebrief(classroom, results, agents)


def class_debrief_target(classroom: Classroom, folder: str | Path, *, anonymous: bool = False) -> Target:
    """`<folder>/debrief`, or `<folder>/debrief-anonymous`; another version of negosim takes the place of its own."""
    plain = classroom.to_dict() | {"versions": None}
    return Target(Path(folder) / ("debrief-anonymous" if anonymous else "debrief"), digest_of(json.dumps(plain)))


def write_class_debrief(debrief: ClassDebrief, folder: str | Path, job: Job, *, anonymous: bool = False) -> Written:
    """Write the debrief of a class; an earlier one is replaced. The folder appears whole or not at all."""
    target = class_debrief_target(debrief.classroom, folder, anonymous=anonymous)
    who = people(debrief.classroom.plan, debrief.classroom.seed, anonymous=anonymous)
    return publish(target, _files(debrief, who, job, target.digest), job)


def _files(debrief: ClassDebrief, who: Sequence[Person], job: Job, digest: str) -> Iterator[tuple[str, bytes]]:
    yield "debrief.json", plain_json({**debrief.to_dict(), "digest": digest})
    yield "deals.csv", to_csv(list(_rows(debrief, who)), debrief.classroom.separator, marked=True)
    if job.figures:
        from negosim.teaching.debrief.debrief_figures import deals_picture, gains_picture  # noqa: PLC0415  (matplotlib is heavy)

        data = debrief.realization, debrief.benchmark, [one.end for one in debrief.tables], debrief.agent_worth
        pictures = [deals_picture(*data), gains_picture(*data)]
        document, scenario, agents = narrate_class(debrief, who), debrief.classroom.scenario, debrief.agents
        known = [
            ("Scenario", scenario.name),
            ("Digest (SHA-256)", scenario.digest),
            ("Runs of agents", "none" if agents is None else f"{len(agents):,}, seed {agents.seed}"),
        ]
        yield from page_files(document, "Debrief of a class", job, known=known, pictures=pictures, name="debrief.html")


def _rows(debrief: ClassDebrief, who: Sequence[Person]) -> Iterator[dict[str, Any]]:
    """One row a seat that handed in, with the table's measures and deal."""
    realization, results = debrief.realization, {one.deal.table: one for one in debrief.tables}
    for person in who:
        one = results.get(person.table)
        if one is not None:
            yield {
                "table": person.table,
                "seat": person.seat,
                "party": realization.scenario.parties[person.seat].name,
                "person": person.called,
                "deal": one.deal.agreed,
                "points": round(one.end.points[person.seat], 3),
                "reservation": round(debrief.benchmark.reservation[person.seat], 3),
                "share_of_possible_gain": _rounded(one.gains[person.seat]),
                "efficiency": _rounded(one.efficiency),
                "fairness": _rounded(one.fairness),
                "marks": round(one.marks[person.seat].total, 1),
                **{f"option.{key}": option for key, option in realization.space.named(one.end.outcome).items()},
            }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
