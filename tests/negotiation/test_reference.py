"""The engine plays by the rules of `docs/rules.md`: it comes to the logs of a second implementation, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from inspect import isfunction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from building import opened
from random_talks import Talks
from reference_preferences import FINE, Issue, Options, Party
from reference_simulator import Course, Entry, Meeting
from reference_tactics import Seat

from negosim.domain.outcomes import OutcomeSpace
from negosim.domain.rng import RandomSource
from negosim.negotiation.acts import Act, Leave
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.log import LogEntry
from negosim.negotiation.tactics.base import Tactic, View
from negosim.scenario.load import from_plain

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
SEEDS = range(400)
FACTS = {
    "answered": ("accepts", "needed"),
    "agreed": ("declaration", "all"),
    "ended": ("reason",),
    "skipped": ("reason",),
}
"""The facts of an entry that are compared, by its kind."""


class WalksOut(Tactic):
    """Plays another tactic, and walks out of a meeting the first time that it is asked from a round on."""

    def __init__(self, tactic: Tactic, since: int) -> None:
        self.tactic, self.since = tactic, since

    def act(self, view: View) -> Act:
        return Leave() if view.round >= self.since else self.tactic.act(view)


class Result(NamedTuple):
    """What came of a scenario: the log, and what each party has at the end."""

    log: list[Entry]
    points: dict[str, Fraction]


@cache
def by_engine(seed: int) -> Result:
    talks = Talks(seed, dyadic=bool(seed % 2))
    course = opened(from_plain(talks.plain, "test"))
    tactics = make_tactics(course.realization)
    play(course, tactics | {seat: WalksOut(tactics[seat], since) for seat, since in talks.leaves.items()})
    log = [entry(one, course.realization.space) for one in course.log]
    everyone = course.realization.preferences.items()
    return Result(log, {party: one.scale.exact(course.final(party)) for party, one in everyone})


def by_rules(seed: int) -> Result:
    talks = Talks(seed, dyadic=bool(seed % 2))
    course = Course(talks.plain, lot, talks.leaves)
    return Result(course.log, {party: course.points(party) for party in talks.parties})


def lot(purpose: str, meeting: str, round_: int) -> float:
    """The engine's number: who offers is drawn when the round before is over, and counted by it."""
    return RandomSource().uniform(f"meeting.{meeting}.{purpose}", round_ - (purpose == "order"))


def entry(one: LogEntry, space: OutcomeSpace) -> Entry:
    terms = one.package.terms if one.package is not None else ()
    package = {space.issues[axis].key: str(space.issues[axis].options[option]) for axis, option in terms}
    facts = [one.plain_facts[name] for name in FACTS.get(one.kind, ())]
    named = [fact for fact in (one.seat, package, frozenset(one.parties)) if fact]
    return (str(one.kind), one.round, *named, *facts)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_engine_plays_by_the_rules_as_they_are_written(seed: int) -> None:
    assert by_engine(seed).log == by_rules(seed).log
    assert by_engine(seed).points == by_rules(seed).points


def test_the_scenarios_come_to_all_kinds_of_entries_and_endings() -> None:
    log = [one for seed in SEEDS for one in by_engine(seed).log]
    kinds = {"began", "skipped", "ended", "offered", "answered", "passed", "left", "outside_option", "agreed"}
    assert {one[0] for one in log} == kinds | {"broke_down"}
    assert {one[2] for one in log if one[0] == "ended"} == {"agreed", "deadline", "nothing on offer", "breakdown"}
    assert {one[-2:] for one in log if one[0] == "agreed"} == {(False, False), (False, True), (True, False)}


def passages(rule: Callable[..., Any]) -> list[str]:
    return [line.strip() for line in (rule.__doc__ or "").splitlines() if line.strip()]


RULES = [rule for one in (Issue, Party, Seat, Meeting, Course) for rule in vars(one).values() if isfunction(rule)]


@pytest.mark.skipif(not PAGE.is_file(), reason="needs the source tree")
@pytest.mark.parametrize("rule", [rule for rule in RULES if passages(rule)], ids=lambda rule: rule.__qualname__)
def test_a_rule_quotes_the_page(rule: Callable[..., Any], page: str) -> None:
    assert [one for one in passages(rule) if one not in page] == []


@pytest.fixture(scope="module")
def page() -> str:
    """The text of the page, without the marks of links, code and emphasis, and in one line."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", PAGE.read_text(encoding="utf-8"))
    return " ".join(re.sub(r"[*`]", "", text).split())


def issue_lists(meeting: Meeting, issue: str) -> list[set[str]]:
    return [*meeting.course.issues[issue].consent.values(), meeting.course.bound[issue]]


def as_a_whole(meeting: Meeting, seat: str, package: Options) -> bool:
    party = meeting.course.parties[seat]
    return seat in meeting.needed(package) and any(party.refuses(*term) for term in package.items())


def with_this_round(party: Party, outcome: Options, round_: int, reserve: Fraction = Fraction()) -> Fraction:
    to_come = max(0, party.horizon - round_ + 1)
    return party.left(party.points(outcome) + reserve, round_) - to_come * party.charge(outcome)


def unrefused(meeting: Meeting) -> list[Options]:
    packages = ON_OFFER(meeting)
    return [one for one in packages if not any(meeting.refuses(seat, one) for seat in meeting.present)]


def of_all_points(party: Party, points: Fraction, round_: int) -> Fraction:
    return Fraction(round(Fraction(party.factor) ** (round_ - 1) * points * FINE), FINE)


AFTER, ON_OFFER = Meeting.after, Meeting.on_offer
ANOTHER_RULE: dict[str, tuple[type, str, Callable[..., Any]]] = {
    "consent is one list for an issue": (Meeting, "movers", lambda m, issue, _: set.union(*issue_lists(m, issue))),
    "a promise does not bind": (Meeting, "movers", lambda m, issue, option: m.course.issues[issue].consent[option]),
    "everything can come together": (Meeting, "fits", lambda m, package: True),
    "what stands must meet a constraint too": (
        Meeting,
        "fits",
        lambda m, package: all(one.met({**m.course.stands, **package}) for one in m.course.constraints),
    ),
    "nobody refuses": (Meeting, "refuses", lambda m, seat, package: False),
    "a refusal is of all that needs the party": (Meeting, "refuses", as_a_whole),
    "what a seat refuses is not on offer to others": (Meeting, "on_offer", unrefused),
    "answers go the other way round": (Meeting, "after", lambda m, seat: [*AFTER(m, seat)[-2::-1], seat]),
    "all others count in a distance": (Seat, "counted", lambda s, _: set(s.meeting.present) - {s.name}),
    "nobody counts where nobody is needed": (Seat, "counted", lambda s, one: s.meeting.needed(one) - {s.name}),
    "options have no order": (Issue, "distance", lambda issue, one, other: Fraction(one != other)),
    "an outside option is taken for nothing": (Seat, "prefers_outside", lambda s: False),
    "an answer is by what is asked now": (Seat, "next_turn", lambda s: s.meeting.round),
    "every turn is the next": (Seat, "next_turn", lambda s: s.meeting.round + 1),
    "the charge of this round is to come": (Party, "worth", with_this_round),
    "a discount is of all points": (Party, "left", of_all_points),
    "delay costs nothing": (Course, "charge", lambda course, rounds: None),
}
"""A rule that is not on the page, in place of one that is, by what it says."""


@pytest.mark.parametrize("name", ANOTHER_RULE)
def test_another_rule_shows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*ANOTHER_RULE[name])
    assert any(by_rules(seed) != by_engine(seed) for seed in SEEDS)
