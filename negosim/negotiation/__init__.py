"""Play the talks of a scenario: protocols, tactics, environment, and the drivers of a course.

Lowest first: `packages`, `acts` and `facts`; `log` (what happened); `protocols` (who may act, and what an act does),
`observation` (what each seat hears) and `environment` (what happens besides the talks); `tactics` (how seats decide);
`factories`, `seat_options` and `seat_views` (what each seat may choose from and see); `session` (one meeting); `course`
(the meetings in order); `time_limits`; `record` (scenario, seed, run and log) and `contracts` (what every tactic keeps
to); `mesa_model`.
"""
