"""The debrief: what a table came to beside what was possible, what if, and what the others wanted.

Its pieces serve a run, a game and a whole class alike: `End` is where a table ended, `Benchmark` what that is measured
by, `marks_by_rubric` marks it, `play_agents` plays the same talks by agents alone. `debrief` gathers them for a record.
"""
