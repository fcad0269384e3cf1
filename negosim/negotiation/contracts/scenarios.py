"""Small scenarios for testing tactics and protocols, each with one difficulty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from negosim.domain.outcomes import TABLE_LIMIT
from negosim.scenario.load import from_plain
from negosim.scenario.spec.scenario import Scenario

__all__ = [
    "SEATS",
    "all_refused",
    "beyond_a_table",
    "empty_zone",
    "one_gain",
    "other_preferences",
    "seats_and_linkages",
    "summed",
    "two_meetings",
]

Plain = dict[str, Any]

SEATS = ("ann", "bob", "cy", "dee", "eve")
ASSUMED: Plain = {"kind": "assumed", "note": "made up to try a tactic"}
WHERE_FROM: Plain = {"basis": ASSUMED, "numbers": ASSUMED}


def _issue(options: int, consent: Sequence[str] | Mapping[str, Sequence[str]], *, ordered: bool = False) -> Plain:
    """An issue with options o0 (the status quo), o1, ..."""
    keys = {f"o{k}": f"Option {k}" for k in range(options)}
    return {"title": "Issue", "options": keys, "status_quo": "o0", "consent": consent, "ordered": ordered}


def _stance(weight: float, values: Sequence[float]) -> Plain:
    return {"weight": weight, "values": {f"o{k}": value for k, value in enumerate(values)}, **WHERE_FROM}


def _party(key: str, **more: Any) -> Plain:
    return {"name": key.capitalize(), "tactic": {"name": "linear", "basis": ASSUMED}, **more}


def _meeting(seats: Sequence[str], issues: Sequence[str], rounds: int) -> Plain:
    protocol = {"name": "alternating_offers", "rounds": rounds}
    return {"title": "Talks", "parties": seats, "issues": issues, "protocol": protocol, "basis": ASSUMED}


def _scenario(title: str, issues: Plain, parties: Plain, meetings: Plain) -> Scenario:
    whole = {"negosim": 1, "title": title, "issues": issues, "parties": parties, "meetings": meetings}
    return from_plain(whole, "contracts")


def _one_issue(title: str, values: Mapping[str, Sequence[float]], rounds: int, **more: Any) -> Scenario:
    """One issue that needs everybody's consent, with values by party and option; `more` extends the first stance."""
    seats = list(values)
    parties = {key: _party(key, stances={"it": _stance(1, row)}) for key, row in values.items()}
    parties[seats[0]]["stances"]["it"] |= more
    options = len(values[seats[0]])
    return _scenario(title, {"it": _issue(options, seats)}, parties, {"talks": _meeting(seats, ["it"], rounds)})


@lru_cache(maxsize=64)
def seats_and_linkages(seats: int, linked: bool, informed: bool = False) -> Scenario:
    """Seats with different preferences on two issues, with or without linkages, and a cost of delay."""
    keys = SEATS[:seats]
    issues = {key: _issue(6, keys, ordered=key == "x") for key in ("x", "y")}
    parties = {key: _preferences(key, place, linked) | {"informed": informed} for place, key in enumerate(keys)}
    kind = f"{seats} seats with{'' if linked else 'out'} linkages{', who know all' if informed else ''}"
    return _scenario(kind, issues, parties, {"talks": _meeting(keys, ["x", "y"], 4 * seats)})


def _preferences(key: str, place: int, linked: bool) -> Plain:
    """A party that prefers its own option on x and the common option on y, with a cost of delay."""
    likes = [5, *(100 - 18 * abs(k - place) for k in range(1, 6))]
    stances = {"x": _stance(2, likes), "y": _stance(1, (5, 10, 90, 60, 40, 80))}
    party = _party(key, stances=stances, cost_of_delay={"points": 0.1, "while": {"x": "o0"}, **WHERE_FROM})
    when = {"x": ["o1", "o2", "o3", "o4", "o5"], "y": "o0"}
    tie = {"title": "Not one without the other", "when": when, "points": -12, **WHERE_FROM}
    return party | ({"linkages": {"tie": tie}} if linked else {})


