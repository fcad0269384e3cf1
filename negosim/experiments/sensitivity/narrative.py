"""A sensitivity study in words: each answer with its method and the source of the method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from negosim.analysis.analysis_narrative import Part, Rows
from negosim.analysis.phrases import listed
from negosim.experiments.sensitivity import methods
from negosim.experiments.sensitivity.basis import GroupShare, by_outcome
from negosim.experiments.sensitivity.indices import Indices
from negosim.experiments.sensitivity.leave_out import Dropped
from negosim.experiments.sensitivity.study import Category, Study, Tornado

__all__ = ["NOTE", "basis_part", "dropped_part", "parts"]

NOTE = (
    "It is no forecast. It says how the outcome hangs on the numbers of this scenario within the ranges that it gives "
    "them; wider ranges, or another reading of who wants what, may lead elsewhere.",
    "A measure at or below its noise floor cannot be told from that of a number that does nothing.",
)

BARS = 6
"""Numbers that are told for each outcome; the data have them all."""


def parts(study: Study) -> tuple[Part, ...]:
    """The whole study."""
    told = [
        Part(
            "Which numbers move the outcome",
            tuple(_none(study)),
            tuple(_tornado(study, one) for one in study.tornadoes if any(bar.swing for bar in one.bars)),
            (methods.TORNADO,),
        ),
        *(_category(study, one) for one in study.categories),
        basis_part(study.basis),
        _luck(study),
        dropped_part(study.dropped),
        _box(study),
        _robust(study),
        _regret(study),
        *(_sobol(one) for one in study.sobol),
    ]
    return tuple(part for part in told if part.sentences or part.tables)


def sentence_case(words: str) -> str:
    """The first letter large, all others as they are."""
    return words[:1].upper() + words[1:]


def _none(study: Study) -> Iterator[str]:
    if not study.kinds:
        yield "No number of this scenario is uncertain, so there is nothing that the outcome could hang on."
        return
    still = [one.words for one in study.tornadoes if not any(bar.swing for bar in one.bars)]
    if still:
        yield f"No number moves {listed(still)}."


def _tornado(study: Study, one: Tornado) -> Rows:
    scale, unit = (100, "% of the draws") if one.outcome == "agreed" else (1, "mean")
    rows = [
        (
            f"{study.named[bar.name]} ({study.kinds[bar.name]})",
            tuple(f"{scale * value:.1f}" for value in (bar.low, bar.high, bar.swing, bar.noise)),
        )
        for bar in one.bars[:BARS]
        if bar.swing
    ]
    return Rows(f"{sentence_case(one.words)}, {unit}", ("low third", "high third", "swing", "+-"), tuple(rows))


def _category(study: Study, one: Category) -> Part:
    kinds, named = study.kinds, study.named
    rows = [
        (
            f"{named[each.name]} ({kinds[each.name]})",
            (
                f"{each.tau:.3f}",
                f"{each.tau_floor:.3f}",
                f"{each.total_variation:.3f}",
                f"{each.total_variation_floor:.3f}",
            ),
        )
        for each in one.dependence[:BARS]
    ]
    found = [each for each in one.interactions if each.stands_out]
    pairs = [f"{named[first]} with {named[second]}" for first, second in (each.names for each in found)]
    said = (
        f"Pairs that act together beyond what each does alone: {listed(pairs)}."
        if pairs
        else ("No pair of the strongest numbers stands out beyond what each does alone.")
    )
    out = [named[each.name] for each in one.dependence if each.stands_out]
    first = f"It hangs on {listed(out)}." if out else "No single number stands out from the noise."
    return Part(
        f"What it hangs on: {one.words}",
        (first, said),
        (Rows("Numbers by tau, the strongest first", ("tau", "floor", "moved", "floor"), tuple(rows)),),
        (methods.CATEGORY,),
    )


def basis_part(shares: Sequence[GroupShare]) -> Part:
    """How much of the spread comes from which kind of numbers; what an ensemble's report carries."""
    names = list(dict.fromkeys(one.group for one in shares))
    rows = [
        (
            words,
            tuple(
                "-" if one.share is None else f"{100 * one.share:.0f} ({100 * one.low:.0f}-{100 * one.high:.0f})"
                for one in own
            ),
        )
        for words, own in by_outcome(shares).items()
    ]
    counts = {one.group: one.numbers for one in shares if one.numbers}
    said = [f"{count} uncertain numbers are {name}." for name, count in counts.items() if " " not in name]
    return Part(
        "By basis: where the spread comes from",
        tuple(said),
        (Rows("Share of the spread in %, with its 95 % interval", tuple(names), tuple(rows)),),
        (methods.BASIS,),
    )


def _luck(study: Study) -> Part:
    said = [
        f"{sentence_case(one.words)}: it never varies."
        if one.draws is None
        else f"{sentence_case(one.words)}: {100 * one.draws:.0f} % of the spread is what is not known, "
        f"{100 * (1 - one.draws):.0f} % is luck."
        for one in study.luck
    ]
    runs = study.luck[0]
    method = methods.LUCK.format(runs=runs.runs, replications=runs.replications)
    return Part("What is not known, and what is luck", tuple(said), (), (method,))


def dropped_part(dropped: Sequence[Dropped]) -> Part:
    """What would change without each refusal and reported direction."""
    return Part(
        "What would change if a refusal or a reported direction were dropped",
        tuple(map(_drop_words, dropped)) or ("The scenario has no refusal and no reported direction.",),
        (),
        (methods.DROPPED,) if dropped else (),
    )


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


def _box(study: Study) -> Part:
    box = study.box
    if box is None:
        return Part("When does it happen?", ("No outcome varies enough to ask when it comes about.",))
    rows = [(words, (f"{p:.3f}",)) for words, p in zip(box.words, box.quasi_p, strict=True)]
    tables = (Rows("Limits of the box", ("quasi-p",), tuple(rows)),) if rows else ()
    return Part(
        "When does it happen?",
        (box.sentence,),
        tables,
        (methods.BOX,),
    )


def _robust(study: Study) -> Part:
    said = [
        f"{one.words}: in {100 * one.share.share:.1f} % of the draws ({100 * one.share.low:.1f} to "
        f"{100 * one.share.high:.1f})."
        for one in study.robust
    ]
    return Part(
        "What holds in at least 95 % of the draws",
        tuple(said) or ("Nothing does.",),
        (),
        (methods.ROBUST,),
    )


def _regret(study: Study) -> Part:
    tables = [
        Rows(
            f"{one.name}: regret in points over {one.runs} draws",
            ("worst", "mean"),
            tuple(
                (name, (f"{worst:.1f}", f"{mean:.1f}"))
                for name, worst, mean in zip(one.tactics, one.worst, one.mean, strict=True)
            ),
        )
        for one in study.regret
    ]
    said = [f"{one.name} would regret least, at worst: {listed(one.least)}." for one in study.regret]
    return Part(
        "What each party would regret of its tactic",
        tuple(said),
        tuple(tables),
        (methods.REGRET,),
    )


def _sobol(one: Indices) -> Part:
    rows = [
        (name, (f"{index.first:.2f}", _ends(index.first_interval), f"{index.total:.2f}", _ends(index.total_interval)))
        for name, index in zip(one.named[:BARS], one.indices, strict=False)
    ]
    return Part(
        f"Sobol' indices of {one.words}",
        (),
        (Rows("Numbers by total index", ("first", "", "total", ""), tuple(rows)),),
        (methods.SOBOL.format(runs=one.runs),),
    )


def _ends(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
