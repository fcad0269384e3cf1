"""An old path of what `negosim.plugins` now has; it goes with version 0.3."""

import warnings

from negosim.domain.preferences import *

warnings.warn("negosim.preferences has moved: import from negosim.plugins", FutureWarning, stacklevel=2)
