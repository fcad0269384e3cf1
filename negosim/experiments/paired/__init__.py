"""Ensembles side by side: the same draws and the same luck in every scenario, so that a difference is the scenarios'.

`runs` holds the rows of an ensemble as arrays, `chances` compares them, `findings` tests what differs, `told` says it.
"""

from negosim.experiments.paired.comparison import Chances, chances
from negosim.experiments.paired.runs import Runs, played, read

__all__ = ["Chances", "Runs", "chances", "played", "read"]
