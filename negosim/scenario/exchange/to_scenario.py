"""Convert a domain to a scenario: plain data on the domain's own scale, with 1 of utility as 100 points.

Other programs have no status quo, but a scenario has one on every issue. Reservation values are therefore absolute, and
the status quo is chosen where it matters least: the outcome furthest below a party's reservation value, so that no
acceptable outcome is lost; if there is none, the outcome with the smallest sum.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negosim.errors import Place
from negosim.scenario.exchange.domain import Domain, DomainIssue, Profile, import_fault
from negosim.scenario.exchange.shares import Excess, Shares, shares_of
from negosim.scenario.spec.parties import LEAST_FACTOR
from negosim.scenario.spec.values import number_text

__all__ = ["ROUNDS", "Imported", "keys_of", "scenario_of"]

ROUNDS = 100
"""Rounds of the single meeting, since domains do not give a number."""

LONGEST_KEY = 40


@dataclass(frozen=True)
class Imported:
    """A scenario as plain data, with notes on what was chosen or dropped."""

    scenario: dict[str, Any]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Names:
    """Keys of sources (by file), issues (by title), parties (by file) and options (by issue and text)."""

    sources: dict[str, str]
    issues: dict[str, str]
    parties: dict[str, str]
    options: dict[str, dict[str, str]]


def scenario_of(domain: Domain) -> Imported:
    """The scenario of a domain, with basis `imported` throughout and the file as source."""
    names = _names(domain)
    shares = {profile.file: shares_of(profile, domain.issues) for profile in domain.profiles}
    stands, reason = _stands(domain)
    dropped = [note for profile in domain.profiles for note in (*profile.notes, *shares[profile.file].notes)]
    notes = (*dropped, f"{domain.program} has no status quo: {reason}")
    scenario = {
        "negosim": 1,
        "title": domain.title,
        "summary": " ".join([f"Imported from {domain.program}.", *(f"{note[0].upper()}{note[1:]}." for note in notes)]),
        "sources": {key: {"title": Path(file).name} for file, key in names.sources.items()},
        "issues": {names.issues[one.title]: _issue(domain, names, one, stands[one.title]) for one in domain.issues},
        "parties": {names.parties[one.file]: _party(domain, names, one, shares[one.file]) for one in domain.profiles},
        "meetings": {"talks": _meeting(domain, names)},
    }
    return Imported(scenario, notes)


def _names(domain: Domain) -> _Names:
    files = dict.fromkeys([domain.file, *(profile.file for profile in domain.profiles)])
    return _Names(
        sources=_keyed(files, [Path(file).stem for file in files], "source"),
        issues=_keyed([one.title for one in domain.issues], [one.title for one in domain.issues], "issue"),
        parties=_keyed([one.file for one in domain.profiles], [one.name for one in domain.profiles], "party"),
        options={one.title: _keyed(one.options, one.options, "option") for one in domain.issues},
    )


def _keyed(items: Iterable[str], names: Iterable[str], kind: str) -> dict[str, str]:
    """Keys from names, which may repeat in files of several folders."""
    return dict(zip(items, keys_of(names, kind), strict=True))


def keys_of(names: Iterable[str], kind: str) -> list[str]:
    """Unique keys for names; `kind` and position for a name without ASCII letters or digits.

    >>> keys_of(["Size of Fund", "20'' LCD", "价格", "size-of-fund"], "issue")
    ['size_of_fund', 'n20_lcd', 'issue_3', 'size_of_fund_2']
    """
    keys: dict[str, None] = {}
    repeats: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        stem = key = _stem(name) or f"{kind}_{place}"
        while key in keys:
            repeats[stem] = repeats.get(stem, 1) + 1
            key = f"{stem}_{repeats[stem]}"
        keys[key] = None
    return list(keys)


def _stem(name: str) -> str:
    """Lower case, words joined by underscores, with an n (for number) before a leading digit."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_KEY].strip("_")
    return f"n{words}" if words[:1].isdigit() else words


