"""Tactics against one another: every assignment of tactics to seats under the same draws and the same luck.

`run_tournament(scenarios, wishes)` plays them on the ensemble's engine and gives a `Tournament`: how the tactics did,
which leads are sure, the empirical game, and how far the outcome depends on the tactic.
"""

from negosim.tournament.playing import Tournament, run_tournament, tournament_of
from negosim.tournament.wishes import Wishes

__all__ = ["Tournament", "Wishes", "run_tournament", "tournament_of"]
