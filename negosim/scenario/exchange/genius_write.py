"""Write GENIUS XML: a domain and a profile for each party.

The weight of an issue is the points of its best option (share x value) / 100, and evaluations are relative to it, since
GENIUS divides them by their maximum. An amount of whole numbers whose points lie on a line clipped at its ends becomes
an integer issue; any other amount becomes a list of its numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np

from negosim.domain.preferences import Preferences
from negosim.errors import UsageError
from negosim.scenario.exchange.expressible import OptionPoints, contributions, refuse_inexpressible, weights
from negosim.scenario.realize.realization import RealizationFactory
from negosim.scenario.spec.issues import IssueSpec
from negosim.scenario.spec.scenario import Scenario
from negosim.scenario.yaml.quoting import character_name, hidden_characters

__all__ = ["Exported", "export_genius"]

SAME = 1e-9
"""Tolerance for utilities on a line."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,63}")
_DEVICE = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)


@dataclass(frozen=True)
class Exported:
    """The files written, the domain first, and notes on what they leave out."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


_Line = tuple[float, float]
"""Slope and offset of an integer issue: utility is offset + slope (x - lower bound), clipped to 0 and 1."""


@dataclass(frozen=True)
class _GeniusIssue:
    """An issue to write: weights and utilities by party, labels of options, lines of an integer issue."""

    title: str
    weights: dict[str, float]
    utilities: dict[str, OptionPoints]
    labels: tuple[str, ...]
    lines: dict[str, _Line] | None = None
    low: int = 0


def export_genius(scenario: Scenario, folder: str | Path, *, overwrite: bool = False) -> Exported:
    """Write `domain.xml` and a profile for each party into a folder, which is created if needed.

    `UsageError`, and nothing written, for a scenario that GENIUS cannot express and for files that exist.
    """
    refuse_inexpressible(scenario)
    issues = _issues(scenario)
    preferences = RealizationFactory(scenario).central.preferences
    reservations = _reservations(scenario, preferences)
    texts = {"domain": _domain_xml(scenario, issues)}
    for party, name in _file_names(scenario).items():
        # GENIUS discounts all of a utility, by this factor over the whole time; points above a base it cannot.
        discount = preferences[party].discount
        factor = round(discount.factor ** (scenario.rounds - 1), 12) if discount.base == 0 else 1.0
        texts[name] = _profile_xml(scenario, party, issues, factor, reservations[party])
    files = {Path(folder) / f"{name}.xml": text for name, text in texts.items()}
    _write(files, overwrite)
    return Exported(tuple(files), tuple(_notes(scenario, preferences, issues, list(texts))))


def _write(files: dict[Path, str], overwrite: bool) -> None:
    """Write all files, or none if one exists."""
    there = [str(path) for path in files if path.exists()]
    if there and not overwrite:
        raise UsageError(f"already there: {', '.join(there)}: name another folder, or --overwrite replaces them")
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}") from error


def _file_names(scenario: Scenario) -> dict[str, str]:
    """Party -> name of its file: the party's name if all names are valid file names, else its key."""
    names = {key: party.name for key, party in scenario.parties.items()}
    folded = {name.casefold() for name in names.values()} - {"domain"}
    fit = all(_FILE_NAME.fullmatch(name) and not _DEVICE.fullmatch(name) for name in names.values())
    return names if fit and len(folded) == len(names) else {key: f"party_{key}" for key in names}


def _reservations(scenario: Scenario, preferences: Mapping[str, Preferences]) -> dict[str, float]:
    """Utility of no agreement by party: the absolute reservation value, or the status quo plus the reserve."""
    found = {}
    for key, own in preferences.items():
        given = scenario.parties[key].reservation
        points = given.points.centre if given else own.scale.points(own.reservation_value(own.space.status_quo, 0))
        if not 0 <= points <= 100:  # noqa: PLR2004  (points)
            raise UsageError(f"GENIUS cannot say a reservation value of {points:g} points ({key}): only 0 to 100")
        found[key] = points / 100.0
    return found


def _issues(scenario: Scenario) -> list[_GeniusIssue]:
    """All issues with the points of their options for each party."""
    titles = _labels([issue.title for issue in scenario.issues.values()], list(scenario.issues))
    points = {party: contributions(scenario, party) for party in scenario.parties}
    given = {party: weights(scenario, party, own) for party, own in points.items()}
    return [
        _issue(spec, title, {one: points[one][key] for one in points}, {one: given[one][key] for one in points})
        for (key, spec), title in zip(scenario.issues.items(), titles, strict=True)
    ]


def _issue(spec: IssueSpec, title: str, points: dict[str, OptionPoints], given: dict[str, float]) -> _GeniusIssue:
    utilities = {party: own / (float(own.max()) or 1.0) for party, own in points.items()}
    lines = _lines(spec, utilities)
    labels = _labels(list((spec.options or {}).values()) or list(spec.option_keys), list(spec.option_keys))
    low = int(spec.amount.start) if spec.amount is not None and lines else 0
    return _GeniusIssue(title, given, utilities, tuple(labels), lines, low)


