"""Scenarios in a few words for tests, tactics that play given acts, and random small scenarios for hypothesis."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from negosim.analysis.feasible_table import EnumeratedFeasibleSet, enumerate_feasible
from negosim.domain.preferences import Preferences
from negosim.domain.rng import RandomSource
from negosim.errors import InputError
from negosim.negotiation.acts import Accept, Act, Leave, Offer, Pass, Reject
from negosim.negotiation.course import Course, MeetingResult
from negosim.negotiation.driving import play
from negosim.negotiation.factories import make_tactics
from negosim.negotiation.log import LogEntry
from negosim.negotiation.packages import Package, Standing
from negosim.negotiation.record import Record, package_of, versions
from negosim.negotiation.tactics.base import AspirationTactic, Tactic, View
from negosim.scenario.load import from_plain
from negosim.scenario.realize.realization import Realization, RealizationFactory
from negosim.scenario.spec.scenario import Scenario

Plain = dict[str, Any]

ASSUMED: Plain = {"kind": "assumed", "note": "made up for a test"}
WHERE_FROM: Plain = {"basis": ASSUMED, "numbers": ASSUMED}
YES, NO, PASS, LEAVE = Accept(), Reject(), Pass(), Leave()


# Parts of a scenario as plain data


def issue(options: str, consent: str | Mapping[str, str], **more: Any) -> Plain:
    """An issue of space-separated options, the first of them the status quo; parties are separated by spaces too."""
    keys = options.split()
    who = consent.split() if isinstance(consent, str) else {key: names.split() for key, names in consent.items()}
    return {"title": "Issue", "options": {k: k for k in keys}, "status_quo": keys[0], "consent": who, **more}


def amount(start: float, stop: float, step: float, consent: str) -> Plain:
    """An issue whose options are numbers; the first of them is the status quo."""
    grid = {"from": start, "to": stop, "step": step}
    return {"title": "Amount", "amount": grid, "status_quo": start, "consent": consent.split()}


def stance(weight: Any, values: Mapping[Any, Any], refuses: Any = None) -> Plain:
    """A stance; `values` by option."""
    plain: Plain = {"weight": weight, "values": dict(values), **WHERE_FROM}
    return plain if refuses is None else plain | {"refuses": refuses}


def linkage(when: Mapping[str, Any], points: Any, title: str = "Linked") -> Plain:
    """Points for options that come together."""
    return {"title": title, "when": dict(when), "points": points, **WHERE_FROM}


def delay(points: Any, while_: Mapping[str, Any] | None = None) -> Plain:
    """A cost of each round."""
    plain: Plain = {"points": points, **WHERE_FROM}
    return plain if while_ is None else plain | {"while": dict(while_)}


def party(stances: Mapping[str, Plain] | None = None, tactic: str = "linear", **more: Any) -> Plain:
    """A party; `tactic` is a name, its parameters stand in `parameters`."""
    chosen = {"name": tactic, "basis": ASSUMED, "numbers": ASSUMED, **more.pop("parameters", {})}
    return {"name": None, "stances": dict(stances or {}), "tactic": chosen, **more}


def meeting(parties: str, issues: str, rounds: int = 10, begins: str | None = None, if_: Any = None) -> Plain:
    """A meeting by alternating offers."""
    protocol: Plain = {"name": "alternating_offers", "rounds": rounds}
    plain: Plain = {"title": "Meeting", "parties": parties.split(), "issues": issues.split(), "basis": ASSUMED}
    plain["protocol"] = protocol if begins is None else protocol | {"begins": begins}
    return plain if if_ is None else plain | {"if": if_}


def scenario(
    issues: Mapping[str, Plain], parties: Mapping[str, Plain], meetings: Mapping[str, Plain], **more: Any
) -> Scenario:
    """A checked scenario of its parts; a party without a name of its own is called Party and its key."""
    named = {key: one | {"name": one["name"] or f"Party {key}"} for key, one in parties.items()}
    plain = {"negosim": 1, "title": "A test", "issues": dict(issues), "parties": named}
    return from_plain(plain | {"meetings": dict(meetings), **more}, "test")


def one_issue(values: Mapping[str, Sequence[float]], *, rounds: int = 10, **parties: Mapping[str, Any]) -> Scenario:
    """One issue with options o0, o1, ... (o0 stands) that all must agree to; `values` by party, option by option."""
    count = len(next(iter(values.values())))
    keys = [f"o{k}" for k in range(count)]
    everyone = " ".join(values)
    stances = {who: {"it": stance(1, dict(zip(keys, row, strict=True)))} for who, row in values.items()}
    made = {who: party(stances[who], **parties.get(who, {})) for who in values}
    return scenario({"it": issue(" ".join(keys), everyone)}, made, {"talks": meeting(everyone, "it", rounds)})


def ruled(of: Scenario, protocol: str, **parameters: Any) -> Scenario:
    """The same with all its meetings under another protocol, which keeps their rounds."""
    plain = of.plain()
    for one in plain["meetings"].values():
        one["protocol"] = {"name": protocol, "rounds": one["protocol"]["rounds"], **parameters}
    return from_plain(plain, "test")


# Readings, packages, courses


def central(of: Scenario) -> Realization:
    """The central case."""
    return RealizationFactory(of).central


def at_first(realization: Realization) -> EnumeratedFeasibleSet:
    """What one meeting of all parties over all issues could agree, from the status quo."""
    axes, first = range(len(realization.space.issues)), Standing.at_first(realization.space)
    return enumerate_feasible(realization, first, axes, realization.parties, realization.horizon)


def packaged(realization: Realization, **options: Any) -> Package:
    """A package by key of issue and option."""
    return package_of(options, realization.space)


def opened(of: Scenario, *, seed: int = 0, run: int = 0) -> Course:
    """The course of the central case before its first act."""
    return Course(central(of), RandomSource(seed, run))


Step = Act | Mapping[str, Any]
"""An act, or an offer by key of issue and option."""


class Scripted(Tactic):
    """Plays the given acts in order, then turns every offer down and lets every turn go by."""

    def __init__(self, *acts: Step) -> None:
        self.acts = list(acts)
        self.views: list[View] = []

    def act(self, view: View) -> Act:
        self.views.append(view)
        if self.acts:
            step = self.acts.pop(0)
            return Offer(package_of(step, view.preferences.space)) if isinstance(step, Mapping) else step
        return NO if view.offer is not None else PASS


class Recites(Tactic):
    """Offers the given packages one after the other, then passes; turns all down, whatever it is."""

    def __init__(self, *offers: Mapping[str, Any]) -> None:
        self.offers = list(offers)

    def act(self, view: View) -> Act:
        if view.offer is not None:
            return NO
        return Offer(package_of(self.offers.pop(0), view.preferences.space)) if self.offers else PASS


def versus(of: Scenario, *, seed: int = 0, run: int = 0, **tactics: Tactic | Sequence[Step]) -> Course:
    """The course of the central case; parties play the tactic or the acts given, or else their own tactic."""
    course = opened(of, seed=seed, run=run)
    given = {who: one if isinstance(one, Tactic) else Scripted(*one) for who, one in tactics.items()}
    return play(course, make_tactics(course.realization) | given)


def do(course: Course, *turns: tuple[str, Step]) -> Course:
    """Hand acts of seats to a course, one after the other."""
    for seat, step in turns:
        course.submit(seat, Offer(package_of(step, course.realization.space)) if isinstance(step, Mapping) else step)
    return course


def recorded(course: Course) -> Record:
    """The record of a course of the central case."""
    chance = course.chance
    return Record(course.realization.scenario, chance.seed, chance.run, False, course.log, versions())


def stands(course: Course) -> dict[str, Any]:
    """What stands, by key."""
    return course.realization.space.named(course.standing.outcome)


def bound(course: Course, key: str) -> set[str]:
    """Who is bound on an issue."""
    return set(course.standing.bound[course.realization.space.axis(key)])


def happened(course: Course) -> list[str]:
    """The log without beginnings and ends, in a few words an entry: `usa offered it=o1`, `russia no`."""
    return [line for event in course.log if (line := _told(event, course))]


def _told(event: LogEntry, course: Course) -> str:
    if event.kind == "answered":
        return f"{event.seat} {'yes' if event.plain_facts['accepts'] else 'no'}"
    issues = course.realization.space.issues
    terms = event.package.terms if event.package is not None else ()
    what = " ".join(f"{issues[axis].key}={issues[axis].options[option]}" for axis, option in terms)
    told = {"offered": f"{event.seat} offered {what}", "agreed": f"{' '.join(event.parties)} agreed {what}"}
    return told.get(event.kind, f"{event.seat} {event.kind}" if event.seat else "")


def ends(course: Course) -> list[str]:
    """Why each meeting ended, in order."""
    return [held.reason for held in course.meetings]


def held(course: Course, key: str) -> MeetingResult:
    """A meeting of a course."""
    return next(one for one in course.meetings if one.meeting.key == key)


# The rules again, in plain Python over options by name: what brute force compares with


def in_points(course: Course, party: str, steps: int) -> float:
    """Steps of a party's scale in force as points."""
    return course.realization.preferences[party].scale.points(steps)


