"""Who goes first, in plain language: where each option of an issue leads that decides which meetings take place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from negosim.analysis.phrases import Wording, solution_name
from negosim.analysis.sequencing import Branch, Sequencing
from negosim.document import Row, Section, Table, listed
from negosim.domain.outcomes import Issue, Option
from negosim.registry import lookup

__all__ = ["narrate_sequencing"]


def narrate_sequencing(found: Sequencing, words: Wording) -> Section:
    """Points by option, as played and as solved, and which option each party would choose."""
    issue = words.space.issue(found.issue)
    ways = {"as played": found.played, "as solved": found.solved}
    about = (
        f"“{issue.title}” decides which meetings take place. Each option is followed to the end twice: as the "
        f"scenario's tactics play on, and as the {solution_name(lookup('solution', found.by))} solution settles each "
        "meeting, seen from the last one back. Without the issue's own points only the consequences are left."
    )
    tables = [_table(issue, way, branches, words) for way, branches in ways.items() if branches]
    choices = [text for way, branches in ways.items() for text in _choices(found, issue, way, branches, words)]
    return Section(f"Who goes first: {issue.title}", (about, *tables, *choices))


def _table(issue: Issue, way: str, branches: Mapping[Option, Branch], words: Wording) -> Table:
    rows: list[Row] = []
    for option, branch in branches.items():
        rows.append(Row(_label(issue, option), words.cells(branch.points)))
        rows.append(Row("without its own points", words.cells(branch.without_own), indented=True))
    return Table(f"Points in the end, {way}", words.names, tuple(rows))


def _choices(
    found: Sequencing, issue: Issue, way: str, branches: Mapping[Option, Branch], words: Wording
) -> Iterator[str]:
    if not branches:
        yield f"Nothing is said of it {way}: {found.reason}."
        return
    best = [
        f"{words.party(party)} would choose {_options(issue, options)}"
        for party, options in found.best(branches).items()
    ]
    yield f"{way.capitalize()}, {listed(best)}."
    consented = _options(issue, found.consented(branches))
    yield (
        "Nobody whose consent it needs rules it out or would do worse by it than by leaving the issue as it is: "
        f"{consented}."
    )


def _options(issue: Issue, options: Iterable[Option]) -> str:
    return listed((f"“{_label(issue, option)}”" for option in options), "or")


def _label(issue: Issue, option: Option) -> str:
    return issue.labels[issue.options.index(option)]
