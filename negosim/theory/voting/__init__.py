"""Voting theory: the power of a body's members, and its minimal winning coalitions.

All of it is exact, over the simple game in which a coalition votes for and all others vote against. What a rule is
stands in `domain.decision_rule`.
"""