def aspiration_of(tactic: AspirationTactic, view: View, time: float) -> float:
    """What a tactic asks for at a time, in points."""
    return view.scale.points(tactic.aspiration(view, time))


def plain_points(preferences: Preferences, outcome: Sequence[int]) -> int:
    """Points of an outcome on the grid by plain sums."""
    total = sum(int(part[option]) for part, option in zip(preferences.contributions, outcome, strict=True))
    linked = [one for one in preferences.linkages if all(mask[outcome[a]] for a, mask in one.when.options.items())]
    return total + sum(one.points for one in linked)


def plain_charge(preferences: Preferences, outcome: Sequence[int]) -> int:
    """What a round costs while an outcome stands."""
    falling = [one for one in preferences.costs if all(mask[outcome[a]] for a, mask in one.when.options.items())]
    return sum(one.points for one in falling)


# Random scenarios

PARTIES = ("ann", "bob", "cy", "dee")
TACTICS = ("boulware", "conceder", "linear", "hardliner", "tit_for_tat", "random_walker")
Draw = Callable[[st.SearchStrategy[Any]], Any]


def _subset(draw: Draw, of: Sequence[str], least: int = 1) -> list[str]:
    size = draw(st.integers(min(least, len(of)), len(of)))
    return list(draw(st.sampled_from(list(combinations(of, size)))))