def _stands(domain: Domain) -> tuple[dict[str, str], str]:
    """The status quo on each issue, and why it was chosen."""
    tables = {issue.title: _contributions(domain, issue) for issue in domain.issues}
    least = sum(table.min(axis=1) for table in tables.values())
    short = np.array([profile.reservation for profile in domain.profiles]) - least
    worst = int(short.argmax())
    focus = float(short[worst] > 0)
    stands = {}
    for issue in domain.issues:
        table = tables[issue.title]  # the option that is worst for that party, then in sum, then first
        lowest = int(np.lexsort((table.sum(axis=0), focus * table[worst]))[0])
        stands[issue.title] = number_text(float(issue.grid[lowest])) if issue.is_amount else issue.options[lowest]
    if not focus:
        return stands, "what stands at first is the outcome that is worst in sum, and cannot be agreed to"
    name = domain.profiles[worst].name
    return stands, f"what stands at first is an outcome below the reservation value of {name}"


def _contributions(domain: Domain, issue: DomainIssue) -> NDArray[np.float64]:
    """Weight x utility, shape (parties, options)."""
    rows = [one.weights[issue.title] * issue.utilities(one.utilities[issue.title]) for one in domain.profiles]
    return np.array(rows)


def _imported(names: _Names, file: str) -> dict[str, Any]:
    return {"kind": "imported", "source": names.sources[file]}


def _issue(domain: Domain, names: _Names, issue: DomainIssue, stands: str) -> dict[str, Any]:
    basis = _imported(names, domain.file) | {"note": "what stands was chosen at the import"}
    amount = {"from": issue.low, "to": issue.high, "step": issue.step}
    options = {names.options[issue.title][option]: option for option in issue.options}
    return {
        "title": issue.title,
        **({"amount": amount} if issue.is_amount else {"options": options}),
        "status_quo": float(stands) if issue.is_amount else names.options[issue.title][stands],
        "consent": list(names.parties.values()),
        "basis": basis,
    }


def _party(domain: Domain, names: _Names, profile: Profile, shares: Shares) -> dict[str, Any]:
    basis = _imported(names, profile.file)
    stances = {names.issues[one.title]: _stance(names, one.title, shares, basis) for one in domain.issues}
    linkages = {key: _linkage(names, excess, basis) for key, excess in shares.linkages.items()}
    alike = [one for one in domain.profiles if one.name.casefold() == profile.name.casefold()]
    return {
        "name": profile.name if len(alike) == 1 else f"{profile.name} ({names.parties[profile.file]})",
        "stances": stances,
        **({"linkages": linkages} if linkages else {}),
        "reservation": {"points": 100.0 * profile.reservation, "basis": basis, "numbers": basis},
        **({"discount": _discount(profile.discount, basis)} if profile.discount < 1.0 else {}),
        "tactic": {"name": "linear", "basis": {"kind": "assumed", "note": f"{domain.program} domains name no tactic"}},
    }


def _discount(left: float, basis: dict[str, Any]) -> dict[str, Any]:
    """The discount factor per round; GENIUS raises the factor of the file to the power of the time, 0 to 1."""
    factor = max(left ** (1.0 / (ROUNDS - 1)), LEAST_FACTOR)
    return {"factor": factor, "disagreement": 0, "basis": basis, "numbers": basis}


def _stance(names: _Names, issue: str, shares: Shares, basis: dict[str, Any]) -> dict[str, Any]:
    keys = names.options[issue]
    values = {keys.get(option, option): 100.0 * one for option, one in shares.utilities[issue].items()}
    return {"weight": shares.weights[issue], "values": values, "basis": basis, "numbers": basis}


def _linkage(names: _Names, excess: Excess, basis: dict[str, Any]) -> dict[str, Any]:
    when = {
        names.issues[issue]: [names.options[issue].get(option, option) for option in options]
        for issue, options in excess.when.items()
    }
    return {"title": excess.title, "when": when, "points": 100.0 * excess.utility, "basis": basis, "numbers": basis}


def _meeting(domain: Domain, names: _Names) -> dict[str, Any]:
    """One meeting of all parties on all issues that can move."""
    open_issues = [names.issues[issue.title] for issue in domain.issues if issue.is_amount or len(issue.options) > 1]
    if not open_issues:
        raise import_fault("X003", Place(domain.file), "a domain with one outcome: there is nothing to negotiate")
    note = f"{domain.program} domains name no rounds"
    return {
        "title": "Talks on everything at once",
        "parties": list(names.parties.values()),
        "issues": open_issues,
        "protocol": {"name": "alternating_offers", "rounds": ROUNDS},
        "basis": _imported(names, domain.file),
        "numbers": {"kind": "assumed", "note": note},
    }
