"""Describe a sensitivity study: each answer with its method and the source of the method."""

from __future__ import annotations

from collections.abc import Sequence

from negosim.document import Content, Document, Section, Table, listed, percent
from negosim.errors import NegosimError
from negosim.experiments.paired.runs import Runs
from negosim.experiments.sensitivity.basis import GroupShare, by_basis, by_outcome
from negosim.experiments.sensitivity.indices import Indices
from negosim.experiments.sensitivity.leave_out import Dropped, leave_out, removable_parts
from negosim.experiments.sensitivity.study import Category, Study, Tornado

__all__ = ["narrate_basis", "narrate_briefly", "narrate_left_out", "narrate_study", "sentence_case"]

NOTE = (
    "It is no forecast. It says how the outcome hangs on the numbers of this scenario within the ranges that it gives "
    "them; wider ranges, or another reading of who wants what, may lead elsewhere.",
    "A measure at or below its noise floor cannot be told from that of a number that does nothing.",
)

BARS = 6
"""Numbers that are told for each outcome; the data have them all."""

# How each answer was come by, and whose method it is: said below the answer.
TORNADO = (
    "Mean outcome where the number is in its low and in its high third, all others as drawn; +- is the half-width of "
    "the interval of the difference (conditional tornado, after Eschenbach 1992)."
)
CATEGORY = (
    "tau: share of the outcome's spread that the number explains alone (Goodman & Kruskal 1954; Gamboa and others "
    "2013). Moved: how far the chances move when it is known (total variation; Borgonovo 2007). Floors: 95 % quantile "
    "of the largest over 200 permutations. Neither changes when options are renumbered."
)
BASIS = (
    "The share that a group explains by itself: runs played again with the group's numbers kept and all else drawn "
    "anew (pick-freeze; Sobol' 1993, estimator of Janon and others 2014; for deals and who was short grouped tau, "
    "Gamboa and others 2013). “direction reported” are the numbers that give points to a reported direction. What "
    "groups do only together is in none of them; luck is what all numbers leave open. - : it never varies."
)
LUCK = (
    "{runs} draws, each played {replications} times with other luck (one-way analysis of variance with random "
    "effects; Searle, Casella & McCulloch 1992)."
)
DROPPED = (
    "The central case was played again without it, and for a refusal an ensemble of the same draws; findings hold at "
    "5 % after Holm's correction."
)
BOX = (
    "The box of assumptions that tells best when it happens (PRIM, Friedman & Fisher 1999; Bryant & Lempert 2010). It "
    "was sought in these draws, so that a small quasi-p is no proof."
)
REGRET = (
    "Regret: the points that the best of these tactics would have given in the same draw, less those of this one; the "
    "others play as they do (Savage 1951)."
)
SOBOL = (
    "First-order and total indices by their own design of {runs:,} runs (Saltelli and others 2010), with Student's "
    "interval over its scramblings."
)


def narrate_study(study: Study) -> Document:
    """The whole study."""
    sections = (
        _tornadoes(study),
        *(_category(study, one) for one in study.categories),
        narrate_basis(study.basis),
        _luck(study),
        narrate_left_out(study.dropped),
        _box(study),
        _robust(study),
        _regret(study),
        *map(_sobol, study.sobol),
    )
    return Document(study.title, tuple(one for one in sections if one.content), notes=NOTE)


def sentence_case(words: str) -> str:
    """The first letter large, all others as they are."""
    return words[:1].upper() + words[1:]


def _tornadoes(study: Study) -> Section:
    """How far each outcome moves with each number; nothing where no number moves any."""
    moved = [one for one in study.tornadoes if any(bar.swing for bar in one.bars)]
    still = [one.words for one in study.tornadoes if one not in moved]
    content: list[Content] = [f"No number moves {listed(still)}."] if still else []
    if not study.kinds:
        content = ["No number of this scenario is uncertain, so there is nothing that the outcome could hang on."]
    content += [_tornado(study, one) for one in moved]
    return Section("Which numbers move the outcome", (*content, TORNADO) if content else ())


def _tornado(study: Study, one: Tornado) -> Table:
    scale, unit = (100, "% of the draws") if one.outcome == "agreed" else (1, "mean")
    rows = [
        (_named(study, bar.name), [f"{scale * value:.1f}" for value in (bar.low, bar.high, bar.swing, bar.noise)])
        for bar in one.bars[:BARS]
        if bar.swing
    ]
    return Table.of(f"{sentence_case(one.words)}, {unit}", ("low third", "high third", "swing", "+-"), rows)


def _named(study: Study, name: str) -> str:
    """An uncertain number in words, with its basis."""
    return f"{study.named[name]} ({study.kinds[name]})"


def _category(study: Study, one: Category) -> Section:
    strong = [study.named[each.name] for each in one.dependence if each.stands_out]
    alone = f"It hangs on {listed(strong)}." if strong else "No single number stands out from the noise."
    joint = [each.names for each in one.interactions if each.stands_out]
    pairs = [f"{study.named[first]} with {study.named[second]}" for first, second in joint]
    together = (
        f"Pairs that act together beyond what each does alone: {listed(pairs)}."
        if pairs
        else "No pair of the strongest numbers stands out beyond what each does alone."
    )
    rows = [
        (
            _named(study, each.name),
            [f"{value:.3f}" for value in (each.tau, each.tau_floor, each.total_variation, each.total_variation_floor)],
        )
        for each in one.dependence[:BARS]
    ]
    table = Table.of("Numbers by tau, the strongest first", ("tau", "floor", "moved", "floor"), rows)
    return Section(f"What it hangs on: {one.words}", (alone, together, table, CATEGORY))


