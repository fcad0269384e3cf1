"""What never and always holds in the shipped real cases, whatever the agents come to, over draws of their numbers.

The rules are those of the cases: the Charter (nine votes and no veto), a clause of collective action (75 percent of
what is held binds the rest), two referendums, a truce of 42 days, and shares of one catch.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from negosim.negotiation.log import Kind, LogEntry, Vote
from negosim.negotiation.record import Record, run
from negosim.scenario.load import load

DRAWS = 8


@cache
def records(name: str) -> tuple[Record, ...]:
    """Some draws of a case."""
    scenario = load(name)
    return tuple(run(scenario, run=number, draw=True) for number in range(DRAWS))


def stood(name: str) -> Iterator[dict[str, Any]]:
    """What has been agreed after every entry of every draw, options by issue."""
    for record in records(name):
        standing = record.course.opened
        for entry in record.log:
            after = entry.applied_to(standing)
            if after.outcome != standing.outcome and entry.kind == Kind.AGREED:
                yield record.realization.space.named(after.outcome)
            standing = after


def votes(name: str) -> Iterator[tuple[Vote, LogEntry]]:
    for record in records(name):
        for entry in record.log:
            if isinstance(entry.facts, Vote):
                yield entry.facts, entry


# The Security Council in 2021


def test_no_mandate_is_agreed_without_a_crossing_and_no_crossing_without_a_mandate() -> None:
    for agreed in stood("council_aid_2021"):
        assert (agreed["crossings"] == "none") == (agreed["months"] == 0)


def test_the_council_adopts_nothing_with_fewer_than_nine_votes_or_against_a_veto() -> None:
    members = {"usa", "uk", "france", "russia", "china"}
    seen = [vote for vote, _ in votes("council_aid_2021")]
    for vote in seen:
        assert vote.ratified == (len(vote.supporters) >= 9 and not members & set(vote.against))
        assert set(vote.abstained) <= {"russia", "china"}
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


def test_shares_that_are_agreed_come_to_the_whole() -> None:
    for agreed in stood("mackerel_2024"):
        assert sum(share for issue, share in agreed.items() if issue.startswith("share_")) == 100


def test_what_is_proposed_comes_to_the_whole_too() -> None:
    for record in records("mackerel_2024"):
        space, standing = record.realization.space, record.course.opened.outcome
        for entry in record.log.of_kind(Kind.OFFERED):
            assert entry.package is not None
            named = space.named(entry.package.on(standing))
            shares = [share for issue, share in named.items() if issue.startswith("share_")]
            moved = any(space.issues[axis].key.startswith("share_") for axis, _ in entry.package.moves(standing))
            assert not moved or sum(shares) == 100


# A truce in phases, January 2025


def test_no_more_than_fifty_prisoners_are_promised_for_a_captive() -> None:
    for agreed in stood("truce_in_phases_2025"):
        assert agreed["prisoners"] <= 50 * agreed["captives"]


def test_a_pause_lapses_after_forty_two_days_unless_it_is_renewed_or_broken() -> None:
    for record in records("truce_in_phases_2025"):
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


@pytest.mark.parametrize(
    "name", ["council_aid_2021", "bonds_2020", "cyprus_2004", "mackerel_2024", "truce_in_phases_2025"]
)
def test_a_case_names_real_states_its_sources_and_its_date(name: str) -> None:
    scenario = load(name)
    assert scenario.date is not None
    assert all(source.publisher and source.date for source in scenario.sources.values())
    assert len(scenario.title) < 80
