"""Play the talks of a scenario: protocols, tactics, environment, and the drivers of a course.

Lowest first: `packages` and `facts`; `log` (what happened); `protocols` (who may act, and what an act does),
`observation` (what each seat may know) and `environment` (what happens besides the talks); `tactics` (how seats
decide); `session` (one meeting); `course` (the meetings in order); `time_limits` and `vectorized` (many draws at
once); `record` (scenario, seed, run and log) and `contracts` (what every tactic keeps to); `mesa_model`.
"""
