"""The debrief: what a table came to beside what was possible, what if, and what the others wanted.

Its pieces serve a run, a game and a whole class alike: `End` is where a table ended, `Benchmark` what that is measured
by, `marks_by_rubric` marks it, `play_agents` plays the same talks by agents alone. `debrief` gathers them for a record.
"""

from negosim.teaching.debrief.agent_runs import RUNS, AgentRuns, play_agents
from negosim.teaching.debrief.benchmarks import Benchmark, End, end_of_deal, end_of_record
from negosim.teaching.debrief.marking import Marks, marks_by_rubric, rubric_of
from negosim.teaching.debrief.run_debrief import GAME, Debrief, debrief, seats_of

__all__ = [
    "GAME",
    "RUNS",
    "AgentRuns",
    "Benchmark",
    "Debrief",
    "End",
    "Marks",
    "debrief",
    "end_of_deal",
    "end_of_record",
    "marks_by_rubric",
    "play_agents",
    "rubric_of",
    "seats_of",
]
