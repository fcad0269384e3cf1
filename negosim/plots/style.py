"""An old path of what `negosim.plugins` now has; it goes with version 0.3."""

import warnings

from negosim.report.figures.style import *

warnings.warn("negosim.plots.style has moved: import from negosim.plugins", FutureWarning, stacklevel=2)
