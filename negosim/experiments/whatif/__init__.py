"""The effect of one change to a scenario, and of one of its events: two runs compared."""

from negosim.experiments.whatif.counterfactual import WhatIf, whatif, without_event

__all__ = ["WhatIf", "whatif", "without_event"]
