"""Describe a comparison of ensembles: chances, points, each finding that holds, the gain of pairing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negosim.analysis.comparison import Comparison
from negosim.document import Document, Row, Section, Table, listed
from negosim.experiments.paired.central_narrative import narrate_central
from negosim.experiments.paired.differences import Finding
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison, PointsRow, Share
from negosim.experiments.paired.regret_narrative import narrate_regret

__all__ = ["narrate_chances", "sentence", "share_words", "span"]

NOTE = (
    "It is no forecast. Shares are shares of the assumptions of each scenario, not chances of an event in the world. "
    "Every scenario was played under the same draws and the same luck, so that a difference is the scenarios' own; "
    "points of two parties are not compared."
)

CLOSE = 0.05
"""A difference of a share that is surely smaller than this, either way, is said to be none."""

LISTED = 6


def narrate_chances(found: EnsembleComparison, central: Comparison | None = None) -> Document:
    """The comparison as a document; `central` are the central cases of the scenarios, told one beside the other."""
    holding = tuple(_holding(found)) or ("No difference holds after correction for the number of findings.",)
    sections = (
        Section("What is compared", tuple(_compared(found))),
        *(() if central is None else narrate_central(central)),
        Section("What differs, run by run", (*holding, *_method(found))),
        Section("Share of runs that end with each option", (*found.notices, _shares(found))),
        Section("What each party has of it, in points", (_points(found),)),
        *narrate_regret(found),
    )
    return Document(f"{len(found.titles)} scenarios compared", sections, notes=(NOTE,))


def _compared(found: EnsembleComparison) -> Iterator[str]:
    """Which letter is which scenario; its name too, where the title doesn't say it."""
    for letter, title, name in zip(found.letters, found.titles, found.names, strict=True):
        yield f"{letter}: {title}" if title.startswith(name) else f"{letter}: {title} ({name})"


def share_words(share: Share | None) -> str:
    """A share in per cent with its interval.

    >>> share_words(Share(1, 0.5, 0.1, 0.9))
    '50 (10-90)'
    """
    if share is None:
        return "-"
    return f"{100 * share.share:.0f} ({100 * share.low:.0f}-{100 * share.high:.0f})"


def _shares(found: EnsembleComparison) -> Table:
    rows = [
        (f"{row.title}: {row.label}" if row.title else row.label, [*map(share_words, row.shares)])
        for row in found.shares
    ]
    return Table.of("Share of the runs in %, with its 95 % interval (Wilson)", found.letters, rows)


def _points(found: EnsembleComparison) -> Table:
    rows = tuple(line for row in found.points for line in _lines(row))
    return Table("Points at the end, less delay", found.letters, rows)


def _lines(row: PointsRow) -> Iterator[Row]:
    yield Row(f"{row.name}: mean", tuple("-" if one is None else f"{one.mean:.1f}" for one in row.spreads))
    ranges = tuple("-" if one is None else f"{one.q05:.0f} to {one.q95:.0f}" for one in row.spreads)
    yield Row("nine in ten runs", ranges, indented=True)


def _holding(found: EnsembleComparison) -> Iterator[str]:
    """A sentence for each finding that holds, then for each case what could not be told apart."""
    for case in range(1, len(found.titles)):
        own = [one for one in found.findings if one.case == case]
        yield from (sentence(found, one) for one in _once_an_issue(own) if one.holds)
        rest = [one for one in _once_an_issue(own) if not one.holds]
        yield from _alike(found, case, rest)


def _once_an_issue(findings: Sequence[Finding]) -> list[Finding]:
    """Points first; of an issue with two options that occur, only one, since the other says the same."""
    count: dict[str, int] = {}
    for one in findings:
        count[one.key] = count.get(one.key, 0) + (one.kind == "share")
    seen: set[str] = set()
    kept = []
    for one in sorted(findings, key=lambda one: one.kind == "share"):
        if not (one.kind == "share" and one.key in seen and count[one.key] == 2):  # noqa: PLR2004  (complements)
            kept.append(one)
        seen.add(one.key if one.kind == "share" else "")
    return kept


def sentence(found: EnsembleComparison, one: Finding) -> str:
    """A finding that holds: `Kyiv first gives Ukraine 6 to 9 points more than Moscow first.`"""
    case, base = found.titles[one.case], found.titles[0]
    if one.kind == "points":
        how = "more" if one.difference > 0 else "fewer"
        return f"{case} gives {one.label} {span(one)} points {how} than {base}."
    how = "more often" if one.difference > 0 else "less often"
    return f"“{one.label}” comes {span(one, 100)} percentage points {how} under {case} than under {base}."


def span(one: Finding, scale: float = 1.0) -> str:
    """The interval of a difference without its sign: `6 to 9`; tenths where whole numbers would say one only."""
    sign = 1 if one.difference > 0 else -1
    low, high = sorted(max(0.0, sign * scale * end) for end in (one.low, one.high))
    words = [f"{end:.0f}" for end in (low, high)]
    if words[0] == words[1]:
        words = [f"{end:.1f}".removesuffix(".0") for end in (low, high)]
    return words[0] if words[0] == words[1] else " to ".join(words)


def _alike(found: EnsembleComparison, case: int, rest: Sequence[Finding]) -> Iterator[str]:
    """What does not differ, and what could not be told."""
    title, base = found.titles[case], found.titles[0]
    same = [one for one in rest if one.p == 1 and one.gain is None]
    close = [one for one in rest if one not in same and one.kind == "share" and max(-one.low, one.high) < CLOSE]
    open_ = [one for one in rest if one not in same and one not in close]
    if same:
        yield f"{title} and {base} are the same in every run in: {_named(same)}."
    if close:
        what = _named(close)
        yield f"{title} and {base} do not differ by {100 * CLOSE:.0f} percentage points or more in: {what}."
    if open_:
        yield f"Whether {title} and {base} differ can't be told from these runs for: {_named(open_)}."


def _named(findings: Sequence[Finding]) -> str:
    names = [one.label if one.kind == "share" else f"the points of {one.label}" for one in findings]
    more = len(names) - LISTED
    return listed(names[:LISTED] + ([f"{more} more"] if more > 0 else []))


def _method(found: EnsembleComparison) -> Iterator[str]:
    """How the findings were made, and what common random numbers gave."""
    yield (
        f"Each of {len(found.findings)} differences over {found.runs:,} paired runs (seed {found.seed}): shares by "
        "Bonett and Price's interval and McNemar's mid-p, points by resampled draws and Student's test; a finding "
        "holds at 5 % after Holm's correction for their number. Intervals are 95 % each."
    )
    gains = {
        kind: [one.gain for one in found.findings if one.kind == kind and one.gain] for kind in ("points", "share")
    }
    for kind, what in (("points", "points"), ("share", "shares")):
        if gains[kind]:
            middle, low, high = (float(q) for q in np.quantile(gains[kind], [0.5, 0, 1]))
            yield (
                f"Sharing draws and luck was worth {middle:.1f} times the runs for differences of {what} "
                f"(variance ratio, median; {low:.1f} to {high:.1f})."
            )
