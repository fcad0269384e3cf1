"""Tactics against one another: every assignment of tactics to seats under the same draws and the same luck.

`playing.run_tournament(scenarios, wishes)` plays them on the ensemble's engine and gives a `Tournament`: how the
tactics did, which leads are sure, the empirical game, and how far the outcome depends on the tactic. `known` says the
last for a scenario whose tournament was played before.
"""
