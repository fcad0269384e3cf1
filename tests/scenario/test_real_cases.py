"""What never and always holds in the shipped real cases, whatever the agents come to, over draws of their numbers.

The rules are those of the cases: the Charter (nine votes and no veto), a clause of collective action (75 percent of
what is held binds the rest), two referendums, a truce of 42 days, and shares of one catch.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from building import opened, packaged

from negosim.analysis.offers import entries_with_standing
from negosim.negotiation.log import Kind, LogEntry, Vote
from negosim.negotiation.packages import Package
from negosim.negotiation.record import Record, run
from negosim.scenario.load import load

DRAWS = 8


TRUCE = (
    "truce_in_phases_2025",
    "meetings.phase_one.protocol={name: alternating_offers, rounds: 20}",
    "parties.israel.tactic.name=linear",
    "parties.hamas.tactic.name=conceder",
)
"""The truce with agents that come to a pause, so that what follows one is seen."""


@cache
def records(name: str, *changes: str) -> tuple[Record, ...]:
    """Some draws of a case."""
    scenario = load(name, changes)
    return tuple(run(scenario, run=number, draw=True) for number in range(DRAWS))


def stood(*case: str) -> Iterator[dict[str, Any]]:
    """What has been agreed after every entry of every draw, options by issue."""
    for record in records(*case):
        standing = record.course.opened
        for entry in record.log:
            after = entry.applied_to(standing)
            if after.outcome != standing.outcome and entry.kind == Kind.AGREED:
                yield record.realization.space.named(after.outcome)
            standing = after


def proposed(*case: str) -> Iterator[dict[str, Any]]:
    """What every offer of every draw would lead to from what stood when it was made, options by issue."""
    for record in records(*case):
        for entry, standing in entries_with_standing(record):
            if entry.kind == Kind.OFFERED and entry.package is not None:
                yield record.realization.space.named(entry.package.on(standing.outcome))


def votes(name: str) -> Iterator[tuple[Vote, LogEntry]]:
    for record in records(name):
        for entry in record.log:
            if isinstance(entry.facts, Vote):
                yield entry.facts, entry


# The Security Council in 2021


def test_no_mandate_is_agreed_without_a_crossing_and_no_crossing_without_a_mandate() -> None:
    agreed = list(stood("council_aid_2021"))
    assert agreed
    assert all((one["crossings"] == "none") == (one["months"] == 0) for one in agreed)


def test_the_council_adopts_nothing_with_fewer_than_nine_votes_or_against_a_veto() -> None:
    members = {"usa", "uk", "france", "russia", "china"}
    seen = [vote for vote, _ in votes("council_aid_2021")]
    for vote in seen:
        assert vote.ratified == (len(vote.supporters) >= 9 and not members & set(vote.against))
        assert set(vote.abstained) <= {"russia", "china"}
        assert [one["took"] for one in vote.tests] == [9]
    assert seen


def test_the_mandate_that_stood_at_first_runs_out() -> None:
    for record in records("council_aid_2021"):
        lapsed = list(record.log.of_kind(Kind.LAPSED))
        agreed = list(record.log.of_kind(Kind.AGREED))
        assert lapsed or any(entry.round <= 15 for entry in agreed)


# Argentina's bonds in 2020


def test_talks_of_groups_bind_nobody_and_three_quarters_bind_the_rest() -> None:
    held = {"ad_hoc": 30, "exchange": 25, "committee": 25, "small": 20}
    for record in records("bonds_2020"):
        assert {entry.meeting for entry in record.log.of_kind(Kind.AGREED)} <= {"vote"}
    seen = [vote for vote, _ in votes("bonds_2020")]
    assert all(vote.ratified == (sum(held[one] for one in vote.supporters) >= 75) for vote in seen)
    assert seen


# Cyprus in 2004


def test_a_quarter_of_the_votes_never_ratifies() -> None:
    seen = list(votes("cyprus_2004"))
    for vote, _ in seen:
        assert vote.share is not None
        assert vote.ratified == (vote.share > 0.5)
    assert any(vote.body == "south" and not vote.ratified for vote, _ in seen)


# Mackerel in 2024


def test_shares_that_are_proposed_or_agreed_come_to_the_whole() -> None:
    shared = 0
    for record in records("mackerel_2024"):
        space, standing = record.realization.space, record.course.opened.outcome
        for entry in (*record.log.of_kind(Kind.OFFERED), *record.log.of_kind(Kind.AGREED)):
            assert entry.package is not None
            named = space.named(entry.package.on(standing))
            shares = [share for issue, share in named.items() if issue.startswith("share_")]
            if any(space.issues[axis].key.startswith("share_") for axis, _ in entry.package.moves(standing)):
                shared += 1
                assert sum(shares) == 100
    assert shared


# A truce in phases, January 2025


def test_no_more_than_fifty_prisoners_are_promised_for_a_captive() -> None:
    agreed = list(stood(*TRUCE))
    assert any(one["prisoners"] for one in agreed)
    assert all(one["prisoners"] <= 50 * one["captives"] for one in [*agreed, *proposed(*TRUCE)])
    course = opened(load(TRUCE[0]))
    table, realization = course.current.protocol.table, course.realization
    for captives, fits in ((1, False), (2, True)):
        package = packaged(realization, fighting="pause", captives=captives, prisoners=100)
        assert table.offers(table.number(package)) == fits


def test_a_pause_lapses_after_forty_two_days_unless_it_is_renewed_or_broken() -> None:
    lapsed = 0
    for record in records(*TRUCE):
        fighting = record.realization.space.axis("fighting")
        pause = record.realization.space.issues[fighting].number("pause")
        began: int | None = None
        standing = record.course.opened
        for entry in record.log:
            standing = entry.applied_to(standing)
            named = entry.package is not None and fighting in entry.package.axes
            if entry.kind == Kind.AGREED and named:
                began = entry.round if standing.outcome[fighting] == pause else None
            elif standing.outcome[fighting] != pause:
                began = None
            assert began is None or entry.round - began <= 42
            lapsed += entry.kind == Kind.LAPSED and entry.package == Package(((fighting, 0),))
    assert lapsed


@pytest.mark.parametrize(
    "name", ["council_aid_2021", "bonds_2020", "cyprus_2004", "mackerel_2024", "truce_in_phases_2025"]
)
def test_a_case_names_real_states_its_sources_and_its_date(name: str) -> None:
    scenario = load(name)
    assert scenario.date is not None
    assert all(source.publisher and source.date for source in scenario.sources.values())
    assert len(scenario.title) < 80
