"""What if: a scenario and the same with a change, both played alike, old and new side by side.

The run with the change is the counterfactual of the run without it (Fearon 1991, World Politics 43, 169-195).
"""

from negosim.experiments.whatif.counterfactual import WhatIf, whatif
from negosim.experiments.whatif.event_effect import without_event

__all__ = ["WhatIf", "whatif", "without_event"]
