"""A forecast, frozen before the answer exists, and its score once the answer is known."""

from negosim.experiments.scoring.forecast import Forecast, forecast_of, read_forecast
from negosim.experiments.scoring.resolutions import Answer, read_answers
from negosim.experiments.scoring.scoring import Scored, score

__all__ = ["Answer", "Forecast", "Scored", "forecast_of", "read_answers", "read_forecast", "score"]