def _labels(texts: Sequence[str], keys: Sequence[str]) -> list[str]:
    """Texts on one line each, with keys added to equal ones."""
    lines = [" ".join(text.split()) or key for text, key in zip(texts, keys, strict=True)]
    for line in lines:
        for unseen in sorted(hidden_characters(line)):
            raise UsageError(f"the hidden character {character_name(unseen)} cannot be written")
    twice = {line for line, count in Counter(lines).items() if count > 1}
    return [f"{line} ({key})" if line in twice else line for line, key in zip(lines, keys, strict=True)]


def _lines(spec: IssueSpec, utilities: dict[str, OptionPoints]) -> dict[str, _Line] | None:
    """A line for each party if the issue is an amount of consecutive whole numbers and all parties have one."""
    if spec.amount is None or spec.amount.step != 1 or not spec.amount.start.is_integer():
        return None
    found = {party: line for party, own in utilities.items() if (line := _line(own)) is not None}
    return found if len(found) == len(utilities) else None


def _line(utilities: OptionPoints) -> _Line | None:
    """The line, clipped to 0 and 1, on which all utilities lie, or None."""
    inside = np.flatnonzero((utilities > 0) & (utilities < 1))
    first, last = (int(inside[0]), int(inside[-1])) if inside.size else (0, 0)
    if first < last:
        slope = float(utilities[last] - utilities[first]) / (last - first)
    else:
        slope = float(np.sign(utilities[-1] - utilities[0]))
        first = first if inside.size else int(np.flatnonzero(utilities == utilities[-1])[0])
    offset = float(utilities[first]) - slope * first
    clipped = np.clip(offset + slope * np.arange(utilities.size), 0.0, 1.0)
    return (slope, offset) if np.allclose(clipped, utilities, rtol=0.0, atol=SAME) else None


def _domain_xml(scenario: Scenario, issues: Sequence[_GeniusIssue]) -> str:
    lines = [
        "<negotiation_template>",
        f'<utility_space number_of_issues="{len(issues)}">',
        f'<objective index="0" name={_quoted(scenario.title)} description="" type="objective" etype="objective">',
        *(line for number, issue in enumerate(issues, start=1) for line in _issue_xml(number, issue, None)),
        "</objective>",
        "</utility_space>",
        "</negotiation_template>",
    ]
    return "\n".join(lines) + "\n"


def _profile_xml(
    scenario: Scenario, party: str, issues: Sequence[_GeniusIssue], discount: float, reservation: float
) -> str:
    lines = [
        "<utility_space>",
        f'<objective index="0" name={_quoted(scenario.title)} description="" type="objective" etype="objective">',
        *(line for number, issue in enumerate(issues, start=1) for line in _issue_xml(number, issue, party)),
        *(f'<weight index="{number}" value="{one.weights[party]!r}" />' for number, one in enumerate(issues, start=1)),
        "</objective>",
        f'<discount_factor value="{discount!r}" />',
        f'<reservation value="{reservation!r}" />',
        "</utility_space>",
    ]
    return "\n".join(lines) + "\n"


def _issue_xml(number: int, issue: _GeniusIssue, party: str | None) -> Iterator[str]:
    """An issue of the domain, or of a party's profile."""
    kind = "discrete" if issue.lines is None else "integer"
    head = f'<issue index="{number}" name={_quoted(issue.title)} type="{kind}" etype="{kind}" vtype="{kind}"'
    if issue.lines is None:
        yield f"{head}>"
        for place, label in enumerate(issue.labels):
            evaluation = ""
            if party is not None:
                evaluation = f' evaluation="{round(100.0 * float(issue.utilities[party][place]), 12)!r}"'
            yield f'<item index="{place + 1}" value={_quoted(label)}{evaluation} />'
    else:
        yield f'{head} lowerbound="{issue.low}" upperbound="{issue.low + len(issue.labels) - 1}">'
        if party is not None:
            slope, offset = issue.lines[party]
            yield f'<evaluator ftype="linear" slope="{slope!r}" offset="{offset!r}" />'
    yield "</issue>"


def _quoted(text: str) -> str:
    return f'"{escape(" ".join(text.split()))}"'


def _notes(
    scenario: Scenario, preferences: Mapping[str, Preferences], issues: Sequence[_GeniusIssue], names: Sequence[str]
) -> Iterator[str]:
    """Notes on what the files leave out or change."""
    uncertain = sum(not at.number.certain for at in scenario.numbers() if ".tactic." not in at.path)
    if uncertain:
        yield f"{uncertain} uncertain numbers are written at their centres"
    relative = [key for key, party in scenario.parties.items() if party.reservation is None]
    if relative:
        yield f"the reservation value of {', '.join(relative)} is the worth of what stands plus the reserve"
    above = [key for key, party in preferences.items() if party.discount.waits and party.discount.base]
    if above:
        yield f"the discount of {', '.join(above)} is left out: GENIUS discounts all of a utility, from 0 on"
    outside = [key for key, party in scenario.parties.items() if party.outside_option is not None]
    if outside:
        yield f"the outside option of {', '.join(outside)} is left out: GENIUS knows none"
    for spec, issue in zip(scenario.issues.values(), issues, strict=True):
        if spec.amount is not None and issue.lines is None:
            yield f"{issue.title} is written as a list of its numbers, since GENIUS has lines over whole numbers only"
    if list(names[1:]) != sorted(names[1:], key=str.casefold):
        yield f"to keep the order of the parties import the files as {' '.join(f'{name}.xml' for name in names)}"