def narrate_basis(shares: Sequence[GroupShare]) -> Section:
    """How much of the spread comes from which kind of numbers; what an ensemble's report carries."""
    counts = {one.group: one.numbers for one in shares if one.numbers}
    sentences = [f"{count} uncertain numbers are {name}." for name, count in counts.items() if " " not in name]
    groups = list(dict.fromkeys(one.group for one in shares))
    rows = [(words, [*map(_share, own)]) for words, own in by_outcome(shares).items()]
    table = Table.of("Share of the spread in %, with its 95 % interval", groups, rows)
    return Section("By basis: where the spread comes from", (*sentences, table, BASIS))


def _share(one: GroupShare) -> str:
    return "-" if one.share is None else f"{100 * one.share:.0f} ({100 * one.low:.0f}-{100 * one.high:.0f})"


def _luck(study: Study) -> Section:
    sentences = [
        f"{sentence_case(one.words)}: it never varies."
        if one.draws is None
        else f"{sentence_case(one.words)}: {percent(one.draws)} of the spread is what is not known, "
        f"{percent(1 - one.draws)} is luck."
        for one in study.luck
    ]
    runs = study.luck[0]
    method = LUCK.format(runs=runs.runs, replications=runs.replications)
    return Section("What is not known, and what is luck", (*sentences, method))


def narrate_left_out(dropped: Sequence[Dropped]) -> Section:
    """What would change without each refusal and reported direction."""
    none = ("The scenario has no refusal and no reported direction.",)
    content = (*map(_drop_words, dropped), DROPPED) if dropped else none
    return Section("What would change if a refusal or a reported direction were dropped", content)


def narrate_briefly(runs: Runs, again: int) -> tuple[Section, ...]:
    """What every ensemble's report says: variance of the first runs by basis, the central case without each refusal.

    Without each reported direction too; `again` runs are replayed for each group of numbers.
    """
    try:
        shares = by_basis(runs, again)
    except NegosimError as error:
        return (Section("By basis: where the spread comes from", (f"It can't be said: {error}",)),)
    left_out = [leave_out(runs, part, 0) for part in removable_parts(runs.scenario)]
    return narrate_basis(shares), narrate_left_out(left_out)


def _drop_words(one: Dropped) -> str:
    head = f"Without {one.drop.words} ({one.drop.basis})"
    if one.fault:
        return f"{head}: can't be left out ({one.fault})."
    ends = [f"{title} would end with “{after}”, not “{before}”" for title, (before, after) in one.ends.items()]
    said = [f"in the central case {listed(ends)}" if ends else "the central case ends alike"]
    if one.drop.what == "refusal" and one.runs:
        said.append(f"over {one.runs} draws {_findings(one)}")
    return f"{head}: {'; '.join(said)}."


def _findings(one: Dropped) -> str:
    moves = [
        f"{each.label} {100 * each.difference:+.0f} percentage points"
        if each.kind == "share"
        else f"{each.label} {each.difference:+.1f} points"
        for each in sorted(one.findings, key=lambda each: (each.kind == "share", -abs(each.difference)))
    ]
    more = len(moves) - BARS
    return listed(moves[:BARS] + ([f"{more} more"] if more > 0 else [])) or "no difference holds"


def _box(study: Study) -> Section:
    title, box = "When does it happen?", study.box
    if box is None:
        return Section(title, ("No outcome varies enough to ask when it comes about.",))
    rows = [(words, (f"{p:.3f}",)) for words, p in zip(box.words, box.quasi_p, strict=True)]
    tables = [Table.of("Limits of the box", ("quasi-p",), rows)] if rows else []
    return Section(title, (box.sentence, *tables, BOX))


def _robust(study: Study) -> Section:
    sentences = [
        f"{one.words}: in {percent(one.share.share, 1)} of the draws ({100 * one.share.low:.1f} to "
        f"{100 * one.share.high:.1f})."
        for one in study.robust
    ]
    content = (*(sentences or ["Nothing does."]), "In brackets: 95 % interval (Wilson 1927).")
    return Section("What holds in at least 95 % of the draws", content)


def _regret(study: Study) -> Section:
    """Who would regret which tactic least; nothing where no party's tactics were compared."""
    sentences = [f"{one.name} would regret least, at worst: {listed(one.least)}." for one in study.regret]
    tables = []
    for one in study.regret:
        losses = zip(one.tactics, one.worst, one.mean, strict=True)
        rows = [(tactic, (f"{worst:.1f}", f"{mean:.1f}")) for tactic, worst, mean in losses]
        tables.append(Table.of(f"{one.name}: regret in points over {one.runs} draws", ("worst", "mean"), rows))
    content: tuple[Content, ...] = (*sentences, *tables, REGRET) if tables else ()
    return Section("What each party would regret of its tactic", content)


def _sobol(one: Indices) -> Section:
    rows = [
        (name, (f"{index.first:.2f}", _ends(index.first_interval), f"{index.total:.2f}", _ends(index.total_interval)))
        for name, index in zip(one.named[:BARS], one.indices, strict=False)
    ]
    table = Table.of("Numbers by total index", ("first", "", "total", ""), rows)
    return Section(f"Sobol' indices of {one.words}", (table, SOBOL.format(runs=one.runs)))


def _ends(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
