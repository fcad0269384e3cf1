"""Answers from arrays alone: bargaining solutions, the graph model of conflicts, static forecasts.

Nothing here knows a scenario, a protocol or an agent.
"""
