"""What is disputed and what each side wants: issues, outcomes, exact preferences, keyed random numbers.

Lowest first: `outcomes` (issues, options, the space of outcomes), `scale` (points as whole steps of a denominator of
each party's own), `fixed_point` (chances in 20 bits) and `rng` (every random number, keyed by seed, run and purpose);
`discounting`, `costly_lottery` and `decision_rule`
(how many votes are enough); `preferences` of one party; `utilities` of all parties, by a table or through
cliques of tied issues.
"""
