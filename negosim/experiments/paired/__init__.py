"""Ensembles compared run by run under common random numbers, so that a difference is due to the scenarios.

`runs` holds an ensemble's rows as arrays, `ensemble_comparison` compares them, `differences` tests each difference.
"""

from negosim.experiments.paired.ensemble_comparison import EnsembleComparison, compare_ensembles
from negosim.experiments.paired.runs import Runs, play_runs, read_runs

__all__ = ["EnsembleComparison", "Runs", "compare_ensembles", "play_runs", "read_runs"]
