"""A class at its tables: rosters, seats, briefs, sheets on which tables write their deals, and what a class came to."""