def _issue(draw: Draw, seats: Sequence[str]) -> Plain:
    """An issue of two to four options, its consent a list or option by option."""
    keys = [f"o{k}" for k in range(draw(st.integers(2, 4)))]
    lists: list[str] | dict[str, list[str]] = _subset(draw, seats)
    if draw(st.booleans()):
        lists = {key: _subset(draw, seats) for key in keys[1:]}
    plain: Plain = {"title": "Issue", "options": {k: k for k in keys}, "status_quo": keys[0], "consent": lists}
    return plain | {"ordered": draw(st.booleans())}


def _party(draw: Draw, issues: Mapping[str, Plain], certain: bool) -> Plain:
    stances = {key: _stance(draw, one, certain) for key, one in issues.items() if draw(st.integers(0, 4))}
    if stances and all(_centre(one["weight"]) == 0 for one in stances.values()):
        next(iter(stances.values()))["weight"] = 1
    more: Plain = {}
    if draw(st.booleans()):
        more["linkages"] = {f"l{k}": _linkage(draw, issues, certain) for k in range(draw(st.integers(1, 2)))}
    if draw(st.booleans()):
        while_ = _condition(draw, issues) if draw(st.booleans()) else None
        more["cost_of_delay"] = delay(_number(draw, 0, 3, certain), while_)
    if draw(st.integers(0, 3)) == 0:
        more["reserve"] = _number(draw, -10, 10, certain)
    return party(stances, draw(st.sampled_from(TACTICS)), **more)


def _number(draw: Draw, low: int, high: int, certain: bool) -> Any:
    """A number, or a range where uncertain ones are wanted."""
    ends_ = sorted(draw(st.lists(st.integers(low, high), min_size=2, max_size=3)))
    return ends_[0] if certain or draw(st.booleans()) else ends_


def _centre(number: Any) -> float:
    if not isinstance(number, list):
        return float(number)
    return float(number[1] if len(number) == 3 else sum(number) / 2)


def _stance(draw: Draw, of: Plain, certain: bool) -> Plain:
    keys = list(of["options"])
    refuses = _subset(draw, keys[1:]) if draw(st.integers(0, 3)) == 0 else None
    weight = _number(draw, 0, 9, certain)
    return stance(weight, {key: _number(draw, 0, 100, certain) for key in keys}, refuses)


def _condition(draw: Draw, issues: Mapping[str, Plain], least: int = 1) -> Plain:
    return {key: _subset(draw, list(issues[key]["options"])) for key in _subset(draw, list(issues), least)}


def _linkage(draw: Draw, issues: Mapping[str, Plain], certain: bool) -> Plain:
    return linkage(_condition(draw, issues, least=2), _number(draw, -60, 60, certain))


def _movable(of: Plain, seats: Iterable[str]) -> list[str]:
    """The options to which some seats alone can move an issue from its status quo."""
    consent, present = of["consent"], set(seats)
    lists: Plain = consent if isinstance(consent, dict) else dict.fromkeys(list(of["options"])[1:], consent)
    return [key for key, who in lists.items() if set(who) <= present]


