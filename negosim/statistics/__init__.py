"""Statistics of ensembles: intervals, paired comparisons, what an outcome hangs on, scores. Arrays in, answers out."""

from negosim.statistics.intervals import Interval, wilson

__all__ = ["Interval", "wilson"]
