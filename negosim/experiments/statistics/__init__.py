"""Statistical methods on arrays, independent of scenarios and files.

`intervals` of shares and means, `bootstrap` for other statistics; `paired` comparisons; sensitivity of an outcome:
`categorical` for deals, `sobol` for points, `tornado`, `discovery` of boxes of assumptions, `variance` components;
`scores` of forecasts; `regret`; `games` and `replicator` dynamics; `balanced` designs.
"""

from negosim.experiments.statistics.intervals import Interval, wilson

__all__ = ["Interval", "wilson"]
