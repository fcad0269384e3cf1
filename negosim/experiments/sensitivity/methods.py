"""How each answer of a sensitivity study was come by, and whose method it is: said below the answer."""

from __future__ import annotations

__all__ = ["BASIS", "BOX", "CATEGORY", "DROPPED", "LUCK", "REGRET", "ROBUST", "SOBOL", "TORNADO"]

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
ROBUST = "In brackets: 95 % interval (Wilson 1927)."
REGRET = (
    "Regret: the points that the best of these tactics would have given in the same draw, less those of this one; the "
    "others play as they do (Savage 1951)."
)
SOBOL = (
    "First-order and total indices by their own design of {runs:,} runs (Saltelli and others 2010), with Student's "
    "interval over its scramblings."
)
