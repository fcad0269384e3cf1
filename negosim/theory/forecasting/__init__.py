"""Static forecasts: what each theory predicts from positions, salience and capability alone.

`forecasts(agenda)` is the table of all theories; each is a pure function in a module of its own.
"""

# The order of these imports is the order of the table.
from negosim.theory.forecasting import compromise, median  # isort: skip
from negosim.theory.forecasting import bargaining_1d, position_exchange, condorcet, expected_utility  # isort: skip
from negosim.registry import entries
from negosim.theory.forecasting.positions import Agenda, Positions, Theory, TheoryForecast

__all__ = [
    "Agenda",
    "Positions",
    "Theory",
    "TheoryForecast",
    "bargaining_1d",
    "compromise",
    "condorcet",
    "expected_utility",
    "forecasts",
    "median",
    "position_exchange",
]


def forecasts(agenda: Agenda) -> dict[str, dict[str, TheoryForecast]]:
    """The forecasts of every registered theory, as theory -> issue -> forecast, in the order of registration."""
    return {entry.name: entry.make(agenda) for entry in entries("theory")}
