"""Entries of the log: facts and their plain form, what seats see, and that kinds are compared as kinds."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import negosim
from negosim.negotiation.environment.base import vocabulary
from negosim.negotiation.environment.ratification import Vote
from negosim.negotiation.environment.war import Battle, Learned, Victory
from negosim.negotiation.facts import NO_FACTS, Facts, PlainFacts, private
from negosim.negotiation.log import Assent, Effect, Ending, Kind, LogEntry, NotHeld, Proposal, Reply, Vocabulary
from negosim.negotiation.log_rows import Log
from negosim.negotiation.record import run
from negosim.scenario.load import load

FACTS = {
    "a reply": (Kind.ANSWERED, Reply(accepts=True, needed=False), {"accepts": True, "needed": False}),
    "an offer that follows": (Kind.OFFERED, Proposal(follows=True), {"follows": True}),
    "an agreement": (Kind.AGREED, Assent(False, True), {"declaration": False, "all": True}),
    "a vote of nobody against": (
        Kind.AGREED,
        Assent(False, True, ()),
        {"declaration": False, "all": True, "against": []},
    ),
    "a move of a block": (Kind.MOVED, Victory("collapse"), {"block": "war", "how": "collapse"}),
    "private facts": ("battle", Battle(3, {"ann": 0.5}), {"front": 3, "inward": {"beliefs": {"ann": 0.5}}}),
    "facts of a kind that nobody knows": ("news", PlainFacts({"lot": [1, 2]}), {"lot": [1, 2]}),
    "more facts than the kind has": (Kind.ENDED, PlainFacts({"reason": "x", "by": "y"}), {"reason": "x", "by": "y"}),
    "facts of a block that nobody knows": (Kind.MOVED, PlainFacts({"block": "sea"}), {"block": "sea"}),
    "no facts": (Kind.OFFERED, NO_FACTS, {}),
}


@pytest.mark.parametrize(("kind", "facts", "plain"), FACTS.values(), ids=FACTS.keys())
def test_facts_are_written_by_key_and_read_back(kind: str, facts: Facts, plain: dict[str, object]) -> None:
    assert facts.to_plain() == plain
    assert vocabulary().facts(kind, plain) == facts


@dataclass(frozen=True)
class Tide(Facts):
    """Facts of a block of somebody else's."""

    kinds = ("tide",)
    height: float
    guess: float | None = private()


def test_a_block_adds_kinds_and_facts_of_its_own() -> None:
    known = Vocabulary([Tide])
    assert known.facts("tide", {"height": 2.5, "inward": {"guess": 3}}) == Tide(2.5, 3)
    assert (known.kind("tide"), known.kind("ebb")) == ("tide", "ebb")
    assert isinstance(known.kind("agreed"), Kind)


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        (Battle(3, {"ann": 0.5}), Battle(3)),
        (Learned({"ann": 0.5}), Learned()),
        (Vote(True, ("a",), (), 1.0, 0.25), Vote(True, ("a",), (), 1.0)),
        (PlainFacts({"a": 1, "inward": {"b": 2}}), PlainFacts({"a": 1})),
    ],
)
def test_seats_see_neither_private_facts_nor_numbers(facts: Facts, seen: Facts) -> None:
    entry = LogEntry("tide", seat="ann", facts=facts, effect=Effect(charges={"ann": 1.0}), audience=("ann",))
    assert entry.public_view == LogEntry("tide", seat="ann", facts=seen, audience=("ann",))


def test_an_entry_that_hides_nothing_is_seen_as_it_is() -> None:
    entry = LogEntry(Kind.ANSWERED, seat="ann", facts=Reply(accepts=True, needed=True))
    assert entry.public_view is entry


# Kinds and endings are members of enumerations wherever they are compared

TEXTS = {*Kind, *Ending, *NotHeld, *(kind for facts in vocabulary().classes for kind in facts.kinds)}
ATTRIBUTES = {"kind", "reason", "ended", "facts"}


def _bare(tree: ast.AST) -> Iterator[int]:
    """The lines on which a kind or an ending is a text: in a comparison, in a pattern, or as the kind of an entry."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare() if ATTRIBUTES & {
                part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)
            }:
                parts: list[ast.AST] = [node]
            case ast.Match() if ATTRIBUTES & {
                part.attr for part in ast.walk(node.subject) if isinstance(part, ast.Attribute)
            }:
                parts = [case.pattern for case in node.cases]
            case ast.Call(func=ast.Name(id="LogEntry"), args=[kind, *_]):
                parts = [kind]
            case _:
                parts = []
        yield from (
            part.lineno
            for part in (inner for outer in parts for inner in ast.walk(outer))
            if isinstance(part, ast.Constant) and part.value in TEXTS
        )


@pytest.mark.parametrize(
    "code",
    [
        'entry.kind == "agreed"',
        'entry.kind in ("left", "passed")',
        'match entry.kind, 1:\n case "agreed", _: pass',
        'held.reason == "deadline"',
        'entry.facts["block"] == "moved"',
        'LogEntry("battle")',
    ],
)
def test_a_kind_that_is_a_bare_text_is_found(code: str) -> None:
    assert list(_bare(ast.parse(code)))


def test_no_kind_and_no_ending_is_compared_as_a_bare_text() -> None:
    root = Path(negosim.__file__).parent
    found = [
        f"{path.relative_to(root)}:{line}"
        for path in sorted(root.rglob("*.py"))
        for line in _bare(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


# What is read from rows


def plain_text(entry: LogEntry) -> str:
    """The text of an entry, from its parts."""
    terms = None if entry.package is None else entry.package.terms
    parts: list[object] = [entry.kind, entry.meeting, entry.round, entry.seat, terms, entry.parties]
    parts.append(sorted(entry.plain_facts.items()))
    effect = vars(entry.effect)
    return json.dumps([*parts, *([effect] if any(effect.values()) else [])], separators=(",", ":"))


PLAYED = ("article_2025_02_23", "river_basin", "february_in_full", "parliament_ratifies", "promises_undone")


@pytest.mark.parametrize("name", PLAYED)
def test_what_is_read_from_rows_is_what_the_entries_say(name: str) -> None:
    for number in range(3):
        log = run(load(name), run=number, draw=True).log
        entries = list(log)
        assert list(log.texts()) == list(map(plain_text, entries))
        assert list(log.refusers()) == [one.seat for one in entries if one.refuser]
        for meeting in {one.meeting for one in entries}:
            offers = (one for one in entries if (one.kind, one.meeting) == (Kind.OFFERED, meeting))
            assert log.last_offers(meeting) == {one.seat: one.package for one in offers}


@pytest.mark.parametrize("name", ["war_goes_on", "promises_undone"])
def test_who_has_offered_and_refused_in_a_round_is_known_when_the_round_is_over(name: str) -> None:
    played = run(load(name)).log
    entries, so_far = list(played), Log()
    ends = [k for k, one in enumerate(entries[1:], 1) if entries[k - 1].round < one.round]
    for end in (*ends, len(entries)):
        latest = [one for one in entries[:end] if one.round == entries[end - 1].round]
        offered = {one.seat for one in latest if one.kind == Kind.OFFERED}
        refused = {one.refuser for one in latest if one.refuser}
        so_far.rows = played.rows[:end]
        assert so_far.said_in(entries[end - 1].round) == (offered, refused)
    assert so_far.said_in(entries[-1].round + 1) == (set(), set())
