"""What happens besides the talks: between rounds, to an agreement, and after it. One file a block.

Where a block's part of a scenario file or its effects at given numbers are long, they stand beside it: `war_spec` and
`war_effects` of `war`, `ratification_spec` and `win_sets` of `ratification`, `commitment_spec`,
`commitment_effects` and `truce` of `commitment`.
"""
