"""Bargaining theory: frontier, bargaining solutions, core, counting and the closed forms of war.

`registry.entries("solution")` lists the solutions; each is called as `entry.make(points, disagreement)`.
"""
