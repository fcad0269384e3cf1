"""An old path of what `negosim.plugins` now has; it goes with version 0.3."""

import warnings

from negosim.negotiation.acts import *  # noqa: F403
from negosim.negotiation.log import *  # noqa: F403
from negosim.negotiation.log import LogEntry as Event  # noqa: F401
from negosim.negotiation.packages import *  # noqa: F403
from negosim.negotiation.protocols.base import *  # noqa: F403

warnings.warn("negosim.protocols.base has moved: import from negosim.plugins", FutureWarning, stacklevel=2)
