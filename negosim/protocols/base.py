"""An old path of what `negosim.plugins` now has; it goes with version 0.3."""

import warnings

from negosim.negotiation.acts import *
from negosim.negotiation.log import *
from negosim.negotiation.log import LogEntry as Event
from negosim.negotiation.packages import *
from negosim.negotiation.protocols.base import *

warnings.warn("negosim.protocols.base has moved: import from negosim.plugins", FutureWarning, stacklevel=2)
