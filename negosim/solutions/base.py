"""An old path of what `negosim.plugins` now has; it goes with version 0.3."""

import warnings

from negosim.theory.bargaining.base import *

warnings.warn("negosim.solutions.base has moved: import from negosim.plugins", FutureWarning, stacklevel=2)
