"""Many runs of a scenario, and what they say together.

Lowest first: `statistics` (methods on arrays) and `whatif` (one change, two runs); `ensemble` (many draws, by
workers, resumable); `paired` (ensembles under the same draws) and `tournament`; `scoring` (forecasts and their
scores) and `sensitivity`.
"""
