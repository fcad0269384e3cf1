"""The graph model for conflict resolution: would a state hold, who could move away from it, and who would answer.

A conflict in graph form (`graph`) or option form (`options`, from plain data by `plain`), what sets of decision makers
reach (`reach`, `journeys`), who would stay where (`verdicts`, `coalitions`), in words (`sentences`), and which
preferences would make a state hold (`inverse`).
"""

from negosim.theory.stability.bitsets import bits
from negosim.theory.stability.coalitions import coalition_equilibria, coalition_improvements, coalitions
from negosim.theory.stability.graph import Conflict, ranks
from negosim.theory.stability.inverse import Inverse, inverse, nash_conditions
from negosim.theory.stability.journeys import Journey, Step, status_quo
from negosim.theory.stability.option_form import DecisionMaker, Option, OptionForm, Pattern, to_conflict
from negosim.theory.stability.plain import option_form
from negosim.theory.stability.prioritising import Statement
from negosim.theory.stability.reach import reach
from negosim.theory.stability.sentences import route, sentence
from negosim.theory.stability.verdicts import (
    Concept,
    Sanction,
    Verdict,
    equilibria,
    is_stable,
    stable_states,
    verdict,
    verdicts,
)

__all__ = [
    "Concept",
    "Conflict",
    "DecisionMaker",
    "Inverse",
    "Journey",
    "Option",
    "OptionForm",
    "Pattern",
    "Sanction",
    "Statement",
    "Step",
    "Verdict",
    "bits",
    "coalition_equilibria",
    "coalition_improvements",
    "coalitions",
    "equilibria",
    "inverse",
    "is_stable",
    "nash_conditions",
    "option_form",
    "ranks",
    "reach",
    "route",
    "sentence",
    "stable_states",
    "status_quo",
    "to_conflict",
    "verdict",
    "verdicts",
]
