"""The debrief: what a table came to beside what was possible, what if, and what the others wanted.

Its pieces serve a run, a game and a whole class alike: `End` is where a table ended, `Yardstick` what that is measured
by, `mark` gives marks by a rubric, `agents` the same talks by agents alone. `debrief` gathers them for one record.
"""

from negosim.teaching.debrief.agent_runs import RUNS, Agents, agents
from negosim.teaching.debrief.benchmarks import Yardstick
from negosim.teaching.debrief.counterfactual_acceptance import Instead, accepting
from negosim.teaching.debrief.debrief import GAME, Debrief, debrief, seats_of
from negosim.teaching.debrief.ends import End, end_of_deal, end_of_record
from negosim.teaching.debrief.marking import Mark, Marks, mark, rubric_of
from negosim.teaching.debrief.moments import Moment, Talks, moments, talks

__all__ = [
    "GAME",
    "RUNS",
    "Agents",
    "Debrief",
    "End",
    "Instead",
    "Mark",
    "Marks",
    "Moment",
    "Talks",
    "Yardstick",
    "accepting",
    "agents",
    "debrief",
    "end_of_deal",
    "end_of_record",
    "mark",
    "moments",
    "rubric_of",
    "seats_of",
    "talks",
]
