"""Describe a comparison of ensembles: central cases, chances, points, findings that hold, gain of pairing, regret."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from negosim.analysis.comparison import Comparison
from negosim.analysis.comparison_narrative import same_endings, shared_texts
from negosim.document import Document, Row, Section, Table, amount, listed
from negosim.experiments.paired.differences import Finding
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison, Share
from negosim.experiments.paired.regret_of_choices import ChoiceRegret

__all__ = ["finding_sentence", "narrate_chances", "share_words", "span"]

NOTE = (
    "It is no forecast. Shares are shares of the assumptions of each scenario, not chances of an event in the world. "
    "Every scenario was played under the same draws and the same luck, so that a difference is the scenarios' own; "
    "points of two parties are not compared."
)

LISTED = 6

REGRET = (
    "Read the scenarios as choices, as a mediator has them. In each draw a party loses, under a choice, what the best "
    "choice for it there would have given it more (Savage 1951): the same draws and the same luck in all. Worst is the "
    "largest of these losses, mean their mean, best the share of the draws in which no choice gives it more. Losses of "
    "two parties are not compared and not added."
)


def narrate_chances(found: EnsembleComparison, central: Comparison | None = None) -> Document:
    """The comparison as a document; `central` are the central cases of the scenarios, told one beside the other."""
    letters = zip(found.letters, found.titles, found.names, strict=True)
    compared = (f"{one}: {title}" + ("" if title.startswith(name) else f" ({name})") for one, title, name in letters)
    holding = tuple(_holding(found)) or ("No difference holds after correction for the number of findings.",)
    sections = (
        Section("What is compared", tuple(compared)),
        *(() if central is None else _central(central)),
        Section("What differs, run by run", (*holding, *_method(found))),
        Section("Share of runs that end with each option", (*found.notices, _shares(found))),
        Section("What each party has of it, in points", (_points(found),)),
        *_regret(found),
    )
    return Document(f"{len(found.titles)} scenarios compared", sections, notes=(NOTE,))


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
    rows: list[Row] = []
    for row in found.points:
        means = tuple(amount(None if one is None else one.mean) for one in row.spreads)
        ranges = tuple("-" if one is None else f"{one.q05:.0f} to {one.q95:.0f}" for one in row.spreads)
        rows += [Row(f"{row.name}: mean", means), Row("nine in ten runs", ranges, indented=True)]
    return Table("Points at the end, less delay", found.letters, tuple(rows))


def _holding(found: EnsembleComparison) -> Iterator[str]:
    """A sentence for each finding that holds, then for each case what could not be told apart."""
    for case in range(1, len(found.titles)):
        own = _once_an_issue([one for one in found.findings if one.case == case])
        yield from (finding_sentence(found, one) for one in own if one.holds)
        yield from _alike(found, case, [one for one in own if not one.holds])


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


def finding_sentence(found: EnsembleComparison, one: Finding) -> str:
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
    small = [one for one in rest if one.kind == "share" and max(-one.low, one.high) < 0.05]  # noqa: PLR2004  (as said)
    close = [one for one in small if one not in same]
    open_ = [one for one in rest if one not in same and one not in close]
    if same:
        yield f"{title} and {base} are the same in every run in: {_named(same)}."
    if close:
        yield f"{title} and {base} do not differ by 5 percentage points or more in: {_named(close)}."
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
    for kind, what in (("points", "points"), ("share", "shares")):
        gains = [one.gain for one in found.findings if one.kind == kind and one.gain]
        if gains:
            middle, low, high = (float(q) for q in np.quantile(gains, [0.5, 0, 1]))
            yield (
                f"Sharing draws and luck was worth {middle:.1f} times the runs for differences of {what} "
                f"(variance ratio, median; {low:.1f} to {high:.1f})."
            )


def _central(central: Comparison) -> tuple[Section, Section]:
    """Differences of the files with their basis, and the results of the central cases."""
    differ = [f"{one.words}. {'; '.join(shared_texts(central.letters, one.cited))}." for one in central.differences]
    rows = [(row.name, [*map(amount, row.points)]) for row in central.parties]
    table = Table.of("Points of each party", central.letters, rows)
    return (
        Section("What differs in the files", tuple(differ) or ("Nothing: they say the same.",)),
        Section("The central case, every uncertain number at its centre", (*_central_ends(central), table)),
    )


def _central_ends(central: Comparison) -> Iterator[str]:
    """The issues that ended differently, then those that ended alike."""
    for row in central.issues:
        if row.differs:
            yield f"{row.title}. {'; '.join(shared_texts(central.letters, row.texts))}."
    if alike := same_endings(central):
        yield "The same in all: " + "; ".join(alike) + "."


def _regret(found: EnsembleComparison) -> tuple[Section, ...]:
    """One section; none where no party wants the same in all scenarios."""
    if not found.regrets:
        return ()
    sentences = [*_least_regretted_by_all(found), *(_least_regretted(found, one) for one in found.regrets)]
    table = Table("Regret in points over the draws", found.letters, tuple(_regret_rows(found)))
    measured = {one.key for one in found.regrets}
    rest = [row.name for row in found.points if row.key not in measured]  # their points hang on the scenario
    left_out = f"Left out, since what they want differs between the scenarios: {listed(rest)}."
    content = (*sentences, table, REGRET, *((left_out,) if rest else ()))
    return (Section("What each party would regret of the choice", content),)


def _least_regretted(found: EnsembleComparison, one: ChoiceRegret) -> str:
    """`Ukraine would regret Kyiv first least: at worst 3.1 points, 0.4 on average.`"""
    if len(one.least) == len(found.titles):
        return f"{one.name} has no choice that it would regret less than the others, at worst."
    least = one.least[0]
    which = listed([found.titles[place] for place in one.least], "or")
    worst, mean = one.worst[least], one.mean[least]
    return f"{one.name} would regret {which} least: at worst {worst:.1f} points, {mean:.1f} on average."


def _least_regretted_by_all(found: EnsembleComparison) -> Iterator[str]:
    """Whether one choice is the least regretted by all."""
    shared = set[int](range(len(found.titles))).intersection(*(one.least for one in found.regrets))
    if len(found.regrets) > 1 and len(shared) < len(found.titles):
        which = listed([found.titles[place] for place in sorted(shared)], "or")
        yield f"All would regret {which} least." if shared else "No choice is the least regretted by all."


def _regret_rows(found: EnsembleComparison) -> Iterator[Row]:
    for one in found.regrets:
        yield Row(f"{one.name}: worst", tuple(f"{loss:.1f}" for loss in one.worst))
        yield Row("mean", tuple(f"{loss:.1f}" for loss in one.mean), indented=True)
        yield Row("best, % of draws", tuple(f"{100 * share:.0f}" for share in one.best), indented=True)
