"""The compromise model: the weighted mean of the positions, with and without the pull of the status quo."""

from __future__ import annotations

from negosim.theory.forecasting.positions import Array, Positions, TheoryForecast, issue_theory, no_forecast

__all__ = ["compromise", "status_quo_gravity", "weighted_mean"]


def weighted_mean(x: Array, weights: Array) -> float:
    """sum w x / sum w."""
    return float(weights @ x / weights.sum())


@issue_theory("compromise", source="Van den Bos 1991; Achen 2006")
def compromise(positions: Positions) -> TheoryForecast:
    """The mean of the positions, weighted by capability times salience: sum c s x / sum c s.

    Source: Van den Bos 1991, Dutch EC Policy Making. Achen 2006 shows it to be a first-order approximation of the
    asymmetric Nash solution if disagreement is far worse than any deal.
    """
    return TheoryForecast("compromise", weighted_mean(positions.x, positions.weights))


@issue_theory("status_quo_gravity", source="Achen 2006")
def status_quo_gravity(positions: Positions, pull: float = 0.5) -> TheoryForecast:
    """The compromise drawn towards the status quo: (1 - pull) times the compromise plus pull times the status quo.

    `pull` runs from 0 (the compromise) to 1 (nothing moves); one half is an assumption, not an estimate. Source: Achen
    2006 in The European Union Decides, ch. 10 (the reference point as one more actor).
    """
    if positions.status_quo is None:
        return no_forecast("status_quo_gravity", "the issue has no status quo on its scale")
    middle = weighted_mean(positions.x, positions.weights)
    value = (1 - pull) * middle + pull * positions.status_quo
    return TheoryForecast("status_quo_gravity", value, f"assumes that the status quo pulls with a share of {pull:g}")
