"""Describe what each party would regret of the choice between scenarios."""

from __future__ import annotations

from collections.abc import Iterator

from negosim.document import Row, Section, Table, listed
from negosim.experiments.paired.ensemble_comparison import EnsembleComparison
from negosim.experiments.paired.regret_of_choices import ChoiceRegret

__all__ = ["narrate_regret"]

METHOD = (
    "Read the scenarios as choices, as a mediator has them. In each draw a party loses, under a choice, what the best "
    "choice for it there would have given it more (Savage 1951): the same draws and the same luck in all. Worst is the "
    "largest of these losses, mean their mean, best the share of the draws in which no choice gives it more. Losses of "
    "two parties are not compared and not added."
)


def narrate_regret(found: EnsembleComparison) -> tuple[Section, ...]:
    """One section; none where no party wants the same in all scenarios."""
    if not found.regrets:
        return ()
    sentences = [*_common(found), *(_sentence(found, one) for one in found.regrets)]
    rows = tuple(line for one in found.regrets for line in _lines(one))
    table = Table("Regret in points over the draws", found.letters, rows)
    title = "What each party would regret of the choice"
    return (Section(title, (*sentences, table, METHOD, *_left_out(found))),)


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
    measured = {one.key for one in found.regrets}
    names = [row.name for row in found.points if row.key not in measured]
    if names:
        yield f"Left out, since what they want differs between the scenarios: {listed(names)}."


def _lines(one: ChoiceRegret) -> Iterator[Row]:
    yield Row(f"{one.name}: worst", tuple(f"{loss:.1f}" for loss in one.worst))
    yield Row("mean", tuple(f"{loss:.1f}" for loss in one.mean), indented=True)
    yield Row("best, % of draws", tuple(f"{100 * share:.0f}" for share in one.best), indented=True)