@lru_cache(maxsize=8)
def other_preferences(reversed_: bool) -> Scenario:
    """Three seats; optionally with reversed preferences of all but the first."""
    plain = seats_and_linkages(3, True).plain()
    if reversed_:
        for key in SEATS[1:3]:
            for stance in plain["parties"][key]["stances"].values():
                stance["values"] = {option: 100 - value for option, value in stance["values"].items()}
            del plain["parties"][key]["cost_of_delay"]
    return from_plain(plain, "contracts")


@lru_cache(maxsize=1)
def one_gain() -> Scenario:
    """A single package by which both gain."""
    return _one_issue("one package that both gain by", {"ann": [0, 50], "bob": [0, 100]}, 10)


@lru_cache(maxsize=1)
def empty_zone() -> Scenario:
    """Pure conflict: one side's gain is the other's loss."""
    return _one_issue("an empty zone", {"ann": [50, 100, 0], "bob": [50, 0, 100]}, 8)


@lru_cache(maxsize=1)
def all_refused() -> Scenario:
    """The first seat refuses all that is on offer."""
    return _one_issue("nothing that it may sign", {"ann": [0, 90, 100], "bob": [0, 50, 60]}, 4, refuses=["o1", "o2"])


@lru_cache(maxsize=1)
def two_meetings() -> Scenario:
    """Consent by option: two can agree without the third, and a later meeting reopens the matter."""
    issues = {
        "pact": _issue(4, {"o1": ["ann", "bob"], "o2": ["bob", "cy"], "o3": SEATS[:3]}),
        "word": _issue(2, ["ann"]),
        "truce": _issue(3, SEATS[:3], ordered=True),
    }
    pacts = {"ann": [20, 90, 10, 60], "bob": [20, 60, 70, 90], "cy": [20, 0, 90, 80]}
    words = {"ann": [50, 0], "bob": [0, 60], "cy": [0, 90]}
    parties = {
        key: _party(
            key,
            stances={"pact": _stance(2, pacts[key]), "word": _stance(1, words[key]), "truce": _stance(2, [10, 50, 80])},
        )
        for key in SEATS[:3]
    }
    first = _meeting(SEATS[:3], ["pact", "word", "truce"], 9)
    return _scenario("consent by option", issues, parties, {"first": first, "second": first | {"title": "Again"}})


@lru_cache(maxsize=2)
def summed(large: bool) -> Scenario:
    """Issues whose options must come to a sum, which what stands at first does not; `large` beyond a table."""
    plain, total = (beyond_a_table().plain(), 15) if large else (seats_and_linkages(3, True).plain(), 5)
    counts = {key: {option: k for k, option in enumerate(one["options"])} for key, one in plain["issues"].items()}
    whole = {"whole": {"title": "One whole", "sum": counts, "is": total}}
    title = f"a sum{', and more outcomes than a table holds' if large else ''}"
    return from_plain(plain | {"negosim": 2, "title": title, "constraints": whole}, "contracts")


@lru_cache(maxsize=1)
def beyond_a_table() -> Scenario:
    """Two seats and ten issues of four options: too many outcomes for a table."""
    keys = [f"i{k}" for k in range(10)]
    if 4 ** len(keys) <= TABLE_LIMIT:  # pragma: no cover  (holds while the limit is a million)
        raise AssertionError("the space fits a table")
    issues = {key: _issue(4, SEATS[:2], ordered=k % 2 == 0) for k, key in enumerate(keys)}
    parties = {}
    for place, seat in enumerate(SEATS[:2]):  # irregular weights and values
        values = [[30, *((37 * (k + 3) * (o + 2 * place + 1)) % 101 for o in range(3))] for k in range(len(keys))]
        stances = {key: _stance(1 + (k + 3 * place) % 7, values[k]) for k, key in enumerate(keys)}
        parties[seat] = _party(seat, stances=stances)
    return _scenario("more outcomes than a table holds", issues, parties, {"talks": _meeting(SEATS[:2], keys, 8)})
