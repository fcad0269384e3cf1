"""Forecasts, frozen before their questions are resolved, and their scores afterwards."""

from negosim.experiments.scoring.forecast import Forecast, forecast_of, read_forecast
from negosim.experiments.scoring.resolutions import Resolution, read_resolutions
from negosim.experiments.scoring.scoring import Scored, score

__all__ = ["Forecast", "Resolution", "Scored", "forecast_of", "read_forecast", "read_resolutions", "score"]
