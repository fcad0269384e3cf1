"""Statistics of ensembles: arrays in, answers out; nothing here knows of scenarios or files.

`intervals` of shares and means, `bootstrap` for the rest; `paired` comparisons; what an outcome hangs on: `categorical`
for deals, `sobol` for points, `tornado`, `discovery` for boxes of assumptions, `variance` for luck; `scores` of
forecasts; `regret`; `clusters` of outcomes.
"""

from negosim.experiments.statistics.intervals import Interval, wilson

__all__ = ["Interval", "wilson"]
