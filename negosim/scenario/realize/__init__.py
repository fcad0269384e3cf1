"""A scenario with every uncertain number made concrete: what a run is played with."""
