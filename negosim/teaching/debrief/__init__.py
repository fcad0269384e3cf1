"""The debrief: what a table came to beside what was possible, what if, and what the others wanted.

Its pieces serve a run, a game and a whole class alike: `End` is where a table ended, `Benchmark` what that is measured
by, `mark` gives marks by a rubric, `agents` the same talks by agents alone. `debrief` gathers them for one record.
"""

from negosim.teaching.debrief.agent_runs import RUNS, Agents, agents
from negosim.teaching.debrief.benchmarks import Benchmark
from negosim.teaching.debrief.counterfactual_acceptance import CounterfactualAcceptance, if_accepted
from negosim.teaching.debrief.ends import End, end_of_deal, end_of_record
from negosim.teaching.debrief.marking import CriterionMark, Marks, mark, rubric_of
from negosim.teaching.debrief.moments import MeetingReview, OfferMoment, moments, talks
from negosim.teaching.debrief.run_debrief import GAME, Debrief, debrief, seats_of

__all__ = [
    "GAME",
    "RUNS",
    "Agents",
    "Benchmark",
    "CounterfactualAcceptance",
    "CriterionMark",
    "Debrief",
    "End",
    "Marks",
    "MeetingReview",
    "OfferMoment",
    "agents",
    "debrief",
    "end_of_deal",
    "end_of_record",
    "if_accepted",
    "mark",
    "moments",
    "rubric_of",
    "seats_of",
    "talks",
]
