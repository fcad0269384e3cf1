"""What is disputed and what each side wants: issues, outcomes, exact preferences, keyed random numbers.

Lowest first: `outcomes` (issues, options, the space of outcomes), `fixed_point` (the grid of 2^-20 of a point) and
`rng` (every random number, keyed by seed, run and purpose); `discounting` and `costly_lottery`; `preferences` of one
party; `utilities` of all parties, by a table or through cliques of tied issues.
"""
