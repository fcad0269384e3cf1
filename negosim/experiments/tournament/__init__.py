"""Tournaments: every assignment of tactics to seats under common random numbers.

`tournament.run_tournament(scenarios, options)` plays one as ensembles and gives a `Tournament`: the ranking of the
tactics, which leads are significant, the empirical game, and how far the outcome depends on the tactics.
"""
