"""Play a course: every seat acts by its tactic, or as a log says."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from negosim.errors import NegosimError, RunError
from negosim.negotiation.acts import Abstain, Accept, Act, Forfeit, Leave, Offer, Pass, Reject
from negosim.negotiation.course import Course
from negosim.negotiation.log import Kind, LogEntry, LostTurn, Proposal, Reply
from negosim.negotiation.session import Session
from negosim.negotiation.tactics.base import Tactic, View, is_own

__all__ = ["act_of", "choose", "decide", "play", "replay", "take_turn"]

Decision = TypeVar("Decision")
Within = Callable[[Callable[[], Act]], Act]
"""Gives what a call gives, or raises where it takes too long."""


def take_turn(session: Session, party: str, tactic: Tactic, own: bool, within: Within = operator.call) -> None:
    """One act of a party by its tactic: one of negosim's own needs no check, another one decides `within` bounds."""
    if own:
        session.step(session.seats.number[party], choose(tactic, session.seats.live_view(party)))
    else:
        view = session.seats.view(party)
        session.submit(party, within(lambda: decide(tactic, view)))


def play(course: Course, tactics: Mapping[str, Tactic], turn: Callable[..., None] = take_turn) -> Course:
    """Play a course to its end: every seat acts in turn, by `take_turn` or in another way."""
    parties, own = course.realization.parties, {party: is_own(tactic) for party, tactic in tactics.items()}
    while (session := course.session) is not None:
        for seat in session.waiting:
            party = parties[seat]
            turn(session, party, tactics[party], own[party])
        course.go_on()
    return course


def decide(tactic: Tactic, view: View) -> Act:
    """A tactic's act; `RunError` with its name, seat and round where it raises."""
    return _decision(tactic.act, tactic, view)


def choose(tactic: Tactic, view: View) -> int:
    """`decide`, as the rules know the act."""
    return _decision(tactic.choose, tactic, view)


def _decision(how: Callable[[View], Decision], tactic: Tactic, view: View) -> Decision:
    try:
        return how(view)
    except NegosimError:
        raise
    except (Exception, SystemExit) as error:
        name = type(tactic).__name__
        where = f"{name} of {view.party} in round {view.round} of {view.meeting}"
        raise RunError(f"the tactic {where} raised {type(error).__name__}: {error}") from error


def replay(course: Course, log: Sequence[LogEntry]) -> Course:
    """Play the acts of a log in a fresh course; `RunError` where the course does not come to the same log."""
    for entry in log:
        act = act_of(entry)
        if act is not None:
            course.step(entry.seat, act)
    if list(course.log) != list(log):
        raise RunError("the log does not replay: it is of another scenario or another version")
    return course


def act_of(entry: LogEntry) -> Act | None:
    """The act behind an entry of the log; None for entries that follow from others."""
    act: Act | None = None
    match entry.kind, entry.facts:
        case ((Kind.OFFERED | Kind.SEALED), facts) if entry.package is not None and facts != Proposal(follows=True):
            act = Offer(entry.package)
        case Kind.ANSWERED, Reply(accepts, abstains=abstains):
            act = Accept() if accepts else Abstain() if abstains else Reject()
        case Kind.FORFEITED, LostTurn(reason):
            act = Forfeit(reason)
        case Kind.PASSED, _:
            act = Pass()
        case Kind.LEFT, _:
            act = Leave()
    return act
