"""Points in, outcomes out: frontier, bargaining solutions, core, counting and the closed forms of strategic bargaining.

`registry.entries("solution")` lists the solutions; each is called as `entry.make(points, disagreement)`.
"""
