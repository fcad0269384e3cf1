"""Answers from arrays alone; nothing here knows a scenario, a protocol or an agent.

`bargaining` (frontier, solutions, core, counting, closed forms of war), `stability` (the graph model for conflict
resolution), `forecasting` (static theories of one ordered issue) and `voting` (power in a body) do not know of one
another.
"""
