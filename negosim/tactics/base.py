"""An old path of what `negosim.plugins` now has; it goes with version 0.3."""

import warnings

from negosim.negotiation.tactics.base import *  # noqa: F403
from negosim.negotiation.tactics.base import AspirationTactic as Aspiring  # noqa: F401

warnings.warn("negosim.tactics.base has moved: import from negosim.plugins", FutureWarning, stacklevel=2)
