"""What the code of a message means, whichever part of negosim says it: all tables of codes together."""

from __future__ import annotations

from negosim.errors import UsageError, did_you_mean
from negosim.experiments.scoring.resolutions import CODES as ANSWERS
from negosim.scenario.checks.all import reference_rules
from negosim.scenario.exchange.domain import CODES as EXCHANGE
from negosim.scenario.parse import SHAPE_RULES
from negosim.scenario.short.faults import CODES as SHORT_FORMS
from negosim.scenario.table.cells import CODES as TABLES
from negosim.scenario.yaml.merge import CODES as MERGING
from negosim.scenario.yaml.reader import CODES as READING
from negosim.teaching.classroom.faults import CODES as CLASSROOM
from negosim.teaching.exercises.answers import CODES as HANDED_IN
from negosim.teaching.exercises.load import CODES as LESSONS

__all__ = ["all_codes", "explain_code"]


def all_codes() -> dict[str, str]:
    """Code -> what it means in one sentence.

    Y for YAML, S for the shape, R for references, X for files of others, A for answers to a forecast, C for the files
    of a class, L for exercises.
    """
    scenarios = READING | MERGING | SHAPE_RULES | SHORT_FORMS | reference_rules() | EXCHANGE | TABLES
    return scenarios | ANSWERS | CLASSROOM | LESSONS | HANDED_IN


def explain_code(code: str) -> str:
    """What the rule behind a code of a message is, in one sentence; `UsageError` for a code that there is not."""
    codes = all_codes()
    if code not in codes:
        raise UsageError(f"no rule {code!r}: {did_you_mean(code, list(codes))}")
    return codes[code]
