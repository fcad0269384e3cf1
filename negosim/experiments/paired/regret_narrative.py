"""What each party would regret of the choice between scenarios, in words and as a table."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.analysis.analysis_narrative import Part, Rows
from negosim.analysis.phrases import listed
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison
from negosim.experiments.paired.regret_of_choices import ChoiceRegret

__all__ = ["regret_parts"]

METHOD = (
    "Read the scenarios as choices, as a mediator has them. In each draw a party loses, under a choice, what the best "
    "choice for it there would have given it more (Savage 1951): the same draws and the same luck in all. Worst is the "
    "largest of these losses, mean their mean, best the share of the draws in which no choice gives it more. Losses of "
    "two parties are not compared and not added."
)


def regret_parts(found: EnsembleComparison) -> tuple[Part, ...]:
    """One part; none where no party wants the same in all scenarios."""
    if not found.regrets:
        return ()
    said = [*_common(found), *(_sentence(found, one) for one in found.regrets)]
    after = (METHOD, *_left_out(found))
    return (Part("What each party would regret of the choice", tuple(said), (_table(found),), after),)


def _sentence(found: EnsembleComparison, one: ChoiceRegret) -> str:
    """`Ukraine would regret Kyiv first least: at worst 3.1 points, 0.4 on average.`"""
    if len(one.least) == len(found.titles):
        return f"{one.name} has no choice that it would regret less than the others, at worst."
    least = one.least[0]
    which = listed([found.titles[place] for place in one.least], "or")
    worst, mean = one.worst[least], one.mean[least]
    return f"{one.name} would regret {which} least: at worst {worst:.1f} points, {mean:.1f} on average."


def _common(found: EnsembleComparison) -> Iterator[str]:
    """Whether one choice is the least regretted by all."""
    shared = set[int](range(len(found.titles))).intersection(*(one.least for one in found.regrets))
    if len(found.regrets) > 1 and len(shared) < len(found.titles):
        which = listed([found.titles[place] for place in sorted(shared)], "or")
        yield f"All would regret {which} least." if shared else "No choice is the least regretted by all."


def _left_out(found: EnsembleComparison) -> Iterator[str]:
    """The parties whose points hang on the scenario."""
    told = {one.key for one in found.regrets}
    names = [row.name for row in found.points if row.key not in told]
    if names:
        yield f"Left out, since what they want differs between the scenarios: {listed(names)}."


def _table(found: EnsembleComparison) -> Rows:
    rows = [line for one in found.regrets for line in _lines(one)]
    return Rows("Regret in points over the draws", found.letters, tuple(rows))


def _lines(one: ChoiceRegret) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield f"{one.name}: worst", tuple(f"{number:.1f}" for number in one.worst)
    yield "  mean", tuple(f"{number:.1f}" for number in one.mean)
    yield "  best, % of draws", tuple(f"{100 * share:.0f}" for share in one.best)
