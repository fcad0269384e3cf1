"""An old path; see `negosim.plugins`."""
