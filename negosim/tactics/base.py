"""An old path of what `negosim.plugins` now has; it goes with version 0.3."""

import warnings

from negosim.negotiation.tactics.base import *
from negosim.negotiation.tactics.base import AspirationTactic as Aspiring

warnings.warn("negosim.tactics.base has moved: import from negosim.plugins", FutureWarning, stacklevel=2)
