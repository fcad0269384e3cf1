"""Describe a sensitivity study: each answer with its method and the source of the method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.document import Content, Document, Section, Table, listed
from negosim.experiments.sensitivity import methods
from negosim.experiments.sensitivity.basis import GroupShare, by_outcome
from negosim.experiments.sensitivity.indices import Indices
from negosim.experiments.sensitivity.leave_out import Dropped
from negosim.experiments.sensitivity.robust import TacticRegret
from negosim.experiments.sensitivity.study import Category, Study, Tornado

__all__ = ["narrate_basis", "narrate_left_out", "narrate_study", "sentence_case"]

NOTE = (
    "It is no forecast. It says how the outcome hangs on the numbers of this scenario within the ranges that it gives "
    "them; wider ranges, or another reading of who wants what, may lead elsewhere.",
    "A measure at or below its noise floor cannot be told from that of a number that does nothing.",
)

BARS = 6
"""Numbers that are told for each outcome; the data have them all."""


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
    tables = [_tornado(study, one) for one in study.tornadoes if any(bar.swing for bar in one.bars)]
    content: tuple[Content, ...] = (*_without_effect(study), *tables)
    return Section("Which numbers move the outcome", (*content, methods.TORNADO) if content else ())


def _without_effect(study: Study) -> Iterator[str]:
    if not study.kinds:
        yield "No number of this scenario is uncertain, so there is nothing that the outcome could hang on."
        return
    still = [one.words for one in study.tornadoes if not any(bar.swing for bar in one.bars)]
    if still:
        yield f"No number moves {listed(still)}."


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
    title = f"What it hangs on: {one.words}"
    return Section(title, (alone, together, _dependence(study, one), methods.CATEGORY))


def _dependence(study: Study, one: Category) -> Table:
    rows = [
        (
            _named(study, each.name),
            [f"{value:.3f}" for value in (each.tau, each.tau_floor, each.total_variation, each.total_variation_floor)],
        )
        for each in one.dependence[:BARS]
    ]
    return Table.of("Numbers by tau, the strongest first", ("tau", "floor", "moved", "floor"), rows)


def narrate_basis(shares: Sequence[GroupShare]) -> Section:
    """How much of the spread comes from which kind of numbers; what an ensemble's report carries."""
    counts = {one.group: one.numbers for one in shares if one.numbers}
    sentences = [f"{count} uncertain numbers are {name}." for name, count in counts.items() if " " not in name]
    groups = list(dict.fromkeys(one.group for one in shares))
    rows = [(words, [*map(_share, own)]) for words, own in by_outcome(shares).items()]
    table = Table.of("Share of the spread in %, with its 95 % interval", groups, rows)
    return Section("By basis: where the spread comes from", (*sentences, table, methods.BASIS))


def _share(one: GroupShare) -> str:
    return "-" if one.share is None else f"{100 * one.share:.0f} ({100 * one.low:.0f}-{100 * one.high:.0f})"


def _luck(study: Study) -> Section:
    sentences = [
        f"{sentence_case(one.words)}: it never varies."
        if one.draws is None
        else f"{sentence_case(one.words)}: {100 * one.draws:.0f} % of the spread is what is not known, "
        f"{100 * (1 - one.draws):.0f} % is luck."
        for one in study.luck
    ]
    runs = study.luck[0]
    method = methods.LUCK.format(runs=runs.runs, replications=runs.replications)
    return Section("What is not known, and what is luck", (*sentences, method))


def narrate_left_out(dropped: Sequence[Dropped]) -> Section:
    """What would change without each refusal and reported direction."""
    none = ("The scenario has no refusal and no reported direction.",)
    content = (*map(_drop_words, dropped), methods.DROPPED) if dropped else none
    return Section("What would change if a refusal or a reported direction were dropped", content)


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
    return Section(title, (box.sentence, *tables, methods.BOX))


def _robust(study: Study) -> Section:
    sentences = [
        f"{one.words}: in {100 * one.share.share:.1f} % of the draws ({100 * one.share.low:.1f} to "
        f"{100 * one.share.high:.1f})."
        for one in study.robust
    ]
    return Section("What holds in at least 95 % of the draws", (*(sentences or ["Nothing does."]), methods.ROBUST))


def _regret(study: Study) -> Section:
    """Who would regret which tactic least; nothing where no party's tactics were compared."""
    sentences = [f"{one.name} would regret least, at worst: {listed(one.least)}." for one in study.regret]
    tables = [_regret_table(one) for one in study.regret]
    content: tuple[Content, ...] = (*sentences, *tables, methods.REGRET) if tables else ()
    return Section("What each party would regret of its tactic", content)


def _regret_table(one: TacticRegret) -> Table:
    losses = zip(one.tactics, one.worst, one.mean, strict=True)
    rows = [(tactic, (f"{worst:.1f}", f"{mean:.1f}")) for tactic, worst, mean in losses]
    return Table.of(f"{one.name}: regret in points over {one.runs} draws", ("worst", "mean"), rows)


def _sobol(one: Indices) -> Section:
    rows = [
        (name, (f"{index.first:.2f}", _ends(index.first_interval), f"{index.total:.2f}", _ends(index.total_interval)))
        for name, index in zip(one.named[:BARS], one.indices, strict=False)
    ]
    table = Table.of("Numbers by total index", ("first", "", "total", ""), rows)
    return Section(f"Sobol' indices of {one.words}", (table, methods.SOBOL.format(runs=one.runs)))


def _ends(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
