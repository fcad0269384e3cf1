"""Answers from arrays alone; nothing here knows a scenario, a protocol or an agent.

`bargaining` (frontier, solutions, core, counting, closed forms of war), `stability` (the graph model for conflict
resolution) and `forecasting` (static theories of one ordered issue) do not know of one another.
"""
