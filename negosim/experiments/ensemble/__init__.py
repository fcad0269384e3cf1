"""Ensembles: many draws of a scenario, each played once.

`run_ensemble(scenario, plan)` plays them and gives the `Store`, a folder with a manifest and one row per run in chunks;
`summarise(store)` gives the results with their uncertainty. Workers of this machine or of a Dask cluster play the
chunks: rows are identical to the byte for any number of workers and size of chunks, in one go or resumed.
"""

from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.progress import Outlook
from negosim.experiments.ensemble.running import run_ensemble
from negosim.experiments.ensemble.storage import EnsembleState, Manifest, Store
from negosim.experiments.ensemble.summary import EnsembleSummary, summarise

__all__ = ["EnsembleState", "EnsembleSummary", "Manifest", "Outlook", "Plan", "Store", "run_ensemble", "summarise"]