def _meetings(draw: Draw, seats: Sequence[str], issues: Mapping[str, Plain], most: int) -> dict[str, Plain]:
    """Meetings of some parties on issues that they can move; some are held only if an earlier one came to something."""
    made: dict[str, Plain] = {}
    reached: dict[str, list[str]] = {}
    for k in range(draw(st.integers(1, most))):
        there = list(draw(st.permutations(_subset(draw, seats, least=2))))
        agenda = [key for key in issues if _movable(issues[key], there)]
        if agenda:
            chosen = _subset(draw, agenda)
            key_of_if = draw(st.sampled_from(sorted(reached))) if reached and draw(st.booleans()) else None
            if_ = None if key_of_if is None else {key_of_if: [draw(st.sampled_from(reached[key_of_if]))]}
            rounds, begins = draw(st.integers(1, 7)), draw(st.sampled_from(there))
            made[f"m{k}"] = meeting(" ".join(there), " ".join(chosen), rounds, begins, if_)
            for key in chosen:
                reached.setdefault(key, ["o0"]).extend(_movable(issues[key], there))
    return made


@st.composite
def scenarios(draw: Draw, *, most_parties: int = 4, most_meetings: int = 3, certain: bool = True) -> Scenario:
    """Small scenarios: 2 to 4 parties, 1 to 4 issues of 2 to 4 options, linkages, refusals, consent by option, delay.

    Some have several meetings with conditions and a horizon of their own; with `certain=False` numbers are ranges.
    """
    seats = PARTIES[: draw(st.integers(2, most_parties))]
    issues = {f"i{k}": _issue(draw, seats) for k in range(draw(st.integers(1, 4)))}
    parties = {key: _party(draw, issues, certain) for key in seats}
    meetings = _meetings(draw, seats, issues, most_meetings)
    if not meetings:
        meetings = {"m0": meeting(" ".join(seats), " ".join(issues), draw(st.integers(1, 7)))}
    more = {"horizon": draw(st.integers(1, 25))} if draw(st.booleans()) else {}
    return scenario(issues, parties, meetings, **more)


@st.composite
def tangled(draw: Draw) -> Scenario:
    """Two or three parties on five issues, which pairs and triples tie together in chains and rings."""
    seats = PARTIES[: draw(st.integers(2, 3))]
    issues = {f"i{k}": _issue(draw, seats) for k in range(5)}
    parties = {one: _party(draw, issues, True) for one in seats}
    for one in parties.values():
        pairs = {f"l{k}": _pair(draw, issues) for k in range(draw(st.integers(0, 4)))}
        one["linkages"] = pairs
    return scenario(issues, parties, {"talks": meeting(" ".join(seats), " ".join(issues), 5)})


def _pair(draw: Draw, issues: Mapping[str, Plain]) -> Plain:
    tied = draw(st.lists(st.sampled_from(list(issues)), min_size=2, max_size=3, unique=True))
    when = {key: draw(st.sampled_from(list(issues[key]["options"]))) for key in tied}
    return linkage(when, draw(st.integers(-40, 40)))


@st.composite
def constrained(draw: Draw) -> Scenario:
    """One of the above with constraints that some outcome meets; what stands at first may break them."""
    plain = draw(st.one_of(scenarios(), tangled())).plain()
    issues = plain["issues"]
    witness = {key: draw(st.sampled_from(list(one["options"]))) for key, one in issues.items()}
    some = {f"c{k}": _constraint(draw, issues, witness) for k in range(draw(st.integers(1, 3)))}
    try:
        return from_plain(plain | {"negosim": 2, "constraints": some}, "test")
    except InputError as error:  # a meeting is left with nothing
        assume(False)
        raise AssertionError from error


def _constraint(draw: Draw, issues: Mapping[str, Plain], witness: Mapping[str, str]) -> Plain:
    """An implication or a sum that a given outcome meets."""
    if draw(st.booleans()):
        when, then = _condition(draw, issues), _condition(draw, issues)
        return {"title": "Tied", "when": when, "then": {key: sorted({*one, witness[key]}) for key, one in then.items()}}
    tied = _subset(draw, list(issues))
    counts = {key: {option: draw(st.integers(-3, 3)) for option in issues[key]["options"]} for key in tied}
    total = sum(counts[key][witness[key]] for key in tied)
    slack = [draw(st.integers(0, 3)) for _ in range(2)]
    bounds = draw(st.sampled_from([{"is": total}, {"at_most": total + slack[0]}, {"at_least": total - slack[1]}]))
    return {"title": "Summed", "sum": counts, **bounds}


def size(of: Scenario) -> int:
    """How many outcomes a scenario has."""
    return math.prod(len(one.option_keys) for one in of.issues.values())
