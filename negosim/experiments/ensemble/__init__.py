"""Many draws of a scenario, each played once: how sure we are of what comes out.

`run_ensemble(scenario, plan)` plays them and gives the `Store`, the folder with a manifest and one row a run in chunks;
`findings(store)` says what they come to. Runs are played in chunks by workers of this machine or of a Dask cluster: the
rows are the same to the byte for one worker or many, for any size of the chunks, whole or resumed.
"""

from negosim.experiments.ensemble.plan import Plan
from negosim.experiments.ensemble.running import Outlook, run_ensemble
from negosim.experiments.ensemble.storage import Manifest, Store
from negosim.experiments.ensemble.summary import Findings, findings

__all__ = ["Findings", "Manifest", "Outlook", "Plan", "Store", "findings", "run_ensemble"]
