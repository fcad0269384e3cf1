"""Taking a seat: people and agents around one course, driven by the same `submit` as everything else.

A person sees a `Turn` of one seat and nothing else; what is shown is text made of it. `Game` knows no terminal: input
and output are handed to it.
"""

from negosim.teaching.play.game import Game
from negosim.teaching.play.game_table import GameTable
from negosim.teaching.play.turn import Seat, Turn

__all__ = ["Game", "GameTable", "Seat", "Turn"]
