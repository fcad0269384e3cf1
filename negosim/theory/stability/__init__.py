"""The graph model for conflict resolution: which states are stable, who could move away, and who would respond.

A conflict comes in graph form (`graph`) or option form (`option_form`, from plain data by `plain`). `reach` and
`journeys` give what sets of decision makers can reach, `verdicts` who stays where, `sentences` the same in English.
"""
